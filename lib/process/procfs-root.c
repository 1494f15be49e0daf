// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "process/procfs-root.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "base/beneath.h"
#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "base/mount-id.h"
#include "base/parse.h"

/* Deeper than any procfs is. */
#define MAX_CLIMB 64

int pns_procfs_check_root(int fd)
{
	struct statfs fs;
	struct stat st;

	if (fstatfs(fd, &fs) < 0 || fstat(fd, &st) < 0)
		return -errno;
	return (unsigned int)fs.f_type == PNS_PROC_SUPER_MAGIC && st.st_ino == PNS_PROCFS_ROOT_INO ? 0 : -ENODEV;
}

bool pns_is_procfs_root(int fd)
{
	return pns_procfs_check_root(fd) == 0;
}

bool pns_is_on_procfs(int fd)
{
	struct statfs fs;

	return fstatfs(fd, &fs) == 0 && (unsigned int)fs.f_type == PNS_PROC_SUPER_MAGIC;
}

/* Where mounts cannot be told apart by their IDs, the device number has to do. */
static bool is_same_mount(int a, int b)
{
	uint64_t first, second;
	struct stat st, other;

	return fstat(a, &st) == 0 && fstat(b, &other) == 0 && st.st_dev == other.st_dev &&
	       pns_mount_identity(a, &first) == 0 && pns_mount_identity(b, &second) == 0 && first == second;
}

int pns_procfs_mount_root(int fd)
{
	_cleanup_close_ int at = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	int above, steps;

	for (steps = 0; at >= 0 && steps < MAX_CLIMB; steps++) {
		if (pns_is_procfs_root(at) || pns_is_mount_root(at) == 1)
			return pns_steal_fd(&at);
		above = openat(at, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
		if (above < 0)
			return -errno;
		if (!is_same_mount(fd, above)) {
			pns_close(&above);
			/* what is mounted over the root itself is walked into */
			return pns_is_mount_root(at) == 0 ? -EXDEV : pns_steal_fd(&at);
		}
		pns_close(&at);
		at = above;
	}
	return at < 0 ? -errno : -ELOOP;
}

/*
 * A FUSE asks its server even for its type, which may never answer; a handle is made without it. Its type alone says
 * enough: should procfs ever have handles, they are of another one.
 */
static bool may_be_fuse(int fd)
{
	struct pns_file_handle handle = { .size = sizeof(handle.bytes) };
	int mount;

	return pns_sys_name_to_handle_at(fd, "", &handle, &mount, AT_EMPTY_PATH) == 0 &&
	       handle.type == PNS_FILEID_INO64_GEN;
}

int pns_procfs_open(const char *path)
{
	_cleanup_close_ int fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int rc;

	if (fd < 0)
		return -errno;
	rc = may_be_fuse(fd) ? -ENODEV : pns_procfs_check_root(fd);
	return rc < 0 ? rc : pns_steal_fd(&fd);
}

int pns_procfs_make_detached(void)
{
	_cleanup_close_ int context = pns_sys_fsopen("proc", PNS_FSOPEN_CLOEXEC);
	int root;

	if (context < 0 || pns_sys_fsconfig(context, PNS_FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
		return -errno;
	root = pns_sys_fsmount(context, PNS_FSMOUNT_CLOEXEC, 0);
	return root < 0 ? -errno : root;
}

int pns_procfs_openat(int rootfd, const char *path, int flags)
{
	return pns_open_beneath(rootfd, path, flags, PNS_WALK_SAME_MOUNT);
}

ssize_t pns_procfs_read(int rootfd, const char *path, char *buffer, size_t size)
{
	_cleanup_close_ int fd = pns_procfs_openat(rootfd, path, O_RDONLY);
	ssize_t got;

	if (fd < 0)
		return fd;
	do {
		got = read(fd, buffer, size - 1);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return -errno;
	buffer[got] = '\0';
	return got;
}

pid_t pns_procfs_self(int rootfd)
{
	char target[16];
	ssize_t length = readlinkat(rootfd, "self", target, sizeof(target) - 1);
	pid_t pid;

	if (length < 0)
		return -errno;
	target[length] = '\0';
	return pns_parse_pid(target, &pid) == 0 ? pid : -EXDEV;
}

int pns_procfs_ns_link(int rootfd, pid_t pid, const char *name, uint64_t *inode)
{
	_cleanup_close_ int link = PNS_NO_FD;
	char path[48], text[64];
	ssize_t length;

	snprintf(path, sizeof(path), "%d/ns/%s", (int)pid, name);
	/* the link itself, which another one may be mounted over */
	link = pns_procfs_openat(rootfd, path, O_PATH | O_NOFOLLOW);
	if (link < 0)
		return link;
	length = readlinkat(link, "", text, sizeof(text) - 1);
	if (length < 0)
		return -errno;
	text[length] = '\0';
	return pns_parse_ns_link(text, name, inode) < 0 ? -EXDEV : 0;
}

int pns_procfs_open_ns(int rootfd, pid_t pid, const char *name)
{
	_cleanup_close_ int dir = PNS_NO_FD;
	_cleanup_close_ int fd = PNS_NO_FD;
	struct statfs fs;
	char path[32];

	snprintf(path, sizeof(path), "%d/ns", (int)pid);
	dir = pns_procfs_openat(rootfd, path, O_PATH | O_DIRECTORY);
	if (dir < 0)
		return dir;
	/* a namespace file opens without side effects; one that is mounted over may not be one */
	fd = openat(dir, name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (fstatfs(fd, &fs) < 0)
		return -errno;
	return (unsigned int)fs.f_type == PNS_NSFS_MAGIC ? pns_steal_fd(&fd) : -EXDEV;
}
