/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_TRANSLATE_TRANSLATE_H
#define PNS_TRANSLATE_TRANSLATE_H
/*
 * Translation of process IDs from one PID namespace to another: a context that is opened once (the
 * namespaces, the method, an index) and one call a PID. An answer is about the process that has the PID
 * at the time of the call; one that could be about a later owner of a number on the way is not given.
 */
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/diag.h"
#include "process/caller.h"
#include "translate/translator.h"

/* What to open a context for. The descriptors stay the caller's and must outlive the context. */
struct pns_translate_plan {
	struct pns_caller *caller;	/* must outlive the context, as the descriptors */
	int from;		/* nsfs file of the PID namespace that the PIDs are from, or PNS_TRANSLATE_INITIAL */
	int to;			/* of the one that they are wanted in, the same, but not both; nothing with @to_own */
	bool to_own;		/* of each process the number in its own namespace, the innermost one */
	const char *from_name;	/* for the diagnosis */
	const char *to_name;
	enum pns_translator via;
	bool tgid;		/* the thread group leader instead of the task itself */
	bool identity;		/* find out the inode of the pidfd as well */
	bool held;		/* hold the process meanwhile, even if one call is enough */
	bool single;		/* for few PIDs: with auto, forking comes before scanning */
	/*
	 * Another number whenever what is asked may be about processes that were born since; it must outlive the
	 * context. Only the index of method procfs needs to know: it is made anew at the first PID that it lacks,
	 * at most once for each number. One that reads many PIDs in one go counts these reads, once for all of
	 * its contexts. NULL: it never is.
	 */
	const uint64_t *clock;
	/*
	 * The same PIDs come again and again: answers are kept for as long as the process lives. While @clock stands
	 * still, an answer may be about the process that had the PID at any time since it last moved.
	 */
	bool recurring;
};

/*
 * An answer, or why there is none.
 *   no-such-process   no task has that PID
 *   not-visible       it has no PID in the namespace wanted
 *   out-of-sight      no task that the caller can see has it; the namespace is above the caller's, and
 *                     it may belong to one that the caller cannot see
 *   dead-namespace    init of one of the namespaces is gone (or was never there)
 *   process-gone      it is not the process with the inode given, or its numbers kept changing owner
 *   no-access         /proc does not show it to the caller (hidepid, no ptrace access)
 *   no-privilege-over-owner  the helper may not enter the namespace or send that PID
 *   kernel-without-feature   no pidfd inodes (before 6.9)
 *   any other         why a helper could not begin; of system-error and others @err tells, if not 0
 */
struct pns_answer {
	pid_t pid;		/* in the namespace wanted, never 0 */
	uint64_t inode;		/* of the pidfd, with identity; else 0 */
	enum pns_reason reason;	/* PNS_REASON_NONE for an answer */
	int err;
	bool about_to;		/* dead-namespace: it is the one wanted */
	enum pns_translator via;	/* that told it; AUTO without an answer */
};

struct pns_translate;

/*
 * Open a context. Returns 0 (caller closes) or -errno with the reason in @diag:
 *   not-a-descendant        one of the namespaces is not the caller's, nor below it, nor (ioctl only) above it
 *   kernel-without-feature  the method asked for, or with auto every method, does not work here, or cannot tell
 *                           the own number of each process (ucred)
 *   no-privilege-over-owner  the helper of methods pidfd and ucred may not enter
 *   no-privilege            the initial namespace takes CAP_BPF and CAP_PERFMON, in the initial user namespace
 *   blocked-by-seccomp, blocked-by-lsm   bpf(2) is denied in spite of that
 *   system-error
 */
int pns_translate_open(const struct pns_translate_plan *plan, struct pns_translate **translate,
		       struct pns_diag *diag);

/*
 * Whether the reason says that the PID has no translation for the caller. With every other one it is not known
 * whether there is one.
 */
bool pns_answer_is_none(const struct pns_answer *answer);

/*
 * Translate @pid. @inode: the pidfd inode of the process that is meant, 0: whichever has the PID.
 * Returns 0 with the answer, or a number below 0 with @answer->reason.
 */
int pns_translate(struct pns_translate *translate, pid_t pid, uint64_t inode,
		  struct pns_answer *answer);

/* The method in use, never AUTO. */
enum pns_translator pns_translate_via(const struct pns_translate *translate);

/* NULL is allowed. */
void pns_translate_close(struct pns_translate **translate);
#define _cleanup_translate_ __attribute__((cleanup(pns_translate_close)))

#endif /* PNS_TRANSLATE_TRANSLATE_H */
