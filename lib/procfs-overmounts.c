// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "procfs-overmounts.h"

#include <errno.h>
#include <string.h>
#include <sys/sysmacros.h>

/*
 * A part of the same procfs mounted onto itself (read-only, as runtimes do it) masks nothing; a
 * directory that is always empty has nothing to mask.
 */
static int masks(const struct pns_libmount *lm, struct libmnt_fs *fs,
		 const struct pns_procfs_entry *procfs)
{
	static const char *const empty[] = {
		"/fs/nfsd", "/openprom", "/sys/fs/binfmt_misc",
	};
	const char *target = lm->mnt_fs_get_target(fs), *root = lm->mnt_fs_get_root(fs);
	size_t i, length = strlen(procfs->mount.target);
	dev_t device = lm->mnt_fs_get_devno(fs);

	if (strcmp(procfs->mount.target, "/") == 0)
		length = 0;
	if (!root || strncmp(target, procfs->mount.target, length) != 0)
		return -1;
	target += length;
	for (i = 0; i < sizeof(empty) / sizeof(empty[0]); i++)
		if (strcmp(target, empty[i]) == 0)
			return 0;
	return !(major(device) == procfs->mount.major && minor(device) == procfs->mount.minor &&
		 strcmp(root, target) == 0);
}

static int index_entries(const struct pns_procfs_list *list, size_t first, struct pns_map *index)
{
	uint64_t *place;
	size_t i;

	for (i = first; i < list->count; i++) {
		place = pns_map_at(index, list->entries[i].mount.id);
		if (!place)
			return -ENOMEM;
		*place = i;
	}
	return 0;
}

static bool is_inside(const struct pns_libmount *lm, struct libmnt_fs *fs,
		      const struct pns_procfs_entry *procfs)
{
	const char *target = lm->mnt_fs_get_target(fs);

	return target && procfs->mount.target && strcmp(target, procfs->mount.target) != 0;
}

int pns_procfs_each_overmount(const struct pns_procfs_list *list, size_t first,
			      const struct pns_procfs_source *source,
			      const struct pns_overmount_call *call)
{
	struct pns_mount_table *table = &source->mounts->table;
	const struct pns_libmount *lm = &table->lm;
	_cleanup_map_ struct pns_map index = { 0 };
	struct libmnt_fs *fs;
	int rc = index_entries(list, first, &index);

	while (rc == 0 && (fs = pns_mount_table_next(table))) {
		const uint64_t *found =
			pns_map_find(&index, (uint64_t)lm->mnt_fs_get_parent_id(fs));
		struct pns_overmount overmount = {
			.procfs = found ? &list->entries[*found] : NULL,
			.target = lm->mnt_fs_get_target(fs),
			.fstype = lm->mnt_fs_get_fstype(fs),
			.fsroot = lm->mnt_fs_get_root(fs),
			.flags = lm->mnt_fs_get_vfs_options(fs),
			.id = (uint64_t)lm->mnt_fs_get_id(fs),
		};

		if (!found || !is_inside(lm, fs, overmount.procfs))
			continue;
		overmount.masks = masks(lm, fs, overmount.procfs);
		rc = call->fn(call->data, &overmount);
	}
	pns_mount_table_rewind(table);
	return rc;
}
