// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount-plan.h"

#include <err.h>
#include <errno.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "cleanup.h"
#include "cli.h"
#include "command.h"
#include "compat.h"
#include "explain.h"
#include "foreign.h"
#include "mount-report.h"
#include "mountns.h"
#include "pidns.h"
#include "pidns-ref.h"
#include "privilege.h"
#include "procfs-attach.h"
#include "procfs-remount.h"
#include "reason.h"
#include "ref-note.h"
#include "visible-verdict.h"

/* What the references of a plan mean: descriptors, PNS_NO_FD where there is nothing. */
struct opened {
	struct pns_ref pidns;
	struct pns_ref mountns;
	struct pns_ref userns;
	struct pns_foreign foreign;
};

static void close_references(struct opened *opened)
{
	pns_ref_close(&opened->pidns);
	pns_ref_close(&opened->mountns);
	pns_ref_close(&opened->userns);
}

/* Both namespaces of one process, held: so they cannot be those of two processes. */
static int open_target(const char *target, struct opened *opened, struct pns_diag *diag)
{
	opened->mountns.process = pns_ref_open_process(target, diag);
	if (opened->mountns.process < 0)
		return opened->mountns.process;
	opened->pidns.nsfd = pns_ref_from_process(opened->mountns.process, CLONE_NEWPID, target,
						  diag);
	if (opened->pidns.nsfd < 0)
		return opened->pidns.nsfd;
	opened->mountns.nsfd = pns_ref_from_process(opened->mountns.process, CLONE_NEWNS, target,
						    diag);
	return opened->mountns.nsfd < 0 ? opened->mountns.nsfd : 0;
}

static const char *pidns_name(const struct mount_plan *plan)
{
	if (plan->target)
		return plan->target;
	if (plan->pidns)
		return plan->pidns;
	return plan->options.pidns ? plan->options.pidns : "self";
}

static int open_pidns(const struct mount_plan *plan, struct opened *opened, struct pns_diag *diag)
{
	if (plan->target)
		return open_target(plan->target, opened, diag);
	if (plan->empty)
		return 0;
	/* a remount that names none leaves what is there */
	if (plan->mode == MOUNT_MODE_REMOUNT && !plan->pidns && !plan->options.pidns)
		return 0;
	return pns_ref_open(pidns_name(plan), CLONE_NEWPID, &opened->pidns, diag);
}

static void note_pidns(const struct mount_plan *plan, const struct opened *opened)
{
	struct pns_ref named = opened->pidns;

	if (plan->target)
		named.process = opened->mountns.process;
	note_children(pidns_name(plan), &named);
}

static int open_userns(const struct mount_plan *plan, struct opened *opened, struct pns_diag *diag)
{
	if (plan->userns)
		return pns_ref_open(plan->userns, CLONE_NEWUSER, &opened->userns, diag);
	opened->userns.nsfd = pns_ns_find_owner(opened->pidns.nsfd, pidns_name(plan), diag);
	return opened->userns.nsfd < 0 ? opened->userns.nsfd : 0;
}

static int open_references(const struct mount_plan *plan, struct opened *opened,
			   struct pns_diag *diag)
{
	int rc = open_pidns(plan, opened, diag);

	if (rc == 0)
		note_pidns(plan, opened);
	if (rc == 0 && plan->mountns)
		rc = pns_ref_open(plan->mountns, CLONE_NEWNS, &opened->mountns, diag);
	if (rc == 0 && plan->enter_userns)
		rc = open_userns(plan, opened, diag);
	opened->foreign = (struct pns_foreign){
		.process = opened->mountns.process,
		.userns = opened->userns.nsfd,
		.mountns = opened->mountns.nsfd,
	};
	return rc;
}

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
	struct creation *creation = arg;
	int rc = pns_userns_enter(creation->userns, diag);

	if (rc == 0 && !pns_mountns_is_privileged())
		rc = pns_mountns_unshare(0, diag);
	return rc < 0 ? rc : pns_procfs_create(&creation->how, fd, NULL, diag);
}

/*
 * Whether mount(2) can mount where the plan says: it knows the caller's mount namespace only, and puts
 * nothing beneath what is there.
 */
static bool is_for_mount(const struct mount_plan *plan, const struct opened *opened)
{
	return !plan->pass_fd && !plan->replace && plan->method != PNS_METHOD_FSCONFIG &&
	       opened->mountns.nsfd < 0 && opened->userns.nsfd < 0;
}

/* Returns the detached mount or -errno. */
static int create(const struct mount_plan *plan, const struct opened *opened,
		  struct creation *creation, struct pns_diag *diag)
{
	int mount = PNS_NO_FD, rc;

	*creation = (struct creation){
		.how = {
			.pidns = opened->pidns.nsfd,
			.object = plan->empty ? "--empty" : pidns_name(plan),
			.empty = plan->empty,
			.method = plan->method,
			.options = &plan->options.procfs,
			.only_look = plan->mode == MOUNT_MODE_CHECK && is_for_mount(plan, opened),
		},
		.userns = opened->userns.nsfd,
		.pidns = PNS_NO_FD,
	};
	if (opened->userns.nsfd >= 0)
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

static int attach(const struct mount_plan *plan, const struct opened *opened, int mount,
		  struct pns_diag *diag)
{
	struct pns_attach where = {
		.point = mountpoint_of(plan),
		.replace = plan->replace,
		.check = plan->mode != MOUNT_MODE_MOUNT,
		.foreign = opened->mountns.nsfd < 0 ? NULL : &opened->foreign,
	};

	if (!plan->mountpoint || plan->pass_fd)
		return 0;
	return pns_attach(mount, &where, diag);
}

static int remount(const struct mount_plan *plan, const struct opened *opened,
		   struct pns_diag *diag)
{
	struct pns_remount how = {
		.path = plan->mountpoint,
		.pidns = opened->pidns.nsfd,
		.options = &plan->options.procfs,
		.foreign = opened->mountns.nsfd < 0 ? NULL : &opened->foreign,
	};

	return pns_procfs_remount(&how, diag);
}

/* The command's surroundings, as far as they are the tool's own from here on. */
static int prepare_command(const struct mount_plan *plan, struct opened *opened,
			   struct pns_diag *diag)
{
	int rc = 0;

	if (opened->userns.nsfd >= 0)
		rc = pns_userns_enter(opened->userns.nsfd, diag);
	/* a command that gets a descriptor stays in its mount namespace: a child creates the mount */
	if (rc < 0 || plan->pass_fd)
		return rc;
	pns_close(&opened->userns.nsfd);
	return pns_mountns_unshare(plan->propagation, diag);
}

/* Only --join has use for a reference now, and for one; where the mount is to go, none may be. */
static int keep_for_command(const struct mount_plan *plan, struct opened *opened, struct pns_diag *diag)
{
	int kept = PNS_NO_FD;

	if (plan->join && plan->pass_fd && opened->pidns.nsfd == plan->fd) {
		kept = pns_ns_dup(opened->pidns.nsfd);
		if (kept < 0)
			return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, "fcntl", -kept, plan->command[0]);
	} else if (plan->join) {
		kept = pns_steal_fd(&opened->pidns.nsfd);
	}
	close_references(opened);
	opened->pidns.nsfd = kept;
	return 0;
}

static int pass_mount(const struct mount_plan *plan, int *mount, struct pns_diag *diag)
{
	char number[16];
	int fd = pns_command_pass_fd(pns_steal_fd(mount), plan->fd);

	if (fd < 0)
		return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, "dup2", -fd, plan->command[0]);
	snprintf(number, sizeof(number), "%d", fd);
	if (setenv("PROCNS_FD", number, 1) < 0)
		return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, "setenv", errno, "PROCNS_FD");
	return 0;
}

/* Returns on failure only. */
static int run_command(const struct mount_plan *plan, const struct opened *opened,
		       struct pns_diag *diag)
{
	int status = 0, rc;

	pns_lower_descriptor_limit(plan->descriptors);
	if (!plan->join)
		return pns_command_exec(plan->command, diag);
	rc = pns_command_join(plan->command, opened->pidns.nsfd, &status, diag);
	if (rc < 0)
		return rc;
	status = WIFSIGNALED(status) ? CLI_EXIT_SIGNAL + WTERMSIG(status) : WEXITSTATUS(status);
	/*
	 * What this process forks belongs to another PID namespace by now, dead perhaps: exit handlers
	 * that fork (LeakSanitizer's does) have no place here. Standard output is flushed.
	 */
	_exit(status);
}

/* The kernel has just said that it would work: does lib/visible say so too? */
static void explain_success(const struct mount_plan *plan)
{
	struct pns_verdict verdict;

	warnx(_("%s: a procfs of this PID namespace can be mounted"),
	      plan->empty ? "--empty" : pidns_name(plan));
	if (!plan->enter_userns && pns_verdict_own(&verdict) == 0 && pns_verdict_differs(&verdict))
		warnx(_("by the kernel's rule, as it is known here, this would be refused: please report this bug"));
}

static int report(const struct mount_plan *plan, const struct opened *opened, int mount,
		  int pidns)
{
	struct mount_report what = {
		.mount = mount,
		.pidns = plan->empty ? pidns : opened->pidns.nsfd,
		.foreign = opened->mountns.nsfd < 0 ? NULL : &opened->foreign,
	};
	struct table table = plan->table;

	if (plan->mode == MOUNT_MODE_CHECK && plan->explain)
		explain_success(plan);
	return plan->print ? mount_report_print(&what, &table) : 0;
}

/* Whether the last refusal is of detached mounts alone. */
static bool is_left_to_mount(const struct mount_plan *plan, const struct opened *opened,
			     const struct pns_diag *diag)
{
	if (!pns_is_denied(diag) || diag->reason == PNS_REASON_BLOCKED_BY_LANDLOCK ||
	    (strcmp(diag->stage, "move_mount") != 0 && strcmp(diag->stage, "open_tree") != 0))
		return false;
	return plan->mode == MOUNT_MODE_MOUNT && plan->mountpoint && is_for_mount(plan, opened);
}

static int create_and_attach(const struct mount_plan *plan, const struct opened *opened,
			     struct creation *creation, struct pns_diag *diag)
{
	struct pns_mountpoint point = mountpoint_of(plan);
	_cleanup_close_ int mount = create(plan, opened, creation, diag);
	int rc = mount < 0 ? mount : attach(plan, opened, mount, diag);

	if (rc < 0 && is_left_to_mount(plan, opened, diag)) {
		pns_close(&mount);
		pns_close(&creation->pidns);
		pns_diag_clear(diag);
		rc = pns_create_in_place(&creation->how, &point, &mount, &creation->pidns, diag);
	}
	return rc < 0 ? rc : pns_steal_fd(&mount);
}

static int mount_and_run(const struct mount_plan *plan, struct opened *opened, int *status,
			 struct pns_diag *diag)
{
	_cleanup_close_ int mount = PNS_NO_FD;
	struct creation creation = { .pidns = PNS_NO_FD };
	int rc = plan->command ? prepare_command(plan, opened, diag) : 0;

	if (rc < 0)
		return rc;
	mount = create_and_attach(plan, opened, &creation, diag);
	if (mount >= 0 && report(plan, opened, mount, creation.pidns) < 0)
		*status = plan->command ? CLI_EXIT_TOOL : CLI_EXIT_SYSTEM;
	pns_close(&creation.pidns);
	if (mount < 0 || *status != CLI_EXIT_OK)
		return mount < 0 ? mount : 0;
	if (plan->command)
		rc = keep_for_command(plan, opened, diag);
	if (rc == 0 && plan->pass_fd)
		rc = pass_mount(plan, &mount, diag);
	pns_close(&mount);
	if (rc == 0 && plan->command)
		rc = run_command(plan, opened, diag);
	return rc;
}

static int command_status(const struct pns_diag *diag)
{
	if (strcmp(diag->stage, "execvp") != 0)
		return CLI_EXIT_TOOL;
	return diag->err == ENOENT ? CLI_EXIT_NOT_FOUND : CLI_EXIT_NOT_EXECUTABLE;
}

static int refusal_status(const struct mount_plan *plan, const struct pns_diag *diag)
{
	if (plan->command)
		return command_status(diag);
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
	return pns_why_refused(diag, copied, &wish, why) == 0;
}

static int tell_refusal(const struct mount_plan *plan, struct pns_diag *diag, int rc)
{
	_cleanup_why_ struct pns_why found = { .count = 0 };
	const struct pns_why *why = NULL;

	if (diag->reason == PNS_REASON_NONE)
		pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, "mount-procns", -rc, plan->mountpoint);
	if (find_culprits(plan, diag, &found))
		why = &found;
	explain_refusal_why(diag, why);
	if (plan->explain) {
		explain_details(diag);
		explain_why(&found);
	}
	if (plan->table.form == TABLE_FORM_JSON) {
		explain_refusal_json_why(diag, why);
		/* the status is that of the refusal, whoever reads its text */
		rc = cli_flush();
		if (rc < 0)
			warnx("%s: %s", _("write error"), strerror(-rc));
	}
	return refusal_status(plan, diag);
}

int mount_plan_run(struct mount_plan *plan)
{
	struct opened opened = {
		.pidns = PNS_REF_INIT,
		.mountns = PNS_REF_INIT,
		.userns = PNS_REF_INIT,
	};
	struct pns_diag diag;
	int rc, status = CLI_EXIT_OK;

	pns_diag_init(&diag, plan->verbose ? explain_step : NULL, NULL);
	rc = open_references(plan, &opened, &diag);
	if (rc == 0 && plan->mode == MOUNT_MODE_REMOUNT)
		rc = remount(plan, &opened, &diag);
	else if (rc == 0 && plan->mode == MOUNT_MODE_FAKE)
		rc = attach(plan, &opened, PNS_NO_FD, &diag);
	else if (rc == 0)
		rc = mount_and_run(plan, &opened, &status, &diag);
	close_references(&opened);
	return rc < 0 ? tell_refusal(plan, &diag, rc) : status;
}
