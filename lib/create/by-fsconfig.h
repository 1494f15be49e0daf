/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_CREATE_BY_FSCONFIG_H
#define PNS_CREATE_BY_FSCONFIG_H
/*
 * A procfs made with a file system context: the options, the PID namespace by descriptor
 * (6.18), and fsmount(2) under the visibility rule. The reasons are those of
 * pns_procfs_create().
 */
#include "base/diag.h"
#include "mount/procfs-options.h"

/*
 * Turn a fresh context into a detached mount (caller closes). @pidns: the namespace to set, or
 * PNS_NO_FD if the context has the right one by birth; @object names it in @diag.
 */
int pns_create_by_fsconfig(int context, int pidns, const char *object,
			const struct pns_procfs_options *options, struct pns_diag *diag);

#endif /* PNS_CREATE_BY_FSCONFIG_H */
