// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount-index.h"

#include <errno.h>
#include <string.h>

static int add_mount(struct pns_mount_index *mounts, struct libmnt_fs *fs)
{
	uint64_t *place = pns_map_at(&mounts->by_id,
				       (uint64_t)mounts->table.lm.mnt_fs_get_id(fs));

	if (!place)
		return -ENOMEM;
	*place = (uintptr_t)fs;
	return 0;
}

static int count_child(struct pns_mount_index *mounts, struct libmnt_fs *fs)
{
	const struct pns_libmount *lm = &mounts->table.lm;
	uint64_t parent = (uint64_t)lm->mnt_fs_get_parent_id(fs);
	struct libmnt_fs *below = pns_mount_index_find(mounts, parent);
	const char *target = lm->mnt_fs_get_target(fs);
	uint64_t *place;

	if (!below || below == fs)
		return 0;
	if (target && strcmp(target, lm->mnt_fs_get_target(below)) == 0)
		place = pns_map_at(&mounts->covers, parent);
	else
		place = pns_map_at(&mounts->children, parent);
	if (!place)
		return -ENOMEM;
	++*place;
	return 0;
}

static int fill(struct pns_mount_index *mounts)
{
	struct libmnt_fs *fs;
	int rc = 0;

	while (rc == 0 && (fs = pns_mount_table_next(&mounts->table)))
		rc = add_mount(mounts, fs);
	/* a child may stand before its parent */
	pns_mount_table_rewind(&mounts->table);
	while (rc == 0 && (fs = pns_mount_table_next(&mounts->table)))
		rc = count_child(mounts, fs);
	pns_mount_table_rewind(&mounts->table);
	return rc;
}

int pns_mount_index_read(struct pns_mount_index *mounts, int mountinfo)
{
	int rc;

	*mounts = (struct pns_mount_index){ .by_id = { 0 } };
	rc = pns_mount_table_read(&mounts->table, mountinfo);
	if (rc < 0)
		return rc;
	rc = fill(mounts);
	if (rc < 0)
		pns_mount_index_free(mounts);
	return rc;
}

void pns_mount_index_free(struct pns_mount_index *mounts)
{
	pns_mount_table_free(&mounts->table);
	pns_map_free(&mounts->by_id);
	pns_map_free(&mounts->children);
	pns_map_free(&mounts->covers);
}

struct libmnt_fs *pns_mount_index_find(const struct pns_mount_index *mounts, uint64_t id)
{
	const uint64_t *found = pns_map_find(&mounts->by_id, id);

	return found ? (struct libmnt_fs *)(uintptr_t)*found : NULL;
}

uint64_t pns_mount_index_children(const struct pns_mount_index *mounts, uint64_t id)
{
	const uint64_t *found = pns_map_find(&mounts->children, id);

	return found ? *found : 0;
}

bool pns_mount_index_is_covered(const struct pns_mount_index *mounts, uint64_t id)
{
	return pns_map_find(&mounts->covers, id) != NULL;
}

bool pns_mount_index_is_proc(const struct pns_mount_index *mounts, struct libmnt_fs *fs)
{
	const char *type = mounts->table.lm.mnt_fs_get_fstype(fs);

	return type && strcmp(type, "proc") == 0;
}
