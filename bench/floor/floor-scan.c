/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * One scan of /proc/PID/status of every process. Prints how many there are, and how many have the PID N
 * in their own namespace.
 *
 *   floor-scan [N]
 */
#include "floor.h"

/* The last number of the NSpid line */
static long innermost(const char *status)
{
	char *at = (char *) floor_field(status, "\nNSpid:");
	long pid = 0;

	while (*at == '\t')
		pid = strtol(at + 1, &at, 10);
	return pid;
}

int main(int argc, char **argv)
{
	long wanted = argc > 1 ? atol(argv[1]) : 0;
	int processes = 0, found = 0;
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	char path[300], status[4096];

	while (proc && (entry = readdir(proc))) {
		if (!isdigit((unsigned char) entry->d_name[0]))
			continue;
		snprintf(path, sizeof(path), "%s/status", entry->d_name);
		if (floor_read(dirfd(proc), path, status, sizeof(status)) == 0)
			continue;
		processes++;
		found += innermost(status) == wanted;
	}
	printf("%d %d\n", processes, found);
	return 0;
}
