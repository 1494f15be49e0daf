// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-search.h"

#include <dirent.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>

#include "cleanup.h"
#include "compat.h"
#include "mount-table.h"
#include "parse.h"
#include "pidns.h"
#include "procfs-root.h"

/* Whether @fd is the one that is searched for. */
static bool is_wanted(const struct pns_search *wanted, int fd)
{
	uint64_t id;

	if (pns_ns_type(fd) != CLONE_NEWPID)
		return false;
	if (wanted->inode && pns_ns_inode(fd) != wanted->inode)
		return false;
	return !wanted->id || (pns_ns_id(fd, &id) == 0 && id == wanted->id);
}

/*
 * Look at a link to an nsfs file: its text is enough to pass over nearly all that
 * are not wanted, at a third of the cost of opening them.
 */
static int try_link(const struct pns_search *wanted, int dirfd, const char *name)
{
	_cleanup_close_ int fd = PNS_NO_FD;
	char text[64];
	ssize_t length = readlinkat(dirfd, name, text, sizeof(text) - 1);
	uint64_t inode;

	if (length < 0)
		return -ENOENT;
	text[length] = '\0';
	if (pns_parse_ns_link(text, "pid", &inode) < 0 || (wanted->inode && inode != wanted->inode))
		return -ENOENT;
	fd = openat(dirfd, name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	return fd >= 0 && is_wanted(wanted, fd) ? pns_steal_fd(&fd) : -ENOENT;
}

static int search_links(const struct pns_search *wanted, int procfs, const char *pid)
{
	_cleanup_close_ int dir = PNS_NO_FD;
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "%s/ns", pid);
	dir = pns_procfs_openat(procfs, path, O_PATH | O_DIRECTORY);
	if (dir < 0)
		return -ENOENT;
	fd = try_link(wanted, dir, "pid");
	return fd >= 0 ? fd : try_link(wanted, dir, "pid_for_children");
}

static int search_descriptors(const struct pns_search *wanted, int procfs, const char *pid)
{
	_cleanup_closedir_ DIR *dir = NULL;
	struct dirent *entry;
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "%s/fd", pid);
	fd = pns_procfs_openat(procfs, path, O_RDONLY | O_DIRECTORY);
	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir) {
		pns_close(&fd);
		return -ENOENT;
	}
	while ((entry = readdir(dir))) {
		fd = try_link(wanted, dirfd(dir), entry->d_name);
		if (fd >= 0)
			return fd;
	}
	return -ENOENT;
}

typedef int (*search_fn)(const struct pns_search *wanted, int procfs, const char *pid);

static int search_processes(const struct pns_search *wanted, int procfs, search_fn search)
{
	_cleanup_closedir_ DIR *dir = NULL;
	struct dirent *entry;
	pid_t pid;
	int fd = openat(procfs, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir) {
		pns_close(&fd);
		return -ENOENT;
	}
	while ((entry = readdir(dir))) {
		if (pns_parse_pid(entry->d_name, &pid) < 0)
			continue;
		fd = search(wanted, procfs, entry->d_name);
		if (fd >= 0)
			return fd;
	}
	return -ENOENT;
}

static int try_mount(const struct pns_search *wanted, const char *root, const char *target)
{
	_cleanup_close_ int fd = PNS_NO_FD;
	uint64_t inode;

	if (!root || !target || pns_parse_ns_link(root, "pid", &inode) < 0 ||
	    (wanted->inode && inode != wanted->inode))
		return -ENOENT;
	fd = open(target, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	return fd >= 0 && is_wanted(wanted, fd) ? pns_steal_fd(&fd) : -ENOENT;
}

static int search_mounts(const struct pns_search *wanted)
{
	struct pns_mount_table mounts;
	struct libmnt_fs *fs;
	int fd = -ENOENT;

	if (pns_mount_table_read(&mounts, pns_mountinfo_open(NULL)) < 0)
		return -ENOENT;
	while (fd < 0 && (fs = pns_mount_table_next(&mounts)))
		fd = try_mount(wanted, mounts.lm.mnt_fs_get_root(fs),
			       mounts.lm.mnt_fs_get_target(fs));
	pns_mount_table_free(&mounts);
	return fd;
}

int pns_pidns_search(const struct pns_search *wanted)
{
	_cleanup_close_ int procfs = PNS_NO_FD;
	_cleanup_close_ int own = pns_ns_open_own(CLONE_NEWPID);
	uint64_t id;
	int fd;

	if (own >= 0 && wanted->id && pns_ns_id(own, &id) < 0)
		return -EOPNOTSUPP;
	if (own >= 0 && is_wanted(wanted, own))
		return pns_steal_fd(&own);
	procfs = pns_procfs_open("/proc");
	if (procfs < 0)
		return -ENODEV;
	fd = search_processes(wanted, procfs, search_links);
	if (fd < 0)
		fd = search_mounts(wanted);
	if (fd < 0)
		fd = search_processes(wanted, procfs, search_descriptors);
	return fd;
}
