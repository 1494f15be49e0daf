// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "procfs-helper.h"

#include <errno.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "child.h"
#include "cleanup.h"
#include "compat.h"
#include "fs-context.h"
#include "pidns.h"
#include "procfs-staged.h"

struct helper {
	int pidns;
	const char *object;
	const struct pns_procfs_options *options;
};

/* In the target PID namespace: fsopen(2) and nothing else, unless that is denied. */
static int open_inside(void *arg, int *fd, struct pns_diag *diag)
{
	const struct helper *helper = arg;
	struct pns_staged staged = {
		.pidns = PNS_NO_FD,
		.object = helper->object,
		.options = helper->options,
	};

	*fd = pns_context_open(diag);
	if (*fd >= 0)
		return 0;
	/* denied: the other way, which tells by itself whether it is denied as well */
	if (*fd != -ENOSYS && *fd != -EPERM)
		return *fd;
	pns_diag_clear(diag);
	return pns_staged_mount(&staged, fd, diag);
}

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

static int enter(const struct helper *helper, struct pns_diag *diag)
{
	enum pns_reason reason = PNS_REASON_SYSTEM_ERROR;
	const char *call = helper->pidns < 0 ? "unshare" : "setns";
	int rc = helper->pidns < 0 ? unshare(CLONE_NEWPID) : setns(helper->pidns, CLONE_NEWPID);

	rc = rc < 0 ? -errno : 0;
	pns_step(diag, call, "PID namespace of the children", rc);
	if (rc == 0)
		return 0;
	if (rc == -EINVAL)
		reason = PNS_REASON_NOT_A_DESCENDANT;
	if (rc == -EPERM)
		reason = PNS_REASON_NO_PRIVILEGE_OVER_OWNER;
	pns_diag_set_owner(diag, helper->pidns);
	return pns_refuse(diag, reason, call, -rc, helper->object);
}

/* Whether the namespace is known to have no process: entering it would make the helper its init. */
static bool lacks_init(const struct helper *helper)
{
	pid_t init;

	return helper->pidns >= 0 && pns_pidns_init(helper->pidns, &init, NULL) == -ESRCH;
}

static int open_in_pidns(void *arg, int *fd, struct pns_diag *diag)
{
	const struct helper *helper = arg;
	bool without_init = lacks_init(helper);
	int rc = enter(helper, diag);

	if (rc < 0)
		return rc;
	if (without_init)
		return pns_refuse(diag, reason_without_init(), "fork", ENOMEM, helper->object);
	/* inherited by the helper: those inside must not look into its memory or take its descriptors */
	prctl(PR_SET_DUMPABLE, 0);
	rc = pns_child_run(PNS_CHILD_ALONE, open_inside, arg, fd, diag);
	if (rc == -ENOMEM && diag && strcmp(diag->stage, "fork") == 0)
		return pns_refuse(diag, PNS_REASON_DEAD_NAMESPACE, "fork", ENOMEM, helper->object);
	return pns_step(diag, "fsopen", "proc, by a helper in the PID namespace", rc);
}

int pns_helper_open(int pidns, const char *object, const struct pns_procfs_options *options,
		    struct pns_diag *diag)
{
	struct helper helper = { .pidns = pidns, .object = object, .options = options };
	int fd = PNS_NO_FD;
	int rc = pns_child_run(PNS_CHILD_PLAIN, open_in_pidns, &helper, &fd, diag);

	return rc < 0 ? rc : fd;
}
