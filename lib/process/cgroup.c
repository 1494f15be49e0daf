// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "process/cgroup.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "process/container-name.h"
#include "process/procfs-root.h"

/* A dozen hierarchies with long paths. */
#define FILE_SIZE 16384

/* One line: HIERARCHY:CONTROLLERS:PATH, where the path may have colons in it. Returns the path, or NULL. */
static const char *path_of(const char *line)
{
	const char *colon = strpbrk(line, ":\n"), *path;

	colon = colon && *colon == ':' ? strpbrk(colon + 1, ":\n") : NULL;
	path = colon && *colon == ':' ? colon + 1 : NULL;
	return path && *path == '/' ? path : NULL;
}

/* How much the path tells: what decides before its length. */
static int rank_of(const char *line, const char *path)
{
	struct pns_container container;
	bool is_unified = strncmp(line, "0::", 3) == 0;

	return (pns_container_of_cgroup(path, &container) ? 2 : 0) + (is_unified && strcmp(path, "/") != 0 ? 1 : 0);
}

bool pns_cgroup_choose(const char *text, char *path, size_t size)
{
	char candidate[PNS_CGROUP_SIZE];
	const char *line, *from, *next;
	size_t length, best_length = 0;
	int rank, best = -1;

	for (line = text; *line; line = next) {
		next = line + strcspn(line, "\n");
		next += *next == '\n';
		from = path_of(line);
		length = from ? strcspn(from, "\n") : 0;
		if (length == 0 || length >= size || length >= sizeof(candidate))
			continue;
		memcpy(candidate, from, length);
		candidate[length] = '\0';
		rank = rank_of(line, candidate);
		if (rank < best || (rank == best && length <= best_length))
			continue;
		best = rank;
		best_length = length;
		memcpy(path, candidate, length + 1);
	}
	return best >= 0;
}

int pns_proc_cgroup(int root, pid_t pid, char path[PNS_CGROUP_SIZE])
{
	char text[FILE_SIZE], name[32];
	ssize_t length;

	snprintf(name, sizeof(name), "%d/cgroup", (int)pid);
	length = pns_procfs_read(root, name, text, sizeof(text));
	if (length < 0)
		return (int)length;
	/* the line of the unified hierarchy is the last one */
	if ((size_t)length == sizeof(text) - 1)
		return -ENODATA;
	return pns_cgroup_choose(text, path, PNS_CGROUP_SIZE) ? 0 : -ENODATA;
}
