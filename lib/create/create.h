/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_CREATE_CREATE_H
#define PNS_CREATE_CREATE_H
/*
 * Making a procfs of a PID namespace as a detached mount, by whichever method this kernel
 * and its seccomp profile allow, and making sure that it shows the namespace asked for.
 */
#include <stdbool.h>

#include "base/diag.h"
#include "mount/procfs-options.h"

/* Chosen by calling, in this order, never by kernel version. */
enum pns_method {
	PNS_METHOD_AUTO,
	PNS_METHOD_FSCONFIG,	/* fsopen(2), the namespace by descriptor (6.18) */
	PNS_METHOD_MOUNT,	/* mount(2) in a private mount namespace, then open_tree(2) */
	PNS_METHOD_HELPER,	/* a process that enters the PID namespace, on any kernel */
};

/* "auto", "fsconfig", "mount", "helper": a string constant. */
const char *pns_method_name(enum pns_method method);

/* The method of that name, or -EINVAL. */
int pns_method_by_name(const char *name);

struct pns_create {
	struct pns_caller *caller;
	int pidns;		/* nsfs descriptor of the PID namespace, PNS_NO_FD with @empty */
	const char *object;	/* how the user named it, for @diag */
	bool empty;		/* a new PID namespace without any process instead of @pidns */
	enum pns_method method;
	const struct pns_procfs_options *options;
	bool stays_detached;	/* it will not be attached */
	const int *mountpoint;	/* not NULL: mount on that directory at once, with mount(2) */
};

/*
 * Create the procfs. *@mount: a detached mount, or the one at @how->mountpoint (O_PATH, O_CLOEXEC, caller
 * closes). What turns out to show another namespace there is unmounted at once.
 * @diag must not be NULL: the choice of the method hangs on the reason.
 * @pidns, not NULL: for @how->empty the new namespace, if this kernel has a descriptor of it
 * (6.12), or PNS_NO_FD.
 * Returns 0, or -errno with the reason in @diag:
 *   not-a-descendant         the namespace is neither the caller's nor below it
 *   no-privilege             no CAP_SYS_ADMIN over the mount namespace
 *   no-privilege-over-owner  none in the user namespace that owns the PID namespace
 *   masked, locked-atime, locked-readonly   the visibility rule
 *   kernel-without-pidns     method fsconfig or mount before 6.18
 *   empty-namespace, dead-namespace   method helper: cannot be entered
 *   bad-option               the kernel does not take an option
 *   group-not-mapped         gid= has no number in the caller's user namespace
 *   blocked-by-seccomp, blocked-by-lsm
 *   wrong-namespace          the new procfs was seen to show another namespace
 */
int pns_procfs_create(const struct pns_create *how, int *mount, int *pidns,
		      struct pns_diag *diag);

#endif /* PNS_CREATE_CREATE_H */
