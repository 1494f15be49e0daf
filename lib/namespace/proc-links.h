/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_NAMESPACE_PROC_LINKS_H
#define PNS_NAMESPACE_PROC_LINKS_H
/*
 * What /proc tells of namespaces, where the kernel has no ioctl for it or a filter denies that: the text of a link
 * has type and inode, NSpid the levels. An inode number is that of one namespace as long as the caller holds it.
 */
#include <stdint.h>
#include <sys/types.h>

#include "process/caller.h"

/* The CLONE_NEW* type of the nsfs file @fd, -ENOTTY if it is none, -EBADF for an O_PATH descriptor, or -errno. */
int pns_proc_ns_type(int fd);

/*
 * How far the PID namespace with @inode is below the caller's own, by a process in it. -EOPNOTSUPP: no process of
 * it is to be seen, which says nothing; another -errno: they could not be looked at.
 */
int pns_proc_pidns_level(struct pns_caller *caller, uint64_t inode);

/* The caller's number for init of it: 0 with *@pid, or an error in the same way. */
int pns_proc_pidns_init(struct pns_caller *caller, uint64_t inode, pid_t *pid);

#endif /* PNS_NAMESPACE_PROC_LINKS_H */
