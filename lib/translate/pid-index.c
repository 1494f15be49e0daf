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

static int add_entry(struct pns_pid_index *index, pid_t pid, const struct pns_pid_index_entry *entry)
{
	size_t count = index->count;
	struct pns_pid_index_entry *bigger;
	uint64_t *first = pns_map_at(&index->first, (uint64_t)pid);

	if (!first)
		return -ENOMEM;
	/* a power of two: it is full */
	if ((count & (count - 1)) == 0) {
		bigger = reallocarray(index->entries, count ? 2 * count : 1, sizeof(*bigger));
		if (!bigger)
			return -ENOMEM;
		index->entries = bigger;
	}
	index->entries[count] = *entry;
	index->entries[count].next = *first;
	*first = ++index->count;
	return 0;
}

const struct pns_pid_index_entry *pns_pid_index_next(const struct pns_pid_index *index, pid_t pid, size_t *cursor)
{
	const uint64_t *first = *cursor ? NULL : pns_map_find(&index->first, (uint64_t)pid);

	if (first)
		*cursor = *first;
	else if (*cursor)
		*cursor = index->entries[*cursor - 1].next;
	return *cursor ? &index->entries[*cursor - 1] : NULL;
}

static void close_all(struct pns_pid_index *index)
{
	size_t i;

	for (i = 0; i < index->count; i++)
		pns_close(&index->entries[i].dir);
	index->open = 0;
}

void pns_pid_index_free(struct pns_pid_index *index)
{
	close_all(index);
	pns_map_free(&index->first);
	free(index->entries);
	*index = (struct pns_pid_index){ .entries = NULL };
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
	pid_t pid;

	if (pns_proc_is_missing(rc))
		return 0;
	if (rc < 0)
		return rc;
	pid = status.pid[scan->side->level];
	return pid ? add_entry(&scan->index, pid, entry) : 0;
}

/* Threads share the namespace of their leader: only the numbers are their own. */
static int add_threads(struct scan *scan, int process, const struct pns_pid_index_entry *leader)
{
	_cleanup_close_ int dir = pns_proc_openat(process, "task", O_RDONLY | O_DIRECTORY);
	_cleanup_proc_list_ struct pns_proc_list tasks = PNS_PROC_LIST_INIT;
	struct pns_pid_index_entry entry = { .unsure = leader->unsure, .dir = PNS_NO_FD };
	int rc;

	rc = dir < 0 ? dir : pns_proc_list_open(&tasks, dir);
	while (rc == 0 && (rc = pns_proc_list_next(&tasks, &entry.here)) > 0)
		rc = entry.here == leader->here ? 0 : add_thread(scan, dir, &entry);
	return pns_proc_is_missing(rc) ? 0 : rc;
}

static void keep_open(struct pns_pid_index *index, size_t at, int *process)
{
	if (index->open >= index->room)
		return;
	index->entries[at].dir = pns_steal_fd(process);
	index->open++;
}

static int add_process(struct scan *scan, int root, pid_t here)
{
	_cleanup_close_ int process = pns_proc_open(root, here);
	struct pns_pid_index_entry entry = { .here = here, .dir = PNS_NO_FD };
	struct pns_proc_status status;
	size_t at = scan->index.count;
	int rc = process < 0 ? process : pns_proc_status(process, &status);
	pid_t pid;

	/* what is gone or hidden is not in the index */
	if (pns_proc_is_missing(rc))
		return 0;
	if (rc == 0)
		rc = pns_nspid_number(scan->side, status.pid, status.levels, process);
	if (rc == PNS_ASK_NOT_VISIBLE || rc == -ESRCH)
		return 0;
	if (rc < 0 && rc != -EACCES)
		return rc;
	pid = status.pid[scan->side->level];
	entry.unsure = rc == -EACCES;
	if (!pid)
		return 0;
	rc = add_entry(&scan->index, pid, &entry);
	if (rc == 0 && status.threads > 1)
		rc = add_threads(scan, process, &entry);
	if (rc == 0 && !entry.unsure)
		keep_open(&scan->index, at, &process);
	return rc;
}

int pns_pid_index_scan(struct pns_pid_index *index, int root, const struct pns_side *side)
{
	_cleanup_proc_list_ struct pns_proc_list processes = PNS_PROC_LIST_INIT;
	struct scan scan = { .side = side, .index.room = index->room };
	pid_t pid;
	int rc = pns_proc_list_open(&processes, root);

	close_all(index);
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
