// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "process/task-info.h"

#include <errno.h>
#include <sched.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/diag.h"
#include "base/kernel-abi.h"
#include "process/process.h"

int pns_task_hold(struct pns_caller *caller, pid_t tid, struct pns_task_info *info)
{
	int held = pns_task_open(caller, tid);

	if (held < 0)
		return held;
	*info = (struct pns_task_info){ .tid = tid, .held = held, .nsfd = PNS_NO_FD };
	return 0;
}

/* Without a look at /proc, which costs several times as much. What the kernel does not tell stays unknown. */
static int ask_own_number(struct pns_task_info *info)
{
	int number;

	if (info->nsfd < 0)
		info->nsfd = ioctl(info->held, PNS_PIDFD_GET_PID_NAMESPACE, 0);
	if (info->nsfd < 0) {
		info->nsfd = PNS_NO_FD;
		return pns_is_shortage(-errno) ? -errno : 0;
	}
	number = ioctl(info->nsfd, PNS_NS_GET_PID_IN_PIDNS, (unsigned long)info->tid);
	info->own_number = number > 0 ? number : 0;
	return 0;
}

static int open_pidns(struct pns_caller *caller, struct pns_task_info *info)
{
	int nsfd = pns_process_open_ns(caller, info->held, CLONE_NEWPID);

	info->nsfd = nsfd < 0 ? PNS_NO_FD : nsfd;
	if (nsfd >= 0 || pns_proc_is_missing(nsfd) || nsfd == -EOPNOTSUPP || nsfd == -EREMOTE)
		return 0;
	return nsfd;
}

static int look_at_status(int procfs, struct pns_task_info *info)
{
	int rc = pns_proc_status_of(procfs, info->tid, &info->status);

	info->has_status = rc == 0;
	if (rc < 0)
		return pns_proc_is_missing(rc) ? 0 : rc;
	info->own_number = info->status.pid[info->status.levels - 1];
	memcpy(info->command, info->status.command, sizeof(info->command));
	return 0;
}

static int look_at_command(int procfs, struct pns_task_info *info)
{
	int rc = pns_proc_command(procfs, info->tid, info->command, sizeof(info->command));

	return pns_proc_is_missing(rc) ? 0 : rc;
}

static bool needs_status(unsigned int wants, const struct pns_task_info *info)
{
	if (info->has_status)
		return false;
	return (wants & PNS_TASK_STATUS) || ((wants & PNS_TASK_PIDNS) && info->nsfd < 0) ||
	       ((wants & PNS_TASK_OWN_NUMBER) && !info->own_number);
}

int pns_task_look(struct pns_caller *caller, int procfs, unsigned int wants, struct pns_task_info *info)
{
	int rc = wants & PNS_TASK_INODE ? pns_pidfd_inode(info->held, &info->inode) : 0;

	if (rc == -EOPNOTSUPP)
		rc = 0;
	if (rc == 0 && (wants & PNS_TASK_OWN_NUMBER) && !info->own_number)
		rc = ask_own_number(info);
	if (rc == 0 && (wants & PNS_TASK_PIDNS) && info->nsfd < 0)
		rc = open_pidns(caller, info);
	if (rc < 0 || procfs < 0)
		return rc;
	if (needs_status(wants, info))
		rc = look_at_status(procfs, info);
	if (rc == 0 && (wants & PNS_TASK_COMMAND) && !info->has_status)
		rc = look_at_command(procfs, info);
	return rc;
}

void pns_task_info_close(struct pns_task_info *info)
{
	pns_close(&info->held);
	pns_close(&info->nsfd);
}
