/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_CREATE_BY_MOUNT_H
#define PNS_CREATE_BY_MOUNT_H
/*
 * A procfs made with mount(2), for where the file system context calls are denied (seccomp
 * profiles deny them to force exactly this). mount(2) knows no detached mounts: it is
 * made in a private mount namespace of a child and taken out of it with open_tree(2), or, where
 * that is denied as well, made at once in its place.
 */
#include <stdbool.h>

#include "base/diag.h"
#include "mount/procfs-options.h"

struct pns_by_mount {
	int pidns;		/* the namespace to set with pidns=, PNS_NO_FD: that of the caller */
	const char *object;	/* its name in the diagnosis */
	const struct pns_procfs_options *options;
	bool no_context;	/* for a helper: fsopen(2) is of no use */
	bool stays_detached;	/* the mount need not be one that can be attached */
};

/*
 * Mount in the caller, which must be a child made for it: it loses its mount namespace, or its root.
 * A pns_child_fn; @arg: const struct pns_by_mount. *@fd: before, the directory to mount on, or PNS_NO_FD
 * for a detached mount; then the mount. Nothing stays mounted after a failure.
 * Returns 0 or -errno with a reason of pns_procfs_create().
 */
int pns_create_by_mount(void *arg, int *fd, struct pns_diag *diag);

#endif /* PNS_CREATE_BY_MOUNT_H */
