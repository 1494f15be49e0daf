// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount-procns/run.h"

#include <stdbool.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "child/child.h"
#include "common/cli.h"
#include "common/explain-json.h"
#include "common/explain.h"
#include "create/attach.h"
#include "create/remount.h"
#include "mount-procns/command.h"
#include "mount-procns/references.h"
#include "mount-procns/report.h"
#include "namespace/mountns.h"
#include "namespace/reason.h"
#include "visible/verdict.h"

struct creation {
	struct pns_create how;
	int userns;
	int pidns;	/* of an empty one, if this kernel has a descriptor of it */
};

/*
 * A pns_child_fn: in the user namespace, with a mount namespace that it owns, so that mounting is
 * allowed there.
 */
static int create_in_userns(void *arg, int *fd, struct pns_diag *diag)
{
	_cleanup_caller_ struct pns_caller self = PNS_CALLER_INIT;
	struct creation *creation = arg;
	int rc = pns_userns_enter(creation->userns, diag);

	if (rc == 0 && !pns_mountns_is_privileged())
		rc = pns_mountns_unshare(0, diag);
	creation->how.caller = &self;
	return rc < 0 ? rc : pns_procfs_create(&creation->how, fd, NULL, diag);
}

/*
 * Whether mount(2) can mount where the plan says: it knows the caller's mount namespace only, and puts
 * nothing beneath what is there.
 */
static bool is_for_mount(const struct mount_plan *plan, const struct mount_refs *refs)
{
	return !plan->pass_fd && !plan->replace && plan->method != PNS_METHOD_FSCONFIG &&
	       refs->mountns.nsfd < 0 && refs->userns.nsfd < 0;
}

/* Returns the detached mount or -errno. */
static int create(const struct mount_plan *plan, const struct mount_refs *refs,
		  struct creation *creation, struct pns_diag *diag)
{
	int mount = PNS_NO_FD, rc;

	*creation = (struct creation){
		.how = {
			.caller = plan->caller,
			.pidns = refs->pidns.nsfd,
			.object = plan->empty ? "--empty" : mount_refs_pidns_name(plan),
			.empty = plan->empty,
			.method = plan->method,
			.options = &plan->options.procfs,
			.stays_detached = plan->mode == MOUNT_MODE_CHECK && is_for_mount(plan, refs),
		},
		.userns = refs->userns.nsfd,
		.pidns = PNS_NO_FD,
	};
	if (refs->userns.nsfd >= 0)
		rc = pns_child_run(PNS_CHILD_PLAIN, create_in_userns, creation, &mount, diag);
	else
		rc = pns_procfs_create(&creation->how, &mount, &creation->pidns, diag);
	return rc < 0 ? rc : mount;
}

static struct pns_mountpoint mountpoint_of(const struct mount_plan *plan)
{
	return (struct pns_mountpoint){
		.path = plan->mountpoint,
		.make = plan->options.make,
		.mode = plan->options.mode,
	};
}

static int attach(const struct mount_plan *plan, const struct mount_refs *refs, int mount,
		  struct pns_diag *diag)
{
	struct pns_attach where = {
		.point = mountpoint_of(plan),
		.replace = plan->replace,
		.check = plan->mode != MOUNT_MODE_MOUNT,
		.mountns = mount_refs_mountns(refs),
	};

	if (!plan->mountpoint || plan->pass_fd)
		return 0;
	return pns_attach(mount, &where, diag);
}

static int remount(const struct mount_plan *plan, const struct mount_refs *refs,
		   struct pns_diag *diag)
{
	struct pns_remount how = {
		.caller = plan->caller,
		.path = plan->mountpoint,
		.pidns = refs->pidns.nsfd,
		.options = &plan->options.procfs,
		.mountns = mount_refs_mountns(refs),
	};

	return pns_procfs_remount(&how, diag);
}

/* The kernel has just said that it would work: does lib/visible say so too? */
static void explain_success(const struct mount_plan *plan)
{
	struct pns_verdict verdict;

	message(_("%s: a procfs of this PID namespace can be mounted"),
		plan->empty ? "--empty" : mount_refs_pidns_name(plan));
	if (!plan->enter_userns && pns_verdict_own(plan->caller, &verdict) == 0 && pns_verdict_differs(&verdict))
		message(_("by the kernel's rule, as it is known here, this would be refused: please report this bug"));
}

static int report(const struct mount_plan *plan, const struct mount_refs *refs, int mount,
		  int pidns)
{
	struct mount_report what = {
		.caller = plan->caller,
		.mount = mount,
		.pidns = plan->empty ? pidns : refs->pidns.nsfd,
		.mountns = mount_refs_mountns(refs),
	};
	struct table table = plan->table;

	if (plan->mode == MOUNT_MODE_CHECK && plan->explain)
		explain_success(plan);
	return plan->print ? mount_report_print(&what, &table) : 0;
}

/* Whether the last refusal is of detached mounts alone. */
static bool is_left_to_mount(const struct mount_plan *plan, const struct mount_refs *refs,
			     const struct pns_diag *diag)
{
	if (!pns_is_denied(diag) || diag->reason == PNS_REASON_BLOCKED_BY_LANDLOCK ||
	    (diag->call != PNS_CALL_MOVE_MOUNT && diag->call != PNS_CALL_OPEN_TREE))
		return false;
	return plan->mode == MOUNT_MODE_MOUNT && plan->mountpoint && is_for_mount(plan, refs);
}

static int create_and_attach(const struct mount_plan *plan, const struct mount_refs *refs,
			     struct creation *creation, struct pns_diag *diag)
{
	struct pns_mountpoint point = mountpoint_of(plan);
	_cleanup_close_ int mount = create(plan, refs, creation, diag);
	int rc = mount < 0 ? mount : attach(plan, refs, mount, diag);

	if (rc < 0 && is_left_to_mount(plan, refs, diag)) {
		pns_close(&mount);
		pns_close(&creation->pidns);
		pns_diag_clear(diag);
		rc = pns_create_attached(&creation->how, &point, &mount, &creation->pidns, diag);
	}
	return rc < 0 ? rc : pns_steal_fd(&mount);
}

static int mount_and_run(const struct mount_plan *plan, struct mount_refs *refs, int *status,
			 struct pns_diag *diag)
{
	_cleanup_close_ int mount = PNS_NO_FD;
	struct creation creation = { .pidns = PNS_NO_FD };
	int rc = plan->command ? mount_command_prepare(plan, refs, diag) : 0;

	if (rc < 0)
		return rc;
	mount = create_and_attach(plan, refs, &creation, diag);
	if (mount >= 0 && report(plan, refs, mount, creation.pidns) < 0)
		*status = plan->command ? CLI_EXIT_TOOL : CLI_EXIT_SYSTEM;
	pns_close(&creation.pidns);
	if (mount < 0 || *status != CLI_EXIT_OK)
		return mount < 0 ? mount : 0;
	if (plan->command)
		rc = mount_command_keep(plan, refs, diag);
	if (rc == 0 && plan->pass_fd)
		rc = mount_command_pass(plan, &mount, diag);
	pns_close(&mount);
	if (rc == 0 && plan->command)
		rc = mount_command_run(plan, refs, diag);
	return rc;
}

static int refusal_status(const struct mount_plan *plan, const struct pns_diag *diag)
{
	if (plan->command)
		return mount_command_status(diag);
	if (diag->reason == PNS_REASON_BAD_REFERENCE)
		return CLI_EXIT_USAGE;
	return diag->reason == PNS_REASON_SYSTEM_ERROR ? CLI_EXIT_SYSTEM : CLI_EXIT_MOUNT;
}

/* Whether the mounts of this mount namespace may be why, and which. */
static bool find_culprits(const struct mount_plan *plan, const struct pns_diag *diag, struct pns_why *why)
{
	struct pns_visible_wish wish = {
		.attributes = plan->options.procfs.attr_set,
		.subset_pid = pns_procfs_options_get(&plan->options.procfs, "subset") != NULL,
	};
	/* with --userns it was tried in a copy of this one; a command has it already */
	bool copied = plan->enter_userns && (!plan->command || plan->pass_fd);

	/* a remount is refused by the flags of the mount itself */
	if (plan->mode == MOUNT_MODE_REMOUNT)
		return false;
	if (diag->reason != PNS_REASON_MASKED && diag->reason != PNS_REASON_LOCKED_ATIME &&
	    diag->reason != PNS_REASON_LOCKED_READONLY)
		return false;
	return pns_why_refused(plan->caller, diag, copied, &wish, why) == 0;
}

static enum pns_userns_use userns_use(const struct mount_plan *plan)
{
	if (plan->enter_userns)
		return PNS_USERNS_WAS_ENTERED;
	/* a new PID namespace has no owner yet, and a remount enters none */
	return plan->empty || plan->mode == MOUNT_MODE_REMOUNT ? PNS_USERNS_STAYS : PNS_USERNS_CAN_BE_ENTERED;
}

static int tell_refusal(const struct mount_plan *plan, const struct pns_diag *diag)
{
	_cleanup_why_ struct pns_why found = { .count = 0 };
	const struct pns_why *why = NULL;
	int rc;

	if (find_culprits(plan, diag, &found))
		why = &found;
	explain_refusal_why(diag, why);
	if (plan->explain) {
		explain_details(diag);
		explain_why(&found);
	}
	if (table_form_is_json(plan->table.form)) {
		explain_refusal_json_why(diag, why, plan->table.form);
		/* the status is that of the refusal, whoever reads its text */
		rc = cli_flush();
		if (rc < 0)
			cli_write_error(rc);
	}
	return refusal_status(plan, diag);
}

int mount_plan_run(struct mount_plan *plan)
{
	struct mount_refs refs = MOUNT_REFS_INIT;
	struct pns_diag diag;
	int rc, status = CLI_EXIT_OK;

	pns_diag_init(&diag, plan->verbose ? explain_step : NULL, NULL);
	rc = mount_options_find_groups(&plan->options, &diag);
	if (rc == 0)
		rc = mount_refs_open(plan, &refs, &diag);
	if (rc == 0 && plan->mode == MOUNT_MODE_REMOUNT)
		rc = remount(plan, &refs, &diag);
	else if (rc == 0 && plan->mode == MOUNT_MODE_FAKE)
		rc = attach(plan, &refs, PNS_NO_FD, &diag);
	else if (rc == 0)
		rc = mount_and_run(plan, &refs, &status, &diag);
	mount_refs_close(&refs);
	diag.userns = userns_use(plan);
	return rc < 0 ? tell_refusal(plan, &diag) : status;
}
