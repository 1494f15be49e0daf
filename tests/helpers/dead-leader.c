/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Holds, in a PID namespace of its own, a process whose thread group leader has ended while a thread lives on, until
 * standard input ends or SIGTERM comes.  Prints "init=" as the caller sees it, "pid= tid=" as they are in there.
 *
 * Why not a shell: none has threads.
 */
#include "helper.h"

#include <pthread.h>

static pid_t leader;
static int report;

/* The leader is a zombie when /proc says so: it cannot tell itself. */
static bool leader_is_dead(void)
{
	char text[256] = "", *state;
	int fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);

	if (fd < 0 || read(fd, text, sizeof(text) - 1) < 0)
		die("/proc/self/status");
	close(fd);
	state = strstr(text, "\nState:\t");
	return state && state[8] == 'Z';
}

static void *live_on(void *unused)
{
	int i;

	for (i = 0; i < 5000 && !leader_is_dead(); i++)
		poll(NULL, 0, 1);
	if (!leader_is_dead())
		die("the leader lives on");
	dprintf(report, "pid=%d tid=%d", (int) leader, (int) syscall(SYS_gettid));
	close(report);
	for (;;)
		pause();
	return unused;
}

static void __attribute__((noreturn)) end_leader(void)
{
	pthread_t thread;

	leader = getpid();
	if (pthread_create(&thread, NULL, live_on, NULL) != 0)
		die("pthread_create");
	/* of this thread alone; pthread_exit() would load a library */
	syscall(SYS_exit, 0);
	abort();
}

static void __attribute__((noreturn)) be_init(void)
{
	pid_t pid;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	pid = fork();
	if (pid < 0)
		die("fork");
	if (pid == 0)
		end_leader();
	close(report);
	for (;;)
		pause();
}

int main(void)
{
	char line[64] = "";
	sigset_t signals;
	int ends[2];
	pid_t init;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	block_signals(&signals);
	if (pipe(ends) < 0)
		die("pipe");
	report = ends[1];
	init = fork_with(CLONE_NEWPID, 0);
	if (init < 0)
		die("clone3");
	if (init == 0)
		be_init();
	close(report);
	if (read(ends[0], line, sizeof(line) - 1) <= 0)
		die("no report");
	printf("init=%d %s", (int) init, line);
	report_ready();
	hold_until_end(&signals, false, NULL);
	kill(init, SIGKILL);
	waitpid(init, NULL, 0);
	return 0;
}
