/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Runs COMMAND, kills that one process with SIGKILL at a chosen moment, and then looks
 * what survives it:
 *   --after USEC   so many microseconds after its execve
 *   --syscall N    on entering its Nth system call after its execve, before the kernel
 *                  does anything: with N = 1, 2, ... until "killed=no" every point between
 *                  two system calls is tried once
 * Descendants that lose their parent become children of this process (a subreaper), are
 * collected as they end, and have --grace MSEC (2000) for it.  None of them is killed.
 *
 * The last line on standard output:
 *   killed=yes|no status=N elapsed=USEC syscalls=N reaped=N orphans=N
 * status as in the shell (137 after SIGKILL), elapsed from execve to the end, syscalls
 * only with --syscall, reaped = descendants that ended by themselves, orphans = still
 * alive after the grace time (named on standard error).  Exit status: 0; 1 with orphans.
 *
 * Why not a shell: its kill comes milliseconds late and it cannot be a subreaper.
 */
#include "helper.h"

#include <dirent.h>
#include <getopt.h>
#include <sys/ptrace.h>
#include <time.h>

enum { USEC = 1000000, NSEC = 1000000000, POLL_NSEC = 1000000, SYSCALL_STOP = SIGTRAP | 0x80 };

struct killat {
	uint64_t after;		/* microseconds; 0: not this way */
	uint64_t at_syscall;	/* 0: not this way */
	uint64_t grace;		/* milliseconds */
	pid_t pid;
	bool killed;
	int status;
	uint64_t elapsed;
	uint64_t syscalls;
	unsigned reaped;
	unsigned orphans;
};

static uint64_t now_usec(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t) ts.tv_sec * USEC + (uint64_t) ts.tv_nsec / 1000;
}

/* Returns when COMMAND's execve is done (or has failed): the pipe closes with it */
static void start(struct killat *k, char **argv)
{
	int started[2];
	char c;

	if (pipe2(started, O_CLOEXEC) < 0)
		die("pipe");
	k->pid = fork();
	if (k->pid < 0)
		die("fork");
	if (k->pid == 0) {
		unblock_signals();
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (k->at_syscall && ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
			die("PTRACE_TRACEME");
		exec_or_die(argv);
	}
	close(started[1]);
	while (read(started[0], &c, 1) > 0)
		;
	close(started[0]);
}

static bool has_ended(pid_t pid)
{
	siginfo_t info = { .si_pid = 0 };

	return waitid(P_PID, (id_t) pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid;
}

/* The timer is the timeout of waiting for SIGCHLD: an early end is seen at once */
static void kill_after(struct killat *k, const sigset_t *signals)
{
	uint64_t start_time = now_usec(), gone = 0;

	while (!has_ended(k->pid) && gone < k->after) {
		uint64_t left = k->after - gone;
		struct timespec ts = { .tv_sec = (time_t) (left / USEC), .tv_nsec = (long) (left % USEC) * 1000 };

		sigtimedwait(signals, NULL, &ts);
		gone = now_usec() - start_time;
	}
	kill(k->pid, SIGKILL);
	while (waitpid(k->pid, &k->status, 0) < 0 && errno == EINTR)
		;
	k->elapsed = now_usec() - start_time;
}

/* One step of the traced process; false when it has ended */
static bool next_stop(struct killat *k, int sig)
{
	if (ptrace(PTRACE_SYSCALL, k->pid, NULL, (void *) (uintptr_t) sig) < 0 && errno != ESRCH)
		die("PTRACE_SYSCALL");
	while (waitpid(k->pid, &k->status, __WALL) < 0)
		if (errno != EINTR)
			die("waitpid");
	return WIFSTOPPED(k->status);
}

/*
 * The process first stops by the SIGTRAP that follows its execve; from there on system
 * call stops come in pairs, entry and exit, in between those of signals to pass on.
 */
static void kill_at_syscall(struct killat *k)
{
	uint64_t start_time = now_usec();
	bool entering = true;
	int sig = 0;

	waitpid(k->pid, &k->status, __WALL);
	if (WIFSTOPPED(k->status))
		ptrace(PTRACE_SETOPTIONS, k->pid, NULL,
		       (void *) (uintptr_t) (PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL));
	while (WIFSTOPPED(k->status) && next_stop(k, sig)) {
		sig = WSTOPSIG(k->status) == SYSCALL_STOP ? 0 : WSTOPSIG(k->status);
		if (sig)
			continue;
		if (entering && ++k->syscalls == k->at_syscall)
			kill(k->pid, SIGKILL);
		entering = !entering;
	}
	k->elapsed = now_usec() - start_time;
}

/* Children of this process that are alive; their number is small, /proc is read once */
static unsigned count_children(void)
{
	DIR *dir = opendir("/proc");
	struct dirent *d;
	unsigned n = 0;

	while (dir && (d = readdir(dir))) {
		char path[300], comm[64];
		int pid, ppid;
		char state;
		FILE *f;

		if (d->d_name[0] < '0' || d->d_name[0] > '9')
			continue;
		snprintf(path, sizeof(path), "/proc/%s/stat", d->d_name);
		f = fopen(path, "re");
		if (f && fscanf(f, "%d (%63[^)]) %c %d", &pid, comm, &state, &ppid) == 4 &&
		    ppid == getpid() && state != 'Z') {
			fprintf(stderr, "kill-at: still alive: %d (%s)\n", pid, comm);
			n++;
		}
		if (f)
			fclose(f);
	}
	if (dir)
		closedir(dir);
	return n;
}

static void wait_for_orphans(struct killat *k)
{
	const struct timespec pause_time = { .tv_nsec = POLL_NSEC };
	uint64_t end = now_usec() + k->grace * 1000;
	pid_t pid;

	while ((pid = waitpid(-1, NULL, WNOHANG | __WALL)) >= 0) {
		if (pid > 0) {
			k->reaped++;
			continue;
		}
		if (now_usec() > end) {
			k->orphans = count_children();
			return;
		}
		nanosleep(&pause_time, NULL);
	}
}

static void usage(FILE *out)
{
	fputs("Usage: kill-at --after USEC|--syscall N [--grace MSEC] [--] COMMAND [ARGUMENT...]\n", out);
}

static char **parse_options(struct killat *k, int argc, char **argv)
{
	static const struct option longopts[] = {
		{ "after", required_argument, NULL, 'a' },
		{ "syscall", required_argument, NULL, 's' },
		{ "grace", required_argument, NULL, 'g' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 }
	};
	int c;

	while ((c = getopt_long(argc, argv, "+", longopts, NULL)) != -1) {
		switch (c) {
		case 'a': k->after = number_or_die(optarg, "number of microseconds", 0, UINT32_MAX); break;
		case 's': k->at_syscall = number_or_die(optarg, "number of a system call", 1, UINT32_MAX); break;
		case 'g': k->grace = number_or_die(optarg, "number of milliseconds", 0, UINT32_MAX); break;
		case 'h': usage(stdout); exit(0);
		default: usage(stderr); exit(HELPER_FAILED);
		}
	}
	if (optind >= argc) {
		usage(stderr);
		exit(HELPER_FAILED);
	}
	return argv + optind;
}

int main(int argc, char **argv)
{
	struct killat k = { .grace = 2000 };
	char **command = parse_options(&k, argc, argv);
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGCHLD);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	prctl(PR_SET_TIMERSLACK, 1);
	start(&k, command);
	if (k.at_syscall)
		kill_at_syscall(&k);
	else
		kill_after(&k, &signals);
	k.killed = WIFSIGNALED(k.status) && WTERMSIG(k.status) == SIGKILL;
	wait_for_orphans(&k);
	printf("killed=%s status=%d elapsed=%" PRIu64 " syscalls=%" PRIu64 " reaped=%u orphans=%u\n",
	       k.killed ? "yes" : "no", shell_status(k.status), k.elapsed, k.syscalls, k.reaped, k.orphans);
	return k.orphans ? 1 : 0;
}
