// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/pidns-ref.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/descriptors.h"
#include "base/parse.h"
#include "find/container-init.h"
#include "find/pidns-ref-number.h"
#include "find/procfs-pidns.h"
#include "find/whole-procfs.h"
#include "namespace/denied-by.h"
#include "namespace/namespace.h"
#include "namespace/reason.h"
#include "process/own-namespace.h"
#include "process/process.h"
#include "process/procfs-root.h"

int pns_ref_from_process(struct pns_caller *caller, int process, int type, const char *text,
			 struct pns_diag *diag)
{
	int nsfd = pns_process_open_ns(caller, process, type);

	if ((nsfd == -EACCES || nsfd == -EPERM) && type == CLONE_NEWPID)
		nsfd = pns_caller_open_shared_pidns(caller, process);
	switch (nsfd) {
	case -ESRCH:
		return pns_refuse(diag, PNS_REASON_PROCESS_GONE, PNS_CALL_IOCTL, ESRCH, text);
	case -EACCES:
	case -EPERM:
		return pns_refuse(diag, PNS_REASON_NO_ACCESS, PNS_CALL_OPEN, -nsfd, text);
	case -EOPNOTSUPP:
		return pns_refuse_missing(diag, PNS_CALL_IOCTL, EOPNOTSUPP, text);
	default:
		if (nsfd < 0)
			return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_OPEN, -nsfd, text);
		return nsfd;
	}
}

static int check_inode(int process, uint64_t wanted, const char *text, struct pns_diag *diag)
{
	uint64_t inode;

	if (wanted == 0)
		return 0;
	if (pns_pidfd_inode(process, &inode) < 0)
		return pns_refuse(diag, PNS_REASON_KERNEL_WITHOUT_FEATURE, PNS_CALL_FSTAT, EOPNOTSUPP,
				  text);
	if (inode != wanted)
		return pns_refuse(diag, PNS_REASON_PROCESS_GONE, PNS_CALL_FSTAT, ESRCH, text);
	return 0;
}

int pns_ref_open_process(struct pns_caller *caller, const char *text, struct pns_diag *diag)
{
	_cleanup_close_ int process = PNS_NO_FD;
	uint64_t inode;
	pid_t pid;
	int rc;

	rc = pns_parse_pid_inode(text, &pid, &inode);
	if (rc < 0)
		return pns_refuse(diag, PNS_REASON_BAD_REFERENCE, PNS_CALL_PARSE, -rc, text);
	process = pns_process_open(caller, pid);
	if (process == -ESRCH)
		return pns_refuse(diag, inode ? PNS_REASON_PROCESS_GONE : PNS_REASON_NO_SUCH_PROCESS,
				  PNS_CALL_PIDFD_OPEN, ESRCH, text);
	if (process == -EOPNOTSUPP)
		return pns_refuse_missing(diag, PNS_CALL_PIDFD_OPEN, ENOSYS, text);
	if (process < 0)
		return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_PIDFD_OPEN, -process, text);
	rc = check_inode(process, inode, text, diag);
	return rc < 0 ? rc : pns_steal_fd(&process);
}

/* What is to be opened, and by whom. */
struct wish {
	struct pns_caller *caller;
	const char *text;
	int type;
};

static int open_process_ref(const struct wish *wish, struct pns_ref *ref, struct pns_diag *diag)
{
	_cleanup_close_ int process = pns_ref_open_process(wish->caller, wish->text, diag);
	int nsfd;

	if (process < 0)
		return process;
	nsfd = pns_ref_from_process(wish->caller, process, wish->type, wish->text, diag);
	if (nsfd < 0)
		return nsfd;
	ref->nsfd = nsfd;
	ref->process = pns_steal_fd(&process);
	return 0;
}

/* Why a namespace that is named by its procfs cannot be opened. */
static enum pns_reason reason_of_open(int err)
{
	if (err == EOPNOTSUPP || err == ESTALE)
		return PNS_REASON_INACTIVE_NAMESPACE;
	if ((err == EPERM || err == EACCES || err == ENOSYS) &&
	    pns_call_is_filtered(PNS_CALL_OPEN_BY_HANDLE_AT, 0, err))
		return PNS_REASON_BLOCKED_BY_SECCOMP;
	return PNS_REASON_SYSTEM_ERROR;
}

static int open_procfs_namespace(const struct wish *wish, int rootfd, struct pns_diag *diag)
{
	_cleanup_bpf_ struct pns_bpf bpf = PNS_BPF_INIT;
	struct pns_find_pidns how = { .caller = wish->caller, .bpf = &bpf };
	struct pns_procfs_pidns found;
	char named[PATH_MAX + 32];
	int rc = pns_procfs_find_pidns(rootfd, &how, &found);

	if (rc == 0 && found.nsfd >= 0)
		return found.nsfd;
	if (diag)
		diag->kind = PNS_KIND_PROCFS;
	if (rc == 0 && found.via == PNS_VIA_BPF) {
		snprintf(named, sizeof(named), "%s (pid:[%llu])", wish->text, found.record.inode);
		return pns_refuse(diag, reason_of_open(found.open_error), PNS_CALL_OPEN_BY_HANDLE_AT,
				  found.open_error, named);
	}
	/* that its processes cannot be listed says nothing of them */
	if (rc < 0)
		return pns_refuse_plain(diag, PNS_CALL_GETDENTS64, -rc, wish->text);
	return pns_refuse(diag, PNS_REASON_UNKNOWN_NAMESPACE, PNS_CALL_OPEN, ENODATA, wish->text);
}

static int duplicate(int fd, const char *text, struct pns_diag *diag)
{
	int copy = pns_ns_dup(fd);

	return copy < 0 ? pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_FCNTL, -copy, text) : copy;
}

/* @fd: the root of a bind mount of a part. The procfs itself tells more, if it is mounted somewhere as well. */
static int open_part_namespace(const struct wish *wish, int fd, struct pns_diag *diag)
{
	_cleanup_view_ struct pns_view view = PNS_VIEW_INIT;
	_cleanup_close_ int whole = PNS_NO_FD;
	struct pns_mountinfo mounts;

	if (pns_view_open_own(wish->caller, &view, NULL) == 0 &&
	    pns_mountinfo_read(wish->caller, &mounts, pns_steal_fd(&view.mountinfo)) == 0) {
		whole = pns_procfs_open_whole(&view, &mounts, fd);
		pns_mountinfo_free(&mounts);
	}
	return open_procfs_namespace(wish, whole < 0 ? fd : whole, diag);
}

/*
 * A descriptor of the namespace that @fd is or stands for. @fd stays the caller's;
 * the result may be of another type still.
 */
static int namespace_of(const struct wish *wish, int fd, struct pns_diag *diag)
{
	if (pns_ns_type(fd) >= 0)
		return duplicate(fd, wish->text, diag);
	if (wish->type == CLONE_NEWPID && pns_is_procfs_root(fd))
		return open_procfs_namespace(wish, fd, diag);
	if (wish->type == CLONE_NEWPID && pns_procfs_is_part(fd))
		return open_part_namespace(wish, fd, diag);
	return pns_ns_check(fd, wish->type, wish->text, diag);
}

/* Open for reading what was looked at as @seen and is known to be an nsfs file. */
static int open_nsfs_path(const struct wish *wish, int seen)
{
	_cleanup_close_ int fd = pns_caller_reopen(wish->caller, seen, O_RDONLY);

	if (fd >= 0)
		return pns_steal_fd(&fd);
	/* no /proc to open it again by descriptor: by path, and compared */
	fd = open(wish->text, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	return pns_ns_is_same(fd, seen) ? pns_steal_fd(&fd) : -EXDEV;
}

static bool is_nsfs_kind(enum pns_kind kind)
{
	return kind == PNS_KIND_OTHER_NS || kind == PNS_KIND_PIDNS || kind == PNS_KIND_MNTNS ||
	       kind == PNS_KIND_USERNS;
}

/* @fd: a pidfd or a /proc/PID directory; stays the caller's. */
static int open_process_fd(const struct wish *wish, int fd, struct pns_ref *ref, struct pns_diag *diag)
{
	ref->process = duplicate(fd, wish->text, diag);
	if (ref->process < 0)
		return ref->process;
	ref->nsfd = pns_ref_from_process(wish->caller, fd, wish->type, wish->text, diag);
	return ref->nsfd < 0 ? ref->nsfd : 0;
}

/* /proc/PID, but a mount of one is a part of its procfs. */
static bool is_process_path(const struct wish *wish, int seen)
{
	return pns_is_process(seen) && (wish->type != CLONE_NEWPID || !pns_procfs_is_part(seen));
}

static int open_path_ref(const struct wish *wish, struct pns_ref *ref, struct pns_diag *diag)
{
	/* O_PATH: opening a FIFO or a device must not happen by accident */
	_cleanup_close_ int seen = open(wish->text, O_PATH | O_CLOEXEC);
	_cleanup_close_ int fd = PNS_NO_FD;

	if (seen < 0)
		return pns_refuse_path(diag, errno, wish->text);
	if (is_process_path(wish, seen))
		return open_process_fd(wish, seen, ref, diag);
	if (is_nsfs_kind(pns_kind_of(seen))) {
		fd = open_nsfs_path(wish, seen);
		if (fd < 0)
			return pns_refuse_path(diag, -fd, wish->text);
	}
	ref->nsfd = namespace_of(wish, fd < 0 ? seen : fd, diag);
	return ref->nsfd < 0 ? ref->nsfd : 0;
}

static int open_fd_ref(const struct wish *wish, struct pns_ref *ref, struct pns_diag *diag)
{
	const char *text = wish->text;
	_cleanup_close_ int again = PNS_NO_FD;
	int fd, rc = pns_parse_fd(text + strlen("fd:"), &fd);

	if (rc < 0)
		return pns_refuse(diag, PNS_REASON_BAD_REFERENCE, PNS_CALL_PARSE, -rc, text);
	if (!pns_is_inherited(fd))
		return pns_refuse(diag, PNS_REASON_BAD_DESCRIPTOR, PNS_CALL_FCNTL, EBADF, text);
	if (pns_is_process(fd))
		return open_process_fd(wish, fd, ref, diag);
	/* an O_PATH descriptor of a namespace takes no ioctl */
	if (pns_ns_type(fd) == -EBADF)
		again = pns_caller_reopen(wish->caller, fd, O_RDONLY | O_NONBLOCK);
	ref->nsfd = namespace_of(wish, again < 0 ? fd : again, diag);
	return ref->nsfd < 0 ? ref->nsfd : 0;
}

void pns_ref_use_up(const char *text)
{
	int fd;

	if (strncmp(text, "fd:", strlen("fd:")) == 0 && pns_parse_fd(text + strlen("fd:"), &fd) == 0 &&
	    fd > STDERR_FILENO)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
}

static int open_word(const struct wish *wish, struct pns_ref *ref, struct pns_diag *diag)
{
	const char *text = wish->text;
	int own = PNS_NO_FD;

	if (strcmp(text, "self") == 0) {
		own = pns_caller_ns(wish->caller, CLONE_NEWPID);
		ref->nsfd = own < 0 ? own : pns_ns_dup(own);
	} else {
		ref->nsfd = pns_caller_open_children_ns(wish->caller);
	}
	if (ref->nsfd >= 0)
		return 0;
	/* the link is not followed to what has no process, whatever /proc shows */
	if (ref->nsfd == -EOPNOTSUPP && pns_caller_number(wish->caller) >= 0)
		return pns_refuse(diag, PNS_REASON_KERNEL_WITHOUT_FEATURE, PNS_CALL_IOCTL, EOPNOTSUPP, text);
	if (ref->nsfd == -EOPNOTSUPP)
		return pns_refuse_missing(diag, PNS_CALL_IOCTL, EOPNOTSUPP, text);
	return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_OPEN, -ref->nsfd, text);
}

static int open_init(const struct wish *wish, struct pns_container_init *init, struct pns_ref *ref,
		     struct pns_diag *diag)
{
	_cleanup_close_ int nsfd = pns_ref_from_process(wish->caller, init->process, wish->type, wish->text, diag);
	int rc;

	if (nsfd < 0)
		return nsfd;
	rc = pns_container_check_init(wish->caller, init);
	if (rc == -ESRCH)
		return pns_refuse(diag, PNS_REASON_PROCESS_GONE, PNS_CALL_SEARCH, ESRCH, wish->text);
	if (rc < 0)
		return pns_refuse_plain(diag, PNS_CALL_SEARCH, -rc, wish->text);
	ref->nsfd = pns_steal_fd(&nsfd);
	ref->process = pns_steal_fd(&init->process);
	return 0;
}

/* How often a container is looked for whose init is another one as soon as its namespace is open. */
#define ATTEMPTS 4

static int open_container_ref(const struct wish *wish, struct pns_ref *ref, struct pns_diag *diag)
{
	const char *name = wish->text + strlen("container:");
	int attempt, rc = -ESRCH;

	if (!*name)
		return pns_refuse(diag, PNS_REASON_BAD_REFERENCE, PNS_CALL_PARSE, EINVAL, wish->text);
	for (attempt = 0; rc == -ESRCH && attempt < ATTEMPTS; attempt++) {
		_cleanup_container_init_ struct pns_container_init init = PNS_CONTAINER_INIT_INIT;

		pns_diag_clear(diag);
		rc = pns_container_find_init(wish->caller, name, wish->text, &init, diag);
		if (rc == 0)
			rc = open_init(wish, &init, ref, diag);
	}
	return rc;
}

static int open_ref(const struct wish *wish, struct pns_ref *ref, struct pns_diag *diag)
{
	const char *text = wish->text;

	if (strchr(text, '/'))
		return open_path_ref(wish, ref, diag);
	if (strncmp(text, "fd:", strlen("fd:")) == 0)
		return open_fd_ref(wish, ref, diag);
	if (strncmp(text, "container:", strlen("container:")) == 0)
		return open_container_ref(wish, ref, diag);
	if (wish->type == CLONE_NEWPID) {
		if (strcmp(text, "self") == 0 || strcmp(text, "children") == 0)
			return open_word(wish, ref, diag);
		if (pns_ref_is_number(text)) {
			ref->nsfd = pns_ref_open_number(wish->caller, text, diag);
			return ref->nsfd < 0 ? ref->nsfd : 0;
		}
	}
	return open_process_ref(wish, ref, diag);
}

int pns_ref_open(struct pns_caller *caller, const char *text, int type, struct pns_ref *ref,
		 struct pns_diag *diag)
{
	_cleanup_ref_ struct pns_ref opened = PNS_REF_INIT;
	const struct wish wish = { .caller = caller, .text = text, .type = type };
	int rc = open_ref(&wish, &opened, diag);

	/* what a process has handed over needs no second look, unless something is mounted over its links */
	if (rc == 0 && !(opened.process >= 0 && pns_ns_has_type(opened.nsfd, type)))
		rc = pns_ns_check(opened.nsfd, type, text, diag);
	if (rc < 0)
		return rc;
	*ref = opened;
	opened = (struct pns_ref)PNS_REF_INIT;
	return 0;
}

uint64_t pns_ref_children(struct pns_caller *caller, const struct pns_ref *ref)
{
	_cleanup_close_ int children = PNS_NO_FD;

	if (ref->process < 0 || !pns_process_has_other_children_ns(ref->process, ref->nsfd))
		return 0;
	children = pns_process_open_children_ns(caller, ref->process);
	return children < 0 || pns_ns_is_same(children, ref->nsfd) ? 0 : pns_ns_inode(children);
}

void pns_ref_close(struct pns_ref *ref)
{
	pns_close(&ref->nsfd);
	pns_close(&ref->process);
}
