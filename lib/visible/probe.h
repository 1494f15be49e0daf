/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_VISIBLE_PROBE_H
#define PNS_VISIBLE_PROBE_H
/*
 * The kernel's own verdict on a new procfs: it is made, detached, in a child, and thrown away. Nothing is
 * attached and nothing is changed.
 */
#include "child/in-mountns.h"
#include "visible/rule.h"

/*
 * Whether the kernel lets a procfs as @wish says be mounted in the mount namespace @mountns (with the user namespace
 * that owns it; NULL: the caller's own). Returns 1, 0 (mount too revealing), or -errno: the caller may not mount there
 * or not make a procfs of its own PID namespace, or a seccomp filter or a security module is in the way.
 */
int pns_visible_probe(const struct pns_mountns *mountns, const struct pns_visible_wish *wish);

/*
 * The same for a new user, mount and PID namespace that is made from @mountns: what "unshare --user" would find there.
 * No privilege is needed where user namespaces are allowed.
 */
int pns_visible_probe_nested(const struct pns_mountns *mountns, const struct pns_visible_wish *wish);

/*
 * Whether this kernel lets subset=pid past the visibility rule and has it vouch for nothing (7.2): found by
 * trying it where a full one is refused, in a new user namespace or in the present one. Returns 1, 0, or -errno: it
 * cannot be tried.
 */
int pns_kernel_exempts_subset(void);

#endif /* PNS_VISIBLE_PROBE_H */
