// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * Modes that go through all processes, or through namespaces: --list, --find, --init.
 */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/cli.h"
#include "common/explain.h"
#include "common/ref-note.h"
#include "pidns-translate/gather.h"
#include "process/pid-list.h"
#include "process/process.h"

static int refuse_without_procfs(const struct translate_run *run)
{
	struct pns_diag diag;

	pns_diag_init(&diag, NULL, NULL);
	pns_refuse(&diag, PNS_REASON_KERNEL_WITHOUT_FEATURE, PNS_CALL_OPEN, ENOENT, "/proc");
	return translate_refuse(run, &diag);
}

/* Of a process that is only looked at: 0 if it has no answer because it has none to give, else the error. */
static int without_answer(const struct pns_answer *answer)
{
	if (pns_answer_is_none(answer))
		return 0;
	return answer->err ? -answer->err : -EPERM;
}

static int open_between(struct translate_gather *gather, int from, int to,
			struct pns_translate **translate)
{
	const struct translate_ends ends = {
		.from = from,
		.to = to,
		.from_name = translate_from_name(gather->run),
		.to_name = translate_from_name(gather->run),
	};

	return translate_gather_context(gather, &ends, translate);
}

/* The process @here is in the namespace that is listed if it has a PID there. */
static int list_process(struct translate_gather *gather, struct pns_translate *inward, pid_t here)
{
	_cleanup_task_info_ struct pns_task_info task = PNS_TASK_INFO_INIT;
	struct translate_request request = { .text = "" };
	struct pns_answer answer;

	if (pns_translate(inward, here, 0, &answer) < 0)
		return without_answer(&answer);
	request.pid = answer.pid;
	translate_gather(gather, &request, &answer, &task);
	/* it ended while the list was made */
	if (answer.reason == PNS_REASON_NO_SUCH_PROCESS || answer.reason == PNS_REASON_PROCESS_GONE)
		return 0;
	if (answer.reason && !pns_answer_is_none(&answer))
		return without_answer(&answer);
	gather->run->good++;
	return translate_gather_row(gather, &request, &answer, &task);
}

int translate_list(struct translate_run *run)
{
	_cleanup_gather_ struct translate_gather gather = TRANSLATE_GATHER_INIT(run);
	_cleanup_proc_list_ struct pns_proc_list list = PNS_PROC_LIST_INIT;
	_cleanup_translate_ struct pns_translate *inward = NULL;
	int rc, status = translate_gather_open(&gather);
	pid_t here;

	if (status == 0)
		status = open_between(&gather, gather.own.nsfd, run->from_ref.nsfd, &inward);
	if (status)
		return status;
	if (gather.procfs < 0)
		return refuse_without_procfs(run);
	rc = pns_proc_list_open(&list, gather.procfs);
	while (rc == 0 && (rc = pns_proc_list_next(&list, &here)) > 0)
		rc = list_process(&gather, inward, here);
	if (rc == 0 && run->good == 0) {
		message(_("%s: there is no process that can be seen"), translate_from_name(run));
		run->bad++;
	}
	return translate_gather_print(&gather, rc);
}

/* The PIDs to find, and whether each has been found. */
struct wanted {
	struct translate_request *requests;
	bool *found;
	size_t count;
};

static int collect(struct translate_run *run, struct wanted *wanted)
{
	struct translate_request request, *bigger;
	int rc;

	while ((rc = translate_next(run, &request)) > 0) {
		bigger = reallocarray(wanted->requests, wanted->count + 1, sizeof(*bigger));
		if (!bigger)
			return -ENOMEM;
		wanted->requests = bigger;
		request.text = NULL;
		wanted->requests[wanted->count++] = request;
	}
	if (rc < 0)
		return rc;
	wanted->found = calloc(wanted->count + 1, sizeof(*wanted->found));
	return wanted->found ? 0 : -ENOMEM;
}

/* Through which contexts a process is looked at. */
struct finder {
	struct translate_gather *gather;
	struct wanted wanted;
	struct pns_translate *inward;	/* from the caller's namespace to --from */
	struct pns_translate *outward;	/* to --to */
};

static int add_found(struct finder *finder, size_t index, pid_t here)
{
	_cleanup_task_info_ struct pns_task_info task = PNS_TASK_INFO_INIT;
	const struct translate_request *request = &finder->wanted.requests[index];
	struct pns_answer answer;
	int rc = pns_task_info(finder->gather->run->caller, finder->gather->procfs, here, &task);

	if (rc < 0)
		return pns_proc_is_missing(rc) ? 0 : rc;
	if (!task.has_status || task.status.pid[task.status.levels - 1] != request->pid ||
	    (request->inode && request->inode != task.inode))
		return 0;
	if (finder->inward && pns_translate(finder->inward, here, 0, &answer) < 0)
		return without_answer(&answer);
	if (pns_translate(finder->outward, here, 0, &answer) < 0 && !pns_answer_is_none(&answer))
		return without_answer(&answer);
	rc = pns_process_check(finder->gather->run->caller, task.held);
	if (rc < 0)
		return rc == -ESRCH ? 0 : rc;
	finder->wanted.found[index] = true;
	return translate_gather_row(finder->gather, request, &answer, &task);
}

static int find_process(struct finder *finder, pid_t here)
{
	_cleanup_close_ int dir = pns_proc_open(finder->gather->procfs, here);
	struct pns_proc_status status;
	size_t i;
	int rc = dir < 0 ? dir : pns_proc_status(dir, &status);

	if (rc < 0)
		return pns_proc_is_missing(rc) ? 0 : rc;
	for (i = 0; rc == 0 && i < finder->wanted.count; i++)
		if (status.pid[status.levels - 1] == finder->wanted.requests[i].pid)
			rc = add_found(finder, i, here);
	return rc;
}

static int find_all(struct finder *finder)
{
	_cleanup_proc_list_ struct pns_proc_list list = PNS_PROC_LIST_INIT;
	int rc = pns_proc_list_open(&list, finder->gather->procfs);
	pid_t here;
	size_t i;

	while (rc == 0 && (rc = pns_proc_list_next(&list, &here)) > 0)
		rc = find_process(finder, here);
	for (i = 0; rc == 0 && i < finder->wanted.count; i++) {
		if (finder->wanted.found[i]) {
			finder->gather->run->good++;
			continue;
		}
		finder->gather->run->bad++;
		message(_("%jd: no process that can be seen has this PID in its own PID namespace (%s)"),
			(intmax_t)finder->wanted.requests[i].pid,
			pns_reason_id(PNS_REASON_NO_SUCH_PROCESS));
	}
	return rc;
}

int translate_find(struct translate_run *run)
{
	_cleanup_gather_ struct translate_gather gather = TRANSLATE_GATHER_INIT(run);
	_cleanup_translate_ struct pns_translate *inward = NULL;
	_cleanup_translate_ struct pns_translate *outward = NULL;
	struct finder finder = { .gather = &gather };
	int rc, status = translate_gather_open(&gather);

	if (status == 0 && run->from)
		status = open_between(&gather, gather.own.nsfd, run->from_ref.nsfd, &inward);
	if (status == 0)
		status = open_between(&gather, gather.own.nsfd, run->to_ref.nsfd, &outward);
	if (status)
		return status;
	if (gather.procfs < 0)
		return refuse_without_procfs(run);
	finder.inward = inward;
	finder.outward = outward;
	rc = collect(run, &finder.wanted);
	if (rc == 0)
		rc = find_all(&finder);
	free(finder.wanted.requests);
	free(finder.wanted.found);
	return translate_gather_print(&gather, rc);
}

/* Complain in one line, and go on with the next namespace. */
static void complain_ref(struct translate_run *run, const char *text, const struct pns_diag *diag)
{
	run->bad++;
	message("%s: %s (%s)", text, explain_reason(diag), pns_reason_id(diag->reason));
}

/* The PID of init of the namespace @text. Complains. */
static enum pns_reason ask_init(struct translate_run *run, const char *text, struct pns_ref *ref,
				struct pns_answer *answer)
{
	const struct translate_request request = { .text = text, .length = strlen(text), .pid = 1 };
	struct translate_ends ends = { .to_name = translate_to_name(run), .from_name = text };
	struct pns_diag diag;
	int rc;

	*answer = (struct pns_answer){ .pid = 0 };
	pns_diag_init(&diag, NULL, NULL);
	rc = pns_ref_open(run->caller, text, CLONE_NEWPID, ref, &diag);
	ends.from = ref->nsfd;
	ends.to = run->to_ref.nsfd;
	pns_translate_close(&run->translate);
	if (rc == 0)
		rc = translate_open(run, &ends, &run->translate, &diag);
	if (rc < 0) {
		complain_ref(run, text, &diag);
		return diag.reason;
	}
	note_children(run->caller, text, ref);
	if (pns_translate(run->translate, 1, 0, answer) < 0) {
		run->from = text;
		translate_complain(run, &request, answer);
	} else {
		run->good++;
	}
	return answer->reason;
}

static void print_init(const struct translate_run *run, const struct pns_answer *answer)
{
	if (run->identity)
		printf("%jd:%ju%c", (intmax_t)answer->pid, (uintmax_t)answer->inode, run->end);
	else
		printf("%jd%c", (intmax_t)answer->pid, run->end);
}

/* Look at the process in @answer. It is init, all the time, if it still has its number afterwards. */
static int look_at_init(struct translate_gather *gather, const struct pns_answer *answer, struct pns_task_info *task)
{
	struct pns_answer again;
	int rc = pns_task_info(gather->run->caller, gather->procfs, answer->pid, task);

	if (rc < 0)
		return rc;
	if (pns_translate(gather->run->translate, 1, 0, &again) < 0 && !pns_answer_is_none(&again))
		return without_answer(&again);
	return again.pid == answer->pid ? pns_process_check(gather->run->caller, task->held) : -ESRCH;
}

static int add_init(struct translate_gather *gather, const char *text)
{
	_cleanup_task_info_ struct pns_task_info task = PNS_TASK_INFO_INIT;
	_cleanup_ref_ struct pns_ref ref = PNS_REF_INIT;
	struct translate_run *run = gather->run;
	struct pns_answer answer;
	struct translate_row row = { .pid = 1 };
	int rc = -ESRCH;

	row.reason = ask_init(run, text, &ref, &answer);
	if (answer.pid && gather->to_level == 0)
		rc = look_at_init(gather, &answer, &task);
	if (rc == 0)
		row.task = &task;
	else if (!pns_proc_is_missing(rc) && rc != -EOPNOTSUPP)
		return rc;
	row.to = answer.pid;
	row.level = gather->to_level;
	row.pidns = translate_gather_pidns(gather, ref.nsfd);
	row.via = run->translate ? pns_translate_via(run->translate) : PNS_TRANSLATOR_AUTO;
	return translate_table_add(&run->table, &row);
}

static int init_table(struct translate_run *run, char *const *refs)
{
	_cleanup_gather_ struct translate_gather gather = TRANSLATE_GATHER_INIT(run);
	int rc = 0, status = translate_gather_open(&gather);

	if (status)
		return status;
	for (; rc == 0 && *refs; refs++)
		rc = add_init(&gather, *refs);
	return translate_gather_print(&gather, rc);
}

int translate_init(struct translate_run *run)
{
	char *const by_default[] = { (char *)translate_from_name(run), NULL };
	char *const *refs = run->has_operands ? run->operands : by_default;
	struct pns_answer answer;

	if (run->print_table)
		return init_table(run, refs);
	for (; *refs; refs++) {
		_cleanup_ref_ struct pns_ref ref = PNS_REF_INIT;

		if (ask_init(run, *refs, &ref, &answer) == PNS_REASON_NONE)
			print_init(run, &answer);
	}
	return translate_status(run);
}
