/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_PROCFS_MOUNT_INFO_H
#define PNS_FIND_PROCFS_MOUNT_INFO_H
/*
 * One procfs mount: what its descriptor tells, and what its line in the mount table does.
 */
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "mount/mountinfo.h"

struct pns_procfs_mount {
	uint64_t id;		/* reusable mount ID (5.8), 0: unknown */
	uint64_t unique_id;	/* 6.8, 0: unknown */
	unsigned int major, minor;	/* device number of the superblock */
	int64_t n_processes;	/* that the caller sees in it, negative: unknown */
	/* of the line in the mount table; NULL or -1 without one */
	char *target;
	char *fsroot;		/* which part of the procfs it is, "/": all */
	char *flags;		/* per mount */
	char *options;		/* of the superblock, without rw and ro */
	const char *propagation;	/* a constant */
	int n_overmounts;	/* mounts whose mount point is inside of it */
	int hidepid;		/* 0, 1, 2, 4 */
	int64_t gid;		/* -1: none, -2: unknown */
	bool subset_pid;
};

/* Nothing known yet. */
void pns_procfs_mount_init(struct pns_procfs_mount *mount);

/*
 * Fill @mount from @fd, the root directory, or something else on the mount; with @with_unique_id the
 * unique ID too, which takes one more call. Returns 0 or -errno. Free with pns_procfs_mount_free().
 */
int pns_procfs_mount_stat(int fd, bool with_unique_id, struct pns_procfs_mount *mount);

/* Add what the line @fs of a mount table says of it. Returns 0 or -ENOMEM. */
int pns_procfs_mount_take_line(const struct pns_libmount *lm, struct libmnt_fs *fs,
			       struct pns_procfs_mount *mount);

/* Add what @mounts says of it; without a line for it nothing is changed. Returns 0 or -ENOMEM. */
int pns_procfs_mount_lookup(struct pns_mountinfo *mounts, struct pns_procfs_mount *mount);

void pns_procfs_mount_free(struct pns_procfs_mount *mount);

#endif /* PNS_FIND_PROCFS_MOUNT_INFO_H */
