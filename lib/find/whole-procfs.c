// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/whole-procfs.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "base/mount-id.h"
#include "process/procfs-root.h"

bool pns_procfs_is_part(int fd)
{
	_cleanup_close_ int root = PNS_NO_FD;
	struct stat st, other;
	int is_root;

	if (!pns_is_on_procfs(fd) || pns_is_procfs_root(fd))
		return false;
	is_root = pns_is_mount_root(fd);
	if (is_root >= 0)
		return is_root;
	/* not to be had from statx(2): then by what is above it */
	root = pns_procfs_mount_root(fd);
	return root >= 0 && fstat(fd, &st) == 0 && fstat(root, &other) == 0 && st.st_ino == other.st_ino;
}

/* Returns a descriptor if the mount at @target is all of the procfs @device. */
static int open_if_whole(const struct pns_view *view, const char *target, dev_t device)
{
	_cleanup_close_ int fd = pns_view_open_target(view, target);
	struct stat st;

	if (fd < 0)
		return fd;
	return pns_is_procfs_root(fd) && fstat(fd, &st) == 0 && st.st_dev == device ? pns_steal_fd(&fd) :
										      -ENODEV;
}

int pns_procfs_open_whole(const struct pns_view *view, struct pns_mountinfo *mounts, int fd)
{
	struct libmnt_fs *fs;
	struct stat st;
	const char *root;
	int whole = -ENOENT;

	if (fstat(fd, &st) < 0)
		return -errno;
	while (whole < 0 && (fs = pns_mountinfo_next(mounts))) {
		root = mounts->lm->mnt_fs_get_root(fs);
		if (root && strcmp(root, "/") == 0 && mounts->lm->mnt_fs_get_devno(fs) == st.st_dev)
			whole = open_if_whole(view, mounts->lm->mnt_fs_get_target(fs), st.st_dev);
	}
	pns_mountinfo_rewind(mounts);
	return whole;
}
