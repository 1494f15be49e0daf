/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_CHILD_CHILD_H
#define PNS_CHILD_CHILD_H
/*
 * A short-lived child process that does one thing somewhere else (in another namespace) and hands
 * its result back: a descriptor, or a refusal. It is dead and reaped before the
 * caller goes on, and dies with the caller, whatever kills that.
 */
#include <sys/types.h>

#include "base/diag.h"

enum pns_child_kind {
	PNS_CHILD_PLAIN,	/* has all descriptors of the caller */
	PNS_CHILD_ALONE,	/* has none but its way back, and the one that is given to it */
};

/*
 * What the child does: 0 or a positive number, or -errno with the reason in @diag. *@fd is the descriptor
 * that was given to it, or PNS_NO_FD; the one that is stored there at the end goes to the caller if the result is 0.
 */
typedef int (*pns_child_fn)(void *arg, int *fd, struct pns_diag *diag);

/*
 * Run @fn in a child. Returns what @fn returned, with its reason in @diag, or the
 * reason system-error for a fork(2), socketpair(2) or child that failed. *@fd: before, a descriptor for
 * @fn or PNS_NO_FD; after a result of 0, the descriptor from @fn (O_CLOEXEC, caller closes) or
 * PNS_NO_FD; may be NULL where neither is wanted.
 * -ENOMEM of PNS_CALL_FORK is also what the kernel says when the caller's children would
 * go into a PID namespace whose init is gone.
 */
int pns_child_run(enum pns_child_kind kind, pns_child_fn fn, void *arg, int *fd,
		  struct pns_diag *diag);

/* The same in two parts, for a child that the caller has something to do with meanwhile. */
struct pns_child_plan {
	enum pns_child_kind kind;
	pns_child_fn fn;
	void *arg;
	int fd;			/* for @fn, or PNS_NO_FD; stays the caller's */
};

struct pns_child {
	pid_t pid;
	int sock;
};

/* Returns 0 (caller finishes it) or -errno with the reason in @diag. */
int pns_child_start(const struct pns_child_plan *plan, struct pns_child *child, struct pns_diag *diag);

/* Wait for its end. Returns as pns_child_run(), *@fd is only written. */
int pns_child_finish(struct pns_child *child, int *fd, struct pns_diag *diag);

#endif /* PNS_CHILD_CHILD_H */
