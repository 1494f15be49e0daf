// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "inside.h"

#include <errno.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "compat.h"
#include "pidns.h"

/*
 * The caller's next child would be in a PID namespace without init. Asking for a child with the
 * number 2 tells why without making one: EINVAL says that number 1 has to come first,
 * ENOMEM that there will never be one again (kernel/pid.c, alloc_pid; set_tid since 5.5).
 */
static enum pns_reason reason_without_init(void)
{
	pid_t wanted = 2;
	struct clone_args args = {
		.exit_signal = SIGCHLD,
		.set_tid = (uint64_t)(uintptr_t)&wanted,
		.set_tid_size = 1,
	};
	long pid = syscall(SYS_clone3, &args, sizeof(args));

	if (pid == 0)
		_exit(0);
	if (pid > 0)
		waitpid((pid_t)pid, NULL, 0);
	return pid < 0 && errno == EINVAL ? PNS_REASON_EMPTY_NAMESPACE :
					    PNS_REASON_DEAD_NAMESPACE;
}

static int enter(const struct pns_inside *inside, struct pns_diag *diag)
{
	enum pns_reason reason = PNS_REASON_SYSTEM_ERROR;
	const char *call = inside->pidns < 0 ? "unshare" : "setns";
	int rc = inside->pidns < 0 ? unshare(CLONE_NEWPID) : setns(inside->pidns, CLONE_NEWPID);

	rc = rc < 0 ? -errno : 0;
	pns_step(diag, call, "PID namespace of the children", rc);
	if (rc == 0)
		return 0;
	if (rc == -EINVAL)
		reason = PNS_REASON_NOT_A_DESCENDANT;
	if (rc == -EPERM)
		reason = PNS_REASON_NO_PRIVILEGE_OVER_OWNER;
	pns_diag_set_owner(diag, inside->pidns);
	return pns_refuse(diag, reason, call, -rc, inside->object);
}

/* Whether the namespace is known to have no process: entering it would make the helper its init. */
static bool lacks_init(const struct pns_inside *inside)
{
	pid_t init;

	return inside->pidns >= 0 && pns_pidns_init(inside->pidns, &init, NULL) == -ESRCH;
}

static int run_in_pidns(void *arg, int *fd, struct pns_diag *diag)
{
	const struct pns_inside *inside = arg;
	bool without_init = lacks_init(inside);
	int rc = enter(inside, diag);

	if (rc < 0)
		return rc;
	if (without_init)
		return pns_refuse(diag, reason_without_init(), "fork", ENOMEM, inside->object);
	/* inherited by the helper: those inside must not look into its memory or take its descriptors */
	prctl(PR_SET_DUMPABLE, 0);
	rc = pns_child_run(PNS_CHILD_ALONE, inside->fn, inside->arg, fd, diag);
	if (rc == -ENOMEM && diag && strcmp(diag->stage, "fork") == 0)
		return pns_refuse(diag, PNS_REASON_DEAD_NAMESPACE, "fork", ENOMEM, inside->object);
	return inside->call ? pns_step(diag, inside->call, inside->call_object, rc) : rc;
}

int pns_inside_run(const struct pns_inside *inside, int *fd, struct pns_diag *diag)
{
	struct pns_inside copy = *inside;

	return pns_child_run(PNS_CHILD_PLAIN, run_in_pidns, &copy, fd, diag);
}
