// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "namespace/reason.h"

#include <errno.h>
#include <linux/capability.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "base/parse.h"
#include "namespace/denied-by.h"
#include "namespace/namespace.h"
#include "namespace/privilege.h"
#include "process/own-namespace.h"
#include "process/procfs-root.h"
#include "process/status.h"

/* Where a call needs CAP_SYS_ADMIN: then EPERM is what the kernel itself says to a caller without it. */
enum need {
	NEEDS_MOUNTNS,		/* of most: in the user namespace that owns the caller's mount namespace */
	NEEDS_NOTHING,
	NEEDS_USERNS,		/* in the caller's own user namespace */
	NEEDS_OWNER,		/* in the one that owns the namespace of the call */
};

static enum need need_of(const struct pns_failure *failure)
{
	static const enum need needs[PNS_CALL_COUNT] = {
		[PNS_CALL_CALLOC] = NEEDS_NOTHING,
		[PNS_CALL_FCHDIR] = NEEDS_NOTHING,
		[PNS_CALL_FORK] = NEEDS_NOTHING,
		[PNS_CALL_FSTATFS] = NEEDS_NOTHING,
		[PNS_CALL_GETDENTS64] = NEEDS_NOTHING,
		[PNS_CALL_IOCTL] = NEEDS_NOTHING,
		[PNS_CALL_PIPE2] = NEEDS_NOTHING,
		[PNS_CALL_READLINKAT] = NEEDS_NOTHING,
		[PNS_CALL_RECVMSG] = NEEDS_NOTHING,
		[PNS_CALL_SEARCH] = NEEDS_NOTHING,
		[PNS_CALL_SENDMSG] = NEEDS_NOTHING,
		[PNS_CALL_SETNS] = NEEDS_OWNER,
		[PNS_CALL_SETSOCKOPT] = NEEDS_NOTHING,
		[PNS_CALL_SOCKETPAIR] = NEEDS_NOTHING,
		[PNS_CALL_UNSHARE] = NEEDS_USERNS,
	};

	return failure->type && failure->call == PNS_CALL_FSCONFIG ? NEEDS_OWNER : needs[failure->call];
}

/* user_namespaces(7): who made a user namespace has all capabilities in it, seen from where it was made. */
static bool is_maker(int userns)
{
	_cleanup_close_ int own = pns_ns_open_own(CLONE_NEWUSER);
	_cleanup_close_ int parent = pns_ns_open_owner(userns);
	uid_t uid;

	return own >= 0 && parent >= 0 && pns_ns_is_same(own, parent) &&
	       pns_userns_owner_uid(userns, &uid) == 0 && uid == geteuid();
}

/* 1: the caller has the privilege, so EPERM has another cause; 0: it has not; -errno: nobody can tell. */
static int has_privilege(const struct pns_failure *failure, enum need need)
{
	_cleanup_close_ int mountns = PNS_NO_FD;

	switch (need) {
	case NEEDS_NOTHING:
		return 1;
	case NEEDS_USERNS:
		return pns_has_capability(CAP_SYS_ADMIN);
	case NEEDS_OWNER:
		if (failure->type == CLONE_NEWUSER && is_maker(failure->nsfd))
			return 1;
		if (failure->type == CLONE_NEWNS && !pns_has_capability(CAP_SYS_CHROOT))
			return 0;
		return pns_is_admin_over(failure->nsfd);
	case NEEDS_MOUNTNS:
		break;
	}
	mountns = pns_ns_open_own(CLONE_NEWNS);
	/* no /proc before 6.11 */
	return mountns < 0 ? pns_has_capability(CAP_SYS_ADMIN) : pns_is_admin_over(mountns);
}

/*
 * It is a filter, if the call fails in a harmless form as well. A Landlock domain denies every change of the
 * mounts with EPERM (security/landlock/fs.c), other modules say EACCES. An inference.
 */
static enum pns_reason reason_of_denial(const struct pns_failure *failure)
{
	enum need need = need_of(failure);
	bool filtered = pns_call_is_filtered(failure->call, failure->type, failure->err);
	int privileged = failure->err == EPERM ? has_privilege(failure, need) : 1;

	if (privileged == 0 || (privileged < 0 && !filtered))
		return need == NEEDS_OWNER ? PNS_REASON_NO_PRIVILEGE_OVER_OWNER : PNS_REASON_NO_PRIVILEGE;
	if (filtered)
		return PNS_REASON_BLOCKED_BY_SECCOMP;
	if (failure->err == ENOSYS)
		return PNS_REASON_KERNEL_WITHOUT_FEATURE;
	return failure->err == EPERM && need == NEEDS_MOUNTNS && pns_has_landlock() ?
		PNS_REASON_BLOCKED_BY_LANDLOCK : PNS_REASON_BLOCKED_BY_LSM;
}

/* The sysctl that makes @failure say ENOSPC, or NULL. */
static const char *limit_of(const struct pns_failure *failure)
{
	if (failure->call == PNS_CALL_UNSHARE) {
		if (failure->type == CLONE_NEWUSER)
			return "user.max_user_namespaces";
		return failure->type == CLONE_NEWPID ? "user.max_pid_namespaces" : "user.max_mnt_namespaces";
	}
	/* a detached mount is in a mount namespace without a name */
	if (failure->call == PNS_CALL_FSMOUNT || failure->call == PNS_CALL_OPEN_TREE)
		return "user.max_mnt_namespaces";
	if (failure->call == PNS_CALL_MOVE_MOUNT || failure->call == PNS_CALL_MOUNT)
		return "fs.mount-max";
	return NULL;
}

/*
 * Whether the caller's PID namespace is so deep that none can be below it: PIDs can be chosen in as many
 * namespaces as there are above, 32 at most (clone3(2), set_tid, 5.5). The own number is taken, so that
 * no process is made: EEXIST in that many, EINVAL in fewer. One level too early, where the limit is that of a user.
 * Returns 1 or 0, or -errno if nobody can tell.
 */
static int is_deepest(void)
{
	pid_t wanted[PNS_MAX_LEVELS - 1];
	struct clone_args args = {
		.exit_signal = SIGCHLD,
		.set_tid = (uint64_t)(uintptr_t)wanted,
		.set_tid_size = sizeof(wanted) / sizeof(wanted[0]),
	};
	size_t i;
	long pid;

	for (i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		wanted[i] = getpid();
	pid = syscall(SYS_clone3, &args, sizeof(args));
	if (pid == 0)
		_exit(0);
	if (pid > 0)
		waitpid((pid_t)pid, NULL, 0);
	if (pid >= 0 || errno == EINVAL)
		return 0;
	/* EPERM is for a namespace above, so there are enough; from 7.3 on it comes first */
	if (errno == EEXIST || (errno == EPERM && !pns_call_is_filtered(PNS_CALL_CLONE3, 0, EPERM)))
		return 1;
	return -errno;
}

/* "user.max_pid_namespaces" as the caller sees it; -1 where /proc does not have it. */
static int64_t read_limit(const char *name)
{
	_cleanup_close_ int root = pns_procfs_open("/proc");
	const char *dot = strchr(name, '.');
	char path[64], text[32];
	uint64_t value;

	snprintf(path, sizeof(path), "sys/%.*s/%s", (int)(dot - name), name, dot + 1);
	if (root < 0 || pns_procfs_read(root, path, text, sizeof(text)) <= 0)
		return -1;
	text[strcspn(text, "\n")] = '\0';
	return pns_parse_u64(text, &value) == 0 && value <= INT64_MAX ? (int64_t)value : -1;
}

static enum pns_reason reason_of_full(const struct pns_failure *failure)
{
	const char *limit = limit_of(failure);

	if (!limit)
		return PNS_REASON_SYSTEM_ERROR;
	if (strcmp(limit, "fs.mount-max") == 0)
		return PNS_REASON_MOUNT_LIMIT;
	if (failure->type == CLONE_NEWPID && read_limit(limit) != 0 && is_deepest() > 0)
		return PNS_REASON_NESTING_LIMIT;
	return PNS_REASON_NAMESPACE_LIMIT;
}

enum pns_reason pns_call_reason(const struct pns_failure *failure)
{
	switch (failure->err) {
	case EPERM:
	case EACCES:
	case ENOSYS:
		return reason_of_denial(failure);
	case ENOSPC:
		return reason_of_full(failure);
	case EAGAIN:
		return failure->call == PNS_CALL_FORK ? PNS_REASON_PROCESS_LIMIT : PNS_REASON_SYSTEM_ERROR;
	case ESRCH:
		return failure->call == PNS_CALL_SETNS ? PNS_REASON_PROCESS_GONE : PNS_REASON_SYSTEM_ERROR;
	case EINVAL:
		if (failure->call == PNS_CALL_SETNS && failure->type == CLONE_NEWPID)
			return PNS_REASON_NOT_A_DESCENDANT;
		return PNS_REASON_SYSTEM_ERROR;
	default:
		return PNS_REASON_SYSTEM_ERROR;
	}
}

static void take_limit(const struct pns_failure *failure, struct pns_diag *diag)
{
	const char *limit = limit_of(failure);

	diag->limit_value = read_limit(limit);
	snprintf(diag->limit, sizeof(diag->limit), "%s", limit);
	if (failure->type != CLONE_NEWPID || diag->limit_value == 0 || is_deepest() == 0)
		return;
	snprintf(diag->limit, sizeof(diag->limit), "%s or 32 levels", limit);
	diag->limit_value = -1;
}

int pns_refuse_call(struct pns_diag *diag, const struct pns_failure *failure, const char *object)
{
	enum pns_reason reason;

	if (!diag)
		return -failure->err;
	reason = pns_call_reason(failure);
	if (reason == PNS_REASON_NAMESPACE_LIMIT || reason == PNS_REASON_MOUNT_LIMIT)
		take_limit(failure, diag);
	if (reason == PNS_REASON_NO_PRIVILEGE_OVER_OWNER && failure->type == CLONE_NEWPID)
		pns_diag_set_owner(diag, failure->nsfd);
	return pns_refuse(diag, reason, failure->call, failure->err, object);
}

int pns_end_call(struct pns_diag *diag, const struct pns_failure *failure, const char *what, const char *object)
{
	pns_step(diag, failure->call, what, -failure->err);
	return failure->err ? pns_refuse_call(diag, failure, object) : 0;
}

int pns_refuse_plain(struct pns_diag *diag, enum pns_call call, int err, const char *object)
{
	return pns_refuse_call(diag, &(struct pns_failure){ call, err, 0, PNS_NO_FD }, object);
}

/* Whether the procfs @root has certainly no numbers of the caller's PID namespace, or shows those above as well. */
static bool shows_another(int root)
{
	pid_t chain[1], number = pns_procfs_self(root);

	return number == -ENOENT || (number > 0 && pns_proc_nspid(root, number, chain, 1) > 1);
}

int pns_refuse_missing(struct pns_diag *diag, enum pns_call call, int err, const char *object)
{
	_cleanup_close_ int root = pns_procfs_open("/proc");
	struct pns_failure failure = { PNS_CALL_FSTATFS, -root, 0, PNS_NO_FD };

	if (root >= 0 && shows_another(root))
		return pns_refuse(diag, PNS_REASON_PROC_OF_ANOTHER_NAMESPACE, call, err, object);
	if ((root == -EPERM || root == -ENOSYS) && pns_call_reason(&failure) == PNS_REASON_BLOCKED_BY_SECCOMP)
		return pns_refuse(diag, PNS_REASON_BLOCKED_BY_SECCOMP, failure.call, failure.err, object);
	return pns_refuse(diag, PNS_REASON_KERNEL_WITHOUT_FEATURE, call, err, object);
}

int pns_refuse_path(struct pns_diag *diag, int err, const char *path)
{
	enum pns_reason reason = PNS_REASON_SYSTEM_ERROR;

	if (err == ENOENT || err == ENOTDIR)
		reason = PNS_REASON_NO_SUCH_FILE;
	else if (err == EACCES || err == EPERM)
		reason = PNS_REASON_NO_ACCESS;
	return pns_refuse(diag, reason, PNS_CALL_OPEN, err, path);
}

enum pns_reason pns_plain_reason(enum pns_call call, int err)
{
	return pns_call_reason(&(struct pns_failure){ .call = call, .err = err, .nsfd = PNS_NO_FD });
}

bool pns_is_denied(const struct pns_diag *diag)
{
	return diag->reason == PNS_REASON_BLOCKED_BY_SECCOMP || diag->reason == PNS_REASON_BLOCKED_BY_LANDLOCK ||
	       (diag->reason == PNS_REASON_KERNEL_WITHOUT_FEATURE && diag->err == ENOSYS);
}

enum pns_reason pns_errno_reason(int rc)
{
	bool denied = rc == -EPERM || rc == -ENOSYS;

	/* of no call it can only be asked whether there is a filter at all */
	denied = denied && pns_call_is_filtered(PNS_CALL_NONE, 0, -rc);
	return denied ? PNS_REASON_BLOCKED_BY_SECCOMP : PNS_REASON_SYSTEM_ERROR;
}
