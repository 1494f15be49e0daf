/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_BASE_BENEATH_H
#define PNS_BASE_BENEATH_H
/*
 * Opening a path that somebody else may control: a walk that follows no symbolic link, crosses no mount where that is
 * asked, and never leaves the directory it starts from.
 */
#include <stdbool.h>

/* How a walk is bounded; no symbolic link is followed. */
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
 *   -ELOOP   a component is a symbolic link (magic links included); with O_PATH | O_NOFOLLOW the last one may be
 *            one, which is what is opened then
 *   -EXDEV   a component is a mount point, or leads out of @dirfd
 *   -errno   of open(2)
 */
int pns_open_beneath(int dirfd, const char *path, int flags, enum pns_walk walk);

/* Whether this kernel, and the seccomp profile, have openat2(2). */
bool pns_has_openat2(void);

/* Whether the absolute @path is what realpath(3) makes of the file @name of the working directory. */
bool pns_is_path_of(const char *path, const char *name);

#endif /* PNS_BASE_BENEATH_H */
