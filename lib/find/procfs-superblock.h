/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_PROCFS_SUPERBLOCK_H
#define PNS_FIND_PROCFS_SUPERBLOCK_H
/*
 * What the mounts of one procfs have in common, so that it is found out once: all that was found of one of them
 * is true of the others, as long as they have the same device number.
 */
#include "find/procfs-entry.h"

/* The device number of its superblock. */
uint64_t pns_superblock_key(const struct pns_procfs_entry *entry);

/*
 * One with the superblock of @entry that was identified in the present reading of the table, or NULL: so it is the same
 * superblock beyond doubt. Without a line in the table there is nothing to tell that the number was not given again.
 */
const struct pns_procfs_entry *pns_superblock_find(const struct pns_procfs_list *list,
						   const struct pns_procfs_entry *entry);

/* Note that @entry was identified. Returns 0 or -ENOMEM. */
int pns_superblock_note(struct pns_procfs_list *list, struct pns_procfs_entry *entry);

/* Let @entry have what was found of @known. */
void pns_superblock_take(struct pns_procfs_entry *entry, const struct pns_procfs_entry *known);

/*
 * What could not be asked itself, from entry @first on, shows what another mount of its superblock shows. To be
 * called once more with 0 when more than one mount namespace has been read.
 */
void pns_procfs_list_share(struct pns_procfs_list *list, size_t first);

#endif /* PNS_FIND_PROCFS_SUPERBLOCK_H */
