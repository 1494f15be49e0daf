/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_PIDNS_SEARCH_H
#define PNS_FIND_PIDNS_SEARCH_H
/*
 * Finding a PID namespace of which only a number is known: by its nsfs inode or by its 64-bit
 * ID, among everything that keeps one alive and that the caller may look at.
 */
#include <stdint.h>

#include "process/caller.h"

struct pns_search {
	struct pns_caller *caller;
	uint64_t inode;		/* the inode number of its nsfs file, 0: not given */
	uint64_t id;		/* its 64-bit ID (NS_GET_ID), 0: not given */
};

/*
 * Search the processes that are visible (what they are in, and what their children will
 * be in), then the nsfs bind mounts of the caller's mount namespace, then the
 * descriptors of the processes. Returns an nsfs descriptor (caller closes) or
 *   -ENOENT      no such namespace among them
 *   -EOPNOTSUPP  an ID was given and this kernel has none (before 6.18)
 *   -ENODEV      /proc is not a procfs
 *   another -errno: some could not be looked at, for a reason that is not theirs
 */
int pns_pidns_search(const struct pns_search *wanted);

#endif /* PNS_FIND_PIDNS_SEARCH_H */
