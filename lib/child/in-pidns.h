/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_CHILD_IN_PIDNS_H
#define PNS_CHILD_IN_PIDNS_H
/*
 * Doing one thing as a process of another PID namespace. That helper process is not
 * dumpable, holds no descriptor but its way back and the one that is given to it, and is dead and
 * reaped before the call returns: an unreaped one would keep init of its namespace
 * from exiting.
 */
#include <stdbool.h>

#include "base/diag.h"
#include "child/child.h"

struct pns_in_pidns {
	int pidns;		/* to enter, or PNS_NO_FD: a new one, of which the helper is init */
	const char *object;	/* its name in the diagnosis */
	pns_child_fn fn;	/* what to do there; see child.h */
	void *arg;
	enum pns_call call;	/* the call that @fn makes, for the listener of steps */
	const char *call_object;
	bool stays;		/* longer than the namespace, perhaps: see resident.h */
};

/*
 * Run @task->fn there. @fd as in pns_child_run(). Returns what it returns, or -errno with the reason
 * empty-namespace, dead-namespace or one of pns_refuse_call().
 */
int pns_in_pidns_run(const struct pns_in_pidns *task, int *fd, struct pns_diag *diag);

/*
 * The same in two parts: @child, for pns_child_finish(), is the parent of the helper, which is given @fd. Returns 0 or
 * -errno with the reason in @diag.
 */
int pns_in_pidns_start(const struct pns_in_pidns *task, int fd, struct pns_child *child, struct pns_diag *diag);

/*
 * Let the caller's next children be born into @pidns, or with PNS_NO_FD into a new PID namespace. Returns 0
 * or -errno with the reason of pns_refuse_call().
 */
int pns_in_pidns_enter(int pidns, const char *object, struct pns_diag *diag);

/*
 * Refuse a fork(2) into @pidns that failed with @err: dead-namespace, for ENOMEM unless its init is
 * alive, else the reason of pns_refuse_call(). Returns -@err.
 */
int pns_in_pidns_refuse_fork(int pidns, int err, const char *object, struct pns_diag *diag);

#endif /* PNS_CHILD_IN_PIDNS_H */
