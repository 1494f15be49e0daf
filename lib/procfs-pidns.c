// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "procfs-pidns.h"

#include <dirent.h>
#include <errno.h>
#include <sched.h>

#include "cleanup.h"
#include "compat.h"
#include "parse.h"
#include "pidns.h"
#include "procfs-root.h"

const char *pns_via_name(enum pns_via via)
{
	static const char *const names[] = {
		[PNS_VIA_NONE] = "",
		[PNS_VIA_IOCTL] = "ioctl",
		[PNS_VIA_INIT] = "init",
		[PNS_VIA_MEMBER] = "member",
		[PNS_VIA_LEVEL] = "level",
	};

	return names[via];
}

/*
 * The namespace file of @pid, if that process belongs to the very namespace of the procfs:
 * then, and only then, it has one single NSpid number.
 */
static int open_native(int rootfd, pid_t pid)
{
	_cleanup_close_ int nsfd = PNS_NO_FD;
	pid_t chain[1];
	int count;

	nsfd = pns_procfs_open_ns(rootfd, pid, "pid");
	if (nsfd < 0)
		return nsfd;
	/* read behind the open: a number that was reused meanwhile shows itself here */
	count = pns_procfs_nspid(rootfd, pid, chain, 1);
	if (count != 1)
		return count < 0 ? count : -ESRCH;
	return pns_steal_fd(&nsfd);
}

static int ask_kernel(int rootfd)
{
	_cleanup_close_ int dir = openat(rootfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	_cleanup_close_ int nsfd = PNS_NO_FD;

	if (dir < 0)
		return -errno;
	nsfd = ioctl(dir, PNS_PROCFS_GET_PID_NAMESPACE);
	if (nsfd < 0)
		return -errno;
	return pns_ns_type(nsfd) == CLONE_NEWPID ? pns_steal_fd(&nsfd) : -EINVAL;
}

/*
 * Go through the processes until one names the namespace: PID 1 may refuse (it may hold
 * capabilities that even root lacks) where a later one, a kernel thread say, does not.
 */
static int find_member(int rootfd, struct pns_procfs_pidns *found)
{
	_cleanup_closedir_ DIR *dir = NULL;
	struct dirent *entry;
	pid_t pid;
	int fd = openat(rootfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	dir = fdopendir(fd);
	if (!dir) {
		pns_close(&fd);
		return -ENOMEM;
	}
	while (found->nsfd < 0 && (entry = readdir(dir))) {
		if (pns_parse_pid(entry->d_name, &pid) < 0)
			continue;
		found->has_pids = true;
		found->nsfd = open_native(rootfd, pid);
		found->via = pid == 1 ? PNS_VIA_INIT : PNS_VIA_MEMBER;
	}
	return 0;
}

/* From the caller's own entry: with k numbers there, the procfs is k - 1 levels above it. */
static void find_level(int rootfd, struct pns_procfs_pidns *found)
{
	pid_t chain[1], self = pns_procfs_self(rootfd);
	int count = self < 0 ? self : pns_procfs_nspid(rootfd, self, chain, 1);

	found->via = PNS_VIA_NONE;
	if (count < 1)
		return;
	found->via = PNS_VIA_LEVEL;
	found->above = count - 1;
	if (count == 1)
		found->nsfd = pns_ns_open_own(CLONE_NEWPID);
}

int pns_procfs_find_pidns(int rootfd, struct pns_procfs_pidns *found)
{
	int rc;

	*found = (struct pns_procfs_pidns){ .via = PNS_VIA_IOCTL, .nsfd = ask_kernel(rootfd) };
	if (found->nsfd >= 0)
		return 0;
	rc = find_member(rootfd, found);
	if (rc == 0 && found->nsfd < 0)
		find_level(rootfd, found);
	if (found->nsfd < 0)
		found->nsfd = PNS_NO_FD;
	return rc;
}

int pns_procfs_shows(int rootfd, int nsfd)
{
	_cleanup_close_ int own = pns_ns_open_own(CLONE_NEWPID);
	_cleanup_close_ int shown = PNS_NO_FD;
	struct pns_procfs_pidns found;
	pid_t chain[1], self;

	if (own < 0)
		return -ENODATA;
	/* the caller's own entry needs no privilege, and is what a wrong procfs would have */
	self = pns_procfs_self(rootfd);
	if (self > 0 && pns_procfs_nspid(rootfd, self, chain, 1) == 1)
		return pns_ns_is_same(own, nsfd);
	if (self == -ENOENT && pns_ns_is_same(own, nsfd))
		return 0;
	if (pns_procfs_find_pidns(rootfd, &found) < 0 || found.nsfd < 0)
		return -ENODATA;
	shown = found.nsfd;
	return pns_ns_is_same(shown, nsfd);
}
