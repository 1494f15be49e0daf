/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_CREATE_MAPPED_GROUP_H
#define PNS_CREATE_MAPPED_GROUP_H
/*
 * The kernel takes any number for gid=, and where the user namespace of the one who mounts does not map it, makes
 * nobody's group of it (fs/proc/root.c, proc_apply_options()).
 */
#include "base/diag.h"
#include "mount/procfs-options.h"

/*
 * For the process that creates or changes the superblock: refuse gid= of @options if the caller's user namespace does
 * not map it. Returns 0, or -EINVAL with group-not-mapped in @diag, which may be NULL.
 */
int pns_check_group(const struct pns_procfs_options *options, struct pns_diag *diag);

#endif /* PNS_CREATE_MAPPED_GROUP_H */
