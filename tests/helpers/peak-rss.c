/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Runs COMMAND, writes the most memory that it had at once (KiB) and its seconds of wall clock
 * to FILE, and passes its status on.
 *
 * Why not a shell: time(1) is not installed everywhere, and times of bash know no memory.
 */
#include "helper.h"

#include <sys/resource.h>
#include <time.h>

int main(int argc, char **argv)
{
	struct timespec before, after;
	struct rusage usage;
	FILE *f;
	int status;
	pid_t pid;

	if (argc < 3) {
		fputs("Usage: peak-rss FILE COMMAND [ARGUMENT...]\n", stderr);
		return HELPER_FAILED;
	}
	clock_gettime(CLOCK_MONOTONIC, &before);
	pid = fork();
	if (pid == 0)
		exec_or_die(argv + 2);
	if (pid < 0 || wait4(pid, &status, 0, &usage) != pid)
		die("cannot run %s", argv[2]);
	clock_gettime(CLOCK_MONOTONIC, &after);
	f = fopen(argv[1], "we");
	if (!f)
		die("cannot write %s", argv[1]);
	fprintf(f, "rss=%ld seconds=%.3f\n", usage.ru_maxrss,
		(double) (after.tv_sec - before.tv_sec) + (double) (after.tv_nsec - before.tv_nsec) / 1e9);
	if (fclose(f) != 0)
		die("cannot write %s", argv[1]);
	return shell_status(status);
}
