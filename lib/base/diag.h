/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_BASE_DIAG_H
#define PNS_BASE_DIAG_H
/*
 * Why something was refused, beside the errno: a reason with an identifier that never
 * changes once released, the call that was refused, its object and the kernel's own text.
 * The library fills it, the tools turn it into sentences and JSON.
 */
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/call.h"

/* name, identifier: the identifiers are an interface (JSON "reason", manual pages) */
#define PNS_REASONS(X) \
	X(NO_SUCH_PROCESS,		"no-such-process") \
	X(PROCESS_GONE,			"process-gone") \
	X(NO_SUCH_FILE,			"no-such-file") \
	X(BAD_DESCRIPTOR,		"bad-descriptor") \
	X(BAD_REFERENCE,		"bad-reference") \
	X(NO_ACCESS,			"no-access") \
	X(NOT_VISIBLE,			"not-visible") \
	X(OUT_OF_SIGHT,			"out-of-sight") \
	X(NOT_FOUND,			"namespace-not-found") \
	X(NO_SUCH_CONTAINER,		"no-such-container") \
	X(AMBIGUOUS_CONTAINER,		"ambiguous-container") \
	X(NOT_A_NAMESPACE,		"not-a-namespace") \
	X(NOT_A_PID_NAMESPACE,		"not-a-pid-namespace") \
	X(NOT_A_MOUNT_NAMESPACE,	"not-a-mount-namespace") \
	X(NOT_A_USER_NAMESPACE,		"not-a-user-namespace") \
	X(NOT_A_PROCFS,			"not-a-procfs") \
	X(PROC_OF_ANOTHER_NAMESPACE,	"proc-of-another-namespace") \
	X(UNKNOWN_NAMESPACE,		"unknown-namespace") \
	X(INACTIVE_NAMESPACE,		"inactive-namespace") \
	X(NOT_A_DESCENDANT,		"not-a-descendant") \
	X(NO_PRIVILEGE,			"no-privilege") \
	X(NO_PRIVILEGE_OVER_OWNER,	"no-privilege-over-owner") \
	X(MASKED,			"masked") \
	X(LOCKED_ATIME,			"locked-atime") \
	X(LOCKED_READONLY,		"locked-readonly") \
	X(KERNEL_WITHOUT_PIDNS,		"kernel-without-pidns") \
	X(KERNEL_WITHOUT_PID_NAMESPACES, "kernel-without-pid-namespaces") \
	X(KERNEL_WITHOUT_FEATURE,	"kernel-without-feature") \
	X(NAMESPACE_LIMIT,		"namespace-limit") \
	X(NESTING_LIMIT,		"nesting-limit") \
	X(MOUNT_LIMIT,			"mount-limit") \
	X(PROCESS_LIMIT,		"process-limit") \
	X(HELPER_KILLED,		"helper-killed") \
	X(EMPTY_NAMESPACE,		"empty-namespace") \
	X(DEAD_NAMESPACE,		"dead-namespace") \
	X(BAD_OPTION,			"bad-option") \
	X(NO_SUCH_GROUP,		"no-such-group") \
	X(NO_SUCH_USER,			"no-such-user") \
	X(GROUP_NOT_MAPPED,		"group-not-mapped") \
	X(CANNOT_CHANGE_PIDNS,		"cannot-change-pidns") \
	X(CANNOT_CHANGE_SUBSET,		"cannot-change-subset") \
	X(CANNOT_REPLACE,		"cannot-replace") \
	X(BLOCKED_BY_SECCOMP,		"blocked-by-seccomp") \
	X(BLOCKED_BY_LSM,		"blocked-by-lsm") \
	X(BLOCKED_BY_LANDLOCK,		"blocked-by-landlock") \
	X(BAD_MOUNTPOINT,		"bad-mountpoint") \
	X(SYMLINK_IN_FOREIGN_NAMESPACE,	"symlink-in-foreign-namespace") \
	X(WRONG_NAMESPACE,		"wrong-namespace") \
	X(SYSTEM_ERROR,			"system-error")

enum pns_reason {
	PNS_REASON_NONE,
#define PNS_REASON_ENUM(name, id) PNS_REASON_##name,
	PNS_REASONS(PNS_REASON_ENUM)
#undef PNS_REASON_ENUM
	PNS_REASON_COUNT
};

/* What an object turned out to be, where that is why it was refused. */
enum pns_kind {
	PNS_KIND_UNKNOWN,
	PNS_KIND_REGULAR,
	PNS_KIND_DIRECTORY,
	PNS_KIND_FIFO,
	PNS_KIND_SOCKET,
	PNS_KIND_DEVICE,
	PNS_KIND_SYMLINK,
	PNS_KIND_PIDFD,
	PNS_KIND_PROCFS,		/* the root of a procfs */
	PNS_KIND_BELOW_PROCFS,		/* something in a procfs that is not its root */
	PNS_KIND_PIDNS,
	PNS_KIND_MNTNS,
	PNS_KIND_USERNS,
	PNS_KIND_OTHER_NS,
};

/*
 * Called for each step that changes or asks something.
 * @call: what is done; @object: its argument; @rc: 0 or more, or -errno;
 * @kernel: the kernel's own text, or NULL.
 */
typedef void (*pns_step_fn)(void *data, enum pns_call call, const char *object, int rc, const char *kernel);

/* No pointers but the listener: a child process hands it to its parent as it is. */
enum pns_userns_use {
	PNS_USERNS_STAYS,		/* nothing */
	PNS_USERNS_CAN_BE_ENTERED,	/* it enters another one first, if it is told to */
	PNS_USERNS_WAS_ENTERED,
};

struct pns_diag {
	enum pns_reason reason;
	enum pns_call call;		/* what was refused: "stage" in JSON */
	int err;			/* its errno, positive */
	enum pns_kind kind;		/* what @object is, where that matters */
	uint64_t owner;			/* nsfs inode of the owner of the PID namespace, or 0 */
	uid_t owner_uid;		/* user that made it, or (uid_t)-1 */
	enum pns_userns_use userns;	/* what the tool can do about the user namespace of the caller */
	bool owns_own;			/* it owns the caller's own PID namespace, and is out of the caller's reach */
	char limit[48];			/* the sysctl whose value is the limit that was reached, or "" */
	int64_t limit_value;		/* what it is set to for the caller, or -1 */
	unsigned int looked_at;		/* no such container: how many inits were there, */
	unsigned int named;		/* and how many of them in a cgroup with the name of a container */
	char object[512];		/* path, reference or option at fault */
	char kernel[512];		/* the kernel's text, "" if it said nothing */
	pns_step_fn step;		/* NULL: nobody listens */
	void *step_data;
};

/* An empty diagnosis; @step may be NULL. */
void pns_diag_init(struct pns_diag *diag, pns_step_fn step, void *step_data);

/*
 * Record a refusal and return -@err, for "return pns_refuse(...)". @diag may be NULL.
 * @object is copied; it may be NULL (then the old one stays).
 * The kernel's text stays as it is: who reads the log of a context put it there.
 */
int pns_refuse(struct pns_diag *diag, enum pns_reason reason, enum pns_call call, int err, const char *object);

/* Tell the listener of a step; returns @rc, so that calls can be wrapped. @diag may be NULL. */
int pns_step(struct pns_diag *diag, enum pns_call call, const char *object, int rc);

/* Whether the error @rc is a lack of descriptors or memory: it says nothing about what was asked. */
bool pns_is_shortage(int rc);

/* Forget a refusal that was overcome; the listener stays. @diag may be NULL. */
void pns_diag_clear(struct pns_diag *diag);

/* The stable identifier of a reason, such as "masked"; "" for PNS_REASON_NONE. */
const char *pns_reason_id(enum pns_reason reason);

#endif /* PNS_BASE_DIAG_H */
