/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Measures commands by turns (A B C A B C ...), so that load hits all of them alike.
 *
 *   measure [-r RUNS] [-s RUNS] [-l SECONDS] [-i FILE] [-u DIR] COMMAND... [::: COMMAND...]...
 *
 *   -r  rounds that count (21), after one to warm up
 *   -s  rounds where a command takes more than a second (5)
 *   -l  begin no round after so many seconds (no limit); one is made in any case
 *   -i  standard input of each command (/dev/null)
 *   -u  unmount what is on this directory after each command, outside the time
 *
 * Prints a line for each run: index of the command, nanoseconds, peak memory in KiB. Standard
 * output of the commands goes to /dev/null. A command that fails ends it all.
 *
 * Why not a shell: it takes as long as what is measured, and forks more slowly the more it holds.
 */
#include "../tests/helpers/helper.h"

#include <spawn.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <time.h>

enum { MAX_COMMANDS = 8 };

#define SECOND		INT64_C(1000000000)

extern char **environ;

struct measure {
	char **commands[MAX_COMMANDS];
	int n_commands;
	int runs;
	int slow_runs;
	int64_t limit;		/* nanoseconds, 0: none */
	const char *input;
	const char *unmount;
};

struct sample {
	int64_t ns;
	long rss;
};

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * SECOND + t.tv_nsec;
}

static pid_t spawn(const struct measure *m, char **argv)
{
	posix_spawn_file_actions_t actions;
	pid_t pid;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, m->input, O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	errno = posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ);
	if (errno)
		die("cannot run %s", argv[0]);
	posix_spawn_file_actions_destroy(&actions);
	return pid;
}

__attribute__((noreturn))
static void die_of(char **argv, int status)
{
	char text[200] = "";
	size_t length = 0;

	for (; *argv && length < sizeof(text); argv++)
		length += (size_t) snprintf(text + length, sizeof(text) - length, "%s ", *argv);
	die("%sfailed: status %d", text, status);
}

static struct sample run_command(const struct measure *m, char **argv)
{
	struct sample sample;
	struct rusage usage;
	int64_t start = now();
	pid_t pid = spawn(m, argv);
	int status;

	if (wait4(pid, &status, 0, &usage) != pid)
		die("wait4");
	sample = (struct sample){ .ns = now() - start, .rss = usage.ru_maxrss };
	errno = 0;
	if (status != 0)
		die_of(argv, shell_status(status));
	if (m->unmount && umount2(m->unmount, MNT_DETACH) < 0)
		die("cannot unmount %s", m->unmount);
	return sample;
}

/* One run of each; returns the time of the slowest */
static int64_t run_round(const struct measure *m, struct sample *samples)
{
	int64_t slowest = 0;

	for (int i = 0; i < m->n_commands; i++) {
		samples[i] = run_command(m, m->commands[i]);
		if (samples[i].ns > slowest)
			slowest = samples[i].ns;
	}
	return slowest;
}

static void print_round(const struct measure *m, const struct sample *samples)
{
	for (int i = 0; i < m->n_commands; i++)
		printf("%d %" PRId64 " %ld\n", i, samples[i].ns, samples[i].rss);
	if (fflush(stdout) != 0)
		die("cannot write");
}

/* What takes seconds has no need to warm up: there the first round counts */
static void run_all(const struct measure *m)
{
	struct sample samples[MAX_COMMANDS];
	int64_t start = now();
	bool slow = run_round(m, samples) > SECOND;
	int runs = slow ? m->slow_runs : m->runs;

	if (slow) {
		print_round(m, samples);
		runs--;
	}
	for (int i = 0; i < runs; i++) {
		if (m->limit && now() - start > m->limit && (slow || i > 0))
			return;
		run_round(m, samples);
		print_round(m, samples);
	}
}

/* Split the commands at ":::" */
static void take_commands(struct measure *m, char **argv)
{
	m->commands[m->n_commands++] = argv;
	for (; *argv; argv++) {
		if (strcmp(*argv, ":::") != 0)
			continue;
		*argv = NULL;
		if (m->n_commands == MAX_COMMANDS)
			die("more than %d commands", MAX_COMMANDS);
		m->commands[m->n_commands++] = argv + 1;
	}
	for (int i = 0; i < m->n_commands; i++)
		if (!m->commands[i][0])
			die("an empty command");
}

static void usage(void)
{
	fputs("Usage: measure [-r RUNS] [-s RUNS] [-l SECONDS] [-i FILE] [-u DIR] COMMAND... [::: COMMAND...]...\n",
	      stderr);
	exit(HELPER_FAILED);
}

int main(int argc, char **argv)
{
	struct measure m = { .runs = 21, .slow_runs = 5, .input = "/dev/null" };
	int c;

	while ((c = getopt(argc, argv, "+r:s:l:i:u:")) != -1) {
		switch (c) {
		case 'r': m.runs = (int) number_or_die(optarg, "number of runs", 1, 10000); break;
		case 's': m.slow_runs = (int) number_or_die(optarg, "number of runs", 1, 10000); break;
		case 'l': m.limit = (int64_t) number_or_die(optarg, "number of seconds", 0, 86400) * SECOND; break;
		case 'i': m.input = optarg; break;
		case 'u': m.unmount = optarg; break;
		default: usage();
		}
	}
	if (optind == argc)
		usage();
	take_commands(&m, argv + optind);
	run_all(&m);
	return 0;
}
