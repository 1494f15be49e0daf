// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "procns-info/check.h"

#include <errno.h>
#include <sched.h>

#include "base/cleanup.h"
#include "common/explain.h"
#include "find/procfs-operand.h"
#include "namespace/namespace.h"
#include "process/own-namespace.h"
#include "procns-info/lifeless.h"
#include "procns-info/operand.h"

enum check_exit { CHECK_YES, CHECK_NO, CHECK_UNKNOWN };

struct check {
	const struct info_plan *plan;
	struct pns_procfs_list list;
	struct pns_pidns_cache cache;
	struct pns_bpf bpf;
	int nsfd;
};

/* The status alone does not say what would help. */
static void tell_unknown(const struct pns_procfs_entry *entry, const char *path)
{
	if (entry->state == PNS_PROCFS_STATE_EMPTY)
		message(_("%s: cannot tell which PID namespace it shows: no process is in it"), path);
	else if (entry->state == PNS_PROCFS_STATE_HIDDEN)
		message(_("%s: cannot tell which PID namespace it shows: what is in it is hidden from the caller"),
			path);
	else
		message(_("%s: cannot tell which PID namespace it shows"), path);
}

static enum check_exit check_path(struct check *check, const struct pns_procfs_source *source,
				  const char *path)
{
	const struct pns_procfs_entry *entry;
	struct pns_diag diag;

	pns_diag_init(&diag, NULL, NULL);
	if (pns_procfs_list_add_path(&check->list, source, path, &diag) < 0) {
		info_refuse_operand(check->plan, path, &diag);
		return CHECK_UNKNOWN;
	}
	entry = &check->list.entries[check->list.count - 1];
	info_tell_lifeless(entry, source, false);
	switch (info_shows(check->plan->caller, entry, check->nsfd)) {
	case 1:
		return CHECK_YES;
	case 0:
		return CHECK_NO;
	default:
		tell_unknown(entry, path);
		return CHECK_UNKNOWN;
	}
}

/* One that certainly does not outweighs one that cannot be told. */
static int check_all(struct check *check)
{
	const struct info_plan *plan = check->plan;
	_cleanup_view_ struct pns_view view = PNS_VIEW_INIT;
	static const char *const proc[] = { "/proc", NULL };
	const char *const *path = *plan->operands ? (const char *const *)plan->operands : proc;
	struct pns_mountinfo_index mounts;
	struct pns_procfs_source source = { .view = &view, .mounts = &mounts };
	enum check_exit result = CHECK_YES, one;

	if (info_open_view(plan, &view) != CLI_EXIT_OK)
		return CHECK_UNKNOWN;
	/* where /proc is the wrong one there may be no table; its root is enough */
	if (pns_mountinfo_index_read(plan->caller, &mounts, pns_steal_fd(&view.mountinfo)) < 0)
		source.mounts = NULL;
	if (!source.mounts)
		info_tell_lifeless_proc(plan->caller);
	for (; *path; path++) {
		one = check_path(check, &source, *path);
		if (one == CHECK_NO || result == CHECK_YES)
			result = one;
	}
	if (source.mounts)
		pns_mountinfo_index_free(&mounts);
	return result;
}

static void tell_no_own(struct pns_caller *caller)
{
	message(_("cannot tell which PID namespace is the caller's own: /proc does not show this process"));
	info_tell_lifeless_proc(caller);
}

static int run_check(struct info_plan *plan)
{
	_cleanup_ref_ struct pns_ref pidns = PNS_REF_INIT;
	int own = pns_caller_ns(plan->caller, CLONE_NEWPID);
	struct check check = { .plan = plan, .bpf = PNS_BPF_INIT };
	int status = CHECK_UNKNOWN;

	check.list.how = (struct pns_find_pidns){ .caller = plan->caller, .only = plan->via, .bpf = &check.bpf };
	check.cache = (struct pns_pidns_cache){ .caller = plan->caller, .wants = PNS_WANTS_ALL };
	check.list.cache = &check.cache;
	if (!info_open_pidns(plan, &pidns))
		return CHECK_UNKNOWN;
	check.nsfd = plan->pidns ? pidns.nsfd : own;
	if (check.nsfd >= 0)
		status = check_all(&check);
	else if (pns_is_shortage(check.nsfd))
		message("%s", explain_errno(check.nsfd));
	else
		tell_no_own(plan->caller);
	pns_procfs_list_free(&check.list);
	pns_pidns_cache_free(&check.cache);
	pns_bpf_close(&check.bpf);
	return status;
}

int info_check_run(struct info_plan *plan)
{
	int status = run_check(plan), rc = cli_flush();

	/* of a refusal in JSON: found at exit, it would end with 1, which is an answer here */
	if (rc == 0)
		return status;
	if (rc != -EPIPE)
		cli_write_error(rc);
	return CHECK_UNKNOWN;
}
