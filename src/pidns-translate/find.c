// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/find.h"

#include <errno.h>
#include <stdlib.h>

#include "base/map.h"
#include "common/cli.h"
#include "pidns-translate/gather.h"
#include "process/pid-list.h"
#include "process/process.h"

/* A PID to find. */
struct wanted {
	struct translate_request request;
	bool found;
	size_t next;		/* the one behind it with the same PID, from 1; 0: none */
};

/* All of them, in the order in which they were given. */
struct wanted_list {
	struct wanted *wanted;
	size_t count;
	struct pns_map first;	/* from a PID to the first that wants it, from 1 */
};

static int read_wanted(struct translate_run *run, struct wanted_list *list)
{
	struct translate_request request;
	struct wanted *bigger;
	int rc;

	while ((rc = translate_next(run, &request)) > 0) {
		bigger = reallocarray(list->wanted, list->count + 1, sizeof(*bigger));
		if (!bigger)
			return -ENOMEM;
		list->wanted = bigger;
		request.text = NULL;
		list->wanted[list->count++] = (struct wanted){ .request = request };
	}
	return rc;
}

static int index_wanted(struct wanted_list *list)
{
	uint64_t *first;
	size_t i;

	/* from the last on, so that each comes before those that were given behind it */
	for (i = list->count; i > 0; i--) {
		first = pns_map_at(&list->first, (uint64_t)list->wanted[i - 1].request.pid);
		if (!first)
			return -ENOMEM;
		list->wanted[i - 1].next = *first;
		*first = i;
	}
	return 0;
}

/* Through which contexts a process is looked at. */
struct finder {
	struct translate_gather *gather;
	struct wanted_list list;
	struct pns_translate *inward;	/* from the caller's namespace to --from */
	struct pns_translate *outward;	/* to --to */
};

/* Add the process @here to the table, if it is the one that is wanted. */
static int add_if_wanted(struct finder *finder, struct wanted *wanted, pid_t here)
{
	_cleanup_task_info_ struct pns_task_info task = PNS_TASK_INFO_INIT;
	const struct translate_request *request = &wanted->request;
	struct pns_answer answer;
	int rc = pns_task_info(finder->gather->run->caller, finder->gather->procfs, here, &task);

	if (rc < 0)
		return pns_proc_is_missing(rc) ? 0 : rc;
	if (!task.has_status || task.status.pid[task.status.levels - 1] != request->pid ||
	    (request->inode && request->inode != task.inode))
		return 0;
	if (finder->inward && pns_translate(finder->inward, here, 0, &answer) < 0)
		return translate_gather_error(&answer);
	if (pns_translate(finder->outward, here, 0, &answer) < 0 && !pns_answer_is_none(&answer))
		return translate_gather_error(&answer);
	rc = pns_process_check(finder->gather->run->caller, task.held);
	if (rc < 0)
		return rc == -ESRCH ? 0 : rc;
	wanted->found = true;
	return translate_gather_row(finder->gather, request, &answer, &task);
}

static int find_process(struct finder *finder, pid_t here)
{
	_cleanup_close_ int dir = pns_proc_open(finder->gather->procfs, here);
	struct pns_proc_status status;
	const uint64_t *first;
	size_t at;
	int rc = dir < 0 ? dir : pns_proc_status(dir, &status);

	if (rc < 0)
		return pns_proc_is_missing(rc) ? 0 : rc;
	first = pns_map_find(&finder->list.first, (uint64_t)status.pid[status.levels - 1]);
	for (at = first ? *first : 0; rc == 0 && at; at = finder->list.wanted[at - 1].next)
		rc = add_if_wanted(finder, &finder->list.wanted[at - 1], here);
	return rc;
}

static int find_all(struct finder *finder)
{
	_cleanup_proc_list_ struct pns_proc_list list = PNS_PROC_LIST_INIT;
	int rc = pns_proc_list_open(&list, finder->gather->procfs);
	pid_t here;

	while (rc == 0 && (rc = pns_proc_list_next(&list, &here)) > 0)
		rc = find_process(finder, here);
	return rc;
}

/* Count what was found, and complain about the rest. */
static void tell_missing(struct translate_run *run, const struct wanted_list *list)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		if (list->wanted[i].found) {
			run->good++;
			continue;
		}
		run->bad++;
		message(_("%jd: no process that can be seen has this PID in its own PID namespace (%s)"),
			(intmax_t)list->wanted[i].request.pid, pns_reason_id(PNS_REASON_NO_SUCH_PROCESS));
	}
}

int translate_find(struct translate_run *run)
{
	_cleanup_gather_ struct translate_gather gather = TRANSLATE_GATHER_INIT(run);
	_cleanup_translate_ struct pns_translate *inward = NULL;
	_cleanup_translate_ struct pns_translate *outward = NULL;
	struct finder finder = { .gather = &gather };
	int rc, status = translate_gather_open(&gather);

	if (status == 0 && run->from)
		status = translate_gather_between(&gather, gather.own.nsfd, run->from_ref.nsfd, &inward);
	if (status == 0)
		status = translate_gather_between(&gather, gather.own.nsfd, run->to_ref.nsfd, &outward);
	if (status == 0)
		status = translate_gather_need_procfs(&gather);
	if (status)
		return status;
	finder.inward = inward;
	finder.outward = outward;
	rc = read_wanted(run, &finder.list);
	if (rc == 0)
		rc = index_wanted(&finder.list);
	if (rc == 0)
		rc = find_all(&finder);
	if (rc == 0)
		tell_missing(run, &finder.list);
	pns_map_free(&finder.list.first);
	free(finder.list.wanted);
	return translate_gather_print(&gather, rc);
}
