// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "child/in-pidns.h"

#include <errno.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "namespace/namespace.h"
#include "namespace/reason.h"
#include "process/init-state.h"
#include "process/process.h"

/*
 * What keeps the caller's next child from being born into the PID namespace that it entered. Asking
 * for a child with the number 2 tells without making one: EINVAL says that number 1 has to come
 * first, ENOMEM that there will never be one again (kernel/pid.c, alloc_pid; set_tid since 5.5).
 * @is_known: that there is no init; else there mostly is one, and the child ends at once.
 */
static enum pns_reason reason_without_init(bool is_known)
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
	if (pid < 0 && errno == EINVAL)
		return PNS_REASON_EMPTY_NAMESPACE;
	return is_known || (pid < 0 && errno == ENOMEM) ? PNS_REASON_DEAD_NAMESPACE : PNS_REASON_NONE;
}

int pns_in_pidns_enter(int pidns, const char *object, struct pns_diag *diag)
{
	struct pns_failure failure = { pidns < 0 ? PNS_CALL_UNSHARE : PNS_CALL_SETNS, 0, CLONE_NEWPID, pidns };
	int rc = pidns < 0 ? unshare(CLONE_NEWPID) : setns(pidns, CLONE_NEWPID);

	failure.err = rc < 0 ? errno : 0;
	return pns_end_call(diag, &failure, "PID namespace of the children", object);
}

/* Whether init of @pidns is there and has not ended: then ENOMEM is a lack of memory. */
static bool has_living_init(int pidns)
{
	_cleanup_caller_ struct pns_caller caller = PNS_CALLER_INIT;
	_cleanup_close_ int process = PNS_NO_FD;
	pid_t init;
	int root;

	if (pidns < 0 || pns_pidns_init(&caller, pidns, &init, &process) < 0 || !pns_process_is_alive(process))
		return false;
	/* it may be waiting for those that it takes with it */
	root = pns_caller_own_proc(&caller);
	return root < 0 || pns_init_state(root, init, NULL, 0) != PNS_INIT_DEAD;
}

int pns_in_pidns_refuse_fork(int pidns, int err, const char *object, struct pns_diag *diag)
{
	if (err == ENOMEM && !has_living_init(pidns))
		return pns_refuse(diag, PNS_REASON_DEAD_NAMESPACE, PNS_CALL_FORK, ENOMEM, object);
	return pns_refuse_plain(diag, PNS_CALL_FORK, err, object);
}

/* Whether the namespace has a process: 0, -ESRCH, or another error if nobody can tell. */
static int find_any_init(const struct pns_in_pidns *task)
{
	_cleanup_caller_ struct pns_caller caller = PNS_CALLER_INIT;
	pid_t init;

	return task->pidns >= 0 ? pns_pidns_init(&caller, task->pidns, &init, NULL) : 0;
}

/*
 * Let the kernel collect the helper of this process when it dies: init of its namespace waits for that, and this
 * process may be stopped, or frozen. Blocked, the signal about it stays and says how it died.
 */
static void leave_reaping_to_kernel(void)
{
	const struct sigaction action = { .sa_handler = SIG_DFL, .sa_flags = SA_NOCLDWAIT };
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sigaction(SIGCHLD, &action, NULL);
}

static int run_in_pidns(void *arg, int *fd, struct pns_diag *diag)
{
	const struct pns_in_pidns *task = arg;
	enum pns_reason reason = PNS_REASON_NONE;
	int init = find_any_init(task);
	int rc = pns_in_pidns_enter(task->pidns, task->object, diag);

	if (rc < 0)
		return rc;
	/* inherited by the helper: those inside must not look into its memory or take its descriptors */
	prctl(PR_SET_DUMPABLE, 0);
	/* entering one without a process would make the helper its init */
	if (init < 0)
		reason = reason_without_init(init == -ESRCH);
	if (reason)
		return pns_refuse(diag, reason, PNS_CALL_FORK, ENOMEM, task->object);
	if (task->stays)
		leave_reaping_to_kernel();
	rc = pns_child_run(PNS_CHILD_ALONE, task->fn, task->arg, fd, diag);
	if (rc < 0 && diag && diag->call == PNS_CALL_FORK)
		return pns_in_pidns_refuse_fork(task->pidns, -rc, task->object, diag);
	return task->call ? pns_step(diag, task->call, task->call_object, rc) : rc;
}

int pns_in_pidns_run(const struct pns_in_pidns *task, int *fd, struct pns_diag *diag)
{
	struct pns_in_pidns copy = *task;

	return pns_child_run(PNS_CHILD_PLAIN, run_in_pidns, &copy, fd, diag);
}

int pns_in_pidns_start(const struct pns_in_pidns *task, int fd, struct pns_child *child, struct pns_diag *diag)
{
	struct pns_in_pidns copy = *task;
	const struct pns_child_plan plan = { .kind = PNS_CHILD_PLAIN, .fn = run_in_pidns, .arg = &copy, .fd = fd };

	return pns_child_start(&plan, child, diag);
}
