/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_CREATE_REMOUNT_H
#define PNS_CREATE_REMOUNT_H
/*
 * Changing a procfs that is mounted: the options of its superblock (which all mounts of it
 * share) and the flags of the one mount.
 * Its PID namespace cannot be changed; subset= can up to 6.18.
 */
#include "base/diag.h"
#include "child/in-mountns.h"
#include "mount/procfs-options.h"

struct pns_remount {
	struct pns_caller *caller;	/* of the process that it is done in */
	const char *path;
	int pidns;		/* what it has to show already; PNS_NO_FD: whatever it shows */
	const struct pns_procfs_options *options;
	const struct pns_mountns *mountns;	/* NULL: the caller's mount namespace */
};

/*
 * All or nothing: what was changed before a refusal is changed back.
 * Returns 0 or -errno with the reason in @diag: bad-mountpoint, symlink-in-foreign-namespace,
 * not-a-procfs, cannot-change-pidns, cannot-change-subset, bad-option, no-privilege,
 * locked-atime, locked-readonly, no-privilege-over-owner (not the owner of the superblock),
 * blocked-by-seccomp, blocked-by-lsm, blocked-by-landlock.
 */
int pns_procfs_remount(const struct pns_remount *how, struct pns_diag *diag);

#endif /* PNS_CREATE_REMOUNT_H */
