// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "procfs-helper.h"

#include "cleanup.h"
#include "fs-context.h"
#include "inside.h"
#include "procfs-staged.h"

struct helper {
	const char *object;
	const struct pns_procfs_options *options;
};

/* In the target PID namespace: fsopen(2) and nothing else, unless that is denied. */
static int open_inside(void *arg, int *fd, struct pns_diag *diag)
{
	const struct helper *helper = arg;
	struct pns_staged staged = {
		.pidns = PNS_NO_FD,
		.object = helper->object,
		.options = helper->options,
	};

	*fd = pns_context_open(diag);
	if (*fd >= 0)
		return 0;
	/* denied: the other way, which tells by itself whether it is denied as well */
	if (*fd != -ENOSYS && *fd != -EPERM)
		return *fd;
	pns_diag_clear(diag);
	return pns_staged_mount(&staged, fd, diag);
}

int pns_helper_open(int pidns, const char *object, const struct pns_procfs_options *options,
		    struct pns_diag *diag)
{
	struct helper helper = { .object = object, .options = options };
	const struct pns_inside inside = {
		.pidns = pidns,
		.object = object,
		.fn = open_inside,
		.arg = &helper,
		.call = "fsopen",
		.call_object = "proc, by a helper in the PID namespace",
	};
	int fd = PNS_NO_FD;
	int rc = pns_inside_run(&inside, &fd, diag);

	return rc < 0 ? rc : fd;
}
