// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount/mountinfo-index.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

static int add_mount(struct pns_mountinfo_index *mounts, struct libmnt_fs *fs)
{
	uint64_t *place = pns_map_at(&mounts->by_id,
				       (uint64_t)mounts->table.lm->mnt_fs_get_id(fs));

	if (!place)
		return -ENOMEM;
	*place = (uintptr_t)fs;
	return 0;
}

static uint64_t id_of(const struct pns_mountinfo_index *mounts, struct libmnt_fs *fs)
{
	return (uint64_t)mounts->table.lm->mnt_fs_get_id(fs);
}

/* The mount that @fs is on; NULL: that is not in the table, as for the root. */
static struct libmnt_fs *find_below(const struct pns_mountinfo_index *mounts, struct libmnt_fs *fs)
{
	struct libmnt_fs *below =
		pns_mountinfo_index_find(mounts, (uint64_t)mounts->table.lm->mnt_fs_get_parent_id(fs));

	return below == fs ? NULL : below;
}

/* Whether @fs is mounted on the root of @below. */
static bool is_on_root(const struct pns_mountinfo_index *mounts, struct libmnt_fs *fs, struct libmnt_fs *below)
{
	const char *target = mounts->table.lm->mnt_fs_get_target(fs);

	return target && strcmp(target, mounts->table.lm->mnt_fs_get_target(below)) == 0;
}

static uint64_t hash_mount(uint64_t id)
{
	return pns_hash_more(PNS_HASH_EMPTY, &id, sizeof(id));
}

static int count_child(struct pns_mountinfo_index *mounts, struct libmnt_fs *fs)
{
	const struct pns_libmount *lm = mounts->table.lm;
	uint64_t parent = (uint64_t)lm->mnt_fs_get_parent_id(fs);
	struct libmnt_fs *below = find_below(mounts, fs);
	const char *target = lm->mnt_fs_get_target(fs);
	uint64_t *place;

	place = pns_map_at(&mounts->points, pns_hash_more(hash_mount(parent), target, strlen(target)));
	if (!place)
		return -ENOMEM;
	*place = (uintptr_t)fs;
	if (!below)
		return 0;
	place = pns_map_at(is_on_root(mounts, fs, below) ? &mounts->covers : &mounts->children, parent);
	if (!place)
		return -ENOMEM;
	++*place;
	return 0;
}

/* Whether a mount on the same mount as @fs is over a directory on the way to its mount point. */
static bool is_under_other(const struct pns_mountinfo_index *mounts, struct libmnt_fs *fs)
{
	const struct pns_libmount *lm = mounts->table.lm;
	uint64_t parent = (uint64_t)lm->mnt_fs_get_parent_id(fs), hash = hash_mount(parent);
	struct libmnt_fs *below = find_below(mounts, fs), *other;
	const char *target = lm->mnt_fs_get_target(fs);
	size_t i, hashed = 0, first = below ? strlen(lm->mnt_fs_get_target(below)) : 0;
	const uint64_t *found;

	for (i = 1; target[i]; i++) {
		if (target[i] != '/')
			continue;
		hash = pns_hash_more(hash, target + hashed, i - hashed);
		hashed = i;
		found = i > first ? pns_map_find(&mounts->points, hash) : NULL;
		other = found ? (struct libmnt_fs *)(uintptr_t)*found : NULL;
		if (other && (uint64_t)lm->mnt_fs_get_parent_id(other) == parent &&
		    strncmp(lm->mnt_fs_get_target(other), target, i) == 0 &&
		    lm->mnt_fs_get_target(other)[i] == '\0')
			return true;
	}
	return false;
}

/* Whether paths start there: what is mounted on the root directory itself is not on their way. */
static bool is_start(const struct pns_mountinfo_index *mounts, struct libmnt_fs *fs)
{
	return !find_below(mounts, fs) && strcmp(mounts->table.lm->mnt_fs_get_target(fs), "/") == 0;
}

/* Whether a path leads to the mount point of a mount: the mount itself may be covered by one on its root. */
enum reach { REACH_UNKNOWN, REACH_PENDING, REACH_YES, REACH_NO };

static enum reach find_reach(const struct pns_mountinfo_index *mounts, struct libmnt_fs *fs)
{
	struct libmnt_fs *below = find_below(mounts, fs);
	const uint64_t *reach = below ? pns_map_find(&mounts->reach, id_of(mounts, below)) : NULL;

	if (reach && *reach == REACH_NO)
		return REACH_NO;
	if (below && is_on_root(mounts, fs, below))
		return is_start(mounts, below) ? REACH_NO : REACH_YES;
	if (below && !is_start(mounts, below) && pns_map_find(&mounts->covers, id_of(mounts, below)))
		return REACH_NO;
	return is_under_other(mounts, fs) ? REACH_NO : REACH_YES;
}

/* First of those below it, lowest first. @chain: room for all mounts. */
static int settle_reach(struct pns_mountinfo_index *mounts, struct libmnt_fs *fs, struct libmnt_fs **chain)
{
	size_t count = 0;
	uint64_t *reach;

	for (; fs; fs = find_below(mounts, fs)) {
		reach = pns_map_at(&mounts->reach, id_of(mounts, fs));
		if (!reach)
			return -ENOMEM;
		/* pending: a circle, of IDs that were given again while the table was read */
		if (*reach != REACH_UNKNOWN)
			break;
		*reach = REACH_PENDING;
		chain[count++] = fs;
	}
	while (count-- > 0) {
		reach = pns_map_at(&mounts->reach, id_of(mounts, chain[count]));
		*reach = find_reach(mounts, chain[count]);
	}
	return 0;
}

static int settle_all(struct pns_mountinfo_index *mounts)
{
	_cleanup_free_ struct libmnt_fs **chain = calloc(mounts->by_id.used + 1, sizeof(*chain));
	struct libmnt_fs *fs;
	int rc = chain ? 0 : -ENOMEM;

	while (rc == 0 && (fs = pns_mountinfo_next(&mounts->table)))
		rc = settle_reach(mounts, fs, chain);
	pns_mountinfo_rewind(&mounts->table);
	return rc;
}

static int fill(struct pns_mountinfo_index *mounts)
{
	struct libmnt_fs *fs;
	int rc = 0;

	while (rc == 0 && (fs = pns_mountinfo_next(&mounts->table)))
		rc = add_mount(mounts, fs);
	/* a child may stand before its parent */
	pns_mountinfo_rewind(&mounts->table);
	while (rc == 0 && (fs = pns_mountinfo_next(&mounts->table)))
		rc = count_child(mounts, fs);
	pns_mountinfo_rewind(&mounts->table);
	return rc < 0 ? rc : settle_all(mounts);
}

int pns_mountinfo_index_read_part(struct pns_caller *caller, struct pns_mountinfo_index *mounts, int mountinfo,
				  enum pns_mountinfo_part part)
{
	int rc;

	*mounts = (struct pns_mountinfo_index){ .by_id = { 0 } };
	rc = pns_mountinfo_read_part(caller, &mounts->table, mountinfo, part);
	if (rc < 0)
		return rc;
	rc = fill(mounts);
	if (rc < 0)
		pns_mountinfo_index_free(mounts);
	return rc;
}

int pns_mountinfo_index_read(struct pns_caller *caller, struct pns_mountinfo_index *mounts, int mountinfo)
{
	return pns_mountinfo_index_read_part(caller, mounts, mountinfo, PNS_MOUNTINFO_WHOLE);
}

void pns_mountinfo_index_free(struct pns_mountinfo_index *mounts)
{
	pns_mountinfo_free(&mounts->table);
	pns_map_free(&mounts->by_id);
	pns_map_free(&mounts->children);
	pns_map_free(&mounts->covers);
	pns_map_free(&mounts->points);
	pns_map_free(&mounts->reach);
}

struct libmnt_fs *pns_mountinfo_index_find(const struct pns_mountinfo_index *mounts, uint64_t id)
{
	const uint64_t *found = pns_map_find(&mounts->by_id, id);

	return found ? (struct libmnt_fs *)(uintptr_t)*found : NULL;
}

uint64_t pns_mountinfo_index_children(const struct pns_mountinfo_index *mounts, uint64_t id)
{
	const uint64_t *found = pns_map_find(&mounts->children, id);

	return found ? *found : 0;
}

bool pns_mountinfo_index_is_covered(const struct pns_mountinfo_index *mounts, uint64_t id)
{
	const uint64_t *reach = pns_map_find(&mounts->reach, id);
	struct libmnt_fs *fs = pns_mountinfo_index_find(mounts, id);

	if (!fs || (reach && *reach == REACH_NO))
		return fs != NULL;
	return !is_start(mounts, fs) && pns_map_find(&mounts->covers, id);
}

bool pns_mountinfo_index_is_proc(const struct pns_mountinfo_index *mounts, struct libmnt_fs *fs)
{
	const char *type = mounts->table.lm->mnt_fs_get_fstype(fs);

	return type && strcmp(type, "proc") == 0;
}
