/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * The procfs mounts here: one reading of the table, one open of each root, the link of its
 * namespace, the status file of its init, one count of the processes of a namespace. Prints
 * TARGET PIDNS COMMAND PROCS of each.
 *
 *   floor-list [--table]	only the table: TARGET OPTIONS
 */
#include "floor.h"

struct list {
	uint64_t ns;		/* what was counted last, and how many are in it */
	int processes;
};

static void show(struct list *list, const char *target)
{
	char status[4096], name[64] = "";
	int root = open(target, O_PATH | O_DIRECTORY | O_CLOEXEC);
	uint64_t ns = floor_link(root, "1/ns/pid");

	floor_read(root, "1/status", status, sizeof(status));
	sscanf(status, "Name:\t%63s", name);
	if (strtol(floor_field(status, "\nNSpid:\t"), NULL, 10) != 1)
		die("%s: no procfs of its own namespace", target);
	if (ns != list->ns)
		*list = (struct list){ .ns = ns, .processes = floor_count(root) };
	close(root);
	printf("%s %" PRIu64 " %s %d\n", target, ns, name, list->processes);
}

int main(int argc, char **argv)
{
	size_t size = 64 << 20;
	char *table = malloc(size), *target, *options;
	struct list list = { .ns = 0 };

	if (!table || !floor_read_table(AT_FDCWD, "/proc/self/mountinfo", table, size))
		die("no mount table");
	while (floor_next_procfs(&table, &target, &options)) {
		if (argc > 1 && strcmp(argv[1], "--table") == 0)
			printf("%s %s\n", target, options);
		else
			show(&list, target);
	}
	return 0;
}
