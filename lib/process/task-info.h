/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCESS_TASK_INFO_H
#define PNS_PROCESS_TASK_INFO_H
/*
 * What can be told of one task: its numbers in all PID namespaces from the caller's down to its own, that
 * namespace, its name. All of it is about the task that is held meanwhile, and nothing is looked at that is not wanted.
 */
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "process/caller.h"
#include "process/status.h"

struct pns_task_info {
	pid_t tid;		/* the caller's number of it */
	int held;		/* what holds the task (see process.h), PNS_NO_FD: nothing */
	uint64_t inode;		/* of its pidfd, 0: unknown (before 6.9) */
	int nsfd;		/* its PID namespace, PNS_NO_FD: unknown */
	pid_t own_number;	/* in there, 0: unknown */
	bool has_status;	/* @status is known */
	struct pns_proc_status status;
	char command[64];	/* "": unknown */
};

#define PNS_TASK_INFO_INIT { .held = PNS_NO_FD, .nsfd = PNS_NO_FD }

enum pns_task_wants {
	PNS_TASK_INODE = 1 << 0,
	PNS_TASK_PIDNS = 1 << 1,
	PNS_TASK_OWN_NUMBER = 1 << 2,
	PNS_TASK_STATUS = 1 << 3,
	PNS_TASK_COMMAND = 1 << 4,
};

/*
 * Hold the task with the caller's number @tid; nothing more is known of it yet. Returns 0 (caller closes with
 * pns_task_info_close()) or an error of pns_task_open().
 */
int pns_task_hold(struct pns_caller *caller, pid_t tid, struct pns_task_info *info);

/*
 * Find out what @wants (bits of enum pns_task_wants) names and is not known yet; the status as well, if it has to stand
 * in for a namespace that is not known. @procfs: of the caller's own PID namespace, or PNS_NO_FD. Returns 0, or -errno
 * if nobody can tell: unknown is only what is kept from the caller. All of it was about the task if
 * pns_process_check(info->held) says afterwards that it still has its number.
 */
int pns_task_look(struct pns_caller *caller, int procfs, unsigned int wants, struct pns_task_info *info);

void pns_task_info_close(struct pns_task_info *info);
#define _cleanup_task_info_ __attribute__((cleanup(pns_task_info_close)))

#endif /* PNS_PROCESS_TASK_INFO_H */
