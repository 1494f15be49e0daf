// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "procns-info/list.h"

#include <errno.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/parse.h"
#include "common/explain.h"
#include "common/procfs-columns.h"
#include "find/procfs-operand.h"
#include "find/procfs-superblock.h"
#include "mount/mountns-all.h"
#include "process/process.h"
#include "procns-info/lifeless.h"
#include "procns-info/operand.h"
#include "procns-info/print.h"

struct job {
	struct info_plan *plan;
	struct info_print print;
	struct pns_procfs_list list;
	struct pns_pidns_cache cache;
	struct pns_bpf bpf;
	int n_failed;
	int rc;
};

/* Complain about operand @path and go on. */
static void add_operand(struct job *job, const struct pns_procfs_source *source, const char *path)
{
	struct pns_diag diag;

	pns_diag_init(&diag, NULL, NULL);
	if (pns_procfs_list_add_path(&job->list, source, path, &diag) == 0)
		return;
	job->n_failed++;
	info_refuse_operand(job->plan, path, &diag);
}

static int add_mounts(struct job *job, const struct pns_procfs_source *source)
{
	char **path;

	if (!*job->plan->operands)
		return pns_procfs_list_add_all(&job->list, source);
	for (path = job->plan->operands; *path; path++)
		add_operand(job, source, *path);
	return 0;
}

/* Without the mount table only what is named can be looked at. */
static int add_view_without_table(struct job *job, const struct pns_view *view, int rc)
{
	struct pns_procfs_source source = { .view = view, .mounts = NULL };

	if (rc == -ENOMEM || rc == -ELIBACC)
		return rc;
	if (*job->plan->operands && job->plan->mode != INFO_MODE_OVERMOUNTS) {
		if (view->is_own)
			info_tell_lifeless_proc(job->plan->caller);
		return add_mounts(job, &source);
	}
	/* one namespace that vanished or cannot be read does not end the list of all */
	return job->plan->all && !view->is_own ? 0 : rc;
}

/* Operands may be any mount, and whether a procfs is fully visible depends on all there are. */
static enum pns_mountinfo_part wanted_part(const struct info_plan *plan)
{
	bool is_rows = plan->mode == INFO_MODE_LIST || plan->mode == INFO_MODE_TREE;

	return is_rows && !*plan->operands && !table_wants(&plan->table, PROCFS_VISIBLE) ? PNS_MOUNTINFO_PROCFS :
											 PNS_MOUNTINFO_WHOLE;
}

/* A pns_view_fn */
static int add_view(void *data, struct pns_view *view)
{
	struct job *job = data;
	struct pns_mountinfo_index mounts;
	struct pns_procfs_source source = { .view = view, .mounts = &mounts };
	size_t first = job->list.count;
	int rc = pns_mountinfo_index_read_part(job->plan->caller, &mounts, pns_steal_fd(&view->mountinfo),
					       wanted_part(job->plan));

	if (rc < 0)
		return add_view_without_table(job, view, rc);
	rc = add_mounts(job, &source);
	if (rc == 0)
		rc = info_print_source(&job->print, &job->list, first, &source);
	pns_mountinfo_index_free(&mounts);
	return rc;
}

/* A part of the mount namespaces is no list of all. */
static int collect_all(struct job *job)
{
	int missed, rc = pns_mountns_each(job->plan->caller, add_view, job, &missed);

	if (rc < 0 || !missed)
		return rc;
	job->n_failed++;
	if (missed == ENOENT)
		message(_("not all mount namespaces are listed: /proc does not serve to find them"));
	else
		message(_("not all mount namespaces are listed: %s"), explain_errno(-missed));
	return rc;
}

/* What --pidns could not judge. */
static void tell_unknown(struct job *job)
{
	int count = job->print.n_unknown;

	if (!count)
		return;
	job->n_failed++;
	message(ngettext("%d procfs is left out: it cannot be told whether it shows the PID namespace",
			 "%d procfs are left out: it cannot be told whether they show the PID namespace",
			 (unsigned long)count), count);
}

static void tell_no_table(struct pns_caller *caller)
{
	message(_("/proc does not show this process, so the mount table cannot be read"));
	info_tell_lifeless_proc(caller);
}

static int collect(struct job *job)
{
	_cleanup_view_ struct pns_view view = PNS_VIEW_INIT;
	int rc;

	if (job->plan->all)
		rc = collect_all(job);
	else if (info_open_view(job->plan, &view) != CLI_EXIT_OK)
		return -EINVAL;
	else
		rc = add_view(job, &view);
	if (job->plan->table.write_error)
		return rc;
	if (rc == -ELIBACC)
		message(_("cannot load %s: is it installed?"), "libmount.so.1");
	else if (rc == -ENOENT)
		tell_no_table(job->plan->caller);
	else if (rc < 0)
		message("%s", explain_errno(rc));
	return rc;
}

/* What --as says, to @viewer. Returns 0, or -errno after telling why not. */
static int open_viewer(const struct info_plan *plan, struct pns_viewer *viewer)
{
	struct pns_caller *caller = plan->caller;
	const char *text = plan->as;
	struct pns_diag diag;
	uint64_t inode;
	pid_t pid;
	int process, rc;

	pns_diag_init(&diag, NULL, NULL);
	if (pns_parse_pid_inode(text, &pid, &inode) < 0) {
		rc = pns_viewer_of_user(caller, text, viewer);
		if (rc == -ESRCH)
			pns_refuse(&diag, PNS_REASON_NO_SUCH_USER, PNS_CALL_SEARCH, ENOENT, text);
	} else {
		process = pns_ref_open_process(caller, text, &diag);
		rc = process < 0 ? process : pns_viewer_of_process(caller, pid, process, viewer);
		pns_close(&process);
	}
	if (rc < 0 && diag.reason)
		info_refuse(plan, &diag);
	else if (rc < 0)
		message("%s: %s", text, explain_errno(rc));
	if (diag.reason == PNS_REASON_NO_SUCH_PROCESS)
		message_bare(_("hint: use +%s for the user with this ID"), text);
	return rc;
}

/* A number that is missing in a row. With --as it is another one, and its error the end of all. */
static void tell_uncounted(struct job *job)
{
	size_t i;

	for (i = 0; i < job->list.count; i++) {
		const struct pns_procfs_entry *entry = &job->list.entries[i];

		if (!entry->count_error || info_shows(job->plan->caller, entry, job->print.pidns) != 1)
			continue;
		job->n_failed++;
		message(_("%s: its processes cannot be counted: %s"),
			entry->mount.target ? entry->mount.target : "procfs", explain_errno(entry->count_error));
	}
}

/* What was printed stays, but is not all. Returns the exit status. */
static int fail(struct job *job, int rc)
{
	struct table *table = &job->plan->table;
	int err = table->write_error;

	if (!err) {
		message("%s", explain_errno(rc));
		table_give_up(table);
		return CLI_EXIT_SYSTEM;
	}
	/* a reader that went away has seen what it wanted */
	if (err != -EPIPE)
		cli_write_error(err);
	table_drop(table);
	return CLI_EXIT_USAGE;
}

static int finish(struct job *job)
{
	int printed;

	if (job->list.look == PNS_LOOK_INTO)
		pns_procfs_list_share(&job->list, 0);
	printed = info_print_end(&job->print, &job->list);
	if (printed < 0)
		return fail(job, printed);
	tell_unknown(job);
	tell_uncounted(job);
	if (printed == 0)
		return CLI_EXIT_USAGE;
	return job->n_failed ? CLI_EXIT_SOME : CLI_EXIT_OK;
}

/* What the columns tell of a PID namespace; trees and sentences tell all. */
static unsigned int wanted_facts(const struct info_plan *plan)
{
	return procfs_table_wants_facts(&plan->table) | (plan->mode == INFO_MODE_LIST ? 0 : PNS_WANTS_ALL);
}

/* The PID namespace of each is what -p and the other modes are about. */
static enum pns_look wanted_look(const struct job *job)
{
	return job->plan->mode == INFO_MODE_LIST && job->print.pidns < 0 ? procfs_table_look(&job->plan->table) :
									   PNS_LOOK_INTO;
}

static int run(struct job *job)
{
	struct table *table = &job->plan->table;
	int rc = info_print_begin(&job->print, job->plan);

	if (rc < 0)
		return CLI_EXIT_USAGE;
	job->bpf = (struct pns_bpf)PNS_BPF_INIT;
	job->cache.caller = job->plan->caller;
	job->cache.wants = wanted_facts(job->plan);
	job->cache.with_parents = job->plan->mode == INFO_MODE_TREE;
	job->list = (struct pns_procfs_list){
		.how = { .caller = job->plan->caller, .only = job->plan->via, .bpf = &job->bpf, .cache = &job->cache },
		.cache = &job->cache,
		.look = wanted_look(job),
		.count_processes = !job->plan->as && (job->plan->mode == INFO_MODE_EXPLAIN ||
						      table_wants(table, PROCFS_PROCS)),
		.ask_state = job->plan->mode == INFO_MODE_EXPLAIN ||
			     table_wants(table, PROCFS_STATE),
		.with_unique_ids = job->plan->mode != INFO_MODE_LIST || table->filter ||
				   table_wants(table, PROCFS_UNIQID) || table_wants(table, PROCFS_TRUST),
		.hold_roots = job->plan->as && table_wants(table, PROCFS_PROCS),
	};
	rc = collect(job);
	if (rc >= 0)
		return finish(job);
	if (table->write_error)
		return fail(job, rc);
	table_give_up(table);
	return rc == -ENOMEM ? CLI_EXIT_SYSTEM : CLI_EXIT_USAGE;
}

int info_list_run(struct info_plan *plan)
{
	_cleanup_ref_ struct pns_ref pidns = PNS_REF_INIT;
	struct pns_viewer viewer = PNS_VIEWER_INIT;
	struct job job = { .plan = plan };
	int status;

	if (!info_open_pidns(plan, &pidns))
		return CLI_EXIT_USAGE;
	if (plan->as && open_viewer(plan, &viewer) < 0)
		return CLI_EXIT_USAGE;
	job.print.pidns = pidns.nsfd;
	job.print.viewer = plan->as ? &viewer : NULL;
	status = run(&job);
	pns_procfs_list_free(&job.list);
	pns_pidns_cache_free(&job.cache);
	pns_bpf_close(&job.bpf);
	pns_viewer_free(&viewer);
	return status;
}
