// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/procfs-superblock.h"

#include <errno.h>
#include <string.h>

uint64_t pns_superblock_key(const struct pns_procfs_entry *entry)
{
	return (uint64_t)entry->mount.major << 32 | entry->mount.minor;
}

/* One with the superblock of @entry that was identified before, or NULL. */
static const struct pns_procfs_entry *find_known(const struct pns_procfs_list *list,
						 const struct pns_procfs_entry *entry)
{
	const uint64_t *place = pns_map_find(&list->known, pns_superblock_key(entry));

	return place ? &list->entries[*place] : NULL;
}

const struct pns_procfs_entry *pns_superblock_find(const struct pns_procfs_list *list,
						   const struct pns_procfs_entry *entry)
{
	const struct pns_procfs_entry *known = entry->mount.fsroot ? find_known(list, entry) : NULL;

	return known && known >= &list->entries[list->first] ? known : NULL;
}

int pns_superblock_note(struct pns_procfs_list *list, struct pns_procfs_entry *entry)
{
	const struct pns_procfs_entry *known = find_known(list, entry);
	uint64_t *place;

	/* what is inside of a mount can be in the way: that it was in vain is then no fact of the superblock */
	if (!entry->mount.fsroot || (!entry->via && entry->mount.n_overmounts != 0))
		return 0;
	place = pns_map_at(&list->known, pns_superblock_key(entry));
	if (!place)
		return -ENOMEM;
	entry->is_reused = known && known->pidns != entry->pidns;
	*place = (uint64_t)(entry - list->entries);
	return 0;
}

void pns_superblock_take(struct pns_procfs_entry *entry, const struct pns_procfs_entry *known)
{
	entry->pidns = known->pidns;
	entry->via = known->via;
	entry->above = known->above;
	entry->is_other = known->is_other;
	entry->state = known->state;
	entry->trust |= known->trust & (PNS_TRUST_NOT_HELD | PNS_TRUST_INODE_REUSED);
	memcpy(entry->errors, known->errors, sizeof(entry->errors));
	/* how many there are to be seen in a part is no question */
	if (pns_procfs_is_whole(entry))
		entry->mount.n_processes = known->mount.n_processes;
}

void pns_procfs_list_share(struct pns_procfs_list *list, size_t first)
{
	const struct pns_procfs_entry *known;
	size_t i;

	for (i = first; i < list->count; i++) {
		struct pns_procfs_entry *entry = &list->entries[i];

		known = entry->via ? NULL : find_known(list, entry);
		/* of another reading: unless the number was given to another superblock since */
		if (!known || !known->via || (known->is_reused && first != list->first))
			continue;
		pns_superblock_take(entry, known);
		entry->trust |= PNS_TRUST_SAME_DEVICE;
	}
}
