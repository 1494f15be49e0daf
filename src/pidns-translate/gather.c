// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/gather.h"

#include <errno.h>
#include <string.h>

#include "common/cli.h"
#include "common/explain-json.h"
#include "common/explain.h"
#include "namespace/namespace.h"
#include "namespace/reason.h"
#include "process/process.h"

/* How often a process is looked at whose numbers changed meanwhile. */
#define ATTEMPTS 4

static const char *default_columns(const struct translate_run *run)
{
	switch (run->mode) {
	case TRANSLATE_INIT:
		return "PIDNS,TO,LEVEL,OWNER,COMMAND";
	case TRANSLATE_LIST:
		return "PID,TO,LEVEL,PIDNS,COMMAND";
	case TRANSLATE_FIND:
		return "PID,TO,PIDNS,INIT,OWNER,COMMAND";
	case TRANSLATE_PIDS:
	case TRANSLATE_FILTER:
		break;
	}
	return run->from || run->to ? "PID,TO,PIDNS,COMMAND" : "PID,LEVEL,PIDNS,TO,COMMAND";
}

static bool choose_columns(struct translate_run *run)
{
	char columns[64];

	if (run->all_columns) {
		table_choose_all(&run->table);
		return true;
	}
	/* programs find out why in the same place */
	strcpy(columns, default_columns(run));
	if (table_form_is_json(run->table.form))
		strcat(columns, ",ERROR");
	return table_choose(&run->table, run->columns, columns);
}

int translate_gather_between(struct translate_gather *gather, int from, int to, struct pns_translate **translate)
{
	const struct translate_direction direction = {
		.from = from,
		.to = to,
		.from_name = translate_from_name(gather->run),
		.to_name = translate_from_name(gather->run),
	};

	return translate_open_context(gather->run, &direction, translate);
}

/* What tells the caller's number of a process: nothing is needed if one of the sides is the caller's. */
static int open_to_caller(struct translate_gather *gather)
{
	struct translate_run *run = gather->run;
	const struct translate_direction direction = {
		.from = run->from_ref.nsfd,
		.to = gather->own.nsfd,
		.from_name = translate_from_name(run),
		.to_name = "self",
	};

	if (run->from_ref.nsfd == PNS_NO_FD || pns_ns_is_same(run->from_ref.nsfd, gather->own.nsfd) ||
	    gather->to_level == 0)
		return 0;
	return translate_open_context(gather->run, &direction, &gather->here);
}

static int refuse_procfs(struct translate_run *run, int err)
{
	struct pns_diag diag;

	pns_diag_init(&diag, NULL, NULL);
	if (err == EOPNOTSUPP)
		pns_refuse_missing(&diag, PNS_CALL_OPEN, ENOENT, "/proc");
	else
		pns_refuse(&diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_OPEN, err, "/proc");
	return translate_refuse(run, &diag);
}

int translate_gather_open(struct translate_gather *gather)
{
	struct translate_run *run = gather->run;
	int status = choose_columns(run) ? 0 : CLI_EXIT_USAGE;

	if (status == 0)
		status = translate_open_ref(run, "self", &gather->own);
	if (status)
		return status;
	gather->own_inode = pns_ns_inode(gather->own.nsfd);
	gather->procfs = pns_caller_own_proc(run->caller);
	if (gather->procfs < 0 && gather->procfs != -EOPNOTSUPP)
		return refuse_procfs(run, -gather->procfs);
	gather->to_level = run->to_own || run->to_ref.nsfd == PNS_TRANSLATE_INITIAL ? -1 :
			   pns_pidns_distance(run->caller, run->to_ref.nsfd, gather->own.nsfd);
	gather->wants_task = translate_table_task_wants(&run->table);
	gather->wants_pidns = translate_table_pidns_wants(&run->table);
	status = open_to_caller(gather);
	if (status == 0 && table_open(&run->table) < 0)
		status = CLI_EXIT_SYSTEM;
	return status;
}

int translate_gather_need_procfs(struct translate_gather *gather)
{
	return gather->procfs < 0 ? refuse_procfs(gather->run, -gather->procfs) : 0;
}

void translate_gather_close(struct translate_gather *gather)
{
	pns_translate_close(&gather->here);
	pns_ref_close(&gather->own);
	pns_close(&gather->pidns_of);
	pns_pidns_info_free(&gather->pidns);
	pns_pidns_info_free(&gather->own_pidns);
}

static void describe_pidns(struct translate_gather *gather, int nsfd, struct pns_pidns_info *info)
{
	int rc;

	pns_pidns_info_free(info);
	rc = pns_pidns_info(gather->run->caller, nsfd, gather->wants_pidns, info);
	if (rc < 0)
		gather->failed = rc;
}

const struct pns_pidns_info *translate_gather_pidns(struct translate_gather *gather, int nsfd)
{
	/* while both are held, the inode is enough to tell them apart */
	uint64_t inode = nsfd >= 0 && (gather->wants_task & PNS_TASK_PIDNS) ? pns_ns_inode(nsfd) : 0;

	if (!inode)
		return NULL;
	if (inode == gather->own_inode) {
		if (!gather->own_pidns.inode)
			describe_pidns(gather, nsfd, &gather->own_pidns);
		return &gather->own_pidns;
	}
	if (gather->pidns_of < 0 || inode != gather->pidns.inode) {
		pns_close(&gather->pidns_of);
		gather->pidns_of = pns_ns_dup(nsfd);
		describe_pidns(gather, nsfd, &gather->pidns);
	}
	return &gather->pidns;
}

/* One number: it is in the caller's namespace, even if it may not be looked at. */
static int infer_pidns(const struct translate_gather *gather, struct pns_task_info *task)
{
	int copy;

	if (task->nsfd >= 0 || !task->has_status || task->status.levels > 1)
		return 0;
	copy = pns_ns_dup(gather->own.nsfd);
	task->nsfd = copy < 0 ? PNS_NO_FD : copy;
	return copy < 0 ? copy : 0;
}

int translate_gather_look(struct translate_gather *gather, struct pns_task_info *task)
{
	struct pns_caller *caller = gather->run->caller;
	int rc = pns_task_look(caller, gather->procfs, gather->wants_task, task);

	/* what is in the caller's own has one number, which is known */
	if (rc == 0 && gather->wants_levels && task->nsfd >= 0 && pns_ns_inode(task->nsfd) != gather->own_inode)
		rc = pns_task_look(caller, gather->procfs, PNS_TASK_STATUS, task);
	if (rc == 0 && (gather->wants_task & PNS_TASK_PIDNS))
		rc = infer_pidns(gather, task);
	return rc;
}

int translate_gather_task(struct translate_gather *gather, pid_t here, struct pns_task_info *task)
{
	int rc = pns_task_hold(gather->run->caller, here, task);

	if (rc == 0)
		rc = translate_gather_look(gather, task);
	if (rc < 0)
		pns_task_info_close(task);
	return rc;
}

int translate_gather_error(const struct pns_answer *answer)
{
	if (pns_answer_is_none(answer))
		return 0;
	return answer->err ? -answer->err : -EPERM;
}

/*
 * The caller's number of the process that @answer is about, or of the one that has @pid; 0: it has none, and -errno
 * if nobody can tell.
 */
static pid_t number_for_caller(struct translate_gather *gather, pid_t pid, const struct pns_answer *answer)
{
	struct pns_answer here;

	if (gather->to_level == 0)
		return answer->pid;
	if (!gather->here)
		return pid;
	if (pns_translate(gather->here, pid, 0, &here) == 0)
		return here.pid;
	return translate_gather_error(&here);
}

static bool cannot_tell(struct pns_answer *answer, int rc)
{
	*answer = (struct pns_answer){ .reason = PNS_REASON_SYSTEM_ERROR, .err = -rc };
	return true;
}

/*
 * Whether @answer holds once more: 1, 0, or -errno if that cannot be told. Its process is held meanwhile: if that still
 * has its number in the end, this time it was about that one.
 */
static int confirm(struct translate_gather *gather, const struct translate_request *request,
		   const struct pns_answer *answer, pid_t here)
{
	struct pns_answer again;
	pid_t number;

	pns_translate(gather->run->translate, request->pid, request->inode, &again);
	if (pns_is_shortage(-again.err))
		return -again.err;
	if (again.pid != answer->pid || again.reason != answer->reason)
		return 0;
	number = number_for_caller(gather, request->pid, &again);
	return pns_is_shortage(number) ? number : number == here;
}

/*
 * Returns 1: what was found is about one process, and final. Else 0, or what kept the process, whose number was
 * told, from being held.
 */
static int try_gather(struct translate_gather *gather, const struct translate_request *request,
		       struct pns_answer *answer, struct pns_task_info *task)
{
	int rc = pns_translate(gather->run->translate, request->pid, request->inode, answer), held, sure;
	pid_t here;

	here = gather->wants_task && answer->reason != PNS_REASON_PROCESS_GONE ?
		number_for_caller(gather, request->pid, answer) : 0;
	if (here <= 0)
		return here == 0 || cannot_tell(answer, here);
	held = translate_gather_task(gather, here, task);
	if (held < 0 && !pns_proc_is_missing(held) && held != -EOPNOTSUPP)
		return cannot_tell(answer, held);
	/* nothing can hold a task here: the answer stands for itself */
	if (held < 0)
		return rc < 0 || held == -EOPNOTSUPP ? 1 : held;
	sure = confirm(gather, request, answer, here);
	if (sure > 0 && pns_process_exists(gather->run->caller, task->held))
		return true;
	pns_task_info_close(task);
	return sure < 0 && cannot_tell(answer, sure);
}

void translate_gather(struct translate_gather *gather, const struct translate_request *request,
		      struct pns_answer *answer, struct pns_task_info *task)
{
	int i, rc = 0;

	if (request->pid == 0) {
		translate_one(gather->run, request, answer);
		return;
	}
	for (i = 0; i < ATTEMPTS; i++) {
		rc = try_gather(gather, request, answer, task);
		if (rc > 0)
			return;
	}
	/* it is there each time, and hidden from the caller */
	*answer = (struct pns_answer){ .reason = rc < 0 ? PNS_REASON_NO_ACCESS : PNS_REASON_PROCESS_GONE };
}

int translate_gather_add(struct translate_gather *gather, const struct translate_row *row)
{
	return gather->failed ? gather->failed : translate_table_add(&gather->run->table, row);
}

int translate_gather_settle(struct translate_gather *gather)
{
	return gather->run->unbuffered ? table_flush(&gather->run->table) : 0;
}

/* Which of its numbers are those in the namespace wanted. */
static int level_wanted(const struct translate_gather *gather, const struct pns_task_info *task)
{
	return gather->run->to_own ? task->status.levels - 1 : gather->to_level;
}

int translate_gather_row(struct translate_gather *gather, const struct translate_request *request,
			 const struct pns_answer *answer, const struct pns_task_info *task)
{
	const struct translate_row row = {
		.pid = request->pid,
		.to = answer->pid,
		.task = task->held < 0 ? NULL : task,
		.level = answer->pid ? level_wanted(gather, task) : -1,
		.levels = task->has_status ? task->status.levels : 0,
		.pidns = translate_gather_pidns(gather, task->nsfd),
		.via = answer->pid && !answer->via ? pns_translate_via(gather->run->translate) : answer->via,
		.reason = answer->reason,
	};

	return translate_gather_add(gather, &row);
}

int translate_gather_told_row(struct translate_gather *gather, pid_t pid, pid_t to, const struct translate_told *told)
{
	struct pns_task_info task;
	struct pns_pidns_info pidns;
	const struct translate_row row = {
		.pid = pid,
		.to = to,
		.task = &task,
		.level = gather->to_level,
		.pidns = &pidns,
	};

	translate_told_describe(told, &task, &pidns);
	return translate_gather_add(gather, &row);
}

int translate_gather_print(struct translate_gather *gather, int rc)
{
	struct table *table = &gather->run->table;
	struct pns_diag diag;

	if (rc == 0)
		rc = gather->failed;
	if (rc == 0)
		rc = table_close(table);
	if (rc == 0)
		return translate_status(gather->run);
	if (table->write_error) {
		table_drop(table);
		return translate_io_error(table->write_error, _("write error"));
	}
	message("%s", explain_errno(rc));
	/* a part of the rows would look like all of them */
	table_give_up(table);
	pns_diag_init(&diag, NULL, NULL);
	pns_refuse(&diag, pns_errno_reason(rc), PNS_CALL_NONE, -rc, NULL);
	explain_refusal_json(&diag, table->form);
	return CLI_EXIT_SYSTEM;
}
