// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "process/task-info.h"

#include <errno.h>
#include <sched.h>

#include "base/cleanup.h"
#include "process/process.h"

/* What is hidden stays unknown. Returns 0, or the error if nobody can tell. */
static int read_proc(struct pns_caller *caller, int procfs, struct pns_task_info *info, pid_t tid)
{
	_cleanup_close_ int dir = pns_proc_open(procfs, tid);
	int rc = dir < 0 ? dir : pns_proc_status(dir, &info->status);

	if (rc == 0)
		rc = pns_proc_command(dir, info->command, sizeof(info->command));
	/* it was its own number all the time if it still is */
	if (rc == 0)
		rc = pns_process_check(caller, info->held);
	info->has_status = rc == 0;
	if (!info->has_status)
		info->command[0] = '\0';
	return pns_proc_is_missing(rc) ? 0 : rc;
}

/* The same for its PID namespace. */
static int open_pidns(struct pns_caller *caller, struct pns_task_info *info)
{
	int nsfd = pns_process_open_ns(caller, info->held, CLONE_NEWPID);

	info->nsfd = nsfd < 0 ? PNS_NO_FD : nsfd;
	if (nsfd >= 0 || pns_proc_is_missing(nsfd) || nsfd == -EOPNOTSUPP || nsfd == -EREMOTE)
		return 0;
	return nsfd;
}

int pns_task_info(struct pns_caller *caller, int procfs, pid_t tid, struct pns_task_info *info)
{
	_cleanup_task_info_ struct pns_task_info found = PNS_TASK_INFO_INIT;
	int rc, held = pns_task_open(caller, tid);

	if (held < 0)
		return held;
	found.held = held;
	rc = pns_pidfd_inode(found.held, &found.inode);
	if (rc == 0 || rc == -EOPNOTSUPP)
		rc = open_pidns(caller, &found);
	if (rc == 0 && procfs >= 0)
		rc = read_proc(caller, procfs, &found, tid);
	if (rc < 0)
		return rc;
	*info = found;
	found = (struct pns_task_info)PNS_TASK_INFO_INIT;
	return 0;
}

void pns_task_info_close(struct pns_task_info *info)
{
	pns_close(&info->held);
	pns_close(&info->nsfd);
}
