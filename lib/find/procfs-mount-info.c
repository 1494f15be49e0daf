// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/procfs-mount-info.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "base/mount-id.h"
#include "base/parse.h"
#include "mount/procfs-options.h"
#include "namespace/privilege.h"

void pns_procfs_mount_init(struct pns_procfs_mount *mount)
{
	*mount = (struct pns_procfs_mount){
		.n_processes = -1,
		.n_overmounts = -1,
		.hidepid = -1,
		.gid = -2,
	};
}

static int stat_device(int fd, struct pns_procfs_mount *mount)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -errno;
	mount->major = major(st.st_dev);
	mount->minor = minor(st.st_dev);
	return 0;
}

int pns_procfs_mount_stat(int fd, bool with_unique_id, struct pns_procfs_mount *mount)
{
	struct pns_statx stx;

	pns_procfs_mount_init(mount);
	if (with_unique_id || pns_sys_statx(fd, "", AT_EMPTY_PATH, PNS_STATX_MNT_ID, &stx) < 0 ||
	    !(stx.mask & PNS_STATX_MNT_ID)) {
		pns_mount_ids(fd, &mount->id, &mount->unique_id);
		return stat_device(fd, mount);
	}
	mount->id = stx.mnt_id;
	mount->major = stx.dev_major;
	mount->minor = stx.dev_minor;
	return 0;
}

/* Take one option of the superblock, @length bytes of "key" or "key=value". */
static void parse_option(struct pns_procfs_mount *mount, const char *option, size_t length)
{
	char text[32];
	uint64_t number;

	if (length >= sizeof(text))
		return;
	memcpy(text, option, length);
	text[length] = '\0';
	if (strncmp(text, "hidepid=", 8) == 0)
		mount->hidepid = pns_hidepid_number(text + 8);
	else if (strncmp(text, "gid=", 4) == 0 && pns_parse_u64(text + 4, &number) == 0)
		mount->gid = pns_is_unmapped(number) ? -2 : (int64_t)number;
	else if (strcmp(text, "subset=pid") == 0)
		mount->subset_pid = true;
}

static bool is_access_mode(const char *option, size_t length)
{
	return length == 2 && (strncmp(option, "rw", 2) == 0 || strncmp(option, "ro", 2) == 0);
}

/* Defaults are left out of the table by the kernel; so is rw or ro here. */
static int parse_options(struct pns_procfs_mount *mount, const char *options)
{
	char *kept = calloc(1, strlen(options) + 1);
	const char *at = options;
	size_t length;

	if (!kept)
		return -ENOMEM;
	mount->hidepid = 0;
	mount->gid = -1;
	for (; *at; at += length + (at[length] == ',')) {
		length = strcspn(at, ",");
		parse_option(mount, at, length);
		if (is_access_mode(at, length))
			continue;
		if (*kept)
			strcat(kept, ",");
		strncat(kept, at, length);
	}
	mount->options = kept;
	return 0;
}

static const char *propagation_name(unsigned long flags)
{
	if (flags & MS_SHARED)
		return flags & MS_SLAVE ? "shared,slave" : "shared";
	if (flags & MS_UNBINDABLE)
		return "unbindable";
	return flags & MS_SLAVE ? "slave" : "private";
}

int pns_procfs_mount_take_line(const struct pns_libmount *lm, struct libmnt_fs *fs,
			       struct pns_procfs_mount *mount)
{
	const char *options = lm->mnt_fs_get_fs_options(fs);
	const char *flags = lm->mnt_fs_get_vfs_options(fs);
	const char *root = lm->mnt_fs_get_root(fs);
	unsigned long propagation = 0;
	dev_t device = lm->mnt_fs_get_devno(fs);
	int rc;

	mount->id = (uint64_t)lm->mnt_fs_get_id(fs);
	mount->major = major(device);
	mount->minor = minor(device);
	mount->target = strdup(lm->mnt_fs_get_target(fs));
	mount->fsroot = strdup(root ? root : "/");
	mount->flags = strdup(flags ? flags : "");
	rc = parse_options(mount, options ? options : "");
	if (lm->mnt_fs_get_propagation(fs, &propagation) == 0)
		mount->propagation = propagation_name(propagation);
	return mount->target && mount->fsroot && mount->flags ? rc : -ENOMEM;
}

int pns_procfs_mount_lookup(struct pns_mountinfo *mounts, struct pns_procfs_mount *mount)
{
	int id = (int)mount->id, rc = 0, n_overmounts = 0;
	struct libmnt_fs *fs;

	if (!mount->id)
		return 0;
	while (rc == 0 && (fs = pns_mountinfo_next(mounts))) {
		if (mounts->lm->mnt_fs_get_id(fs) == id)
			rc = pns_procfs_mount_take_line(mounts->lm, fs, mount);
		else if (mounts->lm->mnt_fs_get_parent_id(fs) == id)
			n_overmounts++;
	}
	if (mount->target)
		mount->n_overmounts = n_overmounts;
	return rc;
}

void pns_procfs_mount_free(struct pns_procfs_mount *mount)
{
	free(mount->target);
	free(mount->fsroot);
	free(mount->flags);
	free(mount->options);
}
