// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "create/by-fsconfig.h"

#include <errno.h>
#include <sched.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "create/locked-flags.h"
#include "mount/fs-context.h"
#include "namespace/mountns.h"
#include "namespace/namespace.h"
#include "namespace/reason.h"
#include "process/own-namespace.h"

/*
 * Whether the kernel knows pidns=. It says EINVAL to an unknown option as to a bad argument: with
 * the caller's own namespace, which is always a good one, EINVAL means the former.
 */
static bool knows_pidns(void)
{
	_cleanup_close_ int context = pns_sys_fsopen("proc", PNS_FSOPEN_CLOEXEC);
	_cleanup_close_ int own = pns_ns_open_own(CLONE_NEWPID);

	return context >= 0 && own >= 0 &&
	       pns_sys_fsconfig(context, PNS_FSCONFIG_SET_FD, "pidns", NULL, own) == 0;
}

/* What the kernel asks the owner of the PID namespace about, be it that of @pidns or the caller's own. */
static int refuse_owner(int pidns, int err, const char *object, struct pns_diag *diag)
{
	_cleanup_close_ int own = pidns < 0 ? pns_ns_open_own(CLONE_NEWPID) : PNS_NO_FD;
	struct pns_failure failure = { PNS_CALL_FSCONFIG, err, CLONE_NEWPID, pidns < 0 ? own : pidns };

	return pns_refuse_call(diag, &failure, object);
}

static int refuse_pidns(int pidns, const char *object, int err, struct pns_diag *diag)
{
	enum pns_reason reason;

	switch (err) {
	case EINVAL:
		reason = knows_pidns() ? PNS_REASON_NOT_A_DESCENDANT :
					 PNS_REASON_KERNEL_WITHOUT_PIDNS;
		break;
	case EOPNOTSUPP:
		reason = PNS_REASON_KERNEL_WITHOUT_PID_NAMESPACES;
		break;
	default:
		return refuse_owner(pidns, err, object, diag);
	}
	return pns_refuse(diag, reason, PNS_CALL_FSCONFIG, err, object);
}

static int create_superblock(int context, int pidns, const char *object, struct pns_diag *diag)
{
	const struct pns_fsconfig create = { .cmd = PNS_FSCONFIG_CMD_CREATE };
	int rc = pns_context_config(context, &create, diag);

	return rc < 0 ? refuse_owner(pidns, -rc, object, diag) : 0;
}

/* A function of struct pns_locked_flags */
static int mount_flagged(const void *arg, uint32_t attributes, int *fd)
{
	const int *context = arg;
	int mount = pns_sys_fsmount(*context, PNS_FSMOUNT_CLOEXEC, attributes);

	if (mount < 0)
		return -errno;
	*fd = mount;
	return 0;
}

static int mount_context(int context, const struct pns_procfs_options *options,
			 const char *object, struct pns_diag *diag)
{
	const struct pns_locked_flags flags = {
		.call = PNS_CALL_FSMOUNT,
		.options = options,
		.mount = mount_flagged,
		.arg = &context,
	};
	int mount = pns_context_mount(context, options->attr_set, diag), rc;
	struct pns_failure failure = { .call = PNS_CALL_FSMOUNT, .nsfd = PNS_NO_FD };

	if (mount >= 0)
		return mount;
	failure.err = -mount;
	if (mount == -EPERM && pns_call_reason(&failure) != PNS_REASON_BLOCKED_BY_SECCOMP &&
	    pns_mountns_is_privileged() && !pns_mountns_is_initial()) {
		rc = pns_mount_with_locked_flags(&flags, &mount, diag);
		return rc < 0 ? rc : mount;
	}
	return pns_refuse_call(diag, &failure, object);
}

int pns_create_by_fsconfig(int context, int pidns, const char *object,
			const struct pns_procfs_options *options, struct pns_diag *diag)
{
	const char *source = options->source ? options->source : "proc";
	const struct pns_fsconfig set_source = { .cmd = PNS_FSCONFIG_SET_STRING, .key = "source", .value = source };
	const struct pns_fsconfig set_pidns = { .cmd = PNS_FSCONFIG_SET_FD, .key = "pidns", .fd = pidns };
	int rc;

	/* without one, mount tables show "none" and mount -a mounts again */
	rc = pns_context_config(context, &set_source, diag);
	if (rc < 0)
		return pns_refuse_plain(diag, PNS_CALL_FSCONFIG, -rc, source);
	if (pidns >= 0) {
		/* what refuses the namespace ends it: the context would create the caller's own */
		rc = pns_context_config(context, &set_pidns, diag);
		if (rc < 0)
			return refuse_pidns(pidns, object, -rc, diag);
	}
	rc = pns_context_set_options(context, options, diag);
	if (rc == 0)
		rc = create_superblock(context, pidns, object, diag);
	return rc < 0 ? rc : mount_context(context, options, object, diag);
}
