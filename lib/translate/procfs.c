// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * Method procfs: /proc/PID/status has the numbers of a task in all namespaces from the procfs down to
 * its own (4.1). The way down is one look at one file; the way up needs an index, and a
 * look at the process that it names. All is about one task: its directory is open meanwhile.
 */
#include "translate/procfs.h"

#include <errno.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "base/parse.h"
#include "namespace/reason.h"
#include "process/process.h"
#include "process/status.h"
#include "translate/nspid.h"
#include "translate/pid-index.h"

struct procfs_method {
	int root;		/* a procfs of the caller's own PID namespace */
	bool hidden;		/* it does not show all processes */
	struct pns_pid_index index;
	bool was_scanned;
	uint64_t clock;		/* at that scan: until it moves on, nobody who was born since can be asked for */
	int failed;		/* the -errno of that scan, or 0 */
	uint64_t births;	/* processes born since boot, before the scan; 0: not known */
};

/* How many processes and threads were ever made on this machine: 0 if that is not shown (subset=pid). */
static uint64_t count_births(int root)
{
	_cleanup_fclose_ FILE *stream = NULL;
	_cleanup_free_ char *line = NULL;
	int fd = pns_procfs_openat(root, "stat", O_RDONLY);
	const char *field = NULL;
	size_t size = 0;

	stream = fd < 0 ? NULL : fdopen(fd, "re");
	if (!stream) {
		pns_close(&fd);
		return 0;
	}
	while (!field && getline(&line, &size, stream) > 0)
		field = pns_find_field(line, "processes");
	return field ? strtoull(field, NULL, 10) : 0;
}

/* Returns 1 if the index is another one now, 0 if it was current, -errno. */
static int update_index(struct pns_translate *translate)
{
	struct procfs_method *method = translate->data;
	uint64_t births, now = translate->clock ? *translate->clock : 0;
	int rc;

	if (method->was_scanned && method->clock == now)
		return method->failed;
	births = count_births(method->root);
	method->was_scanned = true;
	method->clock = now;
	method->failed = 0;
	if (births && births == method->births)
		return 0;
	method->index.room = translate->kept.room / 2;
	rc = pns_pid_index_scan(&method->index, method->root, &translate->from);
	if (rc < 0) {
		method->failed = rc;
		method->births = 0;
		return rc;
	}
	method->births = births;
	return 1;
}

/*
 * A task that /proc does not have: gone, or hidden. With hidepid=invisible its directory may still open by
 * O_PATH, if somebody else has looked it up before; then its files are not there.
 */
static int explain_missing(const struct pns_translate *translate, pid_t pid)
{
	const struct procfs_method *method = translate->data;
	_cleanup_close_ int held = method->hidden ? pns_task_open(translate->caller, pid) : -ESRCH;

	return held >= 0 ? -EACCES : held;
}

/* Ask the task that has the number @here. It is not the one if its number in @from is not that of the question. */
static int ask_task(struct pns_translate *translate, const struct pns_ask *ask, pid_t here)
{
	const struct procfs_method *method = translate->data;
	_cleanup_close_ int task = PNS_NO_FD;
	struct pns_proc_status status;
	int rc;

	pns_kept_hold(ask->hold, here);
	task = pns_proc_open(method->root, here);
	rc = task < 0 ? task : pns_proc_status(task, &status);
	if (rc == -ENOENT || rc == -ESRCH)
		return explain_missing(translate, here);
	if (rc < 0)
		return rc;
	if (ask->route != PNS_ROUTE_FROM_CALLER) {
		rc = pns_nspid_number(&translate->from, status.pid, status.levels, task);
		if (rc < 0 && rc != PNS_ASK_NOT_VISIBLE)
			return rc;
		if (rc != ask->pid)
			return -ESRCH;
	}
	if (ask->route == PNS_ROUTE_TO_CALLER)
		return ask->tgid ? status.tgid[0] : status.pid[0];
	return pns_nspid_number(&translate->to, ask->tgid ? status.tgid : status.pid,
				status.levels, task);
}

/* The numbers of a process are for life: if its directory still has it, nothing else need be looked at. */
static int ask_entry(struct pns_translate *translate, const struct pns_ask *ask,
		     const struct pns_pid_index_entry *entry)
{
	if (entry->dir < 0 || ask->route != PNS_ROUTE_TO_CALLER)
		return ask_task(translate, ask, entry->here);
	pns_kept_hold(ask->hold, entry->here);
	if (faccessat(entry->dir, "stat", F_OK, 0) == 0)
		return entry->here;
	return ask_task(translate, ask, entry->here);
}

static int ask_by_index(struct pns_translate *translate, const struct pns_ask *ask)
{
	const struct procfs_method *method = translate->data;
	const struct pns_pid_index_entry *entry;
	size_t cursor = 0;
	int rc, missing = -ESRCH;

	while ((entry = pns_pid_index_next(&method->index, ask->pid, &cursor))) {
		rc = ask_entry(translate, ask, entry);
		if (rc != -ESRCH && !(rc == -EACCES && entry->unsure))
			return rc;
		if (rc == -EACCES)
			missing = rc;
	}
	return missing;
}

static int ask_procfs(struct pns_translate *translate, const struct pns_ask *ask)
{
	const struct procfs_method *method = translate->data;
	int rc, changed;

	if (ask->route == PNS_ROUTE_FROM_CALLER || translate->from.relation == PNS_RELATION_OWN)
		return ask_task(translate, ask, ask->pid);
	rc = ask_by_index(translate, ask);
	if (rc != -ESRCH)
		return rc;
	changed = update_index(translate);
	if (changed < 0)
		return changed;
	if (changed)
		rc = ask_by_index(translate, ask);
	if (rc == -ESRCH && method->hidden)
		return -EACCES;
	return rc == -ESRCH && method->index.count == 0 ? PNS_ASK_FROM_DEAD : rc;
}

/* Whether the procfs hides processes of others, init among them: 1, 0, or -errno if that cannot be told. */
static int hides_processes(int root)
{
	_cleanup_close_ int init = pns_proc_open(root, 1);
	struct pns_proc_status status;
	int rc = init < 0 ? init : pns_proc_status(init, &status);

	return pns_proc_is_missing(rc) ? 1 : rc;
}

static int open_procfs(struct pns_translate *translate, struct pns_diag *diag)
{
	struct procfs_method *method = calloc(1, sizeof(*method));
	int rc;

	if (!method)
		return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_CALLOC, ENOMEM, NULL);
	translate->data = method;
	method->root = pns_caller_own_proc(translate->caller);
	if (method->root == -EOPNOTSUPP) {
		pns_refuse_missing(diag, PNS_CALL_OPEN, EOPNOTSUPP, "/proc");
		return -EOPNOTSUPP;
	}
	rc = method->root < 0 ? method->root : hides_processes(method->root);
	if (rc < 0)
		return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_OPEN, -rc, "/proc");
	method->hidden = rc;
	return 0;
}

static void close_procfs(struct pns_translate *translate)
{
	struct procfs_method *method = translate->data;

	if (!method)
		return;
	pns_pid_index_free(&method->index);
	free(method);
}

const struct pns_method_ops pns_method_procfs = {
	.id = PNS_TRANSLATOR_PROCFS,
	.call = PNS_CALL_PROCFS,
	.can_go_through = true,
	.open = open_procfs,
	.ask = ask_procfs,
	.close = close_procfs,
};
