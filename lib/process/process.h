/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCESS_PROCESS_H
#define PNS_PROCESS_PROCESS_H
/*
 * A process that is held, so that its number cannot come to mean another one: by a
 * pidfd (5.3), or, where pidfd_open(2) is missing or denied, by its open /proc/PID
 * directory, which stays with the process as well. Both kinds serve all calls here.
 */
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "process/caller.h"

/*
 * Hold process @pid of the caller's PID namespace. Returns a descriptor (caller closes) or
 *   -ESRCH       no such process, or @pid is a thread that leads no group
 *   -EACCES      no pidfd_open(2), and /proc hides it from the caller
 *   -EOPNOTSUPP  no pidfd_open(2), and /proc does not show the caller's PID namespace
 *   another -errno, which says nothing about the process
 */
int pns_process_open(struct pns_caller *caller, pid_t pid);

/*
 * The same for any task: @tid may be a thread that leads no group (PIDFD_THREAD, 6.9; before that, its
 * directory in /proc).
 */
int pns_task_open(struct pns_caller *caller, pid_t tid);

/* Whether @fd is a pidfd or a /proc/PID directory. */
bool pns_is_process(int fd);

/* Whether @fd is a pidfd proper, which setns(2) takes (5.8). */
bool pns_is_pidfd(int fd);

/* Whether the process still runs (a zombie does not). */
bool pns_process_is_alive(int fd);

/*
 * Whether the process still has its numbers: it runs, or it is a zombie that nobody has collected.
 * As long as that is so, none of them can come to mean another process. Returns 0, -ESRCH if it has not, or if the
 * kernel does not tell, or another -errno.
 */
int pns_process_check(struct pns_caller *caller, int fd);

/* The same for those who need not know why not: when in doubt, false. */
bool pns_process_exists(struct pns_caller *caller, int fd);

/*
 * The "NSpid:" numbers of the process behind a pidfd in the PID namespace of the procfs @root and those below it,
 * by the fdinfo of the descriptor, which needs no permission. At most @max are stored.
 * Returns how many there are, -ESRCH if it has been collected, -EXDEV if it is not visible there,
 * -EOPNOTSUPP if @root does not show the caller, or another -errno.
 */
int pns_pidfd_nspid(int root, int pidfd, pid_t *chain, int max);

/*
 * The inode of the pidfd, the identity of the process since boot (pidfs, 6.9).
 * Returns 0, or -EOPNOTSUPP where pidfds share one inode.
 */
int pns_pidfd_inode(int fd, uint64_t *inode);

/* @type: CLONE_NEWPID, CLONE_NEWNS or CLONE_NEWUSER. Its name below /proc/PID/ns. */
const char *pns_ns_name(int type);

/*
 * Open a namespace of the process @fd; @type as in pns_ns_name(). The pidfd's own
 * ioctl (6.11, include/uapi/linux/pidfd.h), else /proc. Returns an nsfs
 * descriptor (caller closes) or
 *   -ESRCH       the process is gone
 *   -EACCES      no ptrace access to the process
 *   -EREMOTE     the process is not in the caller's PID namespace, nor below it
 *   -EOPNOTSUPP  no ioctl, and no /proc in which the process can be found
 *   another -errno, which says nothing about the process
 */
int pns_process_open_ns(struct pns_caller *caller, int fd, int type);

/* False: the next child of the process @fd would certainly be in the PID namespace @nsfd (6.11). */
bool pns_process_has_other_children_ns(int fd, int nsfd);

/*
 * The PID namespace that the next child of the process @fd would be in; errors as above, -ESRCH also if it has no
 * process yet. Takes /proc.
 */
int pns_process_open_children_ns(struct pns_caller *caller, int fd);

#endif /* PNS_PROCESS_PROCESS_H */
