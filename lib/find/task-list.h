/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_TASK_LIST_H
#define PNS_FIND_TASK_LIST_H
/*
 * All tasks, threads as well, with their numbers in the PID namespaces from the caller's down to their own,
 * told by a BPF program in one pass: what takes a status file a task otherwise.
 */
#include <sys/types.h>

#include "find/task-record.h"

/* Called with each task; @record is gone after it. Anything but 0 ends the list. */
typedef int (*pns_task_fn)(void *data, const struct pns_task_record *record);

/*
 * Load the program. Returns a descriptor of it (caller closes) or
 *   -EOPNOTSUPP  built without BPF, or a kernel without it (5.17, with BTF)
 *   -EPERM       as pns_bpf_load()
 *   -errno       the kernel did not take the program
 */
int pns_task_list_load(void);

/*
 * Call @tell with each task that the caller's own PID namespace has, in the order of its numbers there. No option of
 * a procfs hides any. It is no snapshot: a task that is born or ends meanwhile may be told or not.
 * @only: a number there: where the kernel can (6.1) with the task alone that has it, which takes no longer than to look
 * at one; not if that is a thread (before 6.12 or so, @tell is not called at all then). 0: all of them.
 * Returns 0, what @tell returned if that was not 0, or
 *   -EPROTO      the program told what cannot be
 *   -errno       the kernel did not begin the list, or ended it early
 */
int pns_task_list_run(int program, pid_t only, pns_task_fn tell, void *data);

/* Both, for one list of all tasks: errors of both. */
int pns_task_list(pns_task_fn tell, void *data);

#endif /* PNS_FIND_TASK_LIST_H */
