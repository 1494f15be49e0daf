/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_PROCFS_LIST_AS_H
#define PNS_FIND_PROCFS_LIST_AS_H
/*
 * A list of procfs mounts as somebody else sees them.
 */
#include "find/procfs-list.h"
#include "find/viewer.h"

/*
 * Count for the entries from @first on of a list that holds the roots how many processes @viewer is shown; -1 where
 * that is unknown. Returns 0 or -errno.
 */
int pns_procfs_list_count_as(struct pns_procfs_list *list, size_t first, const struct pns_viewer *viewer);

#endif /* PNS_FIND_PROCFS_LIST_AS_H */
