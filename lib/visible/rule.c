// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "visible/rule.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "mount/flags.h"
#include "process/procfs-root.h"

const char *pns_visible_state_name(enum pns_visible_state state)
{
	static const char *const names[] = {
		[PNS_VISIBLE_COUNTS] = "counts",
		[PNS_VISIBLE_PART] = "part",
		[PNS_VISIBLE_RESTRICTED] = "restricted",
		[PNS_VISIBLE_READONLY] = "readonly",
		[PNS_VISIBLE_ATIME] = "atime",
		[PNS_VISIBLE_MASKED] = "masked",
	};

	return names[state];
}

/* proc_create_mount_point() and register_sysctl_mount_point() in the source of the kernel */
static bool is_known_as_empty(const char *path)
{
	static const char *const known[] = { "fs/nfsd", "openprom", "sys/fs/binfmt_misc", "xen" };
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(path, known[i]) == 0)
			return true;
	return false;
}

/* Such a directory has the block size of memory, all others that of procfs (fs/libfs.c, make_empty_dir_inode()). */
bool pns_is_empty_procfs_dir(const char *path)
{
	_cleanup_close_ int root = pns_procfs_open("/proc");
	_cleanup_close_ int dir = PNS_NO_FD;
	struct stat whole, st;

	if (!*path)
		return false;
	if (root >= 0)
		dir = pns_procfs_openat(root, path, O_PATH | O_DIRECTORY);
	if (dir == -ENOTDIR)
		return false;
	if (dir < 0 || fstat(root, &whole) < 0 || fstat(dir, &st) < 0)
		return is_known_as_empty(path);
	return st.st_blksize != whole.st_blksize;
}

static bool is_whole(const struct pns_mountinfo_index *mounts, struct libmnt_fs *fs)
{
	const char *root = mounts->table.lm->mnt_fs_get_root(fs);

	return !root || strcmp(root, "/") == 0;
}

/* What of the rule concerns @fs itself. */
static enum pns_visible_state judge_mount(const struct pns_mountinfo_index *mounts, struct libmnt_fs *fs,
					  unsigned int locks, const struct pns_visible_wish *wish)
{
	const struct pns_libmount *lm = mounts->table.lm;
	const char *superblock = lm->mnt_fs_get_fs_options(fs);
	uint32_t flags = pns_mount_flags(lm, lm->mnt_fs_get_vfs_options(fs));
	bool readonly = pns_has_mount_option(lm, superblock, "ro", NULL);

	if (!is_whole(mounts, fs))
		return PNS_VISIBLE_PART;
	if (wish->exempts_subset && pns_has_mount_option(lm, superblock, "subset", "pid"))
		return PNS_VISIBLE_RESTRICTED;
	if (flags & PNS_MOUNT_ATTR_RDONLY && locks & PNS_LOCK_READONLY)
		readonly = true;
	if (readonly && !(wish->attributes & PNS_MOUNT_ATTR_RDONLY))
		return PNS_VISIBLE_READONLY;
	if (locks & PNS_LOCK_ATIME && (flags ^ wish->attributes) & PNS_MOUNT_FLAGS_ATIME)
		return PNS_VISIBLE_ATIME;
	return PNS_VISIBLE_COUNTS;
}

static const char *path_inside(const struct pns_mountinfo_index *mounts, struct libmnt_fs *procfs,
			       struct libmnt_fs *cover)
{
	const struct pns_libmount *lm = mounts->table.lm;
	const char *target = lm->mnt_fs_get_target(procfs);
	const char *path = lm->mnt_fs_get_target(cover);
	size_t length = strlen(target);

	/* a mount that moved is not a path below: what it covers cannot be told then */
	if (strncmp(path, target, length) != 0)
		return path;
	return path + length + strspn(path + length, "/");
}

const char *pns_cover_path(const struct pns_mountinfo_index *mounts,
			   const struct pns_visible_procfs *procfs, const struct pns_cover *cover)
{
	return path_inside(mounts, procfs->mount, cover->mount);
}

static int new_cover(struct pns_visible *visible, const struct pns_cover *cover)
{
	size_t allocated = visible->allocated ? visible->allocated * 2 : 16;
	struct pns_cover *covers;

	if (visible->n_covers == visible->allocated) {
		covers = reallocarray(visible->covers, allocated, sizeof(*covers));
		if (!covers)
			return -ENOMEM;
		visible->covers = covers;
		visible->allocated = allocated;
	}
	visible->covers[visible->n_covers++] = *cover;
	return 0;
}

/* @fs, if it is mounted on a procfs */
static int add_cover(struct pns_mountinfo_index *mounts, const struct pns_locks *locks,
		     struct pns_visible *visible, struct libmnt_fs *fs)
{
	const struct pns_libmount *lm = mounts->table.lm;
	const uint64_t *row = pns_map_find(&visible->rows, (uint64_t)lm->mnt_fs_get_parent_id(fs));
	uint64_t id = (uint64_t)lm->mnt_fs_get_id(fs);
	struct pns_cover cover = { .mount = fs };

	/* the root of a mount namespace can be its own parent */
	if (!row || visible->procfs[*row].mount == fs)
		return 0;
	cover.row = *row;
	cover.is_locked = pns_locks_of(locks, id) & PNS_LOCK_MOUNT;
	cover.masks = !pns_is_empty_procfs_dir(path_inside(mounts, visible->procfs[*row].mount, fs));
	return new_cover(visible, &cover);
}

static int compare_rows(const void *a, const void *b)
{
	const struct pns_cover *one = a, *other = b;

	return one->row < other->row ? -1 : one->row > other->row;
}

/* All mounts on procfs mounts, ordered by these. */
static int add_covers(struct pns_mountinfo_index *mounts, const struct pns_locks *locks,
		      struct pns_visible *visible)
{
	struct libmnt_fs *fs;
	size_t i;
	int rc = 0;

	while (rc == 0 && (fs = pns_mountinfo_next(&mounts->table)))
		rc = add_cover(mounts, locks, visible, fs);
	pns_mountinfo_rewind(&mounts->table);
	if (visible->n_covers)
		qsort(visible->covers, visible->n_covers, sizeof(*visible->covers), compare_rows);
	for (i = visible->n_covers; i > 0; i--) {
		visible->procfs[visible->covers[i - 1].row].first = i - 1;
		visible->procfs[visible->covers[i - 1].row].count++;
	}
	return rc;
}

static bool is_masked(const struct pns_visible *visible, const struct pns_visible_procfs *procfs)
{
	size_t i;

	for (i = 0; i < procfs->count; i++)
		if (visible->covers[procfs->first + i].is_locked &&
		    visible->covers[procfs->first + i].masks)
			return true;
	return false;
}

static int add_procfs(struct pns_mountinfo_index *mounts, struct pns_visible *visible,
		      struct libmnt_fs *fs)
{
	uint64_t *row = pns_map_at(&visible->rows, (uint64_t)mounts->table.lm->mnt_fs_get_id(fs));

	if (!row)
		return -ENOMEM;
	*row = visible->n_procfs;
	visible->procfs[visible->n_procfs++].mount = fs;
	return 0;
}

static int list_procfs(struct pns_mountinfo_index *mounts, struct pns_visible *visible)
{
	struct libmnt_fs *fs;
	size_t count = 0;
	int rc = 0;

	while ((fs = pns_mountinfo_next(&mounts->table)))
		count += pns_mountinfo_index_is_proc(mounts, fs);
	pns_mountinfo_rewind(&mounts->table);
	visible->procfs = calloc(count + 1, sizeof(*visible->procfs));
	if (!visible->procfs)
		return -ENOMEM;
	while (rc == 0 && (fs = pns_mountinfo_next(&mounts->table)))
		if (pns_mountinfo_index_is_proc(mounts, fs))
			rc = add_procfs(mounts, visible, fs);
	pns_mountinfo_rewind(&mounts->table);
	return rc;
}

int pns_visible_judge(struct pns_mountinfo_index *mounts, const struct pns_locks *locks,
		      const struct pns_visible_wish *wish, struct pns_visible *visible)
{
	struct pns_visible judged = { .is_inferred = locks->source == PNS_LOCKS_ASSUMED };
	int rc = list_procfs(mounts, &judged);
	size_t i;

	if (rc == 0)
		rc = add_covers(mounts, locks, &judged);
	if (rc < 0) {
		pns_visible_free(&judged);
		return rc;
	}
	judged.is_allowed = locks->source == PNS_LOCKS_NO_RULE || (wish->subset_pid && wish->exempts_subset);
	for (i = 0; i < judged.n_procfs; i++) {
		struct pns_visible_procfs *procfs = &judged.procfs[i];
		uint64_t id = (uint64_t)mounts->table.lm->mnt_fs_get_id(procfs->mount);

		procfs->state = judge_mount(mounts, procfs->mount, pns_locks_of(locks, id), wish);
		procfs->is_full = procfs->state != PNS_VISIBLE_PART &&
				  procfs->state != PNS_VISIBLE_RESTRICTED && !is_masked(&judged, procfs);
		if (procfs->state == PNS_VISIBLE_COUNTS && !procfs->is_full)
			procfs->state = PNS_VISIBLE_MASKED;
		judged.has_full |= procfs->is_full;
		judged.is_allowed |= procfs->state == PNS_VISIBLE_COUNTS;
	}
	*visible = judged;
	return 0;
}

const struct pns_visible_procfs *pns_visible_find(const struct pns_visible *visible, uint64_t id)
{
	const uint64_t *row = pns_map_find(&visible->rows, id);

	return row ? &visible->procfs[*row] : NULL;
}

void pns_visible_free(struct pns_visible *visible)
{
	free(visible->procfs);
	free(visible->covers);
	pns_map_free(&visible->rows);
	*visible = (struct pns_visible){ .n_procfs = 0 };
}
