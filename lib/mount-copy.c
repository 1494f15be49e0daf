// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount-copy.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct pns_mount_node *find_node(const struct pns_mount_copy *copy, uint64_t id)
{
	const uint64_t *row = pns_map_find(&copy->rows, id);

	return row ? &copy->nodes[*row] : NULL;
}

struct pns_mount_node *pns_mount_copy_parent(const struct pns_mount_copy *copy, const struct pns_mount_node *node)
{
	uint64_t id = (uint64_t)copy->mounts.table.lm.mnt_fs_get_parent_id(node->fs);

	return id == node->id ? NULL : find_node(copy, id);
}

static int add_nodes(struct pns_mount_copy *copy)
{
	struct pns_mount_table *table = &copy->mounts.table;
	struct libmnt_fs *fs;
	size_t count = 0;
	uint64_t *row;

	while (pns_mount_table_next(table))
		count++;
	pns_mount_table_rewind(table);
	copy->nodes = calloc(count + 1, sizeof(*copy->nodes));
	while (copy->nodes && copy->count < count && (fs = pns_mount_table_next(table))) {
		uint64_t id = (uint64_t)table->lm.mnt_fs_get_id(fs);

		row = pns_map_at(&copy->rows, id);
		if (!row)
			return -ENOMEM;
		*row = copy->count;
		copy->nodes[copy->count++] = (struct pns_mount_node){
			.fs = fs, .id = id, .target = table->lm.mnt_fs_get_target(fs),
		};
	}
	pns_mount_table_rewind(table);
	return copy->nodes ? 0 : -ENOMEM;
}

/* A key for "what is mounted on mount @parent at @target", which is one mount at most. */
static uint64_t place_key(uint64_t parent, const char *target)
{
	uint64_t key = UINT64_C(0xcbf29ce484222325) ^ parent;

	for (; *target; target++)
		key = (key ^ (unsigned char)*target) * UINT64_C(0x100000001b3);
	return (key ^ parent) * UINT64_C(0x100000001b3);
}

/* The mounts of the table by their places; those without a parent in it have the parent 0. */
static int index_places(struct pns_mount_index *mounts, struct pns_map *places)
{
	const struct pns_libmount *lm = &mounts->table.lm;
	struct libmnt_fs *fs;
	uint64_t *place;
	int rc = 0;

	while (rc == 0 && (fs = pns_mount_table_next(&mounts->table))) {
		uint64_t id = (uint64_t)lm->mnt_fs_get_id(fs);
		uint64_t parent = (uint64_t)lm->mnt_fs_get_parent_id(fs);

		if (parent == id || !pns_mount_index_find(mounts, parent))
			parent = 0;
		place = pns_map_at(places, place_key(parent, lm->mnt_fs_get_target(fs)));
		if (place)
			*place = id;
		else
			rc = -ENOMEM;
	}
	pns_mount_table_rewind(&mounts->table);
	return rc;
}

static bool is_same(const struct pns_mount_copy *copy, const struct pns_mount_node *node, struct libmnt_fs *original)
{
	const struct pns_libmount *lm = &copy->mounts.table.lm;
	const char *a = lm->mnt_fs_get_root(node->fs), *b = original ? lm->mnt_fs_get_root(original) : NULL;

	return a && b && strcmp(a, b) == 0 &&
	       lm->mnt_fs_get_devno(node->fs) == lm->mnt_fs_get_devno(original);
}

/*
 * Find what @node is a copy of: it is where its parent's original is, at the same place. Parents may stand behind
 * their children in the table, so this climbs first.
 */
static void find_original(struct pns_mount_copy *copy, struct pns_mount_index *mounts, const struct pns_map *places,
			  struct pns_mount_node *node)
{
	struct pns_mount_node *parent = pns_mount_copy_parent(copy, node);
	const uint64_t *place;

	if (node->original)
		return;
	if (parent) {
		find_original(copy, mounts, places, parent);
		node->depth = parent->depth + 1;
		if (!parent->original)
			return;
	}
	place = pns_map_find(places, place_key(parent ? parent->original : 0, node->target));
	if (place && is_same(copy, node, pns_mount_index_find(mounts, *place)))
		node->original = *place;
}

bool pns_mount_copy_is_procfs(const struct pns_mount_copy *copy, const struct pns_mount_node *node)
{
	const char *root = copy->mounts.table.lm.mnt_fs_get_root(node->fs);

	return pns_mount_index_is_proc(&copy->mounts, node->fs) && root && strcmp(root, "/") == 0;
}

static bool is_ancestor(const struct pns_mount_copy *copy, const struct pns_mount_node *ancestor,
			const struct pns_mount_node *node)
{
	for (; node; node = pns_mount_copy_parent(copy, node))
		if (node == ancestor)
			return true;
	return false;
}

static bool is_path_above(const char *above, const char *path)
{
	size_t length = strcmp(above, "/") == 0 ? 0 : strlen(above);

	return strncmp(path, above, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

/* The rule looks at procfs mounts and at what is mounted on them. */
static bool is_judged(const struct pns_mount_copy *copy, const struct pns_mount_node *node)
{
	const struct pns_mount_node *parent = pns_mount_copy_parent(copy, node);

	return pns_mount_copy_is_procfs(copy, node) || (parent && pns_mount_copy_is_procfs(copy, parent));
}

/* What hides one that is judged has to be taken off to ask that. */
static bool is_wanted(const struct pns_mount_copy *copy, const struct pns_mount_node *node)
{
	size_t i;

	if (node->is_judged)
		return true;
	for (i = 0; i < copy->count; i++)
		if (copy->nodes[i].is_judged && is_path_above(node->target, copy->nodes[i].target) &&
		    !is_ancestor(copy, node, &copy->nodes[i]))
			return true;
	return false;
}

static int compare_depth(const void *a, const void *b)
{
	const struct pns_mount_node *one = a, *other = b;

	return one->depth > other->depth ? -1 : one->depth < other->depth;
}

/* Deepest first: so that what is mounted on a mount is asked before that goes. */
static int order_nodes(struct pns_mount_copy *copy)
{
	uint64_t *row;
	size_t i;

	qsort(copy->nodes, copy->count, sizeof(*copy->nodes), compare_depth);
	for (i = 0; i < copy->count; i++) {
		row = pns_map_at(&copy->rows, copy->nodes[i].id);
		if (!row)
			return -ENOMEM;
		*row = i;
	}
	for (i = 0; i < copy->count; i++)
		copy->nodes[i].is_judged = is_judged(copy, &copy->nodes[i]);
	for (i = 0; i < copy->count; i++) {
		struct pns_mount_node *parent = pns_mount_copy_parent(copy, &copy->nodes[i]);

		copy->nodes[i].is_wanted = copy->nodes[i].original && is_wanted(copy, &copy->nodes[i]);
		if (parent && copy->nodes[i].is_wanted)
			parent->children++;
	}
	return 0;
}

int pns_mount_copy_read(struct pns_mount_copy *copy, int mountinfo, struct pns_mount_index *originals)
{
	_cleanup_map_ struct pns_map places = { 0 };
	size_t i;
	int rc;

	*copy = (struct pns_mount_copy){ .count = 0 };
	rc = pns_mount_index_read(&copy->mounts, mountinfo);
	if (rc == 0)
		rc = index_places(originals, &places);
	if (rc == 0)
		rc = add_nodes(copy);
	for (i = 0; rc == 0 && i < copy->count; i++)
		find_original(copy, originals, &places, &copy->nodes[i]);
	return rc < 0 ? rc : order_nodes(copy);
}
