/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_TASK_RECORD_H
#define PNS_FIND_TASK_RECORD_H
/*
 * What the BPF program tells of one task. Included by that program as well, so plain C types only;
 * the layout has no holes.
 */

#define PNS_TASK_RECORD_LEVELS		33
#define PNS_TASK_RECORD_COMMAND	16

/* A process is the task with pid[0] == tgid; the others are threads. */
struct pns_task_record {
	unsigned long long inode;	/* of its PID namespace, as that of the nsfs file */
	unsigned long long id;		/* 64-bit ID of that (6.18), 0: unknown */
	unsigned long long start;	/* nanoseconds from boot, in the initial time namespace */
	unsigned int levels;		/* how many numbers it has, 1 or more */
	int tgid;			/* of its process, in the caller's PID namespace */
	int initial;			/* its number in the initial PID namespace */
	int initial_tgid;		/* of its process there */
	char command[PNS_TASK_RECORD_COMMAND];	/* NUL-terminated; /proc says more of kernel threads */
	unsigned int owner;		/* user who made the user namespace that owns its PID namespace */
	unsigned int is_kernel_thread;
	int pid[PNS_TASK_RECORD_LEVELS];	/* from the caller's PID namespace down to its own */
	unsigned int reserved;
};

#endif /* PNS_FIND_TASK_RECORD_H */
