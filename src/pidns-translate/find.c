// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/find.h"

#include <errno.h>
#include <stdlib.h>

#include "base/map.h"
#include "common/cli.h"
#include "find/task-list.h"
#include "pidns-translate/walk.h"

/* A PID to find. */
struct wanted {
	struct translate_request request;
	bool found;
	size_t next;		/* the one behind it with the same PID, from 1; 0: none */
};

/* All of them, in the order in which they were given. */
struct wanted_list {
	struct wanted *wanted;
	size_t count;
	struct pns_map first;	/* from a PID to the first that wants it, from 1 */
	bool by_inode;		/* one of them wants that of the pidfd compared */
};

static int read_wanted(struct translate_run *run, struct wanted_list *list)
{
	struct translate_request request;
	struct wanted *bigger;
	int rc;

	while ((rc = translate_next(run, &request)) > 0) {
		bigger = reallocarray(list->wanted, list->count + 1, sizeof(*bigger));
		if (!bigger)
			return -ENOMEM;
		list->wanted = bigger;
		request.text = NULL;
		list->wanted[list->count++] = (struct wanted){ .request = request };
	}
	return rc;
}

static int index_wanted(struct wanted_list *list)
{
	uint64_t *first;
	size_t i;

	/* from the last on, so that each comes before those that were given behind it */
	for (i = list->count; i > 0; i--) {
		first = pns_map_at(&list->first, (uint64_t)list->wanted[i - 1].request.pid);
		if (!first)
			return -ENOMEM;
		list->by_inode |= list->wanted[i - 1].request.inode != 0;
		list->wanted[i - 1].next = *first;
		*first = i;
	}
	return 0;
}

struct finder {
	struct translate_walk *walk;
	struct wanted_list list;
};

/* A row for each that wants the process. @at: the first of them, from 1. */
static int add_rows(struct finder *finder, size_t at, const struct pns_answer *answer, const struct pns_task_info *task)
{
	struct wanted *wanted;
	int rc = 0;

	for (; rc == 0 && at; at = wanted->next) {
		wanted = &finder->list.wanted[at - 1];
		if (wanted->request.inode && wanted->request.inode != task->inode)
			continue;
		wanted->found = true;
		rc = translate_gather_row(finder->walk->gather, &wanted->request, answer, task);
	}
	return rc;
}

/* Look at a process with a number in its own namespace that is wanted. */
static int find_in_process(struct finder *finder, struct pns_task_info *task, size_t at)
{
	struct translate_gather *gather = finder->walk->gather;
	struct pns_answer answer;
	pid_t inside;
	int rc = 0;

	if (finder->list.by_inode)
		rc = pns_task_look(gather->run->caller, gather->procfs, PNS_TASK_INODE, task);
	if (rc == 0)
		rc = translate_walk_look(finder->walk, task, &inside, &answer);
	return rc <= 0 ? rc : add_rows(finder, at, &answer, task);
}

static int find_process(void *data, pid_t here)
{
	_cleanup_task_info_ struct pns_task_info task = PNS_TASK_INFO_INIT;
	struct finder *finder = data;
	struct translate_gather *gather = finder->walk->gather;
	const uint64_t *first;
	int rc = pns_task_hold(gather->run->caller, here, &task);

	if (rc == 0)
		rc = pns_task_look(gather->run->caller, gather->procfs, PNS_TASK_OWN_NUMBER, &task);
	if (rc < 0)
		return pns_proc_is_missing(rc) ? 0 : rc;
	first = pns_map_find(&finder->list.first, (uint64_t)task.own_number);
	return first && task.own_number ? find_in_process(finder, &task, *first) : 0;
}

/* As find_process(), without a look */
static int take_process(void *data, const struct translate_told *told)
{
	struct finder *finder = data;
	const uint64_t *first = pns_map_find(&finder->list.first, (uint64_t)told->own_number);
	struct wanted *wanted;
	size_t at;
	int rc = 0;

	for (at = first ? *first : 0; rc == 0 && at; at = wanted->next) {
		wanted = &finder->list.wanted[at - 1];
		wanted->found = true;
		rc = translate_gather_told_row(finder->walk->gather, wanted->request.pid, told->here, told);
	}
	return rc;
}

static bool may_be_wanted(void *data, const struct pns_task_record *record)
{
	const struct finder *finder = data;

	return pns_map_find(&finder->list.first, (uint64_t)record->pid[record->levels - 1]) != NULL;
}

/* Count what was found, and complain about the rest. */
static void tell_missing(struct translate_run *run, const struct wanted_list *list)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		if (list->wanted[i].found) {
			run->good++;
			continue;
		}
		run->bad++;
		message(_("%jd: no process that can be seen has this PID in its own PID namespace (%s)"),
			(intmax_t)list->wanted[i].request.pid, pns_reason_id(PNS_REASON_NO_SUCH_PROCESS));
	}
}

int translate_find(struct translate_run *run)
{
	_cleanup_gather_ struct translate_gather gather = TRANSLATE_GATHER_INIT(run);
	_cleanup_walk_ struct translate_walk walk = TRANSLATE_WALK_INIT(&gather);
	struct finder finder = { .walk = &walk };
	struct translate_walk_plan plan = {
		.look = find_process, .may_be = may_be_wanted, .take = take_process, .data = &finder,
	};
	int rc, status = translate_walk_open(&walk);

	if (status)
		return status;
	rc = read_wanted(run, &finder.list);
	if (rc == 0)
		rc = index_wanted(&finder.list);
	/* the inode of a pidfd takes a look */
	if (finder.list.by_inode)
		plan.take = NULL;
	if (rc == 0)
		rc = translate_walk(&walk, &plan);
	if (rc == 0)
		tell_missing(run, &finder.list);
	pns_map_free(&finder.list.first);
	free(finder.list.wanted);
	return translate_gather_print(&gather, rc);
}
