// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "base/mount-id.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"

/*
 * statx(2) of the mount ID of @kind; false: not to be had (an old kernel, a seccomp profile). The server of a FUSE is
 * not asked.
 */
static bool get_mount_id(int fd, unsigned int kind, uint64_t *id)
{
	struct pns_statx stx;

	if (pns_sys_statx(fd, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, kind, &stx) < 0 || !(stx.mask & kind))
		return false;
	*id = stx.mnt_id;
	return true;
}

/* As /proc tells it, since 3.15; what is there may only look like it. */
static uint64_t read_mount_id(int fd)
{
	_cleanup_fclose_ FILE *file = NULL;
	_cleanup_close_ int info = PNS_NO_FD;
	char path[64], line[128];
	struct statfs fs;
	uint64_t id;

	snprintf(path, sizeof(path), "/proc/thread-self/fdinfo/%d", fd);
	info = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (info < 0 || fstatfs(info, &fs) < 0 || (unsigned int)fs.f_type != PNS_PROC_SUPER_MAGIC)
		return 0;
	file = fdopen(info, "re");
	if (file)
		pns_steal_fd(&info);
	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "mnt_id:%" SCNu64, &id) == 1)
			return id;
	return 0;
}

void pns_mount_ids(int fd, uint64_t *id, uint64_t *unique_id)
{
	if (!get_mount_id(fd, PNS_STATX_MNT_ID, id))
		*id = read_mount_id(fd);
	if (!get_mount_id(fd, PNS_STATX_MNT_ID_UNIQUE, unique_id))
		*unique_id = 0;
}

int pns_mount_identity(int fd, uint64_t *identity)
{
	struct stat st;

	if (get_mount_id(fd, PNS_STATX_MNT_ID_UNIQUE, identity) ||
	    get_mount_id(fd, PNS_STATX_MNT_ID, identity))
		return 0;
	if (fstat(fd, &st) < 0)
		return -errno;
	*identity = st.st_dev;
	return 0;
}

int pns_is_mount_root(int fd)
{
	struct pns_statx stx;

	if (pns_sys_statx(fd, "", AT_EMPTY_PATH, PNS_STATX_TYPE, &stx) < 0)
		return errno == ENOSYS || errno == EPERM ? -EOPNOTSUPP : -errno;
	if (!(stx.attributes_mask & PNS_STATX_ATTR_MOUNT_ROOT))
		return -EOPNOTSUPP;
	return !!(stx.attributes & PNS_STATX_ATTR_MOUNT_ROOT);
}
