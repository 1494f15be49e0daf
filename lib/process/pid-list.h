/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCESS_PID_LIST_H
#define PNS_PROCESS_PID_LIST_H
/*
 * The numbers in a directory of a procfs: processes in its root, threads in PID/task, descriptors in PID/fd.
 */
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct pns_proc_list {
	int fd;
	char *entries;	/* as getdents64(2) has them */
	size_t used;
	size_t at;
};

#define PNS_PROC_LIST_INIT { .fd = -1 }

/* @dir: a directory, may be O_PATH; stays the caller's. Returns 0 or -errno. */
int pns_proc_list_open(struct pns_proc_list *list, int dir);

/* Returns 1 with the next PID in @pid, 0 at the end, or -errno: what was listed so far is not all then. */
int pns_proc_list_next(struct pns_proc_list *list, pid_t *pid);

/* The same for what is named by any number from 0 on. */
int pns_proc_list_next_number(struct pns_proc_list *list, uint64_t *number);

/* How many processes, but @except (0: none), the directory has. Returns the number or -errno. */
int64_t pns_proc_list_count(int dir, pid_t except);

void pns_proc_list_close(struct pns_proc_list *list);
#define _cleanup_proc_list_ __attribute__((cleanup(pns_proc_list_close)))

#endif /* PNS_PROCESS_PID_LIST_H */
