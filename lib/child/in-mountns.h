/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_CHILD_IN_MOUNTNS_H
#define PNS_CHILD_IN_MOUNTNS_H
/*
 * Doing one thing in another mount namespace, by a child that enters it and nothing else: no
 * process of this program joins a PID namespace for that.
 */
#include "base/diag.h"
#include "child/child.h"

/* The namespaces to enter, as descriptors. */
struct pns_mountns {
	int process;	/* in both, or PNS_NO_FD: entered in one step if that works (5.8) */
	int userns;	/* to enter as well, or PNS_NO_FD */
	int nsfd;	/* the mount namespace */
};

struct pns_in_mountns {
	const struct pns_mountns *mountns;	/* to enter; NULL: the caller's own */
	const char *object;			/* its name in the diagnosis */
	pns_child_fn fn;			/* what to do there; see child.h */
	void *arg;
};

/*
 * Run @task->fn in a child, in that mount namespace: "/" and "." are its root there. @fd as in pns_child_run(). Returns
 * what it returns, or -errno with the reason process-gone, no-privilege-over-owner or system-error.
 */
int pns_in_mountns_run(const struct pns_in_mountns *task, int *fd, struct pns_diag *diag);

/* The same, but without a child, in the caller itself, where it is the caller's own. */
int pns_in_mountns_or_here(const struct pns_in_mountns *task, int *fd, struct pns_diag *diag);

/*
 * Enter the user namespace @userns, and leave the caller as a process that dies with its parent if it
 * was one: entering clears that. Nothing is done if the caller is in it already.
 * Returns 0 or -errno with the reason no-privilege-over-owner or system-error.
 */
int pns_userns_enter(int userns, struct pns_diag *diag);

#endif /* PNS_CHILD_IN_MOUNTNS_H */
