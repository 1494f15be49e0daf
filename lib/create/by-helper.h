/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_CREATE_BY_HELPER_H
#define PNS_CREATE_BY_HELPER_H
/*
 * A procfs of another PID namespace on a kernel without pidns= (before 6.18): its namespace is
 * that of the process that calls fsopen(2), so a helper process goes there for that one call
 * and hands the context back (see inside.h).
 */
#include "base/diag.h"
#include "create/by-mount.h"

/*
 * @how->pidns: the namespace to enter, or PNS_NO_FD for a new one (that is dead afterwards: the helper was
 * its init). @mountpoint: a directory to mount on with mount(2), or PNS_NO_FD.
 * Returns a file system context, or where fsopen(2) is denied a detached mount with @how->options, or
 * the mount at @mountpoint (pns_is_procfs_root() tells which; caller closes), or -errno with the reason:
 * not-a-descendant, no-privilege-over-owner, empty-namespace, dead-namespace, blocked-by-seccomp,
 * system-error.
 */
int pns_create_by_helper(const struct pns_by_mount *how, int mountpoint, struct pns_diag *diag);

#endif /* PNS_CREATE_BY_HELPER_H */
