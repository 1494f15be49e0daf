/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCESS_TASK_INFO_H
#define PNS_PROCESS_TASK_INFO_H
/*
 * What can be told of one task: its numbers in all PID namespaces from the caller's down to its own, that
 * namespace, its name. All of it is about the task that is held meanwhile.
 */
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "process/caller.h"
#include "process/status.h"

struct pns_task_info {
	int held;		/* what holds the task (see process.h), PNS_NO_FD: nothing */
	uint64_t inode;		/* of its pidfd, 0: unknown (before 6.9) */
	int nsfd;		/* its PID namespace, PNS_NO_FD: unknown */
	bool has_status;	/* @status and @command are known */
	struct pns_proc_status status;
	char command[64];	/* "": unknown */
};

#define PNS_TASK_INFO_INIT { .held = PNS_NO_FD, .nsfd = PNS_NO_FD }

/*
 * Hold the task with the caller's number @tid and find out about it. @procfs: of the caller's own
 * PID namespace, or PNS_NO_FD. Returns 0 (caller closes with pns_task_info_close()), -ESRCH if there is
 * none, or -errno if nobody can tell: unknown is only what is kept from the caller.
 * pns_process_check(info->held) tells later whether it still has that number.
 */
int pns_task_info(struct pns_caller *caller, int procfs, pid_t tid, struct pns_task_info *info);

void pns_task_info_close(struct pns_task_info *info);
#define _cleanup_task_info_ __attribute__((cleanup(pns_task_info_close)))

#endif /* PNS_PROCESS_TASK_INFO_H */
