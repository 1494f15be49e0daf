/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PIDNS_TRANSLATE_TOLD_H
#define PNS_PIDNS_TRANSLATE_TOLD_H
/*
 * What one pass of the BPF program over all processes told (find/task-list.h): which of them to look at, and, for some
 * columns, whole rows. All of a row was read from one task at one moment, so that it cannot be of two processes.
 */
#include "base/map.h"
#include "common/table.h"
#include "find/task-record.h"
#include "namespace/pidns-info.h"
#include "process/task-info.h"

struct translate_told {
	uint64_t pidns;		/* inode */
	pid_t here;		/* the caller's number of it */
	pid_t own_number;	/* in its own PID namespace */
	pid_t init;		/* the caller's number of init of that, 0: unknown */
	uid_t owner;		/* of that */
	unsigned int level;	/* of that, below the caller's */
	bool is_complete;	/* nothing of it is told better elsewhere */
	char command[PNS_TASK_RECORD_COMMAND];
};

struct translate_told_list {
	struct translate_told *processes;
	size_t count;
	size_t allocated;
	struct pns_map index;	/* from the caller's number to the place in @processes, from 1; 0: not chosen */
	struct pns_map inits;	/* from the inode of a PID namespace to the caller's number of its init */
};

#define TRANSLATE_TOLD_LIST_INIT { .count = 0 }

/* Which processes to keep. */
struct translate_told_choice {
	bool (*may_be)(void *data, const struct pns_task_record *record);
	void *data;
};

/* Ask for all processes, and keep those chosen. Returns 0 or an error of pns_task_list(), then the list is unusable. */
int translate_told_ask(struct translate_told_list *list, const struct translate_told_choice *choice);

/*
 * Whether the pass met the process with the caller's number @here; *@told: that, NULL if it is not one of those chosen.
 * Valid as long as the list. What the pass did not meet has to be looked at: it was born since, or left out, as init
 * of the initial PID namespace is on some machines.
 */
bool translate_told_find(const struct translate_told_list *list, pid_t here, const struct translate_told **told);

/* The same as a look at the process gives. @task is held by nothing. */
void translate_told_describe(const struct translate_told *told, struct pns_task_info *task,
			     struct pns_pidns_info *pidns);

/* Whether a told process has all that the columns take. */
bool translate_told_has_columns(const struct table *table);

/* Free what it holds; it is empty then. */
void translate_told_free(struct translate_told_list *list);
#define _cleanup_told_ __attribute__((cleanup(translate_told_free)))

#endif /* PNS_PIDNS_TRANSLATE_TOLD_H */
