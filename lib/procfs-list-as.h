/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCFS_LIST_AS_H
#define PNS_PROCFS_LIST_AS_H
/*
 * A list of procfs mounts as somebody else sees them.
 */
#include "actor.h"
#include "procfs-list.h"

/*
 * Count for the entries from @first on of a list that holds the roots how many processes @actor is shown; -1 where that
 * is unknown. Returns 0 or -errno.
 */
int pns_procfs_list_count_as(struct pns_procfs_list *list, size_t first, const struct pns_actor *actor);

#endif /* PNS_PROCFS_LIST_AS_H */
