/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_MOUNT_PROCNS_REFERENCES_H
#define PNS_MOUNT_PROCNS_REFERENCES_H
/*
 * The namespaces that a plan of mount-procns names.
 */
#include "child/in-mountns.h"
#include "find/pidns-ref.h"
#include "mount-procns/plan.h"

/* What the references of a plan mean: descriptors, PNS_NO_FD where there is nothing. */
struct mount_refs {
	struct pns_ref pidns;
	struct pns_ref mountns;
	struct pns_ref userns;
	struct pns_mountns to_enter;	/* the mount namespace, and the user namespace if one is given */
};

/* Nothing is open yet. */
#define MOUNT_REFS_INIT { .pidns = PNS_REF_INIT, .mountns = PNS_REF_INIT, .userns = PNS_REF_INIT }

/* Open them. Returns 0 or -errno with the reason in @diag; @refs is to be closed in either case. */
int mount_refs_open(const struct mount_plan *plan, struct mount_refs *refs, struct pns_diag *diag);

void mount_refs_close(struct mount_refs *refs);

/* Let no command inherit a descriptor that the references name. They cannot be opened again. */
void mount_refs_use_up(const struct mount_plan *plan);

/* Where the mount goes, NULL: the caller's own mount namespace. It lives as long as @refs. */
const struct pns_mountns *mount_refs_mountns(const struct mount_refs *refs);

/* How the PID namespace was named. */
const char *mount_refs_pidns_name(const struct mount_plan *plan);

#endif /* PNS_MOUNT_PROCNS_REFERENCES_H */
