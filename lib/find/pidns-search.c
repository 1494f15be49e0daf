// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/pidns-search.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/diag.h"
#include "base/kernel-abi.h"
#include "base/parse.h"
#include "mount/mountinfo.h"
#include "namespace/namespace.h"
#include "process/own-namespace.h"
#include "process/pid-list.h"
#include "process/procfs-root.h"
#include "process/status.h"

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

/* What is gone or hidden is not there for the caller; anything else is no answer. */
static int not_found(int rc)
{
	return pns_proc_is_missing(rc) ? -ENOENT : rc;
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
		return not_found(-errno);
	text[length] = '\0';
	if (pns_parse_ns_link(text, "pid", &inode) < 0 || (wanted->inode && inode != wanted->inode))
		return -ENOENT;
	fd = openat(dirfd, name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return not_found(-errno);
	return is_wanted(wanted, fd) ? pns_steal_fd(&fd) : -ENOENT;
}

static int open_in_process(int procfs, pid_t pid, const char *name, int flags)
{
	_cleanup_close_ int process = pns_proc_open(procfs, pid);

	return process < 0 ? process : pns_proc_openat(process, name, flags | O_DIRECTORY);
}

static int search_links(const struct pns_search *wanted, int procfs, pid_t pid)
{
	_cleanup_close_ int dir = open_in_process(procfs, pid, "ns", O_PATH);
	int fd = dir < 0 ? not_found(dir) : try_link(wanted, dir, "pid");

	return fd == -ENOENT && dir >= 0 ? try_link(wanted, dir, "pid_for_children") : fd;
}

static int search_descriptors(const struct pns_search *wanted, int procfs, pid_t pid)
{
	_cleanup_proc_list_ struct pns_proc_list list = PNS_PROC_LIST_INIT;
	_cleanup_close_ int dir = open_in_process(procfs, pid, "fd", O_RDONLY);
	int failed = -ENOENT, fd, rc = dir < 0 ? dir : pns_proc_list_open(&list, dir);
	uint64_t number;
	char name[24];

	while (rc >= 0 && (rc = pns_proc_list_next_number(&list, &number)) > 0) {
		snprintf(name, sizeof(name), "%ju", (uintmax_t)number);
		fd = try_link(wanted, dir, name);
		if (fd >= 0)
			return fd;
		if (fd != -ENOENT)
			failed = fd;
	}
	return rc < 0 ? not_found(rc) : failed;
}

typedef int (*search_fn)(const struct pns_search *wanted, int procfs, pid_t pid);

/* Returns a descriptor, -ENOENT if it is with none of them, or -errno if some could not be looked at. */
static int search_processes(const struct pns_search *wanted, int procfs, search_fn search)
{
	_cleanup_proc_list_ struct pns_proc_list list = PNS_PROC_LIST_INIT;
	int failed = -ENOENT, fd, rc = pns_proc_list_open(&list, procfs);
	pid_t pid;

	while (rc >= 0 && (rc = pns_proc_list_next(&list, &pid)) > 0) {
		fd = search(wanted, procfs, pid);
		if (fd >= 0)
			return fd;
		if (fd != -ENOENT)
			failed = fd;
	}
	return rc < 0 ? rc : failed;
}

static int try_mount(const struct pns_search *wanted, const char *root, const char *target)
{
	_cleanup_close_ int fd = PNS_NO_FD;
	uint64_t inode;

	if (!root || !target || pns_parse_ns_link(root, "pid", &inode) < 0 ||
	    (wanted->inode && inode != wanted->inode))
		return -ENOENT;
	fd = open(target, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return pns_is_shortage(-errno) ? -errno : -ENOENT;
	return is_wanted(wanted, fd) ? pns_steal_fd(&fd) : -ENOENT;
}

static int search_mounts(const struct pns_search *wanted)
{
	struct pns_mountinfo mounts;
	struct libmnt_fs *fs;
	int rc = pns_mountinfo_read(wanted->caller, &mounts, pns_mountinfo_open(wanted->caller, NULL));
	int failed = -ENOENT, fd;

	if (rc < 0)
		return pns_is_shortage(rc) ? rc : -ENOENT;
	while ((fs = pns_mountinfo_next(&mounts))) {
		fd = try_mount(wanted, mounts.lm->mnt_fs_get_root(fs), mounts.lm->mnt_fs_get_target(fs));
		if (fd != -ENOENT)
			failed = fd;
		if (fd >= 0)
			break;
	}
	pns_mountinfo_free(&mounts);
	return failed;
}

int pns_pidns_search(const struct pns_search *wanted)
{
	int procfs, own = pns_caller_ns(wanted->caller, CLONE_NEWPID);
	int links, mounts, fd;
	uint64_t id;

	if (pns_is_shortage(own))
		return own;
	if (own >= 0 && wanted->id && pns_ns_id(own, &id) < 0)
		return -EOPNOTSUPP;
	if (own >= 0 && is_wanted(wanted, own))
		return pns_ns_dup(own);
	procfs = pns_caller_proc(wanted->caller);
	if (procfs < 0)
		return procfs == -ENOENT ? -ENODEV : procfs;
	links = search_processes(wanted, procfs, search_links);
	if (links >= 0)
		return links;
	mounts = search_mounts(wanted);
	if (mounts >= 0)
		return mounts;
	fd = search_processes(wanted, procfs, search_descriptors);
	if (fd >= 0 || fd != -ENOENT)
		return fd;
	return links != -ENOENT ? links : mounts;
}
