// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/procfs-beneath.h"

#include <errno.h>
#include <string.h>
#include <sys/mount.h>

#include "base/cleanup.h"
#include "child/child.h"
#include "namespace/mountns.h"
#include "process/procfs-root.h"

bool pns_procfs_is_lifeless(const struct pns_procfs_entry *entry)
{
	return (entry->state == PNS_PROCFS_STATE_DEAD || entry->state == PNS_PROCFS_STATE_EMPTY) && !entry->covered;
}

/* A pns_child_fn: whether what is below the mount @arg shows the child's own PID namespace. */
static int look_beneath(void *arg, int *unused, struct pns_diag *diag)
{
	_cleanup_close_ int root = PNS_NO_FD;
	const char *target = arg;
	int rc = pns_mountns_unshare(MS_PRIVATE, diag);

	(void)unused;
	if (rc < 0)
		return rc;
	if (umount2(target, MNT_DETACH | UMOUNT_NOFOLLOW) < 0)
		return -errno;
	root = pns_procfs_open(target);
	return root < 0 ? root : pns_procfs_levels_above(root) == 0;
}

enum pns_beneath pns_procfs_beneath(const struct pns_mountinfo_index *mounts, const struct pns_procfs_entry *entry)
{
	const struct pns_libmount *lm = mounts->table.lm;
	struct libmnt_fs *fs = pns_mountinfo_index_find(mounts, entry->mount.id);
	struct libmnt_fs *below = fs ? pns_mountinfo_index_find(mounts, (uint64_t)lm->mnt_fs_get_parent_id(fs)) : NULL;
	struct pns_diag diag;

	if (!below || !pns_mountinfo_index_is_proc(mounts, below) ||
	    strcmp(lm->mnt_fs_get_target(below), lm->mnt_fs_get_target(fs)) != 0)
		return PNS_BENEATH_NO_PROCFS;
	pns_diag_init(&diag, NULL, NULL);
	return pns_child_run(PNS_CHILD_PLAIN, look_beneath, entry->mount.target, NULL, &diag) == 1 ?
		PNS_BENEATH_OWN : PNS_BENEATH_PROCFS;
}
