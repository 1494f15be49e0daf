// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "translate/translate.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "namespace/namespace.h"
#include "namespace/reason.h"
#include "process/own-namespace.h"
#include "process/process.h"
#include "translate/bpf.h"
#include "translate/ioctl.h"
#include "translate/method.h"
#include "translate/own-number.h"
#include "translate/pidfd.h"
#include "translate/procfs.h"
#include "translate/relation.h"
#include "translate/ucred.h"

/* How often a question is put again whose numbers changed owner while it was asked. */
#define ATTEMPTS 8

/* AUTO is a name only. */
static const struct pns_method_ops *const methods[PNS_TRANSLATOR_COUNT] = {
	[PNS_TRANSLATOR_BPF] = &pns_method_bpf,
	[PNS_TRANSLATOR_IOCTL] = &pns_method_ioctl,
	[PNS_TRANSLATOR_PIDFD] = &pns_method_pidfd,
	[PNS_TRANSLATOR_PROCFS] = &pns_method_procfs,
	[PNS_TRANSLATOR_UCRED] = &pns_method_ucred,
};

static bool is_to_own(const struct pns_translate *translate)
{
	return translate->to.relation == PNS_RELATION_EACH_OWN;
}

static int try_method(struct pns_translate *translate, enum pns_translator id,
		      struct pns_diag *diag)
{
	const struct pns_method_ops *ops = methods[id];
	const char *above = translate->to.relation == PNS_RELATION_ABOVE ? translate->to.name :
			    translate->from.name;
	int rc;

	pns_diag_clear(diag);
	if (is_to_own(translate) && id != PNS_TRANSLATOR_BPF && !pns_can_tell_own_number(id)) {
		pns_refuse(diag, PNS_REASON_KERNEL_WITHOUT_FEATURE, ops->call, EOPNOTSUPP, translate->to.name);
		return -EOPNOTSUPP;
	}
	if (!pns_relation_is_in_reach(translate, ops->id)) {
		pns_refuse(diag, PNS_REASON_NOT_A_DESCENDANT, ops->call, EOPNOTSUPP, above);
		return -EOPNOTSUPP;
	}
	rc = ops->open(translate, diag);
	if (rc == 0) {
		translate->ops = ops;
	} else if (ops->close) {
		ops->close(translate);
		translate->data = NULL;
	}
	return rc;
}

static int choose_method(struct pns_translate *translate, const struct pns_translate_plan *plan,
			 struct pns_diag *diag)
{
	const enum pns_translator order[] = {
		PNS_TRANSLATOR_IOCTL,
		plan->single ? PNS_TRANSLATOR_UCRED : PNS_TRANSLATOR_PROCFS,
		plan->single ? PNS_TRANSLATOR_PROCFS : PNS_TRANSLATOR_UCRED,
	};
	struct pns_diag other;
	int rc = -EOPNOTSUPP;
	size_t i;

	if (pns_relation_has_initial(translate) && plan->via == PNS_TRANSLATOR_AUTO)
		return try_method(translate, PNS_TRANSLATOR_BPF, diag);
	if (plan->via != PNS_TRANSLATOR_AUTO)
		return try_method(translate, plan->via, diag);
	pns_diag_init(&other, NULL, NULL);
	for (i = 0; rc == -EOPNOTSUPP && i < sizeof(order) / sizeof(order[0]); i++) {
		rc = try_method(translate, order[i], diag);
		if (rc < 0 && diag && diag->reason == PNS_REASON_PROC_OF_ANOTHER_NAMESPACE)
			other = *diag;
	}
	if (rc == 0)
		pns_diag_clear(diag);
	else if (other.reason)
		*diag = other;
	return rc;
}

/* What is needed beside method bpf, if it is. */
static int open_below(struct pns_translate *translate, const struct pns_translate_plan *plan, struct pns_diag *diag)
{
	bool from_initial = translate->from.relation == PNS_RELATION_INITIAL;
	const struct pns_side *other = from_initial ? &translate->to : &translate->from;
	struct pns_translate_plan below = *plan;

	if (!pns_relation_has_initial(translate) || other->relation == PNS_RELATION_OWN || is_to_own(translate))
		return 0;
	*(from_initial ? &below.from : &below.to) = translate->own;
	*(from_initial ? &below.from_name : &below.to_name) = "self";
	below.via = PNS_TRANSLATOR_AUTO;
	below.recurring = false;
	return pns_translate_open(&below, &translate->below, diag);
}

int pns_translate_open(const struct pns_translate_plan *plan, struct pns_translate **translate,
		       struct pns_diag *diag)
{
	_cleanup_translate_ struct pns_translate *opened = calloc(1, sizeof(*opened));
	int rc;

	if (!opened)
		return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_CALLOC, ENOMEM, NULL);
	opened->from = (struct pns_side){ .caller = plan->caller, .nsfd = plan->from, .name = plan->from_name };
	opened->to = (struct pns_side){ .caller = plan->caller, .nsfd = plan->to, .name = plan->to_name };
	if (plan->to_own)
		opened->to.relation = PNS_RELATION_EACH_OWN;
	opened->caller = plan->caller;
	opened->tgid = plan->tgid;
	opened->identity = plan->identity;
	opened->held = plan->held;
	opened->any = plan->via == PNS_TRANSLATOR_AUTO || plan->via == PNS_TRANSLATOR_BPF;
	opened->clock = plan->clock;
	opened->own = pns_caller_ns(plan->caller, CLONE_NEWPID);
	if (opened->own == -EOPNOTSUPP)
		return pns_refuse_missing(diag, PNS_CALL_OPEN, EOPNOTSUPP, "self");
	if (opened->own < 0)
		return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_OPEN, -opened->own, "self");
	rc = pns_relation_find(&opened->from, opened->own, diag);
	if (rc == 0)
		rc = pns_relation_find(&opened->to, opened->own, diag);
	if (rc == 0)
		rc = choose_method(opened, plan, diag);
	if (rc == 0)
		rc = open_below(opened, plan, diag);
	/* to ask the kernel one question costs no more than to see whether a process lives */
	if (rc == 0 && plan->recurring && (opened->ops->id != PNS_TRANSLATOR_IOCTL || plan->to_own))
		pns_kept_init(&opened->kept);
	if (rc == 0)
		*translate = pns_steal_ptr(opened);
	return rc;
}

static int put_question(struct pns_translate *translate, const struct pns_ask *question)
{
	bool from_initial = translate->from.relation == PNS_RELATION_INITIAL;
	struct pns_translate *below = translate->below;
	int rc;

	/* the half of the way that leads past the initial namespace */
	if (!below || (question->route == PNS_ROUTE_TO_CALLER) == from_initial)
		return translate->ops->ask(translate, question);
	rc = below->ops->ask(below, question);
	translate->failure = below->failure;
	return rc;
}

static int ask(struct pns_translate *translate, enum pns_route route, pid_t pid, bool tgid)
{
	const struct pns_ask question = { .route = route, .pid = pid, .tgid = tgid };

	return put_question(translate, &question);
}

/* One question to the kernel, if one is enough; @hold as in struct pns_ask. */
static int ask_directly(struct pns_translate *translate, pid_t pid, int *hold)
{
	struct pns_ask question = { .route = PNS_ROUTE_THROUGH, .pid = pid, .tgid = translate->tgid, .hold = hold };

	if (translate->to.relation == PNS_RELATION_OWN)
		question.route = PNS_ROUTE_TO_CALLER;
	else if (translate->from.relation == PNS_RELATION_OWN)
		question.route = PNS_ROUTE_FROM_CALLER;
	return put_question(translate, &question);
}

/* The task of the question, held, and its thread group leader, if that is wanted and another one. */
struct held {
	int task;
	int leader;
	pid_t number;		/* the caller's number of the one that is wanted */
};

static int hold_task(struct pns_caller *caller, pid_t pid, int *fd)
{
	*fd = pns_task_open(caller, pid);
	if (*fd < 0)
		return *fd == -ESRCH ? PNS_ASK_CHANGED : *fd;
	return 0;
}

static int check_identity(int task, uint64_t wanted)
{
	uint64_t inode;
	int rc = wanted ? pns_pidfd_inode(task, &inode) : 0;

	return rc < 0 || !wanted || inode == wanted ? rc : PNS_ASK_NOT_THE_SAME;
}

/* Whether @pid still has the caller's number @number: 0, or why not. */
static int check_number(struct pns_translate *translate, pid_t pid, bool tgid, pid_t number)
{
	pid_t again = ask(translate, PNS_ROUTE_TO_CALLER, pid, tgid);

	if (again == number)
		return 0;
	return again > 0 || again == -ESRCH ? PNS_ASK_CHANGED : again;
}

/* Hold what has the caller's number @pid: that there is one, the pidfd tells. */
static int hold_process_here(struct pns_translate *translate, pid_t pid, uint64_t inode, struct held *held)
{
	held->number = pid;
	held->task = pns_task_open(translate->caller, pid);
	return held->task < 0 ? held->task : check_identity(held->task, inode);
}

/*
 * Hold what has @pid: its number here is asked for, a pidfd opened, and the number asked for again. If the
 * process still exists when all is done, then the number was its own all the time.
 */
static int hold_process_of(struct pns_translate *translate, pid_t pid, uint64_t inode, struct held *held)
{
	pid_t number;
	int rc;

	if (is_to_own(translate) && translate->from.relation == PNS_RELATION_OWN && !translate->tgid)
		return hold_process_here(translate, pid, inode, held);
	number = ask(translate, PNS_ROUTE_TO_CALLER, pid, false);
	if (number < 0)
		return number;
	rc = hold_task(translate->caller, number, &held->task);
	if (rc == 0)
		rc = check_identity(held->task, inode);
	if (rc < 0)
		return rc;
	held->number = number;
	if (translate->tgid) {
		held->number = ask(translate, PNS_ROUTE_TO_CALLER, pid, true);
		if (held->number < 0)
			return held->number == -ESRCH ? PNS_ASK_CHANGED : held->number;
		rc = held->number == number ? 0 : hold_task(translate->caller, held->number, &held->leader);
		if (rc < 0)
			return rc;
		rc = check_number(translate, pid, true, held->number);
		if (rc < 0)
			return rc;
	}
	return check_number(translate, pid, false, number);
}

/* What was held is left in @hold, if that is not NULL. */
static int ask_held(struct pns_translate *translate, pid_t pid, uint64_t inode, uint64_t *found, int *hold)
{
	_cleanup_close_ int task = PNS_NO_FD;
	_cleanup_close_ int leader = PNS_NO_FD;
	struct held held = { .task = PNS_NO_FD, .leader = PNS_NO_FD };
	int rc = hold_process_of(translate, pid, inode, &held);
	pid_t answer;

	task = held.task < 0 ? PNS_NO_FD : held.task;
	leader = held.leader < 0 ? PNS_NO_FD : held.leader;
	if (rc < 0)
		return rc;
	answer = held.number;
	if (is_to_own(translate))
		answer = pns_ask_own_number(translate, held.number, leader < 0 ? task : leader);
	else if (translate->to.relation != PNS_RELATION_OWN)
		answer = ask(translate, PNS_ROUTE_FROM_CALLER, held.number, false);
	if (translate->identity)
		rc = pns_pidfd_inode(leader < 0 ? task : leader, found);
	if (rc == 0)
		rc = pns_process_check(translate->caller, task);
	if (rc == 0 && leader >= 0)
		rc = pns_process_check(translate->caller, leader);
	if (rc == -ESRCH)
		return PNS_ASK_CHANGED;
	if (rc == 0 && hold)
		*hold = pns_steal_fd(&task);
	return rc < 0 ? rc : answer;
}

/* One question if one is enough, or what was found before. */
static int ask_or_recall(struct pns_translate *translate, pid_t pid)
{
	_cleanup_close_ int hold = PNS_NO_FD;
	uint64_t found;
	int rc, *keep;

	if (pns_kept_find(&translate->kept, translate->clock, pid, &rc))
		return rc;
	keep = pns_kept_wants(&translate->kept, pid) ? &hold : NULL;
	rc = is_to_own(translate) ? ask_held(translate, pid, 0, &found, keep) : ask_directly(translate, pid, keep);
	if (rc > 0 || rc == PNS_ASK_NOT_VISIBLE)
		pns_kept_add(&translate->kept, pid, pns_steal_fd(&hold), rc);
	return rc;
}

static struct pns_answer explain_failure(const struct pns_translate *translate, int rc, uint64_t inode)
{
	const struct pns_diag *failure = &translate->failure;

	switch (rc) {
	case PNS_ASK_NOT_VISIBLE:
		return (struct pns_answer){ .reason = PNS_REASON_NOT_VISIBLE };
	case PNS_ASK_OUT_OF_SIGHT:
		return (struct pns_answer){ .reason = PNS_REASON_OUT_OF_SIGHT };
	case PNS_ASK_FROM_DEAD:
	case PNS_ASK_TO_DEAD:
		return (struct pns_answer){
			.reason = PNS_REASON_DEAD_NAMESPACE,
			.about_to = rc == PNS_ASK_TO_DEAD,
		};
	case PNS_ASK_CHANGED:
	case PNS_ASK_NOT_THE_SAME:
		return (struct pns_answer){ .reason = PNS_REASON_PROCESS_GONE };
	case PNS_ASK_NO_PRIVILEGE:
		return (struct pns_answer){ .reason = PNS_REASON_NO_PRIVILEGE_OVER_OWNER };
	case PNS_ASK_HELPER_FAILED:
		return (struct pns_answer){ .reason = failure->reason, .err = failure->err };
	default:
		return (struct pns_answer){ .reason = pns_method_errno_reason(-rc, inode), .err = -rc };
	}
}

static int ask_until_sure(struct pns_translate *translate, pid_t pid, uint64_t inode, uint64_t *found)
{
	bool one_hop = translate->from.relation == PNS_RELATION_OWN ||
		       translate->to.relation == PNS_RELATION_OWN || translate->ops->can_go_through;
	bool directly = (one_hop || is_to_own(translate)) && !inode && !translate->identity && !translate->held;
	int rc = PNS_ASK_CHANGED, i;

	for (i = 0; rc == PNS_ASK_CHANGED && i < ATTEMPTS; i++)
		rc = directly ? ask_or_recall(translate, pid) : ask_held(translate, pid, inode, found, NULL);
	return rc;
}

int pns_translate(struct pns_translate *translate, pid_t pid, uint64_t inode,
		  struct pns_answer *answer)
{
	uint64_t found = 0;
	int rc;

	translate->answered = translate->ops->id;
	rc = ask_until_sure(translate, pid, inode, &found);
	if (rc > 0) {
		*answer = (struct pns_answer){ .pid = rc, .inode = found, .via = translate->answered };
		return 0;
	}
	*answer = explain_failure(translate, rc, inode);
	return rc;
}

bool pns_answer_is_none(const struct pns_answer *answer)
{
	switch ((int)answer->reason) {
	case PNS_REASON_NO_SUCH_PROCESS:
	case PNS_REASON_PROCESS_GONE:
	case PNS_REASON_NOT_VISIBLE:
	case PNS_REASON_OUT_OF_SIGHT:
	case PNS_REASON_DEAD_NAMESPACE:
	case PNS_REASON_NO_ACCESS:
		return true;
	default:
		return false;
	}
}

enum pns_translator pns_translate_via(const struct pns_translate *translate)
{
	return translate->ops->id;
}

void pns_translate_close(struct pns_translate **translate)
{
	struct pns_translate *opened = *translate;

	if (!opened)
		return;
	if (opened->ops && opened->ops->close)
		opened->ops->close(opened);
	pns_translate_close(&opened->below);
	pns_kept_free(&opened->kept);
	free(opened);
	*translate = NULL;
}
