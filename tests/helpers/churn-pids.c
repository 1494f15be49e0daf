/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Makes the answer to a translation wrong as often as it can be made: processes come and go in
 * a namespace A and one below it, B, while COMMAND translates PIDs of A to PIDs of B.  A few
 * numbers in the caller's namespace go round among all of them, so that a number that stands
 * in the middle of a translation means another process within microseconds.
 *
 *   churn-pids [--seconds N] [--round N] [--natural] COMMAND [ARGUMENT...]
 *
 * COMMAND is run again and again, with "--from REF --to REF" added, PIDs in its standard
 * input, one a line.  Each process has the PID a in A and 3a+1 in B: it carries its own
 * identity, and every line that COMMAND prints is checked against it.  With --natural the
 * caller's number comes from the kernel (lower kernel.pid_max before), else it is chosen too
 * (clone3 with set_tid).  COMMAND "naive" stands for two ioctls without any care.
 *
 * Prints: asked= right= none= refused= wrong= born= (processes).  Exit status 1 if wrong.
 */
#include "helper.h"

#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>

enum {
	WORKERS = 6,
	/* PIDs in A: a helper of the tool has a number in A and in B too, the next in turn, and is a process as well */
	LOWEST = 9000, CHOICES = 8,
	MIDDLE = 20000, MIDDLE_CHOICES = 8,
	ROUND = 20000,			/* PIDs for one run of COMMAND, without --round */
};

#define GET_PID_FROM	_IOR(0xb7, 0x6, int)	/* linux/nsfs.h, 6.11 */
#define GET_PID_IN	_IOR(0xb7, 0x8, int)

struct churn {
	unsigned seconds, round;
	bool natural;
	char **command;
	pid_t inits[2];			/* of A and B, as the caller sees them */
	int nsfds[2];
	int out, err;
	unsigned long asked, right, none, refused, wrong;
	unsigned long *born;		/* shared */
};

static pid_t number_in_b(pid_t a)
{
	return 3 * a + 1;
}

/* The same sequence for what is asked and what is checked */
static unsigned next_random(unsigned *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

static pid_t next_pid(unsigned *state)
{
	return LOWEST + (pid_t) (next_random(state) % CHOICES);
}

/* Microseconds: none, or, as an emulated machine comes too late for those, up to a second */
static unsigned next_life(unsigned *state, bool brief)
{
	return brief ? 0 : next_random(state) % 1000000;
}

/* Init of A makes init of B; both only wait */
static void make_namespaces(struct churn *c, pid_t *shared)
{
	char path[64];

	c->inits[0] = fork_with(CLONE_NEWPID, 0);
	if (c->inits[0] < 0)
		die("cannot make a PID namespace");
	if (c->inits[0] == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGCHLD, SIG_IGN);
		shared[0] = fork_with(CLONE_NEWPID, 0);
		if (shared[0] == 0) {
			/* the outer /proc tells the number out there */
			char text[16] = "";
			ssize_t n = readlink("/proc/self", text, sizeof(text) - 1);

			shared[1] = n > 0 ? atoi(text) : -1;
		}
		for (;;)
			pause();
	}
	while (!__atomic_load_n(&shared[1], __ATOMIC_SEQ_CST))
		sched_yield();
	c->inits[1] = shared[1];
	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "/proc/%d/ns/pid", (int) c->inits[i]);
		c->nsfds[i] = open(path, O_RDONLY | O_CLOEXEC);
		if (c->nsfds[i] < 0)
			die("cannot open %s", path);
	}
}

/* A child in B that has chosen numbers and lives for @life microseconds and not much longer */
static pid_t make_child(const struct churn *c, unsigned *state, unsigned life)
{
	pid_t a = next_pid(state);
	pid_t tids[3] = { number_in_b(a), a, MIDDLE + (pid_t) (next_random(state) % MIDDLE_CHOICES) };
	struct clone_args args = {
		.exit_signal = SIGCHLD,
		.set_tid = (uintptr_t) tids,
		.set_tid_size = c->natural ? 2 : 3,
	};
	unsigned spin = next_random(state) % 4096;
	pid_t pid = (pid_t) syscall(SYS_clone3, &args, sizeof(args));

	if (pid == 0) {
		while (spin--)
			__asm__ volatile("" ::: "memory");
		if (life)
			usleep(life);
		if (next_random(state) % 4)
			sched_yield();
		_exit(0);
	}
	return pid;
}

__attribute__((noreturn))
static void worker_main(const struct churn *c, unsigned seed)
{
	unsigned state = seed * 2654435761u + 1;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (setns(c->nsfds[1], CLONE_NEWPID) < 0)
		die("setns");
	for (;;) {
		pid_t pid = make_child(c, &state, next_life(&state, seed > 1));

		if (pid > 0) {
			__atomic_fetch_add(c->born, 1, __ATOMIC_RELAXED);
			waitpid(pid, NULL, 0);
		} else if (errno != EEXIST && errno != EAGAIN) {
			die("clone3");
		}
	}
}

static void check_answer(struct churn *c, pid_t asked, long answer)
{
	if (answer == number_in_b(asked)) {
		c->right++;
		return;
	}
	c->wrong++;
	fprintf(stderr, "churn-pids: wrong: %d is %d, not %ld\n", (int) asked,
		(int) number_in_b(asked), answer);
}

static void run_naive(struct churn *c, unsigned seed)
{
	for (unsigned i = 0; i < c->round; i++) {
		pid_t a = next_pid(&seed);
		int middle = ioctl(c->nsfds[0], GET_PID_FROM, a);
		int answer = middle > 0 ? ioctl(c->nsfds[1], GET_PID_IN, middle) : -1;

		c->asked++;
		if (answer > 0)
			check_answer(c, a, answer);
		else
			c->none++;
	}
}

static int write_questions(const struct churn *c, unsigned seed)
{
	int fd = memfd_create("questions", MFD_CLOEXEC);
	FILE *f = fd < 0 ? NULL : fdopen(dup(fd), "w");

	if (!f)
		die("memfd_create");
	for (unsigned i = 0; i < c->round; i++)
		fprintf(f, "%d\n", (int) next_pid(&seed));
	if (fclose(f) != 0)
		die("cannot write the questions");
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static void run_command(const struct churn *c, int in)
{
	char from[32], to[32];
	char *argv[64];
	int argc = 0, status;
	pid_t pid;

	snprintf(from, sizeof(from), "/proc/%d/ns/pid", (int) c->inits[0]);
	snprintf(to, sizeof(to), "/proc/%d/ns/pid", (int) c->inits[1]);
	for (; c->command[argc] && argc < 56; argc++)
		argv[argc] = c->command[argc];
	argv[argc++] = (char *) "--from";
	argv[argc++] = from;
	argv[argc++] = (char *) "--to";
	argv[argc++] = to;
	argv[argc] = NULL;
	pid = fork();
	if (pid == 0) {
		unblock_signals();
		dup2(in, 0);
		dup2(c->out, 1);
		dup2(c->err, 2);
		exec_or_die(argv);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		die("cannot run %s", argv[0]);
	/* 1: all of these processes have gone, or a mistake, which leaves questions without an answer */
	if (!WIFEXITED(status) || (WEXITSTATUS(status) > 1 && WEXITSTATUS(status) != 64)) {
		errno = 0;
		die("%s: wait status %#x", argv[0], (unsigned) status);
	}
}

static FILE *rewound(int fd)
{
	FILE *f;

	lseek(fd, 0, SEEK_SET);
	f = fdopen(dup(fd), "r");
	if (!f)
		die("fdopen");
	return f;
}

/* "tool: line N: ... (reason)": N, or 0 */
static unsigned long next_complaint(struct churn *c, FILE *err)
{
	char line[512];
	const char *at;
	unsigned long number;

	while (fgets(line, sizeof(line), err)) {
		at = strstr(line, ": line ");
		if (!at) {
			fprintf(stderr, "churn-pids: %s", line);
			continue;
		}
		number = strtoul(at + strlen(": line "), NULL, 10);
		if (strstr(line, "(process-gone)"))
			c->refused++;
		else
			c->none++;
		return number;
	}
	return 0;
}

static void check_round(struct churn *c, unsigned seed)
{
	FILE *out = rewound(c->out), *err = rewound(c->err);
	unsigned long complaint = next_complaint(c, err);
	char line[64];

	for (unsigned long i = 1; i <= c->round; i++) {
		pid_t a = next_pid(&seed);

		c->asked++;
		if (complaint == i) {
			complaint = next_complaint(c, err);
			continue;
		}
		if (!fgets(line, sizeof(line), out))
			die("line %lu has neither an answer nor a complaint", i);
		check_answer(c, a, strtol(line, NULL, 10));
	}
	if (fgets(line, sizeof(line), out))
		die("more answers than questions");
	fclose(out);
	fclose(err);
}

static void run_round(struct churn *c, unsigned seed)
{
	int in;

	if (strcmp(c->command[0], "naive") == 0) {
		run_naive(c, seed);
		return;
	}
	in = write_questions(c, seed);
	if (ftruncate(c->out, 0) < 0 || ftruncate(c->err, 0) < 0)
		die("ftruncate");
	lseek(c->out, 0, SEEK_SET);
	lseek(c->err, 0, SEEK_SET);
	run_command(c, in);
	close(in);
	check_round(c, seed);
}

static void parse_options(struct churn *c, int argc, char **argv)
{
	int i = 1;

	for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
		if (strcmp(argv[i], "--natural") == 0)
			c->natural = true;
		else if (strcmp(argv[i], "--seconds") == 0 && i + 1 < argc)
			c->seconds = (unsigned) number_or_die(argv[++i], "number of seconds", 1, 3600);
		else if (strcmp(argv[i], "--round") == 0 && i + 1 < argc)
			c->round = (unsigned) number_or_die(argv[++i], "number of PIDs", 1, ROUND);
		else
			break;
	}
	if (i >= argc || argv[i][0] == '-') {
		fputs("Usage: churn-pids [--seconds N] [--round N] [--natural] COMMAND|naive [ARGUMENT...]\n", stderr);
		exit(HELPER_FAILED);
	}
	c->command = argv + i;
}

int main(int argc, char **argv)
{
	struct churn c = { .seconds = 5, .round = ROUND };
	pid_t workers[WORKERS];
	pid_t *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	time_t end;

	parse_options(&c, argc, argv);
	if (shared == MAP_FAILED)
		die("mmap");
	c.born = (unsigned long *) (shared + 16);
	make_namespaces(&c, shared);
	c.out = memfd_create("out", MFD_CLOEXEC);
	c.err = memfd_create("err", MFD_CLOEXEC);
	for (unsigned i = 0; i < WORKERS; i++) {
		workers[i] = fork();
		if (workers[i] == 0)
			worker_main(&c, i + 1);
	}
	end = time(NULL) + c.seconds;
	for (unsigned seed = 1; time(NULL) < end; seed++)
		run_round(&c, seed * 7919);
	for (unsigned i = 0; i < WORKERS; i++) {
		kill(workers[i], SIGKILL);
		waitpid(workers[i], NULL, 0);
	}
	kill(c.inits[0], SIGKILL);
	waitpid(c.inits[0], NULL, 0);
	printf("asked=%lu right=%lu none=%lu refused=%lu wrong=%lu born=%lu\n", c.asked, c.right,
	       c.none, c.refused, c.wrong, *c.born);
	return c.wrong > 0;
}
