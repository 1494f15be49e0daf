/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_PROCFS_STATE_H
#define PNS_FIND_PROCFS_STATE_H
/*
 * What is the matter with the PID namespace of a procfs, as column STATE says it: from its init, from what
 * is seen in the procfs, and from the kernel by BPF.
 */
#include <stdbool.h>

#include "find/procfs-entry.h"

/*
 * The state of @entry of @list, whose namespace was looked for already. @fd: the root of the mount, or something
 * else on it. @n_seen: how many processes the caller sees there (some: 1 will do), -ENODATA if that is no root, or
 * another -errno of looking. Returns an enum pns_procfs_state, or -errno for want of descriptors or memory.
 */
int pns_procfs_find_state(struct pns_procfs_list *list, const struct pns_procfs_entry *entry, int fd, int64_t n_seen);

#endif /* PNS_FIND_PROCFS_STATE_H */
