/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_VIEWER_H
#define PNS_FIND_VIEWER_H
/*
 * A user or a process as somebody who looks at a procfs: what hidepid=, gid= and CAP_SYS_PTRACE
 * together let it see there.
 */
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "find/procfs-mount-info.h"
#include "process/caller.h"

struct pns_viewer {
	uid_t uid;
	gid_t gid;
	gid_t *groups;		/* supplementary ones */
	size_t n_groups;
	uint64_t capabilities;	/* effective ones, bit by bit */
	bool is_foreign;	/* its capabilities count in another user namespace than the caller's */
	bool is_initial;	/* ... in the initial one, over every process */
	int userns;		/* that one, if it is foreign and can be opened, else PNS_NO_FD */
	bool knows_gid;		/* its groups are numbered as "gid=" is: the caller is in the initial user namespace */
	int64_t root_group;	/* the number that group 0 of that one has for the caller, -1: none, -2: unknown */
};

#define PNS_VIEWER_INIT { .userns = -1 }

/*
 * By login name, or as +UID by number. Returns 0 (free with pns_viewer_free()), -ESRCH if there is no such user, or
 * -errno if that cannot be told.
 */
int pns_viewer_of_user(struct pns_caller *caller, const char *name, struct pns_viewer *viewer);

/* The caller itself. Returns 0 (free with pns_viewer_free()) or -errno. */
int pns_viewer_of_self(struct pns_caller *caller, struct pns_viewer *viewer);

/*
 * Process @pid, which @process (pidfd.h) holds since that number was its own. Returns 0 (free with
 * pns_viewer_free()), -ESRCH if it is gone by now, or -errno of reading /proc.
 */
int pns_viewer_of_process(struct pns_caller *caller, pid_t pid, int process, struct pns_viewer *viewer);

void pns_viewer_free(struct pns_viewer *viewer);

enum pns_sees {
	PNS_SEES_UNKNOWN,
	PNS_SEES_ALL,		/* every process, as far as the files' own permissions go */
	PNS_SEES_NUMBERS,	/* that all are there, but nothing of those it may not trace */
	PNS_SEES_TRACEABLE,	/* only those it may trace: its own, mostly */
};

/* "all", "numbers", "traceable"; NULL for PNS_SEES_UNKNOWN. A string constant. */
const char *pns_sees_name(enum pns_sees sees);

/*
 * What @viewer sees in a procfs with the options of @mount, by the rules of proc(5). In a user namespace it cannot be
 * told whether a group of "gid=" is one of the viewer's: mount tables number it as the initial one does
 * (fs/proc/root.c, proc_show_options()).
 */
enum pns_sees pns_viewer_sees(const struct pns_viewer *viewer, const struct pns_procfs_mount *mount);

/*
 * How many processes the kernel lists for @viewer in each of the @n procfs @roots: tried by one child that has become
 * it, with its IDs, groups and capabilities, in its user namespace; that child is not counted. A count that is
 * negative is a -errno; -EACCES: the caller may not become it (in a user namespace above the caller's nobody
 * may), or it may not read that one. Returns 0 or -errno.
 */
int pns_viewer_count(const struct pns_viewer *viewer, const int *roots, int64_t *counts, size_t n);

#endif /* PNS_FIND_VIEWER_H */
