/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_BASE_BENEATH_H
#define PNS_BASE_BENEATH_H
/*
 * Opening a path that somebody else may control: which mount a descriptor is on,
 * and a walk that follows no symbolic link, crosses no mount where that is asked,
 * and never leaves the directory it starts from.
 */
#include <stdbool.h>
#include <stdint.h>

/* How a walk is bounded; symbolic links are always refused. */
enum pns_walk {
	PNS_WALK_ANY_MOUNT,	/* mount points may be crossed */
	PNS_WALK_IN_ROOT,	/* the same, from a root directory: ".." of it is itself */
	PNS_WALK_SAME_MOUNT,	/* -EXDEV at the first mount point */
};

/*
 * Open @path, relative, below @dirfd with the open(2) @flags (O_CLOEXEC is added). ".." is where the walk came from,
 * and what was left so must be there, a directory, as everywhere.
 * openat2(2) since 5.6; where it is missing or denied, an O_PATH walk component by
 * component that compares the mount of each. Returns a new descriptor (caller closes) or
 *   -ELOOP   a component is a symbolic link (magic links included)
 *   -EXDEV   a component is a mount point, or leads out of @dirfd
 *   -errno   of open(2)
 */
int pns_open_beneath(int dirfd, const char *path, int flags, enum pns_walk walk);

/* Whether this kernel, and the seccomp profile, have openat2(2). */
bool pns_has_openat2(void);

/*
 * An identity of the mount that @fd is on, for comparing within this run: the unique
 * mount ID (6.8), the reusable one (5.8), or the device number of the superblock, which
 * cannot tell two bind mounts of one file system apart. Returns 0 or -errno.
 */
int pns_mount_identity(int fd, uint64_t *identity);

/*
 * The mount IDs of the mount that @fd is on, 0 where one is not known: the unique one before 6.8, both where
 * statx(2) is denied and /proc does not tell the other.
 */
void pns_mount_ids(int fd, uint64_t *id, uint64_t *unique_id);

/* Whether the absolute @path is what realpath(3) makes of the file @name of the working directory. */
bool pns_is_path_of(const char *path, const char *name);

/* 1: @fd is the root of its mount, 0: it is not, -EOPNOTSUPP before 5.8, or -errno. */
int pns_is_mount_root(int fd);

#endif /* PNS_BASE_BENEATH_H */
