/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_NAMESPACE_REASON_H
#define PNS_NAMESPACE_REASON_H
/*
 * From a system call that failed and its errno to the reason: what the errno proves by itself, and for one that
 * has several causes the fact that tells them apart (a capability, a filter, a sysctl).
 */
#include <stdbool.h>

#include "base/diag.h"

struct pns_failure {
	enum pns_call call;
	int err;		/* positive */
	int type;		/* setns, unshare: one CLONE_NEW*; else 0 */
	int nsfd;		/* setns, fsconfig: the namespace whose owner has to give the privilege */
};

/*
 * Refuse with the reason of @failure, and with the limit in @diag if one was reached. @diag may be NULL.
 * Returns -@failure->err.
 */
int pns_refuse_call(struct pns_diag *diag, const struct pns_failure *failure, const char *object);

/*
 * Tell the listener of the call of @failure, whose @failure->err is 0 if it did not fail, as done to @what; then the
 * same. Returns 0 or -@failure->err.
 */
int pns_end_call(struct pns_diag *diag, const struct pns_failure *failure, const char *what, const char *object);

/* pns_refuse_call() for a @call that is about no namespace, or about the caller's mounts. */
int pns_refuse_plain(struct pns_diag *diag, enum pns_call call, int err, const char *object);

/*
 * The same reason alone: no-privilege, no-privilege-over-owner, the blocked-by-*, the *-limit, process-gone,
 * kernel-without-feature (ENOSYS without a filter) or system-error.
 */
enum pns_reason pns_call_reason(const struct pns_failure *failure);

/*
 * Refuse what this kernel cannot do with @call where /proc is no help either: with @err and
 * proc-of-another-namespace, if there is a procfs but one whose numbers are not the caller's; with blocked-by-seccomp,
 * if a filter is why a procfs cannot be told from anything else; or with kernel-without-feature.
 */
int pns_refuse_missing(struct pns_diag *diag, enum pns_call call, int err, const char *object);

/* Refuse the path @path, of which an open failed with @err: no-such-file, no-access or system-error. Returns -@err. */
int pns_refuse_path(struct pns_diag *diag, int err, const char *path);

/* The reason of pns_refuse_plain() alone. */
enum pns_reason pns_plain_reason(enum pns_call call, int err);

/*
 * Whether it is the call as such that is refused, by a filter, a Landlock domain or a kernel that does not have it:
 * another one may do.
 */
bool pns_is_denied(const struct pns_diag *diag);

/* Of an error @rc nothing is known but that its call takes no privilege: blocked-by-seccomp or system-error. */
enum pns_reason pns_errno_reason(int rc);

#endif /* PNS_NAMESPACE_REASON_H */
