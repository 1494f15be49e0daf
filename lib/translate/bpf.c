// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * Method bpf: a BPF program tells the number of a task in the initial PID namespace (5.17), which nothing else shows
 * to who is below it. From the caller's number, it is one look at one task; from the initial number, that
 * of the caller is found by a list of all tasks, and the task that has it is looked at. A pidfd, opened before the look
 * and alive after it, makes sure whom it was about.
 */
#include "translate/bpf.h"

#include <errno.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/map.h"
#include "find/bpf-load.h"
#include "find/task-list.h"
#include "namespace/denied-by.h"
#include "process/process.h"

struct bpf_method {
	int program;
	struct pns_map here;	/* from an initial number to the caller's, at the time of the last list */
	bool was_listed;
	uint64_t clock;		/* at that time: until it moves on, nobody who was born since can be asked for */
	int failed;		/* the -errno of that list, or 0 */
};

/* A pns_task_fn */
static int index_task(void *data, const struct pns_task_record *record)
{
	uint64_t *here = pns_map_at(data, (uint64_t)record->initial);

	if (!here)
		return -ENOMEM;
	*here = (uint64_t)record->pid[0];
	return 0;
}

/* Returns 1 if the index is another one now, 0 if it was current, -errno. */
static int update_index(struct pns_translate *translate)
{
	struct bpf_method *method = translate->data;
	uint64_t now = translate->clock ? *translate->clock : 0;

	if (method->was_listed && method->clock == now)
		return method->failed;
	pns_map_free(&method->here);
	method->was_listed = true;
	method->clock = now;
	method->failed = pns_task_list_run(method->program, 0, index_task, &method->here);
	return method->failed < 0 ? method->failed : 1;
}

struct look {
	pid_t here;
	struct pns_task_record record;
};

/* A pns_task_fn */
static int take_task(void *data, const struct pns_task_record *record)
{
	struct look *look = data;

	if (record->pid[0] != look->here)
		return 0;
	look->record = *record;
	return 1;
}

static int look_at(const struct bpf_method *method, struct look *look)
{
	int rc = pns_task_list_run(method->program, look->here, take_task, look);

	/* the list of one task may be without one that is a thread */
	if (rc == 0)
		rc = pns_task_list_run(method->program, 0, take_task, look);
	if (rc < 0)
		return rc;
	return rc == 0 ? -ESRCH : 0;
}

/* Ask the task that has the number @here. It is not the one if its initial number is not that of the question. */
static int ask_task(struct pns_translate *translate, const struct pns_ask *ask, pid_t here)
{
	_cleanup_close_ int held = pns_task_open(translate->caller, here);
	struct look look = { .here = here };
	int rc = held < 0 ? held : look_at(translate->data, &look);

	if (rc == 0)
		rc = pns_process_check(translate->caller, held);
	if (rc < 0)
		return rc;
	if (ask->route == PNS_ROUTE_TO_CALLER && translate->from.relation == PNS_RELATION_INITIAL &&
	    look.record.initial != ask->pid)
		return -ESRCH;
	if (ask->hold)
		*ask->hold = pns_steal_fd(&held);
	if (ask->route == PNS_ROUTE_TO_CALLER)
		return ask->tgid ? look.record.tgid : here;
	return ask->tgid ? look.record.initial_tgid : look.record.initial;
}

static int ask_by_index(struct pns_translate *translate, const struct pns_ask *ask)
{
	const struct bpf_method *method = translate->data;
	const uint64_t *here = pns_map_find(&method->here, (uint64_t)ask->pid);

	return here ? ask_task(translate, ask, (pid_t)*here) : -ESRCH;
}

static int ask_bpf(struct pns_translate *translate, const struct pns_ask *ask)
{
	int rc, changed;

	if (translate->from.relation != PNS_RELATION_INITIAL)
		return ask_task(translate, ask, ask->pid);
	rc = ask_by_index(translate, ask);
	if (rc != -ESRCH)
		return rc;
	changed = update_index(translate);
	if (changed < 0)
		return changed;
	if (changed)
		rc = ask_by_index(translate, ask);
	return rc == -ESRCH ? PNS_ASK_OUT_OF_SIGHT : rc;
}

/* Why the program was not loaded. */
static enum pns_reason reason_of_load(int err)
{
	if (err == EOPNOTSUPP)
		return PNS_REASON_KERNEL_WITHOUT_FEATURE;
	if (err != EPERM && err != EACCES && err != ENOSYS)
		return PNS_REASON_SYSTEM_ERROR;
	if (pns_bpf_check_privilege() == -EPERM)
		return PNS_REASON_NO_PRIVILEGE;
	if (pns_call_is_filtered(PNS_CALL_BPF, 0, err))
		return PNS_REASON_BLOCKED_BY_SECCOMP;
	return err == ENOSYS ? PNS_REASON_KERNEL_WITHOUT_FEATURE : PNS_REASON_BLOCKED_BY_LSM;
}

static int open_bpf(struct pns_translate *translate, struct pns_diag *diag)
{
	const char *name = translate->from.relation == PNS_RELATION_INITIAL ? translate->from.name :
			   translate->to.name;
	struct bpf_method *method = calloc(1, sizeof(*method));

	if (!method)
		return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_CALLOC, ENOMEM, NULL);
	method->program = pns_task_list_load();
	translate->data = method;
	if (method->program < 0)
		return pns_refuse(diag, reason_of_load(-method->program), PNS_CALL_BPF, -method->program, name);
	return 0;
}

static void close_bpf(struct pns_translate *translate)
{
	struct bpf_method *method = translate->data;

	if (!method)
		return;
	pns_close(&method->program);
	pns_map_free(&method->here);
	free(method);
}

const struct pns_method_ops pns_method_bpf = {
	.id = PNS_TRANSLATOR_BPF,
	.call = PNS_CALL_BPF,
	.can_go_through = false,
	.open = open_bpf,
	.ask = ask_bpf,
	.close = close_bpf,
};
