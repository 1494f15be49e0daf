/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCESS_OWN_NAMESPACE_H
#define PNS_PROCESS_OWN_NAMESPACE_H
/*
 * The namespaces that the caller itself is in.
 */
#include "process/caller.h"

/*
 * The namespace of @type (CLONE_NEWPID: the active one, CLONE_NEWNS, CLONE_NEWUSER). By the caller's pidfd (6.11),
 * else by /proc, whose link of the caller opens even where it shows a PID namespace above. Returns an
 * nsfs descriptor that belongs to @caller, -EOPNOTSUPP where neither is there, or another -errno.
 */
int pns_caller_ns(struct pns_caller *caller, int type);

/*
 * The PID namespace that the caller's next child would be in. Returns a descriptor (caller closes), or -EOPNOTSUPP: it
 * has no process yet, and this kernel shows such a one to nobody (before 6.12).
 */
int pns_caller_open_children_ns(struct pns_caller *caller);

/*
 * The caller's own PID namespace, for who may not look at the namespace of the process that @held of pns_process_open()
 * holds: a procfs of the caller's own has one number for it if it is there (status 4.1, pidfds 5.5). Returns a
 * descriptor (caller closes), -EACCES: it is another one or cannot be told, or an -errno of a lack of descriptors
 * or memory.
 */
int pns_caller_open_shared_pidns(struct pns_caller *caller, int held);

/* The same as pns_caller_ns() of a caller of whom nothing is known; the descriptor is to be closed. */
int pns_ns_open_own(int type);

#endif /* PNS_PROCESS_OWN_NAMESPACE_H */
