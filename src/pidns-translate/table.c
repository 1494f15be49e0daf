// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/table.h"

#include <errno.h>
#include <string.h>

#include "common/cli.h"
#include "namespace/namespace.h"
#include "pidns-translate/gather.h"
#include "pidns-translate/told-answer.h"
#include "process/process.h"

static int add_answer(struct translate_gather *gather, const struct translate_request *request,
		      const struct pns_answer *answer, const struct pns_task_info *task)
{
	if (answer->pid)
		gather->run->good++;
	else
		translate_complain(gather->run, request, answer);
	return translate_gather_row(gather, request, answer, task);
}

/* The numbers of a process, from the caller's PID namespace down to its own: all of them from one source. */
struct levels {
	pid_t asked;
	const struct pns_task_info *task;
	int count;
	pid_t number[PNS_MAX_LEVELS];
	enum pns_translator via;
};

static int add_level(struct translate_gather *gather, const struct levels *levels, int level, int nsfd)
{
	const struct translate_row row = {
		.pid = levels->asked,
		.to = levels->number[level],
		.task = levels->task,
		.level = level,
		.levels = level + 1,
		.pidns = translate_gather_pidns(gather, nsfd),
		.via = levels->via,
	};

	return translate_gather_add(gather, &row);
}

/* The numbers alone: to whom the namespace of the process is closed, none of them but his own is known. */
static int add_unnamed_levels(struct translate_gather *gather, const struct levels *levels)
{
	int level, rc = 0;

	for (level = 0; rc == 0 && level < levels->count; level++)
		rc = add_level(gather, levels, level, level == 0 ? gather->own.nsfd : PNS_NO_FD);
	return rc;
}

static int add_levels(struct translate_gather *gather, const struct levels *levels)
{
	int chain[PNS_MAX_LEVELS], level;
	int rc;

	if (levels->task->nsfd < 0)
		return add_unnamed_levels(gather, levels);
	if (levels->count == 1)
		return add_level(gather, levels, 0, levels->task->nsfd);
	rc = pns_pidns_open_chain(levels->task->nsfd, chain, levels->count);
	if (rc < 0)
		return rc;
	for (level = 0; level < levels->count; level++) {
		if (rc == 0)
			rc = add_level(gather, levels, level, chain[level]);
		pns_close(&chain[level]);
	}
	return rc;
}

static void take_levels(const struct pns_task_info *task, struct levels *levels)
{
	levels->via = PNS_TRANSLATOR_PROCFS;
	levels->count = task->status.levels;
	memcpy(levels->number, task->status.pid, sizeof(levels->number));
}

/* The next number: that of the process @here of the caller's namespace in @nsfd. Returns 0 or a number below 0. */
static int ask_number(struct translate_gather *gather, int nsfd, pid_t here, struct levels *levels)
{
	_cleanup_translate_ struct pns_translate *translate = NULL;
	const struct translate_direction direction = {
		.from = gather->own.nsfd, .to = nsfd, .from_name = "self", .to_name = "self",
	};
	struct pns_answer answer;
	struct pns_diag diag;
	int rc;

	pns_diag_init(&diag, NULL, NULL);
	rc = translate_open(gather->run, &direction, &translate, &diag);
	if (rc == 0)
		rc = pns_translate(translate, here, 0, &answer);
	if (rc < 0)
		return rc;
	levels->number[levels->count++] = answer.pid;
	levels->via = pns_translate_via(translate);
	return 0;
}

/* The same without /proc: asked in each namespace. Returns 0 or a number below 0. */
static int ask_levels(struct translate_gather *gather, const struct pns_task_info *task, pid_t here,
		      struct levels *levels)
{
	int distance = pns_pidns_distance(gather->run->caller, task->nsfd, gather->own.nsfd);
	int chain[PNS_MAX_LEVELS], level, rc;

	levels->count = 0;
	if (distance < 0 || distance >= PNS_MAX_LEVELS)
		return -EXDEV;
	rc = pns_pidns_open_chain(task->nsfd, chain, distance + 1);
	if (rc < 0)
		return rc;
	for (level = 0; level <= distance; level++) {
		if (rc == 0)
			rc = ask_number(gather, chain[level], here, levels);
		pns_close(&chain[level]);
	}
	return rc < 0 ? rc : pns_process_check(gather->run->caller, task->held);
}

/* All numbers of the task, which has @here in the caller's namespace. Returns 0 or a number below 0. */
static int find_levels(struct translate_gather *gather, const struct pns_task_info *task, pid_t here,
		       struct levels *levels)
{
	if (task->has_status) {
		take_levels(task, levels);
		return 0;
	}
	if (task->nsfd < 0)
		return -EACCES;
	if (pns_ns_inode(task->nsfd) != gather->own_inode)
		return ask_levels(gather, task, here, levels);
	levels->count = 1;
	levels->number[0] = here;
	levels->via = pns_translate_via(gather->run->translate);
	return 0;
}

/* What is known without any source of its numbers: the caller's. */
static int add_own_level(struct translate_gather *gather, const struct translate_request *request,
			 const struct pns_answer *answer, const struct pns_task_info *task)
{
	const struct translate_row row = {
		.pid = request->pid,
		.to = answer->pid,
		.task = task->held < 0 ? NULL : task,
		.pidns = translate_gather_pidns(gather, gather->own.nsfd),
		.via = pns_translate_via(gather->run->translate),
	};

	gather->run->good++;
	return translate_gather_add(gather, &row);
}

static int add_request(struct translate_gather *gather, const struct translate_request *request)
{
	bool all_levels = !gather->run->from && !gather->run->to;
	_cleanup_task_info_ struct pns_task_info task = PNS_TASK_INFO_INIT;
	struct pns_answer answer;
	struct levels levels = { .asked = request->pid, .task = &task };
	int rc;

	translate_gather(gather, request, &answer, &task);
	if (!all_levels || !answer.pid)
		return add_answer(gather, request, &answer, &task);
	rc = find_levels(gather, &task, answer.pid, &levels);
	if (rc == 0) {
		gather->run->good++;
		return add_levels(gather, &levels);
	}
	if (pns_is_shortage(rc))
		return rc;
	if (gather->procfs < 0)
		return add_own_level(gather, request, &answer, &task);
	/* it is there, but its namespaces stay in the dark */
	answer.reason = PNS_REASON_NO_ACCESS;
	translate_complain(gather->run, request, &answer);
	return translate_gather_row(gather, request, &answer, &task);
}

static int answer_request(struct translate_gather *gather, struct translate_told_answers *answers,
			  const struct translate_request *request)
{
	const struct translate_told *told = translate_told_answer(answers, gather, request);

	if (!told)
		return add_request(gather, request);
	gather->run->good++;
	return translate_gather_told_row(gather, request->pid, translate_told_number(answers, told), told);
}

int translate_table(struct translate_run *run)
{
	_cleanup_told_answers_ struct translate_told_answers answers = TRANSLATE_TOLD_ANSWERS_INIT;
	_cleanup_gather_ struct translate_gather gather = TRANSLATE_GATHER_INIT(run);
	struct translate_request request;
	int rc, status = translate_gather_open(&gather);

	if (status)
		return status;
	gather.wants_levels = !run->from && !run->to;
	if (gather.wants_levels)
		gather.wants_task |= PNS_TASK_PIDNS;
	translate_told_answers_open(&answers, &gather);
	while ((rc = translate_next(run, &request)) > 0) {
		rc = answer_request(&gather, &answers, &request);
		if (rc == 0)
			rc = translate_gather_settle(&gather);
		if (rc < 0)
			break;
	}
	return translate_gather_print(&gather, rc);
}
