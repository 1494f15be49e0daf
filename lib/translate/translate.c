// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "translate/translate.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "namespace/denied-by.h"
#include "namespace/namespace.h"
#include "namespace/reason.h"
#include "process/own-namespace.h"
#include "process/process.h"
#include "translate/ioctl.h"
#include "translate/method.h"
#include "translate/pidfd.h"
#include "translate/procfs.h"
#include "translate/ucred.h"

/* How often a question is put again whose numbers changed owner while it was asked. */
#define ATTEMPTS 8

/* AUTO is a name only. */
static const struct pns_method_ops *const methods[PNS_TRANSLATOR_COUNT] = {
	[PNS_TRANSLATOR_IOCTL] = &pns_method_ioctl,
	[PNS_TRANSLATOR_PIDFD] = &pns_method_pidfd,
	[PNS_TRANSLATOR_PROCFS] = &pns_method_procfs,
	[PNS_TRANSLATOR_UCRED] = &pns_method_ucred,
};

static int find_relation(const struct pns_translate *translate, struct pns_side *side,
		     struct pns_diag *diag)
{
	side->level = pns_pidns_distance(translate->caller, side->nsfd, translate->own);
	if (side->level >= 0) {
		side->relation = side->level ? PNS_RELATION_BELOW : PNS_RELATION_OWN;
		return 0;
	}
	/* the kernel's EPERM is -EXDEV here: a filter is what cannot be asked through */
	if (side->level != -EXDEV)
		return pns_refuse(diag, side->level == -EOPNOTSUPP ? PNS_REASON_BLOCKED_BY_SECCOMP :
				  PNS_REASON_SYSTEM_ERROR, PNS_CALL_IOCTL, -side->level, side->name);
	side->relation = PNS_RELATION_ABOVE;
	return pns_ioctl_is_above(side->nsfd) ? 0 :
		pns_refuse(diag, PNS_REASON_NOT_A_DESCENDANT, PNS_CALL_IOCTL, ESRCH, side->name);
}

/* Methods that start from the caller's own namespace see nothing above it. */
static bool is_in_reach(const struct pns_translate *translate, const struct pns_method_ops *ops)
{
	return ops->id == PNS_TRANSLATOR_IOCTL ||
	       (translate->from.relation != PNS_RELATION_ABOVE &&
		translate->to.relation != PNS_RELATION_ABOVE);
}

static int try_method(struct pns_translate *translate, enum pns_translator id,
		      struct pns_diag *diag)
{
	const struct pns_method_ops *ops = methods[id];
	const char *above = translate->to.relation == PNS_RELATION_ABOVE ? translate->to.name :
			    translate->from.name;
	int rc;

	pns_diag_clear(diag);
	if (!is_in_reach(translate, ops)) {
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
	int rc = -EOPNOTSUPP;
	size_t i;

	if (plan->via != PNS_TRANSLATOR_AUTO)
		return try_method(translate, plan->via, diag);
	for (i = 0; rc == -EOPNOTSUPP && i < sizeof(order) / sizeof(order[0]); i++)
		rc = try_method(translate, order[i], diag);
	if (rc == 0)
		pns_diag_clear(diag);
	return rc;
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
	opened->caller = plan->caller;
	opened->tgid = plan->tgid;
	opened->identity = plan->identity;
	opened->held = plan->held;
	opened->clock = plan->clock;
	opened->own = pns_caller_ns(plan->caller, CLONE_NEWPID);
	if (opened->own == -EOPNOTSUPP)
		return pns_refuse_missing(diag, PNS_CALL_OPEN, EOPNOTSUPP, "self");
	if (opened->own < 0)
		return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_OPEN, -opened->own, "self");
	rc = find_relation(opened, &opened->from, diag);
	if (rc == 0)
		rc = find_relation(opened, &opened->to, diag);
	if (rc == 0)
		rc = choose_method(opened, plan, diag);
	/* to ask the kernel costs no more than to see whether a process lives */
	if (rc == 0 && plan->recurring && opened->ops->id != PNS_TRANSLATOR_IOCTL)
		pns_kept_init(&opened->kept);
	if (rc == 0)
		*translate = pns_steal_ptr(opened);
	return rc;
}

static int ask(struct pns_translate *translate, enum pns_route route, pid_t pid, bool tgid)
{
	const struct pns_ask question = { .route = route, .pid = pid, .tgid = tgid };

	return translate->ops->ask(translate, &question);
}

/* One question to the kernel, if one is enough; @hold as in struct pns_ask. */
static int ask_directly(struct pns_translate *translate, pid_t pid, int *hold)
{
	struct pns_ask question = { .route = PNS_ROUTE_THROUGH, .pid = pid, .tgid = translate->tgid, .hold = hold };

	if (translate->to.relation == PNS_RELATION_OWN)
		question.route = PNS_ROUTE_TO_CALLER;
	else if (translate->from.relation == PNS_RELATION_OWN)
		question.route = PNS_ROUTE_FROM_CALLER;
	return translate->ops->ask(translate, &question);
}

/* The same, or what was found before. */
static int ask_or_recall(struct pns_translate *translate, pid_t pid)
{
	_cleanup_close_ int hold = PNS_NO_FD;
	int rc;

	if (pns_kept_find(&translate->kept, translate->clock, pid, &rc))
		return rc;
	rc = ask_directly(translate, pid, pns_kept_wants(&translate->kept, pid) ? &hold : NULL);
	if (rc > 0 || rc == PNS_ASK_NOT_VISIBLE)
		pns_kept_add(&translate->kept, pid, pns_steal_fd(&hold), rc);
	return rc;
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

/*
 * Hold what has @pid: its number here is asked for, a pidfd opened, and the number asked for again. If the
 * process still exists when all is done, then the number was its own all the time.
 */
static int hold_process_of(struct pns_translate *translate, pid_t pid, uint64_t inode, struct held *held)
{
	pid_t number = ask(translate, PNS_ROUTE_TO_CALLER, pid, false);
	int rc;

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

static int ask_held(struct pns_translate *translate, pid_t pid, uint64_t inode, uint64_t *found)
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
	if (translate->to.relation != PNS_RELATION_OWN)
		answer = ask(translate, PNS_ROUTE_FROM_CALLER, held.number, false);
	if (translate->identity)
		rc = pns_pidfd_inode(leader < 0 ? task : leader, found);
	if (rc == 0)
		rc = pns_process_check(translate->caller, task);
	if (rc == 0 && leader >= 0)
		rc = pns_process_check(translate->caller, leader);
	if (rc == -ESRCH)
		return PNS_ASK_CHANGED;
	return rc < 0 ? rc : answer;
}

/* What the kernel's errno means, of the calls that the methods make. All others are told as they are. */
static enum pns_reason reason_of_errno(int err, uint64_t inode)
{
	switch (err) {
	case ESRCH:
		return inode ? PNS_REASON_PROCESS_GONE : PNS_REASON_NO_SUCH_PROCESS;
	case EACCES:
		return PNS_REASON_NO_ACCESS;
	case EOPNOTSUPP:
		return pns_ioctl_filter_errno(PNS_NS_GET_PARENT) ? PNS_REASON_BLOCKED_BY_SECCOMP :
								   PNS_REASON_KERNEL_WITHOUT_FEATURE;
	default:
		return pns_errno_reason(-err);
	}
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
		return (struct pns_answer){ .reason = reason_of_errno(-rc, inode), .err = -rc };
	}
}

static int ask_until_sure(struct pns_translate *translate, pid_t pid, uint64_t inode, uint64_t *found)
{
	bool one_hop = translate->from.relation == PNS_RELATION_OWN ||
		       translate->to.relation == PNS_RELATION_OWN || translate->ops->can_go_through;
	bool directly = one_hop && !inode && !translate->identity && !translate->held;
	int rc = PNS_ASK_CHANGED, i;

	for (i = 0; rc == PNS_ASK_CHANGED && i < ATTEMPTS; i++)
		rc = directly ? ask_or_recall(translate, pid) : ask_held(translate, pid, inode, found);
	return rc;
}

int pns_translate(struct pns_translate *translate, pid_t pid, uint64_t inode,
		  struct pns_answer *answer)
{
	uint64_t found = 0;
	int rc = ask_until_sure(translate, pid, inode, &found);

	if (rc > 0) {
		*answer = (struct pns_answer){ .pid = rc, .inode = found };
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
	pns_kept_free(&opened->kept);
	free(opened);
	*translate = NULL;
}
