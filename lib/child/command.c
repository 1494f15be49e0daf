// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "child/command.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "child/group-signal.h"
#include "child/in-pidns.h"
#include "namespace/reason.h"

static bool is_program(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

bool pns_command_exists(const char *name, const char *search)
{
	char path[PATH_MAX];
	size_t length;

	if (!*name || strchr(name, '/'))
		return is_program(name);
	while (search) {
		length = strcspn(search, ":");
		/* an empty part is the working directory */
		snprintf(path, sizeof(path), "%.*s%s%s", (int)length, search, length ? "/" : "", name);
		if (is_program(path))
			return true;
		search = search[length] ? search + length + 1 : NULL;
	}
	return false;
}

int pns_command_exec(char *const argv[], struct pns_diag *diag)
{
	execvp(argv[0], argv);
	return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_EXECVP, errno, argv[0]);
}

/* What the caller inherited and the command is to inherit as well. */
struct inherited {
	sigset_t mask;
	struct sigaction child;		/* of SIGCHLD */
};

struct member {
	char *const *argv;
	struct inherited inherited;
	struct pns_group_witness witness;
};

/*
 * The child: @error tells the parent why there was no execve(2), and is closed by one. A parent
 * that died before it could take the child with it has closed the other end.
 */
static void __attribute__((noreturn))
run_member(char *const argv[], const struct inherited *inherited, int error)
{
	struct pollfd poller = { .fd = error };
	int err;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (poll(&poller, 1, 0) > 0 && (poller.revents & POLLERR))
		_exit(1);
	sigaction(SIGCHLD, &inherited->child, NULL);
	sigprocmask(SIG_SETMASK, &inherited->mask, NULL);
	execvp(argv[0], argv);
	err = errno;
	if (write(error, &err, sizeof(err)) != sizeof(err))
		_exit(1);
	_exit(0);
}

/*
 * The signals that are not passed on: of the kernel's own making, for the caller itself, or for its process group,
 * which the command is in.
 */
static bool is_passed_on(const struct pns_group_witness *witness, const siginfo_t *info)
{
	if (info->si_signo == SIGCHLD || pns_group_witness_saw(witness, info->si_signo))
		return false;
	return info->si_code <= 0 && info->si_signo != SIGTTIN && info->si_signo != SIGTTOU;
}

/* Take the status of the command. Returns 1 when it has ended, 0 as long as it has not, or -errno. */
static int reap(pid_t pid, int *status)
{
	pid_t got = waitpid(pid, status, WNOHANG | WUNTRACED);

	if (got < 0)
		return errno == EINTR ? 0 : -errno;
	if (got == 0)
		return 0;
	if (!WIFSTOPPED(*status))
		return 1;
	/* job control: the shell has to see the caller stopped */
	kill(getpid(), SIGSTOP);
	kill(pid, SIGCONT);
	return 0;
}

static int guard(pid_t pid, const struct pns_group_witness *witness, int *status)
{
	siginfo_t info;
	sigset_t all;
	int rc;

	sigfillset(&all);
	while ((rc = reap(pid, status)) == 0) {
		if (sigwaitinfo(&all, &info) > 0 && is_passed_on(witness, &info))
			kill(pid, info.si_signo);
	}
	return rc < 0 ? rc : 0;
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

static int run_and_guard(const struct member *member, int *status, struct pns_diag *diag)
{
	const char *name = member->argv[0];
	_cleanup_close_ int ours = PNS_NO_FD;
	_cleanup_close_ int theirs = PNS_NO_FD;
	int pair[2], failed, rc;
	pid_t pid;

	if (pipe2(pair, O_CLOEXEC) < 0)
		return pns_refuse_plain(diag, PNS_CALL_PIPE2, errno, name);
	ours = pair[0];
	theirs = pair[1];
	pid = fork();
	if (pid < 0)
		return pns_refuse_plain(diag, PNS_CALL_FORK, errno, name);
	if (pid == 0) {
		pns_close(&ours);
		run_member(member->argv, &member->inherited, theirs);
	}
	pns_close(&theirs);
	failed = read_error(ours);
	rc = guard(pid, &member->witness, status);
	if (failed < 0)
		return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_EXECVP, -failed, name);
	if (rc < 0)
		return pns_refuse_plain(diag, PNS_CALL_WAITPID, -rc, name);
	return 0;
}

int pns_command_join(char *const argv[], int pidns, int *status, struct pns_diag *diag)
{
	const struct sigaction by_default = { .sa_handler = SIG_DFL };
	struct member member = { .argv = argv };
	struct inherited *inherited = &member.inherited;
	sigset_t all;
	int rc;

	/* an ignored SIGCHLD, inherited, would take the status away */
	sigaction(SIGCHLD, &by_default, &inherited->child);
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &inherited->mask);
	/* it is no member: children are born into the PID namespace from then on */
	pns_group_witness_start(&member.witness);
	rc = pidns < 0 ? 0 : pns_in_pidns_enter(pidns, argv[0], diag);
	if (rc == 0)
		rc = run_and_guard(&member, status, diag);
	pns_group_witness_end(&member.witness);
	sigprocmask(SIG_SETMASK, &inherited->mask, NULL);
	sigaction(SIGCHLD, &inherited->child, NULL);
	if (rc < 0 && pidns >= 0 && diag->call == PNS_CALL_FORK)
		return pns_in_pidns_refuse_fork(pidns, -rc, argv[0], diag);
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
