// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * PIDs as a table: a row for each with --from or --to, else one for each PID namespace that it is in.
 */
#include "cli.h"
#include "pidns.h"
#include "translate-gather.h"

static int add_answer(struct translate_gather *gather, const struct translate_request *request,
		      const struct pns_answer *answer, const struct pns_task_info *task)
{
	if (answer->pid)
		gather->run->good++;
	else
		translate_complain(gather->run, request, answer);
	return translate_gather_row(gather, request, answer, task);
}

static int add_levels(struct translate_gather *gather, const struct translate_request *request,
		      const struct pns_task_info *task)
{
	int chain[PNS_MAX_LEVELS], level, levels = task->status.levels;
	int rc = pns_pidns_open_chain(task->nsfd, chain, levels);

	if (rc < 0)
		return rc;
	for (level = 0; level < levels; level++) {
		const struct translate_row row = {
			.pid = request->pid,
			.to = task->status.pid[level],
			.task = task,
			.level = level,
			.pidns = translate_gather_pidns(gather, chain[level]),
			.via = PNS_TRANSLATOR_PROCFS,
		};

		if (rc == 0)
			rc = translate_table_add(&gather->run->table, &row);
		pns_close(&chain[level]);
	}
	return rc;
}

/* Whether the task has more than the number that was asked for, as far as is known. */
static bool has_levels(const struct pns_task_info *task)
{
	return task->has_status && task->nsfd >= 0;
}

static int add_request(struct translate_gather *gather, const struct translate_request *request)
{
	bool all_levels = !gather->run->from && !gather->run->to;
	_cleanup_task_info_ struct pns_task_info task = PNS_TASK_INFO_INIT;
	struct pns_answer answer;

	translate_gather(gather, request, &answer, &task);
	if (!all_levels || !answer.pid)
		return add_answer(gather, request, &answer, &task);
	if (has_levels(&task)) {
		gather->run->good++;
		return add_levels(gather, request, &task);
	}
	/* it is there, but its namespaces stay in the dark */
	answer.reason = PNS_REASON_NO_ACCESS;
	translate_complain(gather->run, request, &answer);
	return translate_gather_row(gather, request, &answer, &task);
}

int translate_table(struct translate_run *run)
{
	_cleanup_gather_ struct translate_gather gather = TRANSLATE_GATHER_INIT(run);
	struct translate_request request;
	int rc, status;

	if (run->mode == TRANSLATE_LIST)
		return translate_list(run);
	if (run->mode == TRANSLATE_FIND)
		return translate_find(run);
	status = translate_gather_open(&gather);
	if (status)
		return status;
	gather.wants_task |= !run->from && !run->to;
	while ((rc = translate_next(run, &request)) > 0) {
		rc = add_request(&gather, &request);
		if (rc < 0)
			break;
	}
	return translate_gather_print(&gather, rc);
}
