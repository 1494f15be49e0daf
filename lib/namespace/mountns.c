// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "namespace/mountns.h"

#include <errno.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/mount.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "namespace/namespace.h"
#include "namespace/privilege.h"
#include "namespace/reason.h"
#include "process/own-namespace.h"

bool pns_mountns_is_privileged(void)
{
	_cleanup_close_ int mountns = pns_ns_open_own(CLONE_NEWNS);

	return mountns < 0 ? pns_has_capability(CAP_SYS_ADMIN) : pns_is_admin_over(mountns) != 0;
}

bool pns_mountns_is_initial(void)
{
	_cleanup_close_ int mountns = pns_ns_open_own(CLONE_NEWNS);
	_cleanup_close_ int owner = mountns < 0 ? mountns : pns_ns_open_owner(mountns);

	return owner >= 0 && pns_is_initial_userns(owner);
}

static int set_propagation(unsigned long propagation)
{
	return mount("none", "/", NULL, MS_REC | propagation, NULL) < 0 ? -errno : 0;
}

/*
 * In a chroot "/" is a directory inside a mount, which has no propagation. Entering the
 * own namespace once more moves the root to that of the namespace.
 */
static int set_propagation_in_chroot(unsigned long propagation)
{
	_cleanup_close_ int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	_cleanup_close_ int cwd = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	_cleanup_close_ int mountns = pns_ns_open_own(CLONE_NEWNS);
	int rc;

	if (root < 0)
		return -errno;
	if (mountns < 0)
		return mountns;
	if (setns(mountns, CLONE_NEWNS) < 0)
		return -errno;
	rc = set_propagation(propagation);
	if (fchdir(root) < 0 || chroot(".") < 0 || (cwd >= 0 && fchdir(cwd) < 0))
		return -errno;
	return rc;
}

int pns_mountns_unshare(unsigned long propagation, struct pns_diag *diag)
{
	struct pns_failure failure = { PNS_CALL_UNSHARE, 0, CLONE_NEWNS, PNS_NO_FD };
	int rc;

	failure.err = unshare(CLONE_NEWNS) < 0 ? errno : 0;
	rc = pns_end_call(diag, &failure, "mount namespace", "mount namespace");
	if (rc < 0 || !propagation)
		return rc;
	rc = set_propagation(propagation);
	if (rc == -EINVAL)
		rc = set_propagation_in_chroot(propagation);
	pns_step(diag, PNS_CALL_MOUNT, "propagation of /", rc);
	if (rc < 0)
		return pns_refuse_plain(diag, PNS_CALL_MOUNT, -rc, "/");
	return 0;
}
