// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "task-info.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "pidfd.h"

static void read_proc(int procfs, pid_t tid, struct pns_task_info *info)
{
	_cleanup_close_ int dir = pns_proc_open(procfs, tid);
	int rc = dir < 0 ? -EACCES : pns_proc_status(dir, &info->status);

	info->has_status = rc == 0;
	if (rc < 0 || pns_procfs_read(dir, "comm", info->command, sizeof(info->command)) < 0)
		info->command[0] = '\0';
	info->command[strcspn(info->command, "\n")] = '\0';
	/* it was its own number all the time if it still is */
	if (!pns_process_exists(info->held))
		info->has_status = false;
}

int pns_task_info(int procfs, pid_t tid, struct pns_task_info *info)
{
	struct pns_task_info found = PNS_TASK_INFO_INIT;

	found.held = pns_task_open(tid);
	if (found.held < 0)
		return found.held;
	if (pns_pidfd_inode(found.held, &found.inode) < 0)
		found.inode = 0;
	found.nsfd = pns_process_open_ns(found.held, CLONE_NEWPID);
	if (found.nsfd < 0) {
		found.why = found.nsfd;
		found.nsfd = PNS_NO_FD;
	}
	if (procfs >= 0)
		read_proc(procfs, tid, &found);
	*info = found;
	return 0;
}

void pns_task_info_close(struct pns_task_info *info)
{
	pns_close(&info->held);
	pns_close(&info->nsfd);
}
