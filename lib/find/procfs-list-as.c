// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/procfs-list-as.h"

#include <errno.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "find/procfs-superblock.h"

/* Each superblock is asked once: what is held keeps its device number its own. */
struct question {
	struct pns_map place_of;	/* device number to the place in roots, plus 1 */
	int *roots;
	int64_t *counts;
	size_t n;
};

static int gather(struct question *question, const struct pns_procfs_list *list, size_t first)
{
	uint64_t *place;
	size_t i;

	for (i = first; i < list->count; i++) {
		if (list->entries[i].root < 0)
			continue;
		place = pns_map_at(&question->place_of, pns_superblock_key(&list->entries[i]));
		if (!place)
			return -ENOMEM;
		if (*place)
			continue;
		question->roots[question->n++] = list->entries[i].root;
		*place = question->n;
	}
	return 0;
}

static const uint64_t *find_place(const struct question *question, const struct pns_procfs_list *list,
				  const struct pns_procfs_entry *entry)
{
	if (!pns_procfs_is_whole(entry))
		return NULL;
	if (entry->counted_by)
		entry = &list->entries[entry->counted_by - 1];
	return pns_map_find(&question->place_of, pns_superblock_key(entry));
}

/* Not for the viewer to read is an answer, if an empty one; another error is none. */
static int hand_out(const struct question *question, struct pns_procfs_list *list, size_t first)
{
	const uint64_t *place;
	int64_t count;
	size_t i;

	for (i = first; i < list->count; i++) {
		struct pns_procfs_entry *entry = &list->entries[i];

		place = find_place(question, list, entry);
		count = place ? question->counts[*place - 1] : -EACCES;
		if (count < 0 && count != -EACCES)
			return (int)count;
		entry->mount.n_processes = count < 0 ? -1 : count;
	}
	return 0;
}

int pns_procfs_list_count_as(struct pns_procfs_list *list, size_t first, const struct pns_viewer *viewer)
{
	_cleanup_free_ int *roots = calloc(list->count + 1, sizeof(*roots));
	_cleanup_free_ int64_t *counts = calloc(list->count + 1, sizeof(*counts));
	struct question question = { .roots = roots, .counts = counts };
	int rc = roots && counts ? gather(&question, list, first) : -ENOMEM;

	if (rc == 0)
		rc = pns_viewer_count(viewer, roots, counts, question.n);
	if (rc == 0)
		rc = hand_out(&question, list, first);
	pns_map_free(&question.place_of);
	return rc;
}
