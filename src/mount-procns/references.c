// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount-procns/references.h"

#include <sched.h>

#include "common/ref-note.h"
#include "namespace/namespace.h"

void mount_refs_close(struct mount_refs *refs)
{
	pns_ref_close(&refs->pidns);
	pns_ref_close(&refs->mountns);
	pns_ref_close(&refs->userns);
}

/* Both namespaces of one process, held: so they cannot be those of two processes. */
static int open_target(struct pns_caller *caller, const char *target, struct mount_refs *refs, struct pns_diag *diag)
{
	refs->mountns.process = pns_ref_open_process(caller, target, diag);
	if (refs->mountns.process < 0)
		return refs->mountns.process;
	refs->pidns.nsfd = pns_ref_from_process(caller, refs->mountns.process, CLONE_NEWPID, target, diag);
	if (refs->pidns.nsfd < 0)
		return refs->pidns.nsfd;
	refs->mountns.nsfd = pns_ref_from_process(caller, refs->mountns.process, CLONE_NEWNS, target, diag);
	return refs->mountns.nsfd < 0 ? refs->mountns.nsfd : 0;
}

const char *mount_refs_pidns_name(const struct mount_plan *plan)
{
	if (plan->target)
		return plan->target;
	if (plan->pidns)
		return plan->pidns;
	return plan->options.pidns ? plan->options.pidns : "self";
}

static int open_pidns(const struct mount_plan *plan, struct mount_refs *refs, struct pns_diag *diag)
{
	if (plan->target)
		return open_target(plan->caller, plan->target, refs, diag);
	if (plan->empty)
		return 0;
	/* a remount that names none leaves what is there */
	if (plan->mode == MOUNT_MODE_REMOUNT && !plan->pidns && !plan->options.pidns)
		return 0;
	return pns_ref_open(plan->caller, mount_refs_pidns_name(plan), CLONE_NEWPID, &refs->pidns, diag);
}

static void note_pidns(const struct mount_plan *plan, const struct mount_refs *refs)
{
	struct pns_ref named = refs->pidns;

	if (plan->target)
		named.process = refs->mountns.process;
	note_children(plan->caller, mount_refs_pidns_name(plan), &named);
}

static int open_userns(const struct mount_plan *plan, struct mount_refs *refs, struct pns_diag *diag)
{
	if (plan->userns)
		return pns_ref_open(plan->caller, plan->userns, CLONE_NEWUSER, &refs->userns, diag);
	refs->userns.nsfd = pns_ns_find_owner(refs->pidns.nsfd, mount_refs_pidns_name(plan), diag);
	return refs->userns.nsfd < 0 ? refs->userns.nsfd : 0;
}

int mount_refs_open(const struct mount_plan *plan, struct mount_refs *refs, struct pns_diag *diag)
{
	int rc = open_pidns(plan, refs, diag);

	if (rc == 0)
		note_pidns(plan, refs);
	if (rc == 0 && plan->mountns)
		rc = pns_ref_open(plan->caller, plan->mountns, CLONE_NEWNS, &refs->mountns, diag);
	if (rc == 0 && plan->enter_userns)
		rc = open_userns(plan, refs, diag);
	refs->to_enter = (struct pns_mountns){
		.process = refs->mountns.process,
		.userns = refs->userns.nsfd,
		.nsfd = refs->mountns.nsfd,
	};
	return rc;
}

void mount_refs_use_up(const struct mount_plan *plan)
{
	const char *const names[] = { mount_refs_pidns_name(plan), plan->mountns, plan->userns };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i])
			pns_ref_use_up(names[i]);
}

const struct pns_mountns *mount_refs_mountns(const struct mount_refs *refs)
{
	return refs->mountns.nsfd < 0 ? NULL : &refs->to_enter;
}
