// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "foreign.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>

#include "cleanup.h"
#include "pidfd.h"
#include "pidns.h"

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

static int refuse_enter(int err, const char *object, struct pns_diag *diag)
{
	enum pns_reason reason = PNS_REASON_SYSTEM_ERROR;

	if (err == ESRCH)
		reason = PNS_REASON_PROCESS_GONE;
	if (err == EPERM)
		reason = PNS_REASON_NO_PRIVILEGE_OVER_OWNER;
	return pns_refuse(diag, reason, "setns", err, object);
}

int pns_userns_enter(int userns, struct pns_diag *diag)
{
	int rc;

	if (is_own_userns(userns))
		return 0;
	rc = set_namespaces(userns, CLONE_NEWUSER);
	pns_step(diag, "setns", "user namespace", rc);
	return rc < 0 ? refuse_enter(-rc, "user namespace", diag) : 0;
}

/* Both namespaces in one step, or none: what the process is in may change between two steps. */
static int enter_by_process(const struct pns_foreign *where, bool with_userns)
{
	int flags = CLONE_NEWNS | (with_userns ? CLONE_NEWUSER : 0);

	if (where->process < 0 || !pns_is_pidfd(where->process))
		return -EINVAL;
	return set_namespaces(where->process, flags);
}

static int enter_one_by_one(const struct pns_foreign *where, bool with_userns)
{
	int rc = with_userns ? set_namespaces(where->userns, CLONE_NEWUSER) : 0;

	return rc < 0 ? rc : set_namespaces(where->mountns, CLONE_NEWNS);
}

static int enter(const struct pns_foreign *where, const char *object, struct pns_diag *diag)
{
	bool with_userns = where->userns >= 0 && !is_own_userns(where->userns);
	int rc = enter_by_process(where, with_userns);

	/* EINVAL: no pidfds in setns(2) before 5.8; ENOSYS and EPERM may be a seccomp profile */
	if (rc < 0 && rc != -ESRCH)
		rc = enter_one_by_one(where, with_userns);
	pns_step(diag, "setns", "mount namespace", rc);
	return rc < 0 ? refuse_enter(-rc, object, diag) : 0;
}

struct task {
	const struct pns_foreign *where;
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

int pns_foreign_run(const struct pns_foreign *where, pns_child_fn fn, void *arg, int *fd,
		    const char *object, struct pns_diag *diag)
{
	struct task task = { .where = where, .object = object, .fn = fn, .arg = arg };

	return pns_child_run(PNS_CHILD_PLAIN, run_there, &task, fd, diag);
}
