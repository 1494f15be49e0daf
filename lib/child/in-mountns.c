// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "child/in-mountns.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>

#include "base/cleanup.h"
#include "namespace/namespace.h"
#include "namespace/reason.h"
#include "process/own-namespace.h"
#include "process/process.h"

static bool is_own_userns(int userns)
{
	_cleanup_close_ int own = pns_ns_open_own(CLONE_NEWUSER);

	return own >= 0 && pns_ns_is_same(own, userns);
}

/* setns(2) into a user namespace gives all capabilities there, and that clears the death signal. */
static int set_namespaces(int fd, int flags)
{
	int signal = 0;

	prctl(PR_GET_PDEATHSIG, &signal);
	if (setns(fd, flags) < 0)
		return -errno;
	prctl(PR_SET_PDEATHSIG, signal);
	return 0;
}

int pns_userns_enter(int userns, struct pns_diag *diag)
{
	struct pns_failure failure = { PNS_CALL_SETNS, 0, CLONE_NEWUSER, userns };

	if (is_own_userns(userns))
		return 0;
	failure.err = -set_namespaces(userns, CLONE_NEWUSER);
	return pns_end_call(diag, &failure, "user namespace", "user namespace");
}

/* Both namespaces in one step, or none: what the process is in may change between two steps. */
static int enter_by_process(const struct pns_mountns *mountns, bool with_userns)
{
	int flags = CLONE_NEWNS | (with_userns ? CLONE_NEWUSER : 0);

	if (mountns->process < 0 || !pns_is_pidfd(mountns->process))
		return -EINVAL;
	return set_namespaces(mountns->process, flags);
}

static void enter_one_by_one(const struct pns_mountns *mountns, bool with_userns, struct pns_failure *failure)
{
	*failure = (struct pns_failure){ PNS_CALL_SETNS, 0, CLONE_NEWUSER, mountns->userns };
	if (with_userns)
		failure->err = -set_namespaces(mountns->userns, CLONE_NEWUSER);
	if (failure->err)
		return;
	*failure = (struct pns_failure){ PNS_CALL_SETNS, 0, CLONE_NEWNS, mountns->nsfd };
	failure->err = -set_namespaces(mountns->nsfd, CLONE_NEWNS);
}

static int enter(const struct pns_mountns *mountns, const char *object, struct pns_diag *diag)
{
	bool with_userns = mountns->userns >= 0 && !is_own_userns(mountns->userns);
	int rc = enter_by_process(mountns, with_userns);
	struct pns_failure failure = { PNS_CALL_SETNS, -rc, CLONE_NEWNS, mountns->nsfd };

	/* EINVAL: no pidfds in setns(2) before 5.8; ENOSYS and EPERM may be a seccomp profile */
	if (rc < 0 && rc != -ESRCH)
		enter_one_by_one(mountns, with_userns, &failure);
	return pns_end_call(diag, &failure, "mount namespace", object);
}

/* A pns_child_fn */
static int enter_and_run(void *arg, int *fd, struct pns_diag *diag)
{
	const struct pns_in_mountns *task = arg;
	int rc = task->mountns ? enter(task->mountns, task->object, diag) : 0;

	return rc < 0 ? rc : task->fn(task->arg, fd, diag);
}

int pns_in_mountns_run(const struct pns_in_mountns *task, int *fd, struct pns_diag *diag)
{
	struct pns_in_mountns copy = *task;

	return pns_child_run(PNS_CHILD_PLAIN, enter_and_run, &copy, fd, diag);
}

int pns_in_mountns_or_here(const struct pns_in_mountns *task, int *fd, struct pns_diag *diag)
{
	return task->mountns ? pns_in_mountns_run(task, fd, diag) : task->fn(task->arg, fd, diag);
}
