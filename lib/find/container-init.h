/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_CONTAINER_INIT_H
#define PNS_FIND_CONTAINER_INIT_H
/*
 * The init of a container that is named by its name or ID, among those that /proc shows: by the names in their cgroups
 * (container-name.h). No container manager is asked.
 */
#include "base/diag.h"
#include "process/caller.h"
#include "process/container-name.h"

struct pns_container_init {
	int process;		/* what holds it (see process.h) */
	pid_t pid;		/* the caller's number of it */
	struct pns_container container;
};

#define PNS_CONTAINER_INIT_INIT { .process = PNS_NO_FD }

/*
 * Hold the init of the container @wanted. The whole of a name or an ID goes before the beginning of an ID. A PID
 * namespace below another one of the same container, as that of a sandbox in there, is none of its own.
 * @text names it in @diag. Returns 0 (caller closes with pns_container_init_close()) or -errno with the reason:
 *   no-such-container    none; @diag->looked_at inits were there, @diag->named of them in a container's cgroup
 *   ambiguous-container  there are several; @diag->object has two of them
 *   process-gone         it was gone before it could be held
 *   proc-of-another-namespace, kernel-without-feature  /proc does not show the caller's PID namespace
 *   system-error         another one, which says nothing of it
 */
int pns_container_find_init(struct pns_caller *caller, const char *wanted, const char *text,
			    struct pns_container_init *found, struct pns_diag *diag);

/*
 * Whether the process still is the init of that container, so that what was opened of it is of no other one. Returns 0,
 * -ESRCH if it is not, or another -errno if that cannot be told.
 */
int pns_container_check_init(struct pns_caller *caller, const struct pns_container_init *found);

void pns_container_init_close(struct pns_container_init *found);
#define _cleanup_container_init_ __attribute__((cleanup(pns_container_init_close)))

#endif /* PNS_FIND_CONTAINER_INIT_H */
