// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/init.h"

#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <string.h>

#include "base/parse.h"
#include "common/cli.h"
#include "common/explain.h"
#include "common/ref-note.h"
#include "namespace/namespace.h"
#include "pidns-translate/gather.h"
#include "process/own-namespace.h"
#include "process/process.h"
#include "translate/ioctl.h"

/* Complain in one line, and go on with the next namespace. */
static void complain_ref(struct translate_run *run, const struct translate_request *request,
			 const struct pns_diag *diag)
{
	const char *id = pns_reason_id(diag->reason);

	run->bad++;
	if (request->line)
		message(_("line %zu: %.*s: %s (%s)"), request->line, PATH_MAX, request->text,
			explain_reason(diag), id);
	else
		message("%s: %s (%s)", request->text, explain_reason(diag), id);
}

/* Whether nothing but the caller's number of init is wanted, and the kernel may be asked for it. */
static bool is_one_question(struct translate_run *run)
{
	int own = pns_caller_ns(run->caller, CLONE_NEWPID);

	return own >= 0 && pns_ns_is_same(own, run->to_ref.nsfd) && !run->identity && !run->print_table &&
	       (run->via == PNS_TRANSLATOR_AUTO || run->via == PNS_TRANSLATOR_IOCTL);
}

/* A list of many is not written by hand: there, a process that is init itself stands for its own namespace. */
static bool is_meant(const struct translate_run *run, const char *text, const struct pns_answer *answer)
{
	pid_t pid;

	return run->several && pns_parse_pid(text, &pid) == 0 && pid == answer->pid;
}

/* Programs have no use for a note, and it would be told again and again. */
static void note_operand(struct translate_run *run, const struct translate_request *request,
			 const struct pns_ref *ref)
{
	if (!request->line)
		note_children(run->caller, request->text, ref);
}

/* Returns whether there is an answer. Why there is none, the long way tells. */
static bool ask_at_once(struct translate_run *run, const struct translate_request *request,
			const struct pns_ref *ref, struct pns_answer *answer)
{
	pid_t pid = run->one_question ? pns_ioctl_find_init(ref->nsfd) : 0;

	if (pid <= 0)
		return false;
	answer->pid = pid;
	run->good++;
	if (!is_meant(run, request->text, answer))
		note_operand(run, request, ref);
	return true;
}

static int open_request(struct translate_run *run, const struct translate_request *request, struct pns_ref *ref,
			struct pns_diag *diag)
{
	if (!request->line)
		return pns_ref_open(run->caller, request->text, CLONE_NEWPID, ref, diag);
	/* a part of a line could be right, and the line something else */
	if (request->length >= PATH_MAX || strlen(request->text) != request->length)
		return pns_refuse(diag, PNS_REASON_BAD_REFERENCE, PNS_CALL_PARSE, EINVAL, NULL);
	return pns_ref_open(run->caller, request->text, CLONE_NEWPID, ref, diag);
}

/* Whether @reason is told by what --missing puts in the place of the answer, and by nothing else. */
static bool is_told_by_mark(const struct translate_run *run, enum pns_reason reason)
{
	return run->missing > TRANSLATE_MISSING_ERROR && translate_is_missing(reason);
}

/* Ask by way of a context, which stays open. Complains. */
static enum pns_reason ask_context(struct translate_run *run, const struct translate_request *request,
				   const struct pns_ref *ref, struct pns_answer *answer)
{
	const struct translate_request init = { .text = request->text, .length = request->length,
						.line = request->line, .pid = 1 };

	note_operand(run, request, ref);
	if (pns_translate(run->translate, 1, 0, answer) == 0) {
		run->good++;
	} else if (is_told_by_mark(run, answer->reason)) {
		run->bad++;
	} else {
		run->from = request->text;
		translate_complain(run, &init, answer);
		run->from = NULL;
	}
	return answer->reason;
}

/* The PID of init of the namespace that @request names. Complains. */
static enum pns_reason ask_init(struct translate_run *run, const struct translate_request *request,
				struct pns_ref *ref, struct pns_answer *answer)
{
	struct translate_direction direction = { .to_name = translate_to_name(run), .from_name = request->text };
	struct pns_diag diag;
	int rc;

	*answer = (struct pns_answer){ .pid = 0 };
	pns_diag_init(&diag, NULL, NULL);
	rc = open_request(run, request, ref, &diag);
	direction.from = ref->nsfd;
	direction.to = run->to_ref.nsfd;
	if (rc == 0 && ask_at_once(run, request, ref, answer))
		return PNS_REASON_NONE;
	if (rc == 0)
		rc = translate_open(run, &direction, &run->translate, &diag);
	if (rc == 0)
		return ask_context(run, request, ref, answer);
	if (is_told_by_mark(run, diag.reason))
		run->bad++;
	else
		complain_ref(run, request, &diag);
	return diag.reason;
}

static void answer_ref(struct translate_run *run, const struct translate_request *request)
{
	_cleanup_ref_ struct pns_ref ref = PNS_REF_INIT;
	struct pns_answer answer;
	bool put = true;

	if (ask_init(run, request, &ref, &answer) == PNS_REASON_NONE)
		translate_put_answer(run, &answer);
	else
		put = translate_put_missing(run, request, run->missing);
	if (put)
		pns_writer_put_byte(&run->writer, run->end);
	/* nothing stays of this question while there is none: no descriptor, and no helper in the namespace */
	pns_translate_close(&run->translate);
}

/* Look at the process in @answer. It is init, all the time, if it still has its number afterwards. */
static int check_init(struct translate_gather *gather, const struct pns_answer *answer, struct pns_task_info *task)
{
	struct pns_answer again;
	int rc = translate_gather_task(gather, answer->pid, task);

	if (rc < 0)
		return rc;
	if (pns_translate(gather->run->translate, 1, 0, &again) < 0 && !pns_answer_is_none(&again))
		return translate_gather_error(&again);
	return again.pid == answer->pid ? pns_process_check(gather->run->caller, task->held) : -ESRCH;
}

static int add_init(struct translate_gather *gather, const struct translate_request *request)
{
	_cleanup_task_info_ struct pns_task_info task = PNS_TASK_INFO_INIT;
	_cleanup_ref_ struct pns_ref ref = PNS_REF_INIT;
	struct translate_run *run = gather->run;
	struct pns_answer answer;
	struct translate_row row = { .pid = 1 };
	int rc = -ESRCH;

	row.reason = ask_init(run, request, &ref, &answer);
	if (answer.pid && gather->to_level == 0)
		rc = check_init(gather, &answer, &task);
	if (rc == 0)
		row.task = &task;
	else if (!pns_proc_is_missing(rc) && rc != -EOPNOTSUPP)
		return rc;
	row.to = answer.pid;
	row.level = gather->to_level;
	row.pidns = translate_gather_pidns(gather, ref.nsfd);
	row.via = run->translate ? pns_translate_via(run->translate) : PNS_TRANSLATOR_AUTO;
	pns_translate_close(&run->translate);
	return translate_gather_add(gather, &row);
}

static int init_table(struct translate_run *run)
{
	_cleanup_gather_ struct translate_gather gather = TRANSLATE_GATHER_INIT(run);
	struct translate_request request;
	int rc, status = translate_gather_open(&gather);

	if (status)
		return status;
	while ((rc = translate_next_ref(run, &request)) > 0) {
		rc = add_init(&gather, &request);
		if (rc == 0)
			rc = translate_gather_settle(&gather);
		if (rc < 0)
			break;
	}
	return translate_gather_print(&gather, rc);
}

int translate_init(struct translate_run *run)
{
	struct translate_request request;
	int rc = 0;

	run->one_question = is_one_question(run);
	run->several = run->has_operands && run->operands[1];
	if (run->print_table)
		return init_table(run);
	while (run->writer.err == 0 && (rc = translate_next_ref(run, &request)) > 0) {
		answer_ref(run, &request);
		translate_settle(run);
	}
	return translate_finish_output(run, rc);
}
