// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/told-answer.h"

#include <errno.h>
#include <sys/stat.h>

#include "namespace/namespace.h"

/* A pass takes as long as so many questions, and as one more for so many processes. */
#define WORTH_A_LOAD		100
#define PROCESSES_PER_QUESTION	24

static uint64_t count_operands(const struct translate_run *run)
{
	uint64_t count = 0;

	while (run->operands[count])
		count++;
	return count;
}

void translate_told_answers_open(struct translate_told_answers *answers, const struct translate_gather *gather)
{
	const struct translate_run *run = gather->run;

	answers->can_be = !gather->wants_levels && !run->from_field && run->via == PNS_TRANSLATOR_AUTO &&
			  gather->procfs >= 0 && translate_told_has_columns(&run->table);
	if (run->has_operands)
		answers->questions = count_operands(run);
}

/* Whether a pass tells of these namespaces. */
static bool find_ends(struct translate_told_answers *answers, const struct translate_gather *gather)
{
	const struct translate_run *run = gather->run;
	int from_level = pns_pidns_distance(run->caller, run->from_ref.nsfd, gather->own.nsfd);
	int to_level = gather->to_level;

	answers->by_own_number = from_level > 0;
	answers->to_caller = to_level == 0;
	if (from_level > 0)
		answers->inside = pns_ns_inode(run->from_ref.nsfd);
	else if (to_level > 0)
		answers->inside = pns_ns_inode(run->to_ref.nsfd);
	return from_level >= 0 && (from_level == 0 || to_level <= 0) && (to_level >= 0 || run->to_own);
}

/* A choice of translate_told_ask() */
static bool is_inside(void *data, const struct pns_task_record *record)
{
	const struct translate_told_answers *answers = data;

	return !answers->inside || record->inode == answers->inside;
}

static int index_own_numbers(struct translate_told_answers *answers)
{
	const struct translate_told_list *list = &answers->list;
	uint64_t *place;
	size_t i;

	for (i = 0; i < list->count; i++) {
		place = pns_map_at(&answers->own_numbers, (uint64_t)list->processes[i].own_number);
		if (!place)
			return -ENOMEM;
		*place = i + 1;
	}
	return 0;
}

static void forget(struct translate_told_answers *answers)
{
	translate_told_free(&answers->list);
	pns_map_free(&answers->own_numbers);
	answers->was_told = false;
	answers->questions = 0;
}

/* What was not told once will not be later. */
static void ask(struct translate_told_answers *answers, const struct translate_gather *gather)
{
	const struct translate_told_choice choice = { is_inside, answers };

	answers->was_told = find_ends(answers, gather) && translate_told_ask(&answers->list, &choice) == 0 &&
			    (!answers->by_own_number || index_own_numbers(answers) == 0);
	answers->can_be = answers->was_told;
}

/* The root of a procfs has a link for each process of the machine. */
static uint64_t count_processes(const struct translate_gather *gather)
{
	struct stat st;

	return fstat(gather->procfs, &st) == 0 ? st.st_nlink : 0;
}

/*
 * Whether a pass takes less time than the questions known by now. Of those that come line by line, as many will have to
 * be answered by then, since nobody knows how many will follow.
 */
static bool is_worth_it(struct translate_told_answers *answers, const struct translate_gather *gather)
{
	answers->questions++;
	if (answers->questions < WORTH_A_LOAD)
		return false;
	if (!answers->worth_at)
		answers->worth_at = WORTH_A_LOAD + count_processes(gather) / PROCESSES_PER_QUESTION;
	return answers->questions >= answers->worth_at;
}

static const struct translate_told *find(const struct translate_told_answers *answers, pid_t pid)
{
	const struct translate_told *told;
	const uint64_t *place;

	if (!answers->by_own_number)
		return translate_told_find(&answers->list, pid, &told) ? told : NULL;
	place = pns_map_find(&answers->own_numbers, (uint64_t)pid);
	return place ? &answers->list.processes[*place - 1] : NULL;
}

const struct translate_told *translate_told_answer(struct translate_told_answers *answers,
						   const struct translate_gather *gather,
						   const struct translate_request *request)
{
	const struct translate_told *told;

	if (!answers->can_be || !request->pid || request->inode)
		return NULL;
	if (answers->clock != gather->run->clock) {
		forget(answers);
		answers->clock = gather->run->clock;
	}
	if (!answers->was_told && is_worth_it(answers, gather))
		ask(answers, gather);
	told = answers->was_told ? find(answers, request->pid) : NULL;
	return told && told->is_complete ? told : NULL;
}

pid_t translate_told_number(const struct translate_told_answers *answers, const struct translate_told *told)
{
	return answers->to_caller ? told->here : told->own_number;
}

void translate_told_answers_close(struct translate_told_answers *answers)
{
	forget(answers);
}
