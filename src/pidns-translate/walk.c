// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/walk.h"

#include <errno.h>

#include "namespace/namespace.h"
#include "process/pid-list.h"
#include "process/process.h"

/* From so many processes on, asking the kernel which of them to look at takes less time than looking at each. */
#define MANY_PROCESSES 300

int translate_walk_open(struct translate_walk *walk)
{
	struct translate_gather *gather = walk->gather;
	struct translate_run *run = gather->run;
	int status = translate_gather_open(gather);

	if (status == 0 && !pns_ns_is_same(run->from_ref.nsfd, gather->own.nsfd))
		status = translate_gather_between(gather, gather->own.nsfd, run->from_ref.nsfd, &walk->inward);
	if (status == 0 && !pns_ns_is_same(run->to_ref.nsfd, gather->own.nsfd))
		status = translate_gather_between(gather, gather->own.nsfd, run->to_ref.nsfd, &walk->outward);
	return status == 0 ? translate_gather_need_procfs(gather) : status;
}

void translate_walk_close(struct translate_walk *walk)
{
	pns_translate_close(&walk->inward);
	pns_translate_close(&walk->outward);
}

bool translate_walk_is_told(const struct translate_walk *walk)
{
	/* of other namespaces' numbers it is not told which namespace they are in */
	return translate_told_has_columns(&walk->gather->run->table) && !walk->inward && !walk->outward;
}

/* Whether the processes to look at are known; else all have to be looked at. */
static bool ask_which(const struct translate_walk *walk, const struct translate_walk_plan *plan,
		      struct translate_told_list *told)
{
	const struct translate_told_choice choice = { plan->may_be, plan->data };

	if (!plan->may_be || pns_proc_list_count(walk->gather->procfs, 0) < MANY_PROCESSES)
		return false;
	return translate_told_ask(told, &choice) == 0;
}

/* The process @here, @all: what was told of all of them. Returns 0 or -errno. */
static int take_or_look(const struct translate_walk_plan *plan, const struct translate_told_list *all, pid_t here)
{
	const struct translate_told *told;

	if (!translate_told_find(all, here, &told))
		return plan->look(plan->data, here);
	if (!told)
		return 0;
	if (plan->take && told->is_complete)
		return plan->take(plan->data, told);
	return plan->look(plan->data, here);
}

int translate_walk(struct translate_walk *walk, const struct translate_walk_plan *plan)
{
	_cleanup_proc_list_ struct pns_proc_list list = PNS_PROC_LIST_INIT;
	_cleanup_told_ struct translate_told_list all = TRANSLATE_TOLD_LIST_INIT;
	struct translate_walk_plan used = *plan;
	bool is_told = ask_which(walk, plan, &all);
	/* what a procfs does not show is not found either way */
	int rc = pns_proc_list_open(&list, walk->gather->procfs);
	pid_t here;

	if (!translate_walk_is_told(walk))
		used.take = NULL;
	while (rc == 0 && (rc = pns_proc_list_next(&list, &here)) > 0)
		rc = is_told ? take_or_look(&used, &all, here) : plan->look(plan->data, here);
	return rc;
}

/* By a context that is NULL where that is the caller's own namespace. */
static int number_of(struct pns_translate *translate, pid_t here, struct pns_answer *answer)
{
	*answer = (struct pns_answer){ .pid = here };
	return translate ? pns_translate(translate, here, 0, answer) : 0;
}

int translate_walk_number(struct translate_walk *walk, pid_t here, pid_t *pid)
{
	struct pns_answer answer;

	if (number_of(walk->inward, here, &answer) < 0)
		return translate_gather_error(&answer);
	*pid = answer.pid;
	return 1;
}

int translate_walk_look(struct translate_walk *walk, struct pns_task_info *task, pid_t *pid,
			struct pns_answer *answer)
{
	int rc = translate_gather_look(walk->gather, task);

	if (rc < 0)
		return pns_proc_is_missing(rc) ? 0 : rc;
	rc = translate_walk_number(walk, task->tid, pid);
	if (rc <= 0)
		return rc;
	if (number_of(walk->outward, task->tid, answer) < 0 && !pns_answer_is_none(answer))
		return translate_gather_error(answer);
	if (answer->reason == PNS_REASON_NO_SUCH_PROCESS || answer->reason == PNS_REASON_PROCESS_GONE)
		return 0;
	/* a process keeps its numbers for life: what was found is its own if it has them still */
	rc = pns_process_check(walk->gather->run->caller, task->held);
	if (rc < 0)
		return pns_proc_is_missing(rc) ? 0 : rc;
	return 1;
}
