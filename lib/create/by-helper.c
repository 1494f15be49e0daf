// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "create/by-helper.h"

#include "base/cleanup.h"
#include "child/in-pidns.h"
#include "create/by-mount.h"
#include "mount/fs-context.h"

/* In the target PID namespace: fsopen(2) and nothing else, unless that is denied. */
static int open_in_pidns(void *arg, int *fd, struct pns_diag *diag)
{
	struct pns_by_mount by_mount = *(const struct pns_by_mount *)arg;

	by_mount.pidns = PNS_NO_FD;
	if (*fd >= 0 || by_mount.no_context)
		return pns_create_by_mount(&by_mount, fd, diag);
	*fd = pns_context_open(diag);
	if (*fd >= 0)
		return 0;
	/* denied: the other way, which tells by itself whether it is denied as well */
	if (*fd != -ENOSYS && *fd != -EPERM)
		return *fd;
	*fd = PNS_NO_FD;
	pns_diag_clear(diag);
	return pns_create_by_mount(&by_mount, fd, diag);
}

int pns_create_by_helper(const struct pns_by_mount *how, int mountpoint, struct pns_diag *diag)
{
	struct pns_by_mount by_mount = *how;
	const struct pns_in_pidns task = {
		.pidns = how->pidns,
		.object = how->object,
		.fn = open_in_pidns,
		.arg = &by_mount,
		.call = PNS_CALL_FSOPEN,
		.call_object = "proc, by a helper in the PID namespace",
	};
	int fd = mountpoint;
	int rc = pns_in_pidns_run(&task, &fd, diag);

	return rc < 0 ? rc : fd;
}
