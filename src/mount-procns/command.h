/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_MOUNT_PROCNS_COMMAND_H
#define PNS_MOUNT_PROCNS_COMMAND_H
/*
 * COMMAND of mount-procns, in the order of the calls. All return 0 or -errno with the reason in @diag.
 */
#include "mount-procns/references.h"

/* Make the command's surroundings, as far as they are the tool's own from here on. */
int mount_command_prepare(const struct mount_plan *plan, struct mount_refs *refs, struct pns_diag *diag);

/* Close the references but the one that --join has use for; where the mount is to go, none may be. */
int mount_command_keep(const struct mount_plan *plan, struct mount_refs *refs, struct pns_diag *diag);

/* Let the command inherit the mount as a descriptor, and know its number. *@mount is closed. */
int mount_command_pass(const struct mount_plan *plan, int *mount, struct pns_diag *diag);

/* Run it. Returns on failure only. */
int mount_command_run(const struct mount_plan *plan, const struct mount_refs *refs, struct pns_diag *diag);

/* The exit status where @diag has why it does not run. */
int mount_command_status(const struct pns_diag *diag);

#endif /* PNS_MOUNT_PROCNS_COMMAND_H */
