/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_PIDNS_REF_H
#define PNS_FIND_PIDNS_REF_H
/*
 * How users name a namespace: self, children, PID, PID:INODE, a path, fd:N, pid:[INODE],
 * :NSID, container:NAME. A reference is opened once and used by descriptor from then on.
 */
#include <stdint.h>

#include "base/cleanup.h"
#include "base/diag.h"
#include "process/caller.h"

struct pns_ref {
	int nsfd;	/* nsfs file of the type that was asked for */
	int process;	/* the process it was named by (see pidfd.h), or PNS_NO_FD */
};

#define PNS_REF_INIT { PNS_NO_FD, PNS_NO_FD }

/*
 * Open the reference @text as a namespace of @type: CLONE_NEWPID takes all forms, CLONE_NEWNS and
 * CLONE_NEWUSER take PID, PID:INODE, a path, fd:N and container:NAME.
 * Returns 0 (caller closes with pns_ref_close()) or -errno with the reason in @diag:
 *   bad-reference      none of the forms
 *   no-such-process    no process has that PID
 *   process-gone       PID:INODE is not, or no more, the process with that PID
 *   no-such-file       the path does not exist
 *   no-access          the path or the process may not be looked at
 *   bad-descriptor     descriptor N is not open, or not inherited: what the tool itself has open is no namespace that
 *                      the user means
 *   not-a-namespace    it is something else: @diag->kind says what
 *   not-a-pid-namespace, not-a-mount-namespace, not-a-user-namespace   of another type
 *   unknown-namespace  a procfs that does not reveal its PID namespace
 *   inactive-namespace a procfs without processes, whose namespace is named in @diag->object but can be
 *                      opened by nobody on this kernel
 *   blocked-by-seccomp, system-error  the same, but something else is in the way of opening it
 *   namespace-not-found  pid:[INODE] or :NSID is not among those that are visible
 *   no-such-container, ambiguous-container  see container-init.h
 *   kernel-without-feature  children without a process before 6.12, PID:INODE before 6.9,
 *                      :NSID before 6.18, no pidfd and no /proc
 */
int pns_ref_open(struct pns_caller *caller, const char *text, int type, struct pns_ref *ref,
		 struct pns_diag *diag);

/* Let no command inherit descriptor N of a reference fd:N, unless it is standard input, output or error. */
void pns_ref_use_up(const char *text);

/* The namespace of @type that the held process @process is in; else as pns_ref_open(). */
int pns_ref_from_process(struct pns_caller *caller, int process, int type, const char *text,
			 struct pns_diag *diag);

/*
 * Hold the process PID or PID:INODE. Returns a descriptor (caller closes) or -errno with
 * the reason in @diag, as pns_ref_open().
 */
int pns_ref_open_process(struct pns_caller *caller, const char *text, struct pns_diag *diag);

/*
 * The inode number of the PID namespace of the children of the process that @ref was named by, if that is another
 * one than @ref; 0 if not, or if nobody can tell.
 */
uint64_t pns_ref_children(struct pns_caller *caller, const struct pns_ref *ref);

void pns_ref_close(struct pns_ref *ref);
#define _cleanup_ref_ __attribute__((cleanup(pns_ref_close)))

#endif /* PNS_FIND_PIDNS_REF_H */
