/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_PIDNS_ALL_H
#define PNS_FIND_PIDNS_ALL_H
/*
 * All PID namespaces that the kernel names to the caller (listns(2), 6.19), also those that only a descriptor or a
 * mount of their nsfs file keeps. With CAP_SYS_ADMIN in the initial user namespace, and in the initial PID namespace,
 * that is each but those that nothing but a procfs keeps; else it is the caller's own.
 */

/* Called for each; @nsfd is closed afterwards. A negative result ends the walk. */
typedef int (*pns_pidns_fn)(void *data, int nsfd);

/*
 * One that cannot be opened by its ID, because it is gone meanwhile or not for the caller to open, is left out. Returns
 * 0, what @fn returned, -EOPNOTSUPP if the kernel does not name them all (before 6.19, or a filter denies it), or
 * -errno of a lack of memory or descriptors.
 */
int pns_pidns_each(pns_pidns_fn fn, void *data);

#endif /* PNS_FIND_PIDNS_ALL_H */
