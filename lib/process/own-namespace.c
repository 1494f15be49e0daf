// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "process/own-namespace.h"

#include <errno.h>
#include <sched.h>
#include <sys/ioctl.h>

#include "base/cleanup.h"
#include "base/diag.h"
#include "base/kernel-abi.h"
#include "process/process.h"
#include "process/procfs-root.h"
#include "process/status.h"

/* The caller's own links open even where /proc shows a PID namespace above its own. */
static int open_link(struct pns_caller *caller, const char *name)
{
	pid_t number = pns_caller_number(caller);

	if (number < 0)
		return pns_is_shortage(number) ? number : -EOPNOTSUPP;
	return pns_procfs_open_ns(caller->proc, number, name);
}

static int open_ns(struct pns_caller *caller, int type)
{
	_cleanup_close_ int self = pns_process_open(caller, getpid());
	int fd = self < 0 ? self : pns_process_open_ns(caller, self, type);

	return fd < 0 ? open_link(caller, pns_ns_name(type)) : fd;
}

static int place_of(int type)
{
	switch (type) {
	case CLONE_NEWPID:
		return 0;
	case CLONE_NEWNS:
		return 1;
	default:
		return 2;
	}
}

int pns_caller_ns(struct pns_caller *caller, int type)
{
	int *place = &caller->namespaces[place_of(type)];
	int fd = *place != PNS_NOT_ASKED ? *place : open_ns(caller, type);

	if (!pns_is_shortage(fd))
		*place = fd;
	return fd;
}

int pns_caller_open_children_ns(struct pns_caller *caller)
{
	_cleanup_close_ int self = pns_process_open(caller, getpid());
	int fd = self < 0 ? self : ioctl(self, PNS_PIDFD_GET_PID_FOR_CHILDREN_NAMESPACE, 0);

	if (fd < 0)
		fd = open_link(caller, "pid_for_children");
	return fd == -ENOENT ? -EOPNOTSUPP : fd;
}

int pns_caller_open_shared_pidns(struct pns_caller *caller, int held)
{
	int root = pns_caller_own_proc(caller), own = pns_caller_ns(caller, CLONE_NEWPID), copy;
	struct pns_proc_status status;
	pid_t number;
	int levels = root < 0 ? root : pns_pidfd_nspid(root, held, &number, 1);

	/* no pidfd, but a directory of that procfs */
	if (levels < 0 && pns_proc_status(held, &status) == 0)
		levels = status.levels;
	if (levels != 1 || own < 0)
		return pns_is_shortage(levels) ? levels : -EACCES;
	copy = fcntl(own, F_DUPFD_CLOEXEC, 0);
	return copy < 0 ? -errno : copy;
}

int pns_ns_open_own(int type)
{
	_cleanup_caller_ struct pns_caller caller = PNS_CALLER_INIT;
	int *place = &caller.namespaces[place_of(type)], fd = pns_caller_ns(&caller, type);

	if (fd >= 0)
		*place = PNS_NO_FD;
	return fd;
}
