/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_PROCFS_OPERAND_H
#define PNS_FIND_PROCFS_OPERAND_H
/*
 * A procfs that the user names: what was opened is what is asked.
 */
#include "base/diag.h"
#include "find/procfs-list.h"

/*
 * Add the procfs mount, or mount of a part of one, that @path is on. What is opened by @path is what is
 * asked, whatever is mounted over it. Returns 0 or -errno with the reason in @diag: no-such-file, no-access,
 * not-a-procfs, system-error.
 */
int pns_procfs_list_add_path(struct pns_procfs_list *list, const struct pns_procfs_source *source,
			     const char *path, struct pns_diag *diag);

#endif /* PNS_FIND_PROCFS_OPERAND_H */
