// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/list.h"

#include "common/cli.h"
#include "find/task-list.h"
#include "namespace/namespace.h"
#include "pidns-translate/walk.h"

struct lister {
	struct translate_walk *walk;
	int level;		/* of the namespace that is listed, below the caller's */
};

/* The process @here is in the namespace that is listed if it has a PID there. */
static int list_process(void *data, pid_t here)
{
	_cleanup_task_info_ struct pns_task_info task = PNS_TASK_INFO_INIT;
	struct translate_request request = { .text = "" };
	const struct lister *lister = data;
	struct translate_walk *walk = lister->walk;
	struct pns_answer answer;
	int rc = translate_walk_number(walk, here, &request.pid);

	if (rc <= 0)
		return rc;
	rc = pns_task_hold(walk->gather->run->caller, here, &task);
	if (rc < 0)
		return pns_proc_is_missing(rc) ? 0 : rc;
	rc = translate_walk_look(walk, &task, &request.pid, &answer);
	if (rc <= 0)
		return rc;
	walk->gather->run->good++;
	return translate_gather_row(walk->gather, &request, &answer, &task);
}

static int take_process(void *data, const struct translate_told *told)
{
	const struct lister *lister = data;
	struct translate_gather *gather = lister->walk->gather;

	gather->run->good++;
	return translate_gather_told_row(gather, told->here, told->here, told);
}

/* Who is deep enough may be in another one there. */
static bool may_be_inside(void *data, const struct pns_task_record *record)
{
	const struct lister *lister = data;

	return record->levels > (unsigned int)lister->level;
}

int translate_list(struct translate_run *run)
{
	_cleanup_gather_ struct translate_gather gather = TRANSLATE_GATHER_INIT(run);
	_cleanup_walk_ struct translate_walk walk = TRANSLATE_WALK_INIT(&gather);
	struct lister lister = { .walk = &walk };
	struct translate_walk_plan plan = { .look = list_process, .take = take_process, .data = &lister };
	int rc, status = translate_walk_open(&walk);

	if (status)
		return status;
	lister.level = pns_pidns_level(run->caller, run->from_ref.nsfd);
	/* which are in it, one ioctl a process says in less time than it takes to ask for all of them at once */
	if (translate_walk_is_told(&walk) ||
	    (lister.level > 0 && pns_translate_via(walk.inward) != PNS_TRANSLATOR_IOCTL))
		plan.may_be = may_be_inside;
	rc = translate_walk(&walk, &plan);
	if (rc == 0 && run->good == 0) {
		message(_("%s: there is no process that can be seen"), translate_from_name(run));
		run->bad++;
	}
	return translate_gather_print(&gather, rc);
}
