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
	int rc;

	if (is_own_userns(userns))
		return 0;
	rc = set_namespaces(userns, CLONE_NEWUSER);
	pns_step(diag, PNS_CALL_SETNS, "user namespace", rc);
	if (rc < 0)
		return pns_refuse_call(diag, &(struct pns_failure){ PNS_CALL_SETNS, -rc, CLONE_NEWUSER, userns },
				       "user namespace");
	return 0;
}

/* Both namespaces in one step, or none: what the process is in may change between two steps. */
static int enter_by_process(const struct pns_mountns *where, bool with_userns)
{
	int flags = CLONE_NEWNS | (with_userns ? CLONE_NEWUSER : 0);

	if (where->process < 0 || !pns_is_pidfd(where->process))
		return -EINVAL;
	return set_namespaces(where->process, flags);
}

static int enter_one_by_one(const struct pns_mountns *where, bool with_userns, struct pns_failure *failure)
{
	*failure = (struct pns_failure){ PNS_CALL_SETNS, 0, CLONE_NEWUSER, where->userns };
	if (with_userns)
		failure->err = -set_namespaces(where->userns, CLONE_NEWUSER);
	if (failure->err)
		return -failure->err;
	*failure = (struct pns_failure){ PNS_CALL_SETNS, 0, CLONE_NEWNS, where->mountns };
	failure->err = -set_namespaces(where->mountns, CLONE_NEWNS);
	return -failure->err;
}

static int enter(const struct pns_mountns *where, const char *object, struct pns_diag *diag)
{
	bool with_userns = where->userns >= 0 && !is_own_userns(where->userns);
	int rc = enter_by_process(where, with_userns);
	struct pns_failure failure = { PNS_CALL_SETNS, -rc, CLONE_NEWNS, where->mountns };

	/* EINVAL: no pidfds in setns(2) before 5.8; ENOSYS and EPERM may be a seccomp profile */
	if (rc < 0 && rc != -ESRCH)
		rc = enter_one_by_one(where, with_userns, &failure);
	pns_step(diag, PNS_CALL_SETNS, "mount namespace", rc);
	return rc < 0 ? pns_refuse_call(diag, &failure, object) : 0;
}

struct task {
	const struct pns_mountns *where;
	const char *object;
	pns_child_fn fn;
	void *arg;
};

static int run_there(void *arg, int *fd, struct pns_diag *diag)
{
	const struct task *task = arg;
	int rc = enter(task->where, task->object, diag);

	return rc < 0 ? rc : task->fn(task->arg, fd, diag);
}

int pns_in_mountns_run(const struct pns_mountns *where, pns_child_fn fn, void *arg, int *fd,
		    const char *object, struct pns_diag *diag)
{
	struct task task = { .where = where, .object = object, .fn = fn, .arg = arg };

	return pns_child_run(PNS_CHILD_PLAIN, run_there, &task, fd, diag);
}
