/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Runs COMMAND as PID N of the current PID namespace and passes its status on.  With
 * --twice it runs in a new PID namespace, as PID N there and as PID N here.
 *
 * Why not a shell: a PID can be chosen with clone3(set_tid) only (Linux 5.5), or by
 * writing ns_last_pid and being the next to fork, which a shell cannot promise.
 * Both need CAP_SYS_ADMIN (or CAP_CHECKPOINT_RESTORE) over the PID namespace.
 */
#include "helper.h"

enum { ATTEMPTS = 100, PID_MAX = 4194304 };

/* Before 5.5: somebody else may fork in between, so look what came out and try again */
static pid_t fork_by_last_pid(pid_t want)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", (int) want - 1);
	for (int i = 0; i < ATTEMPTS; i++) {
		pid_t pid;

		write_text("/proc/sys/kernel/ns_last_pid", text);
		pid = fork();
		if (pid == 0 && getpid() != want)
			_exit(0);
		if (pid <= 0 || pid == want)
			return pid;
		waitpid(pid, NULL, 0);
	}
	errno = EEXIST;
	return -1;
}

static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			die("waitpid");
	return shell_status(status);
}

__attribute__((noreturn))
static void run_command(char **argv)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	exec_or_die(argv);
}

/* In a child that is init of a new PID namespace: the numbers go from the inside out */
static int run_twice(pid_t want, char **argv)
{
	pid_t tids[2] = { want, want }, pid;
	struct clone_args args = {
		.exit_signal = SIGCHLD, .set_tid = (uintptr_t) tids, .set_tid_size = 2,
	};

	pid = fork_with(CLONE_NEWPID, 0);
	if (pid < 0)
		die("cannot make a PID namespace");
	if (pid > 0)
		return wait_for(pid);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	pid = (pid_t) syscall(SYS_clone3, &args, sizeof(args));
	if (pid < 0)
		die("cannot become PID %d twice", (int) want);
	if (pid == 0)
		run_command(argv);
	exit(wait_for(pid));
}

int main(int argc, char **argv)
{
	bool twice = argc > 1 && strcmp(argv[1], "--twice") == 0;
	pid_t pid, want;

	argv += twice;
	if (argc - twice < 3) {
		fputs("Usage: as-pid [--twice] N COMMAND [ARGUMENT...]\n", stderr);
		return HELPER_FAILED;
	}
	want = (pid_t) number_or_die(argv[1], "PID", 1, PID_MAX);
	if (twice)
		return run_twice(want, argv + 2);
	pid = fork_with(0, want);
	if (pid < 0 && errno == ENOSYS)
		pid = fork_by_last_pid(want);
	if (pid < 0)
		die("cannot become PID %d", (int) want);
	if (pid == 0)
		run_command(argv + 2);
	return wait_for(pid);
}
