/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCESS_STATUS_H
#define PNS_PROCESS_STATUS_H
/*
 * What /proc/PID/status says about one task, in numbers. The kernel writes the file about one task in
 * one go, so that all of it belongs together; an open directory stays with the task.
 */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "process/procfs-root.h"

/*
 * The numbers of the task, from the PID namespace of the procfs down to its own: index 0 is what the
 * procfs shows, index @levels - 1 what the task itself sees. 0: has none there.
 */
struct pns_proc_status {
	char state;			/* 'S', 'R', 'Z', ..., as ps(1) has it */
	int threads;			/* of the process */
	char command[64];		/* every byte of its name: there may be line feeds in it */
	int levels;			/* how many numbers each of these has */
	pid_t pid[PNS_MAX_LEVELS];	/* NSpid */
	pid_t tgid[PNS_MAX_LEVELS];	/* NStgid */
	pid_t pgid[PNS_MAX_LEVELS];	/* NSpgid */
	pid_t sid[PNS_MAX_LEVELS];	/* NSsid */
};

/*
 * Open the directory of task @tid below the procfs @root. Returns an O_PATH descriptor (caller closes), which
 * pns_process_open_ns() takes, or -errno.
 */
int pns_proc_open(int root, pid_t tid);

/*
 * Whether the error @rc of a look at a task says that it is not there for the caller: gone, or hidden. Every other
 * one says nothing about the task.
 */
bool pns_proc_is_missing(int rc);

/*
 * Open @name below the open directory @dir of a task, as pns_procfs_openat(). Returns a descriptor (caller
 * closes) or
 *   -ESRCH   the task is gone, or hidepid=invisible hides it
 *   -EACCES  hidepid=noaccess keeps it from the caller
 *   another -errno, which says nothing about the task
 */
int pns_proc_openat(int dir, const char *name, int flags);

/*
 * Read the status of the task of the open directory @dir. Returns 0, an error of pns_proc_openat(), or
 *   -ENODATA a kernel without these lines (before 4.1)
 */
int pns_proc_status(int dir, struct pns_proc_status *status);

/* The same for whatever task has the number @tid in the procfs @root: for who holds the one that is meant. */
int pns_proc_status_of(int root, pid_t tid, struct pns_proc_status *status);

/*
 * The "NSpid:" numbers of process @pid of the procfs @root, from the namespace of the procfs down to that of the
 * process; at most @max are stored. Returns how many there are (1: the process belongs to the very namespace of the
 * procfs) or -errno.
 */
int pns_proc_nspid(int root, pid_t pid, pid_t *numbers, int max);

/*
 * The numbers in the line @key ("NSpid:", "NStgid:", ...) of @text, which is from a status file or the fdinfo of a
 * pidfd; at most @max are stored. Returns how many there are, -ENOENT without such a line, or
 *   -ENODATA it does not look as it should
 */
int pns_status_numbers(const char *text, const char *key, pid_t *numbers, int max);

/* The name alone, in the same way. Returns 0 or an error as pns_proc_status(). */
int pns_proc_command(int root, pid_t tid, char *command, size_t size);

#endif /* PNS_PROCESS_STATUS_H */
