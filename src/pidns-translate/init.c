// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/init.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
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
static void complain_ref(struct translate_run *run, const char *text, const struct pns_diag *diag)
{
	run->bad++;
	message("%s: %s (%s)", text, explain_reason(diag), pns_reason_id(diag->reason));
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

	return run->has_operands && run->operands[1] && pns_parse_pid(text, &pid) == 0 && pid == answer->pid;
}

/* Returns whether there is an answer. Why there is none, the long way tells. */
static bool ask_at_once(struct translate_run *run, const char *text, const struct pns_ref *ref,
			struct pns_answer *answer)
{
	pid_t pid = run->one_question ? pns_ioctl_find_init(ref->nsfd) : 0;

	if (pid <= 0)
		return false;
	answer->pid = pid;
	run->good++;
	if (!is_meant(run, text, answer))
		note_children(run->caller, text, ref);
	return true;
}

/* The PID of init of the namespace @text. Complains. */
static enum pns_reason ask_init(struct translate_run *run, const char *text, struct pns_ref *ref,
				struct pns_answer *answer)
{
	const struct translate_request request = { .text = text, .length = strlen(text), .pid = 1 };
	struct translate_direction direction = { .to_name = translate_to_name(run), .from_name = text };
	struct pns_diag diag;
	int rc;

	*answer = (struct pns_answer){ .pid = 0 };
	pns_diag_init(&diag, NULL, NULL);
	rc = pns_ref_open(run->caller, text, CLONE_NEWPID, ref, &diag);
	direction.from = ref->nsfd;
	direction.to = run->to_ref.nsfd;
	if (rc == 0 && ask_at_once(run, text, ref, answer))
		return PNS_REASON_NONE;
	pns_translate_close(&run->translate);
	if (rc == 0)
		rc = translate_open(run, &direction, &run->translate, &diag);
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
		rc = check_init(gather, &answer, &task);
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

	run->one_question = is_one_question(run);
	if (run->print_table)
		return init_table(run, refs);
	for (; *refs; refs++) {
		_cleanup_ref_ struct pns_ref ref = PNS_REF_INIT;

		if (ask_init(run, *refs, &ref, &answer) == PNS_REASON_NONE)
			print_init(run, &answer);
	}
	return translate_status(run);
}
