/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCESS_CGROUP_H
#define PNS_PROCESS_CGROUP_H
/*
 * The cgroup that a process is in, out of its "cgroup" file: one path, though there may be a hierarchy for each
 * controller of version 1.
 */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Enough for managers inside of each other; the kernel permits 4,096. */
#define PNS_CGROUP_SIZE 1024

/*
 * Choose one of the paths in @text, which is that of a "cgroup" file: of the unified hierarchy (0::), unless only one
 * of version 1 names a container (container-name.h) or the unified one is at its root; of those the longest. Returns
 * false if there is none that fits into @size bytes.
 */
bool pns_cgroup_choose(const char *text, char *path, size_t size);

/*
 * The path of the cgroup of whatever process has the number @pid in the procfs @root, as the caller's cgroup namespace
 * shows it ("/.." leads out of that): for who holds the one that is meant. Returns 0 or
 *   -ENODATA  no such path, or a longer one
 *   an error of pns_procfs_openat() or read(2)
 */
int pns_proc_cgroup(int root, pid_t pid, char path[PNS_CGROUP_SIZE]);

#endif /* PNS_PROCESS_CGROUP_H */
