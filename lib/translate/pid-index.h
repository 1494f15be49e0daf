/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_TRANSLATE_PID_INDEX_H
#define PNS_TRANSLATE_PID_INDEX_H
/*
 * From the PIDs of a namespace to the caller's, by one scan of /proc. What it says may be out of date
 * by the time it is used: whoever uses it looks at the process again, or whether its directory still has it.
 */
#include "base/map.h"
#include "translate/method.h"

struct pns_pid_index_entry {
	pid_t here;	/* its PID in the caller's namespace */
	bool unsure;	/* the namespace of the task may not be looked at, it may be another one */
	int dir;	/* its directory, which stays with the process; PNS_NO_FD: no room, or a thread */
	size_t next;	/* the entry with the same PID, from 1; 0: none */
};

/* All zero is an empty one. */
struct pns_pid_index {
	struct pns_map first;	/* from a PID in the namespace to its entry, from 1 */
	struct pns_pid_index_entry *entries;
	size_t count;
	size_t room;	/* how many directories the next scan may leave open */
	size_t open;
};

/* Scan the procfs @root for the tasks in @side and below, threads as well. Returns 0 or -errno; @index is replaced. */
int pns_pid_index_scan(struct pns_pid_index *index, int root, const struct pns_side *side);

/* The next entry for @pid. @cursor: 0 at first. Returns NULL when there is no further one. */
const struct pns_pid_index_entry *pns_pid_index_next(const struct pns_pid_index *index, pid_t pid, size_t *cursor);

void pns_pid_index_free(struct pns_pid_index *index);

#endif /* PNS_TRANSLATE_PID_INDEX_H */
