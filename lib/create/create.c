// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "create/create.h"

#include <errno.h>
#include <sched.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "child/child.h"
#include "create/by-fsconfig.h"
#include "create/by-helper.h"
#include "create/by-mount.h"
#include "create/mapped-group.h"
#include "find/procfs-pidns.h"
#include "mount/fs-context.h"
#include "mount/mountpoint.h"
#include "namespace/namespace.h"
#include "namespace/reason.h"
#include "process/own-namespace.h"
#include "process/procfs-root.h"

static const char *const method_names[] = {
	[PNS_METHOD_AUTO] = "auto",
	[PNS_METHOD_FSCONFIG] = "fsconfig",
	[PNS_METHOD_MOUNT] = "mount",
	[PNS_METHOD_HELPER] = "helper",
};

const char *pns_method_name(enum pns_method method)
{
	return method_names[method];
}

int pns_method_by_name(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(method_names) / sizeof(method_names[0]); i++)
		if (strcmp(method_names[i], name) == 0)
			return (int)i;
	return -EINVAL;
}

static int create_by_fsconfig(const struct pns_create *how, int pidns, struct pns_diag *diag)
{
	_cleanup_close_ int context = pns_context_open(diag);

	if (context < 0)
		return context;
	return pns_create_by_fsconfig(context, pidns, how->object, how->options, diag);
}

/*
 * After unshare(CLONE_NEWPID) a child is not in the caller's PID namespace, and cannot name what is not
 * below its own. Returns the namespace of other children, for afterwards, or PNS_NO_FD.
 */
static int keep_children_here(struct pns_caller *caller)
{
	int own = pns_caller_ns(caller, CLONE_NEWPID);
	_cleanup_close_ int children = pns_caller_open_children_ns(caller);

	if (own < 0 || children < 0 || pns_ns_is_same(own, children) || setns(own, CLONE_NEWPID) < 0)
		return PNS_NO_FD;
	return pns_steal_fd(&children);
}

static void let_children_go(int children, struct pns_diag *diag)
{
	if (children >= 0 && setns(children, CLONE_NEWPID) < 0)
		pns_step(diag, PNS_CALL_SETNS, "PID namespace of the children", -errno);
}

static int create_by_mount(const struct pns_create *how, int pidns, struct pns_diag *diag)
{
	_cleanup_close_ int children = keep_children_here(how->caller);
	struct pns_by_mount by_mount = {
		.pidns = pidns,
		.object = how->object,
		.options = how->options,
		.stays_detached = how->stays_detached,
	};
	int mount = how->mountpoint ? *how->mountpoint : PNS_NO_FD;
	int rc = pns_child_run(PNS_CHILD_PLAIN, pns_create_by_mount, &by_mount, &mount, diag);

	let_children_go(children, diag);
	return rc < 0 ? rc : mount;
}

static int create_in_pidns(const struct pns_create *how, int pidns, struct pns_diag *diag)
{
	struct pns_by_mount by_mount = {
		.pidns = pidns,
		.object = how->object,
		.options = how->options,
		.stays_detached = how->stays_detached,
	};
	_cleanup_close_ int fd =
		pns_create_by_helper(&by_mount, how->mountpoint ? *how->mountpoint : PNS_NO_FD, diag);
	int mount = fd < 0 ? fd : pns_procfs_check_root(fd);

	if (mount == 0)
		return pns_steal_fd(&fd);
	if (fd < 0)
		return fd;
	if (mount != -ENODEV)
		return pns_refuse_plain(diag, PNS_CALL_FSTATFS, -mount, how->object);
	mount = pns_create_by_fsconfig(fd, PNS_NO_FD, how->object, how->options, diag);
	if (mount >= 0 || !pns_is_denied(diag))
		return mount;
	pns_diag_clear(diag);
	by_mount.no_context = true;
	return pns_create_by_helper(&by_mount, PNS_NO_FD, diag);
}

/* Even the caller's own namespace is entered by a helper, so that the method can be forced. */
static int create_by_helper(const struct pns_create *how, int pidns, struct pns_diag *diag)
{
	_cleanup_close_ int children = keep_children_here(how->caller);
	int mount = create_in_pidns(how, pidns, diag);

	let_children_go(children, diag);
	return mount;
}

/*
 * By the methods that take the namespace by descriptor; PNS_NO_FD is the caller's own, which needs
 * no naming.
 */
static int create_by_option(const struct pns_create *how, int pidns, struct pns_diag *diag)
{
	int mount;

	if (how->method == PNS_METHOD_MOUNT || how->mountpoint)
		return create_by_mount(how, pidns, diag);
	mount = create_by_fsconfig(how, pidns, diag);
	if (mount >= 0 || how->method == PNS_METHOD_FSCONFIG || !pns_is_denied(diag))
		return mount;
	pns_diag_clear(diag);
	return create_by_mount(how, pidns, diag);
}

/* Whether the refusal leaves it to a helper: no other one does. */
static bool needs_helper(const struct pns_create *how, const struct pns_diag *diag)
{
	return how->method == PNS_METHOD_AUTO && diag->reason == PNS_REASON_KERNEL_WITHOUT_PIDNS;
}

/* A pns_child_fn: the namespace of the children that this child will never have. */
static int make_empty(void *arg, int *fd, struct pns_diag *diag)
{
	_cleanup_caller_ struct pns_caller self = PNS_CALLER_INIT;
	struct pns_failure failure = { PNS_CALL_UNSHARE, 0, CLONE_NEWPID, PNS_NO_FD };
	int rc;

	(void)arg;
	failure.err = unshare(CLONE_NEWPID) < 0 ? errno : 0;
	rc = pns_end_call(diag, &failure, "PID namespace", "PID namespace");
	if (rc < 0)
		return rc;
	*fd = pns_caller_open_children_ns(&self);
	if (*fd < 0)
		return pns_refuse(diag, PNS_REASON_KERNEL_WITHOUT_PIDNS, PNS_CALL_IOCTL, EOPNOTSUPP,
				  "PID namespace");
	return 0;
}

/*
 * With a descriptor of the new namespace (6.12) it stays empty. Without, or where pidns= is not
 * known, a helper becomes its init to open the context, and it is dead afterwards.
 */
static int create_empty(const struct pns_create *how, int *pidns, struct pns_diag *diag)
{
	int rc;

	if (how->method == PNS_METHOD_HELPER)
		return create_by_helper(how, PNS_NO_FD, diag);
	rc = pns_child_run(PNS_CHILD_PLAIN, make_empty, NULL, pidns, diag);
	if (rc == 0)
		rc = create_by_option(how, *pidns, diag);
	if (rc >= 0 || !needs_helper(how, diag))
		return rc;
	pns_diag_clear(diag);
	pns_close(pidns);
	return create_by_helper(how, PNS_NO_FD, diag);
}

static int create_for_pidns(const struct pns_create *how, struct pns_diag *diag)
{
	int own = pns_caller_ns(how->caller, CLONE_NEWPID);
	bool is_own = own >= 0 && pns_ns_is_same(own, how->pidns);
	int mount;

	if (how->method == PNS_METHOD_HELPER)
		return create_by_helper(how, how->pidns, diag);
	mount = create_by_option(how, is_own ? PNS_NO_FD : how->pidns, diag);
	if (mount >= 0 || !needs_helper(how, diag))
		return mount;
	pns_diag_clear(diag);
	return create_by_helper(how, how->pidns, diag);
}

/*
 * Whether the new procfs @mount shows @pidns or, with PNS_NO_FD, a namespace that nobody is in: certainly not the
 * caller's own. Returns 0, -EXDEV if not, or -errno if nobody can tell.
 */
static int check(struct pns_caller *caller, int mount, int pidns, enum pns_call *call)
{
	struct pns_find_pidns find = { .caller = caller };
	int rc = pns_procfs_check_root(mount);

	*call = PNS_CALL_FSTATFS;
	if (rc < 0)
		return rc == -ENODEV ? -EXDEV : rc;
	if (pidns >= 0)
		return pns_procfs_shows(mount, pidns, &find) == 0 ? -EXDEV : 0;
	*call = PNS_CALL_READLINKAT;
	rc = pns_procfs_self(mount);
	if (rc >= 0)
		return -EXDEV;
	return rc == -ENOENT ? 0 : rc;
}

/* Look at it before it goes anywhere. */
static int verify(const struct pns_create *how, int mount, int pidns, struct pns_diag *diag)
{
	struct pns_failure failure = { .nsfd = PNS_NO_FD };
	int rc = check(how->caller, mount, pidns, &failure.call);

	failure.err = -rc;
	pns_step(diag, PNS_CALL_VERIFY, "the PID namespace of the new procfs", rc);
	if (rc == -EXDEV)
		return pns_refuse(diag, PNS_REASON_WRONG_NAMESPACE, PNS_CALL_VERIFY, EXDEV, how->object);
	return rc < 0 ? pns_refuse_call(diag, &failure, how->object) : 0;
}

int pns_procfs_create(const struct pns_create *how, int *mount, int *pidns,
		      struct pns_diag *diag)
{
	_cleanup_close_ int made = PNS_NO_FD;
	_cleanup_close_ int created = PNS_NO_FD;
	int rc = pns_check_group(how->options, diag);

	if (rc < 0)
		return rc;
	created = how->empty ? create_empty(how, &made, diag) : create_for_pidns(how, diag);
	if (created < 0)
		return created;
	rc = verify(how, created, how->empty ? made : how->pidns, diag);
	if (rc < 0 && how->mountpoint)
		pns_mountpoint_detach(created);
	if (rc < 0)
		return rc;
	*mount = pns_steal_fd(&created);
	if (pidns)
		*pidns = pns_steal_fd(&made);
	return 0;
}
