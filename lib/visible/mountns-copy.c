// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "visible/mountns-copy.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int add_nodes(struct pns_mountns_copy *copy)
{
	struct pns_mountinfo *table = &copy->mounts.table;
	struct libmnt_fs *fs;
	size_t count = 0;
	uint64_t *row;

	while (pns_mountinfo_next(table))
		count++;
	pns_mountinfo_rewind(table);
	copy->nodes = calloc(count + 1, sizeof(*copy->nodes));
	copy->order = calloc(count + 1, sizeof(struct pns_mount_node *));
	while (copy->nodes && copy->count < count && (fs = pns_mountinfo_next(table))) {
		uint64_t id = (uint64_t)table->lm->mnt_fs_get_id(fs);

		row = pns_map_at(&copy->rows, id);
		if (!row)
			return -ENOMEM;
		*row = copy->count;
		copy->nodes[copy->count++] = (struct pns_mount_node){
			.fs = fs, .id = id, .target = table->lm->mnt_fs_get_target(fs),
		};
	}
	pns_mountinfo_rewind(table);
	return copy->nodes && copy->order ? 0 : -ENOMEM;
}

static int compare_length(const void *a, const void *b)
{
	const struct pns_mount_node *const *one = a, *const *other = b;
	size_t length = strlen((*one)->target), other_length = strlen((*other)->target);

	return length > other_length ? -1 : length < other_length;
}

/* Of the mounts on one mount those with a short path may cover those with a long one: they come first. */
static void link_nodes(struct pns_mountns_copy *copy)
{
	const struct pns_libmount *lm = copy->mounts.table.lm;
	const uint64_t *row;
	size_t i;

	for (i = 0; i < copy->count; i++)
		copy->order[i] = &copy->nodes[i];
	qsort(copy->order, copy->count, sizeof(struct pns_mount_node *), compare_length);
	for (i = 0; i < copy->count; i++) {
		struct pns_mount_node *node = copy->order[i];

		row = pns_map_find(&copy->rows, (uint64_t)lm->mnt_fs_get_parent_id(node->fs));
		if (!row || &copy->nodes[*row] == node)
			continue;
		node->parent = &copy->nodes[*row];
		node->next = node->parent->first;
		node->parent->first = node;
	}
}

static struct pns_mount_node *first_to_go(struct pns_mount_node *node)
{
	while (node->first)
		node = node->first;
	return node;
}

/* What is mounted on a mount goes before it, and what covers it as well. */
static void order_nodes(struct pns_mountns_copy *copy)
{
	size_t i, count = 0;

	for (i = 0; i < copy->count; i++) {
		struct pns_mount_node *root = &copy->nodes[i], *node = first_to_go(root);

		if (root->parent)
			continue;
		for (; node != root; node = node->next ? first_to_go(node->next) : node->parent)
			copy->order[count++] = node;
		copy->order[count++] = root;
	}
	/* without a circle that is all of them */
	copy->count = count;
}

/* A key for "what is mounted on mount @parent at @target", which is one mount at most. */
static uint64_t mountpoint_key(uint64_t parent, const char *target)
{
	uint64_t key = pns_hash_more(PNS_HASH_EMPTY ^ parent, target, strlen(target));

	return (key ^ parent) * UINT64_C(0x100000001b3);
}

/* The mounts of the table by their places; those without a parent in it have the parent 0. */
static int index_mountpoints(struct pns_mountinfo_index *mounts, struct pns_map *mountpoints)
{
	const struct pns_libmount *lm = mounts->table.lm;
	struct libmnt_fs *fs;
	uint64_t *found;
	int rc = 0;

	while (rc == 0 && (fs = pns_mountinfo_next(&mounts->table))) {
		uint64_t id = (uint64_t)lm->mnt_fs_get_id(fs);
		uint64_t parent = (uint64_t)lm->mnt_fs_get_parent_id(fs);

		if (parent == id || !pns_mountinfo_index_find(mounts, parent))
			parent = 0;
		found = pns_map_at(mountpoints, mountpoint_key(parent, lm->mnt_fs_get_target(fs)));
		if (found)
			*found = id;
		else
			rc = -ENOMEM;
	}
	pns_mountinfo_rewind(&mounts->table);
	return rc;
}

static bool is_same(const struct pns_mountns_copy *copy, const struct pns_mount_node *node, struct libmnt_fs *original)
{
	const struct pns_libmount *lm = copy->mounts.table.lm;
	const char *a = lm->mnt_fs_get_root(node->fs), *b = original ? lm->mnt_fs_get_root(original) : NULL;

	return a && b && strcmp(a, b) == 0 &&
	       lm->mnt_fs_get_devno(node->fs) == lm->mnt_fs_get_devno(original);
}

/* Find what @node is a copy of: it is where its parent's original is, at the same place. */
static void find_original(struct pns_mountns_copy *copy, struct pns_mountinfo_index *mounts,
			  const struct pns_map *mountpoints, struct pns_mount_node *node)
{
	const uint64_t *found;

	if (node->parent && !node->parent->original)
		return;
	found = pns_map_find(mountpoints, mountpoint_key(node->parent ? node->parent->original : 0, node->target));
	if (found && is_same(copy, node, pns_mountinfo_index_find(mounts, *found)))
		node->original = *found;
}

bool pns_mountns_copy_is_procfs(const struct pns_mountns_copy *copy, const struct pns_mount_node *node)
{
	const char *root = copy->mounts.table.lm->mnt_fs_get_root(node->fs);

	return pns_mountinfo_index_is_proc(&copy->mounts, node->fs) && root && strcmp(root, "/") == 0;
}

/* The rule looks at procfs mounts and at what is mounted on them. */
static bool is_judged(const struct pns_mountns_copy *copy, const struct pns_mount_node *node)
{
	return pns_mountns_copy_is_procfs(copy, node) ||
	       (node->parent && pns_mountns_copy_is_procfs(copy, node->parent));
}

/* The next directory on the way to @path, which ends behind @length; 0: there is none. The root comes first. */
static size_t next_directory(const char *path, size_t length)
{
	return path[length] && path[length + 1] ? length + 1 + strcspn(path + length + 1, "/") : 0;
}

/* Count @node for each directory on the way to it, and for its own. */
static int count_below(struct pns_map *below, const struct pns_mount_node *node)
{
	uint64_t hash = PNS_HASH_EMPTY, *count = pns_map_at(below, hash);
	size_t length = 0, next;

	while (count) {
		++*count;
		next = next_directory(node->target, length);
		if (!next)
			return 0;
		hash = pns_hash_more(hash, node->target + length, next - length);
		count = pns_map_at(below, hash);
		length = next;
	}
	return -ENOMEM;
}

/* How many that are judged are mounted at @target or below it, on whatever mount. */
static uint64_t find_below(const struct pns_map *below, const char *target)
{
	size_t length = strcmp(target, "/") == 0 ? 0 : strlen(target);
	const uint64_t *count = pns_map_find(below, pns_hash_more(PNS_HASH_EMPTY, target, length));

	return count ? *count : 0;
}

/*
 * What hides one that is judged has to be taken off to ask that: it is mounted on the way to one that is not
 * mounted on it.
 */
static int mark_wanted(struct pns_mountns_copy *copy)
{
	_cleanup_map_ struct pns_map below = { 0 };
	struct pns_mount_node *node;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < copy->count; i++) {
		node = copy->order[i];
		node->is_judged = is_judged(copy, node);
		node->judged += node->is_judged;
		if (node->parent)
			node->parent->judged += node->judged;
		rc = node->is_judged ? count_below(&below, node) : 0;
	}
	for (i = 0; rc == 0 && i < copy->count; i++) {
		node = copy->order[i];
		node->is_wanted = node->original &&
				  (node->is_judged || find_below(&below, node->target) > node->judged);
		if (node->parent && node->is_wanted)
			node->parent->children++;
	}
	return rc;
}

int pns_mountns_copy_settle(struct pns_mountns_copy *copy, struct pns_mountinfo_index *originals)
{
	_cleanup_map_ struct pns_map mountpoints = { 0 };
	int rc = index_mountpoints(originals, &mountpoints);
	size_t i;

	if (rc == 0)
		rc = add_nodes(copy);
	if (rc < 0)
		return rc;
	link_nodes(copy);
	order_nodes(copy);
	/* parents first */
	for (i = copy->count; i > 0; i--)
		find_original(copy, originals, &mountpoints, copy->order[i - 1]);
	return mark_wanted(copy);
}

int pns_mountns_copy_read(struct pns_mountns_copy *copy, int mountinfo, struct pns_mountinfo_index *originals)
{
	int rc;

	*copy = (struct pns_mountns_copy){ .count = 0 };
	rc = pns_mountinfo_index_read(originals->table.caller, &copy->mounts, mountinfo);
	return rc < 0 ? rc : pns_mountns_copy_settle(copy, originals);
}
