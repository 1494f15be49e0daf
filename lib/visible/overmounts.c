// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "visible/overmounts.h"

#include <errno.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "visible/rule.h"

/* The path of @fs below the root of @procfs; NULL: it is not told by the table. */
static const char *path_inside(const struct pns_libmount *lm, struct libmnt_fs *fs,
			       const struct pns_procfs_entry *procfs)
{
	const char *target = lm->mnt_fs_get_target(fs);
	size_t length = strlen(procfs->mount.target);

	if (strcmp(procfs->mount.target, "/") == 0)
		length = 0;
	if (strncmp(target, procfs->mount.target, length) != 0)
		return NULL;
	return target + length;
}

/* A part of the same procfs mounted onto itself (read-only, as runtimes do it) masks nothing, but it counts. */
static bool is_onto_itself(const struct pns_libmount *lm, struct libmnt_fs *fs,
			   const struct pns_procfs_entry *procfs, const char *path)
{
	const char *root = lm->mnt_fs_get_root(fs);
	dev_t device = lm->mnt_fs_get_devno(fs);

	return root && major(device) == procfs->mount.major && minor(device) == procfs->mount.minor &&
	       strcmp(root, path) == 0;
}

static void judge(const struct pns_libmount *lm, struct libmnt_fs *fs, struct pns_overmount *overmount)
{
	const struct pns_procfs_mount *procfs = &overmount->procfs->mount;
	const char *path = path_inside(lm, fs, overmount->procfs);
	bool is_empty;

	overmount->masks = overmount->counts = -1;
	if (!path)
		return;
	/* a directory that is always empty has nothing to mask */
	is_empty = pns_is_empty_procfs_dir(path + strspn(path, "/"));
	overmount->masks = !is_empty && !is_onto_itself(lm, fs, overmount->procfs, path);
	overmount->counts = !is_empty && procfs->fsroot && strcmp(procfs->fsroot, "/") == 0;
}

static int index_entries(const struct pns_procfs_list *list, size_t first, struct pns_map *index)
{
	uint64_t *row;
	size_t i;

	for (i = first; i < list->count; i++) {
		row = pns_map_at(index, list->entries[i].mount.id);
		if (!row)
			return -ENOMEM;
		*row = i;
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
	struct pns_mountinfo *table = &source->mounts->table;
	const struct pns_libmount *lm = table->lm;
	_cleanup_map_ struct pns_map index = { 0 };
	struct libmnt_fs *fs;
	int rc = index_entries(list, first, &index);

	while (rc == 0 && (fs = pns_mountinfo_next(table))) {
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
		judge(lm, fs, &overmount);
		rc = call->fn(call->data, &overmount);
	}
	pns_mountinfo_rewind(table);
	return rc;
}
