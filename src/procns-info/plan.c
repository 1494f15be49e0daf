// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "procns-info/plan.h"

#include <errno.h>
#include <sched.h>

#include "base/cleanup.h"
#include "common/explain-json.h"
#include "common/explain.h"
#include "common/ref-note.h"
#include "mount/mountns-all.h"
#include "namespace/namespace.h"
#include "process/procfs-root.h"

void info_refuse(const struct info_plan *plan, const struct pns_diag *diag)
{
	explain_refusal(diag);
	explain_refusal_json(diag, plan->table.form);
}

bool info_open_pidns(const struct info_plan *plan, struct pns_ref *ref)
{
	struct pns_diag diag;

	pns_diag_init(&diag, NULL, NULL);
	if (!plan->pidns)
		return true;
	if (pns_ref_open(plan->caller, plan->pidns, CLONE_NEWPID, ref, &diag) == 0) {
		note_children(plan->caller, plan->pidns, ref);
		return true;
	}
	info_refuse(plan, &diag);
	return false;
}

static int open_by_entering(struct pns_caller *caller, const char *text, struct pns_view *view, struct pns_diag *diag)
{
	_cleanup_ref_ struct pns_ref ref = PNS_REF_INIT;
	struct pns_mountns where = { .userns = PNS_NO_FD };
	int rc = pns_ref_open(caller, text, CLONE_NEWNS, &ref, diag);

	if (rc < 0)
		return rc;
	where.process = ref.process;
	where.nsfd = ref.nsfd;
	rc = pns_view_open_by_entering(caller, &where, text, view, diag);
	/* who may not enter it may look at its processes, who made it above all */
	if (rc < 0 && pns_mountns_find(caller, ref.nsfd, view) == 0) {
		pns_diag_clear(diag);
		rc = 0;
	}
	if (rc == 0)
		view->nsfd = pns_steal_fd(&ref.nsfd);
	return rc;
}

int info_open_view(const struct info_plan *plan, struct pns_view *view)
{
	const char *text = plan->target ? plan->target : plan->mountns;
	struct pns_diag diag;
	int rc;

	pns_diag_init(&diag, NULL, NULL);
	rc = text ? open_by_entering(plan->caller, text, view, &diag) : pns_view_open_own(plan->caller, view, &diag);
	if (rc == 0)
		return CLI_EXIT_OK;
	info_refuse(plan, &diag);
	return CLI_EXIT_USAGE;
}

/* Without the namespace of @entry: what can be excluded by its place. */
static int excludes(struct pns_caller *caller, const struct pns_procfs_entry *entry, int nsfd)
{
	int level = entry->above || entry->is_other ? pns_pidns_level(caller, nsfd) : -1;

	if ((entry->above && level >= 0) || (entry->is_other && level == 0))
		return 0;
	return -ENODATA;
}

int info_shows(struct pns_caller *caller, const struct pns_procfs_entry *entry, int nsfd)
{
	uint64_t id = 0;

	if (nsfd < 0)
		return 1;
	if (!entry->pidns)
		return excludes(caller, entry, nsfd);
	if (entry->pidns->info.id && pns_ns_id(nsfd, &id) == 0)
		return entry->pidns->info.id == id;
	/* the number alone will do while both are held */
	return entry->pidns->info.inode == pns_ns_inode(nsfd);
}
