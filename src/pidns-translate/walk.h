/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PIDNS_TRANSLATE_WALK_H
#define PNS_PIDNS_TRANSLATE_WALK_H
/*
 * All processes that /proc shows to the caller, and the numbers of each in the namespaces of the run.
 */
#include "pidns-translate/gather.h"

struct translate_walk {
	struct translate_gather *gather;
	struct pns_translate *inward;	/* from the caller's namespace to --from; NULL: that is the caller's */
	struct pns_translate *outward;	/* to --to, likewise */
};

#define TRANSLATE_WALK_INIT(gather_) { .gather = (gather_) }

/* Open what is needed besides @walk->gather, which is opened as well. Complains. Returns 0 or the exit status. */
int translate_walk_open(struct translate_walk *walk);

void translate_walk_close(struct translate_walk *walk);
#define _cleanup_walk_ __attribute__((cleanup(translate_walk_close)))

struct pns_task_record;

struct translate_walk_plan {
	/* For each process: returns 0, or an -errno that ends the walk. @here: the caller's number of it. */
	int (*look)(void *data, pid_t here);
	/* Whether the process may be one to look at; it is looked at before anything is said. NULL: any may be. */
	bool (*may_be)(void *data, const struct pns_task_record *record);
	/*
	 * In place of a look, where one pass of the BPF program over all processes told whatever the columns take
	 * (translate_walk_is_told()): as look(). NULL: never.
	 */
	int (*take)(void *data, const struct translate_told *told);
	void *data;
};

/* Whether the BPF program, where it can be used, tells all that the columns take. */
bool translate_walk_is_told(const struct translate_walk *walk);

/*
 * Look at each process that may be one. Where there are many, a BPF program says which (task-list.h), if the caller
 * may ask. Returns 0 or -errno.
 */
int translate_walk(struct translate_walk *walk, const struct translate_walk_plan *plan);

/* The number of the process @here in the --from namespace: 1 with *@pid, 0 if it has none (any more), or -errno. */
int translate_walk_number(struct translate_walk *walk, pid_t here, pid_t *pid);

/*
 * Find out about the process that @task holds: what the columns take, *@pid in the --from namespace, @answer for that
 * of --to. Returns 1 if all of it is about that process, 0 if it has ended or is not in --from, or -errno.
 */
int translate_walk_look(struct translate_walk *walk, struct pns_task_info *task, pid_t *pid,
			struct pns_answer *answer);

#endif /* PNS_PIDNS_TRANSLATE_WALK_H */
