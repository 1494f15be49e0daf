// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "translate/pid-index.h"

#include <errno.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "process/pid-list.h"
#include "process/status.h"
#include "translate/nspid.h"

#define SMALLEST 256

static size_t slot_of(const struct pns_pid_index *index, pid_t pid)
{
	/* PIDs are given out one after the other: they spread by themselves */
	return (size_t)pid & (index->size - 1);
}

static void put(struct pns_pid_index *index, const struct pns_pid_index_entry *entry)
{
	size_t at = slot_of(index, entry->pid);

	while (index->slots[at].pid)
		at = (at + 1) & (index->size - 1);
	index->slots[at] = *entry;
	index->used++;
}

static int grow(struct pns_pid_index *index)
{
	struct pns_pid_index bigger = { .size = index->size ? 2 * index->size : SMALLEST };
	size_t i;

	bigger.slots = calloc(bigger.size, sizeof(*bigger.slots));
	if (!bigger.slots)
		return -ENOMEM;
	for (i = 0; i < index->size; i++)
		if (index->slots[i].pid)
			put(&bigger, &index->slots[i]);
	free(index->slots);
	*index = bigger;
	return 0;
}

static int add(struct pns_pid_index *index, const struct pns_pid_index_entry *entry)
{
	int rc = 2 * index->used < index->size ? 0 : grow(index);

	if (rc == 0)
		put(index, entry);
	return rc;
}

const struct pns_pid_index_entry *pns_pid_index_next(const struct pns_pid_index *index, pid_t pid, size_t *cursor)
{
	const struct pns_pid_index_entry *entry;

	while (*cursor < index->size) {
		entry = &index->slots[(slot_of(index, pid) + (*cursor)++) & (index->size - 1)];
		if (!entry->pid)
			return NULL;
		if (entry->pid == pid)
			return entry;
	}
	return NULL;
}

void pns_pid_index_free(struct pns_pid_index *index)
{
	free(index->slots);
	*index = (struct pns_pid_index){ .slots = NULL };
}

/* What a scan carries along. */
struct scan {
	struct pns_pid_index index;
	const struct pns_side *side;
};

static int add_thread(struct scan *scan, int dir, struct pns_pid_index_entry *entry)
{
	_cleanup_close_ int task = pns_proc_open(dir, entry->here);
	struct pns_proc_status status;
	int rc = task < 0 ? task : pns_proc_status(task, &status);

	if (pns_proc_is_missing(rc))
		return 0;
	if (rc < 0)
		return rc;
	entry->pid = status.pid[scan->side->level];
	return entry->pid ? add(&scan->index, entry) : 0;
}

/* Threads share the namespace of their leader: only the numbers are their own. */
static int add_threads(struct scan *scan, int process, const struct pns_pid_index_entry *leader)
{
	_cleanup_close_ int dir = pns_proc_openat(process, "task", O_RDONLY | O_DIRECTORY);
	_cleanup_proc_list_ struct pns_proc_list tasks = PNS_PROC_LIST_INIT;
	struct pns_pid_index_entry entry = *leader;
	int rc;

	rc = dir < 0 ? dir : pns_proc_list_open(&tasks, dir);
	while (rc == 0 && (rc = pns_proc_list_next(&tasks, &entry.here)) > 0)
		rc = entry.here == leader->here ? 0 : add_thread(scan, dir, &entry);
	return pns_proc_is_missing(rc) ? 0 : rc;
}

static int add_process(struct scan *scan, int root, pid_t pid)
{
	_cleanup_close_ int process = pns_proc_open(root, pid);
	struct pns_pid_index_entry entry = { .here = pid };
	struct pns_proc_status status;
	int rc = process < 0 ? process : pns_proc_status(process, &status);

	/* what is gone or hidden is not in the index */
	if (pns_proc_is_missing(rc))
		return 0;
	if (rc == 0)
		rc = pns_nspid_number(scan->side, status.pid, status.levels, process);
	if (rc == PNS_ASK_NOT_VISIBLE || rc == -ESRCH)
		return 0;
	if (rc < 0 && rc != -EACCES)
		return rc;
	entry.pid = status.pid[scan->side->level];
	entry.unsure = rc == -EACCES;
	if (!entry.pid)
		return 0;
	rc = add(&scan->index, &entry);
	return rc == 0 && status.threads > 1 ? add_threads(scan, process, &entry) : rc;
}

int pns_pid_index_scan(struct pns_pid_index *index, int root, const struct pns_side *side)
{
	_cleanup_proc_list_ struct pns_proc_list processes = PNS_PROC_LIST_INIT;
	struct scan scan = { .side = side };
	pid_t pid;
	int rc = pns_proc_list_open(&processes, root);

	while (rc == 0 && (rc = pns_proc_list_next(&processes, &pid)) > 0)
		rc = add_process(&scan, root, pid);
	if (rc < 0) {
		pns_pid_index_free(&scan.index);
		return rc;
	}
	pns_pid_index_free(index);
	*index = scan.index;
	return 0;
}
