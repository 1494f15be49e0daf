/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_CREATE_ATTACH_H
#define PNS_CREATE_ATTACH_H
/*
 * Putting a detached mount in place: on a directory of the caller's mount namespace or of another
 * one, on top of what is there or in its stead.
 */
#include <stdbool.h>
#include <sys/types.h>

#include "base/diag.h"
#include "child/in-mountns.h"
#include "create/create.h"
#include "mount/mountpoint.h"

struct pns_attach {
	struct pns_mountpoint point;
	bool replace;		/* in the stead of the procfs that is mounted there */
	bool check;		/* only whether the mount point would do; nothing is made */
	const struct pns_mountns *mountns;	/* NULL: the caller's mount namespace */
};

/*
 * Attach the detached @mount (PNS_NO_FD with @how->check). In another mount namespace it is done by a
 * child that enters it and nothing else: no process joins a PID namespace. Signals that end the
 * process are held back meanwhile, so that no directory that was made is left behind.
 * Returns 0 or -errno with the reason in @diag:
 *   bad-mountpoint                no directory, or not accessible
 *   symlink-in-foreign-namespace  a symbolic link in the path
 *   cannot-replace                nothing is mounted there, or no mount beneath another one (before 6.5)
 *   not-a-procfs                  replace: something else is mounted there
 *   process-gone                  @how->mountns->process has exited
 *   no-privilege, no-privilege-over-owner, blocked-by-seccomp, blocked-by-lsm,
 *   blocked-by-landlock, system-error
 */
int pns_attach(int mount, struct pns_attach *how, struct pns_diag *diag);

/*
 * Create the procfs on a directory of the caller's mount namespace at once, for where open_tree(2) or
 * move_mount(2) is denied: others see it before it is known to show the right namespace, though not
 * long if it does not. Arguments and reasons are those of pns_procfs_create() and pns_attach().
 */
int pns_create_attached(const struct pns_create *how, struct pns_mountpoint *point, int *mount,
			int *pidns, struct pns_diag *diag);

#endif /* PNS_CREATE_ATTACH_H */
