/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Translates a million PIDs from standard input with pidns-translate, beside a bare loop of the
 * same ioctl over the same PIDs, by turns; then other methods and the start of the program.
 *
 *   bench-translate [TOOL [COUNT [RUNS]]]
 */
#include "../tests/helpers/helper.h"

#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>

enum { PROCESSES = 100, MAX_RUNS = 101 };

#define GET_PID_FROM	_IOR(0xb7, 0x6, int)	/* linux/nsfs.h, 6.11 */

struct bench {
	const char *tool;
	int count;
	int runs;
	int nsfd;
	pid_t init;
	int input;		/* the PIDs, one a line */
	long rss;
};

struct times {
	double ms[MAX_RUNS];
};

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void print_times(const struct bench *b, const char *what, struct times *t, int count)
{
	qsort(t->ms, (size_t) b->runs, sizeof(t->ms[0]), by_value);
	printf("%-34s %9.2f ms  (%.2f to %.2f)", what, t->ms[b->runs / 2], t->ms[0], t->ms[b->runs - 1]);
	if (count > 1)
		printf("  %6.0f ns a PID", t->ms[b->runs / 2] * 1e6 / count);
	putchar('\n');
	fflush(stdout);
}

/* A PID namespace with PIDs 1 to PROCESSES, which ends with this program */
static void make_namespace(struct bench *b)
{
	int ready[2];
	char path[64], c;

	if (pipe(ready) < 0)
		die("pipe");
	b->init = fork_with(CLONE_NEWPID, 0);
	if (b->init < 0)
		die("cannot make a PID namespace");
	if (b->init == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (int i = 1; i < PROCESSES; i++)
			if (fork() == 0)
				for (;;)
					pause();
		if (write(ready[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	if (read(ready[0], &c, 1) != 1)
		die("the namespace did not start");
	snprintf(path, sizeof(path), "/proc/%d/ns/pid", (int) b->init);
	b->nsfd = open(path, O_RDONLY | O_CLOEXEC);
	if (b->nsfd < 0)
		die("cannot open %s", path);
}

static void write_input(struct bench *b)
{
	FILE *f;

	b->input = memfd_create("pids", MFD_CLOEXEC);
	f = b->input < 0 ? NULL : fdopen(dup(b->input), "w");
	if (!f)
		die("memfd_create");
	for (int i = 0; i < b->count; i++)
		fprintf(f, "%d\n", i % PROCESSES + 1);
	if (fclose(f) != 0)
		die("cannot write the PIDs");
}

static double run_loop(const struct bench *b)
{
	double start = now_ms();

	for (int i = 0; i < b->count; i++)
		if (ioctl(b->nsfd, GET_PID_FROM, i % PROCESSES + 1) <= 0)
			die("the ioctl failed");
	return now_ms() - start;
}

/* Run a program with standard input from @input (or /dev/null) and output to nowhere */
static double run_program(struct bench *b, int input, char *const *argv)
{
	double start = now_ms();
	struct rusage usage;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		int null = open("/dev/null", O_RDWR | O_CLOEXEC);

		if (input >= 0)
			lseek(input, 0, SEEK_SET);
		dup2(input < 0 ? null : input, 0);
		dup2(null, 1);
		exec_or_die((char **) argv);
	}
	if (pid < 0 || wait4(pid, &status, 0, &usage) != pid || status != 0)
		die("%s failed", argv[0]);
	b->rss = usage.ru_maxrss;
	return now_ms() - start;
}

static void bench_method(struct bench *b, const char *via, int count)
{
	struct bench few = *b;
	char from[32], name[64];
	char *argv[] = { (char *) b->tool, (char *) "--via", (char *) via, (char *) "--from", from, NULL };
	struct times t;

	few.count = count;
	write_input(&few);
	snprintf(from, sizeof(from), "%d", (int) b->init);
	for (int i = 0; i < few.runs; i++)
		t.ms[i] = run_program(&few, few.input, argv);
	close(few.input);
	snprintf(name, sizeof(name), "--via %s, %d PIDs", via, count);
	print_times(&few, name, &t, count);
}

static void bench_million(struct bench *b)
{
	char from[32];
	char *argv[] = { (char *) b->tool, (char *) "--from", from, NULL };
	struct times loop, tool;

	snprintf(from, sizeof(from), "%d", (int) b->init);
	write_input(b);
	for (int i = 0; i < b->runs; i++) {
		loop.ms[i] = run_loop(b);
		tool.ms[i] = run_program(b, b->input, argv);
	}
	printf("%d PIDs, %d runs by turns, median (min to max)\n", b->count, b->runs);
	print_times(b, "bare loop of the ioctl", &loop, b->count);
	print_times(b, "pidns-translate, standard input", &tool, b->count);
	printf("%-34s %9.3f, %.2f million PIDs a second, peak %ld KiB\n", "ratio of the medians",
	       tool.ms[b->runs / 2] / loop.ms[b->runs / 2], b->count / tool.ms[b->runs / 2] / 1e3, b->rss);
}

static void bench_start(struct bench *b)
{
	char from[32];
	char *one[] = { (char *) b->tool, (char *) "--from", from, (char *) "1", NULL };
	char *init[] = { (char *) b->tool, (char *) "--init", from, NULL };
	char *none[] = { (char *) "true", NULL };
	struct times t[3];

	snprintf(from, sizeof(from), "%d", (int) b->init);
	b->runs = MAX_RUNS;
	for (int i = 0; i < b->runs; i++) {
		t[0].ms[i] = run_program(b, -1, none);
		t[1].ms[i] = run_program(b, -1, one);
		t[2].ms[i] = run_program(b, -1, init);
	}
	print_times(b, "true(1)", &t[0], 1);
	print_times(b, "pidns-translate, one PID", &t[1], 1);
	print_times(b, "pidns-translate --init", &t[2], 1);
}

int main(int argc, char **argv)
{
	struct bench b = { .tool = "./pidns-translate", .count = 1000000, .runs = 11 };

	if (argc > 1)
		b.tool = argv[1];
	if (argc > 2)
		b.count = (int) number_or_die(argv[2], "number of PIDs", 1, 100000000);
	if (argc > 3)
		b.runs = (int) number_or_die(argv[3], "number of runs", 1, MAX_RUNS);
	make_namespace(&b);
	bench_million(&b);
	bench_method(&b, "procfs", 10000);
	bench_method(&b, "pidfd", 100);
	bench_method(&b, "ucred", 100);
	bench_start(&b);
	kill(b.init, SIGKILL);
	waitpid(b.init, NULL, 0);
	return 0;
}
