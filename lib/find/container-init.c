// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/container-init.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "namespace/namespace.h"
#include "namespace/reason.h"
#include "process/cgroup.h"
#include "process/pid-list.h"
#include "process/process.h"
#include "process/procfs-root.h"
#include "process/status.h"

/* An init whose container may be the one that is wanted. */
struct candidate {
	pid_t pid;
	int levels;		/* how many numbers it has: less is further up */
	struct pns_container container;
};

struct search {
	struct pns_caller *caller;
	int procfs;
	const char *wanted;
	const char *text;
	enum pns_container_match best;	/* how well those below are named */
	struct candidate *candidates;
	size_t count;
	unsigned int looked_at;
	unsigned int named;
};

/* What is gone or hidden, or has no cgroup, is none; the rest is an error. */
static int none_of(int rc)
{
	return pns_proc_is_missing(rc) || rc == -ENODATA ? 0 : rc;
}

/* Returns 1 if @pid is the init of its PID namespace, with how many numbers it has; 0 if not, or -errno. */
static int count_levels(int procfs, pid_t pid, int *levels)
{
	pid_t chain[PNS_MAX_LEVELS];
	int count = pns_proc_nspid(procfs, pid, chain, PNS_MAX_LEVELS);

	if (count < 0)
		return none_of(count);
	if (count < 1 || count > PNS_MAX_LEVELS || chain[count - 1] != 1)
		return 0;
	*levels = count;
	return 1;
}

/* Returns 1 with what the cgroup of @pid says, 0 if that is nothing, or -errno. */
static int find_container(int procfs, pid_t pid, struct pns_container *container)
{
	char cgroup[PNS_CGROUP_SIZE];
	int rc = pns_proc_cgroup(procfs, pid, cgroup);

	return rc < 0 ? none_of(rc) : pns_container_of_cgroup(cgroup, container);
}

static int add_candidate(struct search *search, const struct candidate *candidate)
{
	struct candidate *more = reallocarray(search->candidates, search->count + 1, sizeof(*more));

	if (!more)
		return -ENOMEM;
	search->candidates = more;
	more[search->count++] = *candidate;
	return 0;
}

static int look_at(struct search *search, pid_t pid)
{
	struct candidate candidate = { .pid = pid };
	enum pns_container_match match;
	int rc = count_levels(search->procfs, pid, &candidate.levels);

	if (rc <= 0)
		return rc;
	search->looked_at++;
	rc = find_container(search->procfs, pid, &candidate.container);
	if (rc <= 0)
		return rc;
	search->named++;
	match = pns_container_match(&candidate.container, search->wanted);
	if (match == PNS_CONTAINER_IS_OTHER || match < search->best)
		return 0;
	if (match > search->best)
		search->count = 0;
	search->best = match;
	return add_candidate(search, &candidate);
}

static int look_at_all(struct search *search)
{
	_cleanup_proc_list_ struct pns_proc_list list = PNS_PROC_LIST_INIT;
	int rc = pns_proc_list_open(&list, search->procfs);
	pid_t pid;

	while (rc == 0 && (rc = pns_proc_list_next(&list, &pid)) > 0)
		rc = look_at(search, pid);
	return rc;
}

static int hold(struct pns_caller *caller, const struct candidate *candidate, struct pns_container_init *held)
{
	int process = pns_process_open(caller, candidate->pid);

	if (process < 0)
		return process;
	*held = (struct pns_container_init){ process, candidate->pid, candidate->container };
	return 0;
}

int pns_container_check_init(struct pns_caller *caller, const struct pns_container_init *found)
{
	int procfs = pns_caller_own_proc(caller), levels, rc;
	struct pns_container now;

	if (procfs < 0)
		return procfs;
	rc = count_levels(procfs, found->pid, &levels);
	if (rc > 0)
		rc = find_container(procfs, found->pid, &now);
	if (rc < 0)
		return rc;
	if (rc == 0 || strcmp(now.name, found->container.name) != 0)
		return -ESRCH;
	/* it was about the one that is held if that still has its number */
	return pns_process_check(caller, found->process);
}

/* Returns 1 if the namespace of @other is below that of @top, 0 if not, -ESRCH if it is gone, or -errno. */
static int is_inside(struct search *search, const struct candidate *other, const struct pns_container_init *top)
{
	_cleanup_container_init_ struct pns_container_init held = PNS_CONTAINER_INIT_INIT;
	_cleanup_close_ int inner = PNS_NO_FD;
	_cleanup_close_ int outer = PNS_NO_FD;
	int rc = hold(search->caller, other, &held);

	if (rc == 0)
		inner = pns_process_open_ns(search->caller, held.process, CLONE_NEWPID);
	if (rc < 0 || inner < 0)
		return rc < 0 ? rc : inner;
	rc = pns_container_check_init(search->caller, &held);
	if (rc < 0)
		return rc;
	outer = pns_process_open_ns(search->caller, top->process, CLONE_NEWPID);
	if (outer < 0)
		return outer;
	return pns_pidns_distance(search->caller, inner, outer) >= 0;
}

static int refuse_ambiguous(const struct search *search, const struct candidate *one, const struct candidate *other,
			    struct pns_diag *diag)
{
	char object[sizeof(diag->object)];

	/* with the PIDs first, of names that others choose as much as there is room for */
	snprintf(object, sizeof(object), "%.60s (PID %d: %.*s, PID %d: %.*s)", search->text,
		 (int)one->pid, (int)one->container.shown, one->container.name,
		 (int)other->pid, (int)other->container.shown, other->container.name);
	return pns_refuse(diag, PNS_REASON_AMBIGUOUS_CONTAINER, PNS_CALL_SEARCH, EEXIST, object);
}

static int refuse_none(const struct search *search, struct pns_diag *diag)
{
	if (diag) {
		diag->looked_at = search->looked_at;
		diag->named = search->named;
	}
	return pns_refuse(diag, PNS_REASON_NO_SUCH_CONTAINER, PNS_CALL_SEARCH, ENOENT, search->text);
}

/* Refuse if @top is not the only container. */
static int check_alone(struct search *search, const struct candidate *top, const struct pns_container_init *held,
		       struct pns_diag *diag)
{
	const struct candidate *other;
	int rc;

	for (other = search->candidates; other < search->candidates + search->count; other++) {
		if (other == top)
			continue;
		rc = strcmp(other->container.name, top->container.name) == 0 ? is_inside(search, other, held) : 0;
		if (pns_is_shortage(rc))
			return pns_refuse_plain(diag, PNS_CALL_SEARCH, -rc, search->text);
		/* whose place nobody tells may be another one */
		if (rc <= 0 && rc != -ESRCH)
			return refuse_ambiguous(search, top, other, diag);
	}
	return 0;
}

static int hold_best(struct search *search, struct pns_container_init *found, struct pns_diag *diag)
{
	_cleanup_container_init_ struct pns_container_init held = PNS_CONTAINER_INIT_INIT;
	const struct candidate *top = search->candidates, *other;
	int rc;

	if (search->count == 0)
		return refuse_none(search, diag);
	for (other = top; other < search->candidates + search->count; other++)
		if (other->levels < top->levels)
			top = other;
	rc = hold(search->caller, top, &held);
	if (rc == -ESRCH)
		return pns_refuse(diag, PNS_REASON_PROCESS_GONE, PNS_CALL_PIDFD_OPEN, ESRCH, search->text);
	if (rc < 0)
		return pns_refuse_plain(diag, PNS_CALL_PIDFD_OPEN, -rc, search->text);
	rc = check_alone(search, top, &held, diag);
	if (rc < 0)
		return rc;
	*found = held;
	held.process = PNS_NO_FD;
	return 0;
}

int pns_container_find_init(struct pns_caller *caller, const char *wanted, const char *text,
			    struct pns_container_init *found, struct pns_diag *diag)
{
	struct search search = { .caller = caller, .wanted = wanted, .text = text };
	int rc;

	search.procfs = pns_caller_own_proc(caller);
	if (search.procfs == -EOPNOTSUPP)
		return pns_refuse_missing(diag, PNS_CALL_SEARCH, EOPNOTSUPP, text);
	rc = search.procfs < 0 ? search.procfs : look_at_all(&search);
	if (rc < 0)
		rc = pns_refuse_plain(diag, PNS_CALL_SEARCH, -rc, text);
	else
		rc = hold_best(&search, found, diag);
	free(search.candidates);
	return rc;
}

void pns_container_init_close(struct pns_container_init *found)
{
	pns_close(&found->process);
}
