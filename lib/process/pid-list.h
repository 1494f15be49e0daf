/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCESS_PID_LIST_H
#define PNS_PROCESS_PID_LIST_H
/*
 * The numbers in a directory of a procfs: the processes in its root, the threads in PID/task.
 */
#include <dirent.h>
#include <sys/types.h>

struct pns_proc_list {
	DIR *dir;
};

/* @dir: a directory, may be O_PATH; stays the caller's. Returns 0 or -errno. */
int pns_proc_list_open(struct pns_proc_list *list, int dir);

/* Returns 1 with the next PID in @pid, 0 at the end, or -errno: what was listed so far is not all then. */
int pns_proc_list_next(struct pns_proc_list *list, pid_t *pid);

void pns_proc_list_close(struct pns_proc_list *list);
#define _cleanup_proc_list_ __attribute__((cleanup(pns_proc_list_close)))

#endif /* PNS_PROCESS_PID_LIST_H */
