/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_MOUNT_MOUNTNS_VIEW_H
#define PNS_MOUNT_MOUNTNS_VIEW_H
/*
 * A mount namespace looked at from outside: its mount table, and its root directory, from which
 * its paths are walked without entering it. One of a process needs nobody to go there; where
 * there is no such process, a child goes and hands both back.
 */
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/diag.h"
#include "child/in-mountns.h"
#include "process/caller.h"

struct pns_view {
	int root;		/* "/", O_PATH */
	int mountinfo;		/* or -errno: it cannot be read */
	int nsfd;		/* its nsfs file, where the caller has it, or PNS_NO_FD */
	uint64_t inode;		/* of that, 0: unknown */
	bool is_own;		/* the caller's own, as it sees it */
};

#define PNS_VIEW_INIT { -1, -1, -1, 0, false }

/*
 * The caller's own; its mountinfo may be missing. Returns 0 or -errno with the reason system-error in @diag.
 */
int pns_view_open_own(struct pns_caller *caller, struct pns_view *view, struct pns_diag *diag);

/*
 * That of process @pid of @procfs, as it sees it. Returns 0, -EXDEV if it sees only a part of it because its root
 * is elsewhere (chroot(2)), and @whole is asked for, or -errno (-EACCES: no ptrace access).
 */
int pns_view_open_process(int procfs, pid_t pid, bool whole, struct pns_view *view);

/*
 * That of @where, by a child that enters it. @object names it in @diag. Returns as
 * pns_in_mountns_run().
 */
int pns_view_open_by_entering(struct pns_caller *caller, const struct pns_mountns *where, const char *object,
			      struct pns_view *view, struct pns_diag *diag);

/*
 * Open @path as a user means it: in the caller's own namespace as open(2) does, in another one symbolic links are
 * followed as well, but stay inside. Returns an O_PATH descriptor (caller closes) or -errno.
 */
int pns_view_open_path(const struct pns_view *view, const char *path);

/* The same for a path out of the mount table: no link is followed. */
int pns_view_open_target(const struct pns_view *view, const char *target);

/*
 * statx(2) of such a path, which holds nothing that an umount(2) meanwhile would find busy. It may be of
 * something else: compare the mount ID. Returns 0 or -errno.
 */
struct pns_statx;
int pns_view_stat_target(const struct pns_view *view, const char *target, unsigned int mask,
			 struct pns_statx *stx);

void pns_view_close(struct pns_view *view);
#define _cleanup_view_ __attribute__((cleanup(pns_view_close)))

#endif /* PNS_MOUNT_MOUNTNS_VIEW_H */
