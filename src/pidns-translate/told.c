// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/told.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "find/task-list.h"
#include "pidns-translate/columns.h"

struct asking {
	struct translate_told_list *list;
	const struct translate_told_choice *choice;
};

/* Returns a place for one more, or NULL. */
static struct translate_told *add_process(struct translate_told_list *list)
{
	size_t allocated = list->allocated ? 2 * list->allocated : 256;
	struct translate_told *bigger;

	if (list->count == list->allocated) {
		bigger = reallocarray(list->processes, allocated, sizeof(*bigger));
		if (!bigger)
			return NULL;
		list->processes = bigger;
		list->allocated = allocated;
	}
	return &list->processes[list->count++];
}

static void take_record(const struct pns_task_record *record, struct translate_told *told)
{
	*told = (struct translate_told){
		.pidns = record->inode,
		.here = record->pid[0],
		.own_number = record->pid[record->levels - 1],
		.owner = record->owner,
		.level = record->levels - 1,
		.is_complete = !record->is_kernel_thread,
	};
	memcpy(told->command, record->command, sizeof(record->command));
}

static int note_init(struct translate_told_list *list, const struct pns_task_record *record)
{
	uint64_t *init;

	if (record->pid[record->levels - 1] != 1)
		return 0;
	init = pns_map_at(&list->inits, record->inode);
	if (!init)
		return -ENOMEM;
	*init = (uint64_t)record->pid[0];
	return 0;
}

/* A pns_task_fn */
static int note_process(void *data, const struct pns_task_record *record)
{
	const struct asking *asking = data;
	struct translate_told_list *list = asking->list;
	struct translate_told *told;
	uint64_t *place;
	int rc;

	if (record->pid[0] != record->tgid)
		return 0;
	place = pns_map_at(&list->index, (uint64_t)record->tgid);
	rc = place ? note_init(list, record) : -ENOMEM;
	if (rc < 0 || !asking->choice->may_be(asking->choice->data, record))
		return rc;
	told = add_process(list);
	if (!told)
		return -ENOMEM;
	take_record(record, told);
	*place = list->count;
	return 0;
}

/* Init of its PID namespace. That of the caller's own has PID 1 there, and lives as long as the caller. */
static void add_init(const struct translate_told_list *list, struct translate_told *told)
{
	const uint64_t *init = pns_map_find(&list->inits, told->pidns);

	if (told->level == 0)
		told->init = 1;
	else if (init)
		told->init = (pid_t)*init;
	else
		told->is_complete = false;
}

int translate_told_ask(struct translate_told_list *list, const struct translate_told_choice *choice)
{
	struct asking asking = { list, choice };
	int rc = pns_task_list(note_process, &asking);
	size_t i;

	for (i = 0; rc == 0 && i < list->count; i++)
		add_init(list, &list->processes[i]);
	return rc;
}

bool translate_told_find(const struct translate_told_list *list, pid_t here, const struct translate_told **told)
{
	const uint64_t *place = pns_map_find(&list->index, (uint64_t)here);

	*told = place && *place ? &list->processes[*place - 1] : NULL;
	return place != NULL;
}

void translate_told_describe(const struct translate_told *told, struct pns_task_info *task,
			     struct pns_pidns_info *pidns)
{
	*task = (struct pns_task_info)PNS_TASK_INFO_INIT;
	task->tid = told->here;
	task->own_number = told->own_number;
	memcpy(task->command, told->command, sizeof(told->command));
	*pidns = (struct pns_pidns_info){
		.inode = told->pidns,
		.level = (int)told->level,
		.init = told->init,
		.owner_uid = told->owner,
		.is_own = told->level == 0,
	};
}

static bool has_column(int column)
{
	switch (column) {
	case TRANSLATE_PID:
	case TRANSLATE_TO:
	case TRANSLATE_OWN:
	case TRANSLATE_LEVEL:
	case TRANSLATE_PIDNS:
	case TRANSLATE_COL_INIT:
	case TRANSLATE_OWNER:
	case TRANSLATE_COMMAND:
	case TRANSLATE_ERROR:
		return true;
	default:
		return false;
	}
}

bool translate_told_has_columns(const struct table *table)
{
	size_t i;

	for (i = 0; i < table->n_columns; i++)
		if (!has_column(table->columns[i]))
			return false;
	return true;
}

void translate_told_free(struct translate_told_list *list)
{
	free(list->processes);
	list->processes = NULL;
	list->count = list->allocated = 0;
	pns_map_free(&list->index);
	pns_map_free(&list->inits);
}
