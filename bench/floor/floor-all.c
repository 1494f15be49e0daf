/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Every procfs mount of every mount namespace: two links of each process (its namespaces; the first
 * process of a PID namespace is its init), and for each mount namespace its table read once, one open
 * of each procfs root, the link of 1/ns/pid, 1/status, one count of the processes. Prints
 * MNTNS TARGET PIDNS INIT COMMAND PROCS of each.
 *
 *   floor-all
 */
#include "floor.h"

enum { SLOTS = 1 << 18, TABLE_SIZE = 1 << 22 };

/* Namespaces seen so far, by open addressing */
struct seen {
	uint64_t ns;
	int pid;
};

struct all {
	struct seen mountns[SLOTS];
	struct seen pidns[SLOTS];
	char table[TABLE_SIZE];
};

/* The process that @ns was first seen of: @pid if this is the first time */
static int first_of(struct seen *seen, uint64_t ns, int pid)
{
	size_t slot = ns * UINT64_C(0x9e3779b97f4a7c15) >> 46;

	while (seen[slot].ns && seen[slot].ns != ns)
		slot = (slot + 1) % SLOTS;
	if (!seen[slot].ns)
		seen[slot] = (struct seen){ .ns = ns, .pid = pid };
	return seen[slot].pid;
}

static void show(struct all *all, int process, uint64_t mountns, const char *target)
{
	char path[4096], status[4096], name[64] = "";
	uint64_t pidns;
	int root;

	snprintf(path, sizeof(path), "root%s", target);
	root = openat(process, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	pidns = floor_link(root, "1/ns/pid");
	floor_read(root, "1/status", status, sizeof(status));
	sscanf(status, "Name:\t%63s", name);
	printf("%" PRIu64 " %s %" PRIu64 " %d %s %d\n", mountns, target, pidns, first_of(all->pidns, pidns, 0), name,
	       floor_count(root));
	close(root);
}

static void show_all(struct all *all, int process, uint64_t mountns)
{
	char *table = all->table, *target, *options;

	floor_read_table(process, "mountinfo", table, TABLE_SIZE);
	while (floor_next_procfs(&table, &target, &options))
		show(all, process, mountns, target);
}

static void look_at(struct all *all, int proc, const char *name)
{
	int process = openat(proc, name, O_PATH | O_DIRECTORY | O_CLOEXEC), pid = atoi(name);
	uint64_t mountns = floor_link(process, "ns/mnt"), pidns = floor_link(process, "ns/pid");

	if (pidns)
		first_of(all->pidns, pidns, pid);
	if (mountns && first_of(all->mountns, mountns, pid) == pid)
		show_all(all, process, mountns);
	close(process);
}

int main(void)
{
	struct all *all = calloc(1, sizeof(*all));
	DIR *proc = opendir("/proc");
	struct dirent *entry;

	if (!all || !proc)
		die("no /proc");
	while ((entry = readdir(proc)))
		if (isdigit((unsigned char) entry->d_name[0]))
			look_at(all, dirfd(proc), entry->d_name);
	return 0;
}
