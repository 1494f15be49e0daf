// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cleanup.h"
#include "inside.h"
#include "reason.h"

int pns_command_exec(char *const argv[], struct pns_diag *diag)
{
	execvp(argv[0], argv);
	return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, "execvp", errno, argv[0]);
}

/*
 * The child: @error tells the parent why there was no execve(2), and is closed by one. A parent
 * that died before it could take the child with it has closed the other end.
 */
static void __attribute__((noreturn))
run_member(char *const argv[], const sigset_t *signals, int error)
{
	struct pollfd poller = { .fd = error };
	int err;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (poll(&poller, 1, 0) > 0 && (poller.revents & POLLERR))
		_exit(1);
	sigprocmask(SIG_SETMASK, signals, NULL);
	execvp(argv[0], argv);
	err = errno;
	if (write(error, &err, sizeof(err)) != sizeof(err))
		_exit(1);
	_exit(0);
}

/* The signals that are not passed on: of the kernel's own making, or for the caller itself. */
static bool is_passed_on(const siginfo_t *info)
{
	return info->si_code <= 0 && info->si_signo != SIGCHLD && info->si_signo != SIGTTIN &&
	       info->si_signo != SIGTTOU;
}

/* One look at the command. Returns true when it has ended. */
static bool look_at(pid_t pid, int *status)
{
	pid_t got = waitpid(pid, status, WNOHANG | WUNTRACED);

	if (got == 0 || (got < 0 && errno == EINTR))
		return false;
	if (got < 0 || !WIFSTOPPED(*status))
		return true;
	/* job control: the shell has to see the caller stopped */
	kill(getpid(), SIGSTOP);
	kill(pid, SIGCONT);
	return false;
}

static void guard(pid_t pid, const sigset_t *signals, int *status)
{
	siginfo_t info;

	while (!look_at(pid, status)) {
		if (sigwaitinfo(signals, &info) > 0 && is_passed_on(&info))
			kill(pid, info.si_signo);
	}
}

/* Whether execve(2) failed: its errno comes through the pipe, an end of file if it did not. */
static int read_error(int fd)
{
	ssize_t got;
	int err;

	do {
		got = read(fd, &err, sizeof(err));
	} while (got < 0 && errno == EINTR);
	return got == sizeof(err) ? -err : 0;
}

static int run_and_guard(char *const argv[], const sigset_t *signals, const sigset_t *before,
			 int *status, struct pns_diag *diag)
{
	_cleanup_close_ int ours = PNS_NO_FD;
	_cleanup_close_ int theirs = PNS_NO_FD;
	int ends[2], rc;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return pns_refuse_call(diag, &(struct pns_failure){ "pipe2", errno, 0, PNS_NO_FD }, argv[0]);
	ours = ends[0];
	theirs = ends[1];
	pid = fork();
	if (pid < 0)
		return pns_refuse_call(diag, &(struct pns_failure){ "fork", errno, 0, PNS_NO_FD }, argv[0]);
	if (pid == 0) {
		pns_close(&ours);
		run_member(argv, before, theirs);
	}
	pns_close(&theirs);
	rc = read_error(ours);
	guard(pid, signals, status);
	if (rc < 0)
		return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, "execvp", -rc, argv[0]);
	return 0;
}

int pns_command_join(char *const argv[], int pidns, int *status, struct pns_diag *diag)
{
	sigset_t all, before;
	int rc = pns_inside_enter(pidns, argv[0], diag);

	if (rc < 0)
		return rc;
	/* an ignored SIGCHLD, inherited, would take the status away */
	signal(SIGCHLD, SIG_DFL);
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	rc = run_and_guard(argv, &all, &before, status, diag);
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (rc < 0 && strcmp(diag->stage, "fork") == 0)
		return pns_inside_refuse_fork(pidns, -rc, argv[0], diag);
	return rc;
}

int pns_command_pass_fd(int fd, int wanted)
{
	_cleanup_close_ int old = fd;
	int passed;

	if (wanted < 0)
		passed = fcntl(fd, F_DUPFD, STDERR_FILENO + 1);
	else if (wanted == fd)
		passed = fcntl(pns_steal_fd(&old), F_SETFD, 0) < 0 ? -1 : fd;
	else
		passed = dup2(fd, wanted);
	return passed < 0 ? -errno : passed;
}
