/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_NAMESPACE_MOUNTNS_H
#define PNS_NAMESPACE_MOUNTNS_H
/*
 * The caller's mount namespace: leaving it for a private copy, and what the caller may do in it.
 */
#include <stdbool.h>

#include "base/diag.h"

/*
 * Give the caller a mount namespace of its own, a copy of the present one.
 * @propagation: MS_PRIVATE or MS_SLAVE for all its mounts, 0 to leave them as they are.
 * Works in a chroot as well, where "/" is no mount point.
 * Returns 0 or -errno with the reason in @diag: those of pns_refuse_call().
 */
int pns_mountns_unshare(unsigned long propagation, struct pns_diag *diag);

/*
 * Whether the caller has CAP_SYS_ADMIN in the user namespace that owns its mount namespace,
 * which every mount call asks for: then an EPERM has another cause.
 */
bool pns_mountns_is_privileged(void);

/*
 * Whether the user namespace that owns the caller's mount namespace is the initial one, where
 * the kernel's visibility rule for procfs does not apply.
 */
bool pns_mountns_is_initial(void);

#endif /* PNS_NAMESPACE_MOUNTNS_H */
