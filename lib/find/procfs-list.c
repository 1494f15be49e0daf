// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/procfs-list.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/beneath.h"
#include "base/cleanup.h"
#include "base/diag.h"
#include "base/kernel-abi.h"
#include "find/procfs-state.h"
#include "find/procfs-superblock.h"
#include "namespace/namespace.h"
#include "process/pid-list.h"
#include "process/procfs-root.h"

struct pns_procfs_entry *pns_procfs_list_new_entry(struct pns_procfs_list *list,
						   const struct pns_procfs_source *source)
{
	size_t allocated = list->allocated ? list->allocated * 2 : 16;
	struct pns_procfs_entry *entry, *entries;

	if (list->count == list->allocated) {
		entries = reallocarray(list->entries, allocated, sizeof(*entries));
		if (!entries)
			return NULL;
		list->entries = entries;
		list->allocated = allocated;
	}
	entry = &list->entries[list->count++];
	*entry = (struct pns_procfs_entry){
		.root = PNS_NO_FD,
		.mountns = source->view->inode,
		.visible = -1,
	};
	pns_procfs_mount_init(&entry->mount);
	return entry;
}

/* What the system calls of this kernel leave open. */
static unsigned int missing_trust(struct pns_procfs_list *list, const struct pns_procfs_mount *mount)
{
	unsigned int trust = 0;

	if (!mount->id)
		trust |= PNS_TRUST_NO_MOUNT_ID;
	else if (list->with_unique_ids && !mount->unique_id)
		trust |= PNS_TRUST_MOUNT_ID_REUSED;
	if (!pns_caller_has_openat2(list->how.caller))
		trust |= PNS_TRUST_NO_OPENAT2;
	return trust;
}

int pns_procfs_list_take_opened(struct pns_procfs_list *list, struct pns_procfs_entry *entry,
				const struct pns_procfs_mount *seen)
{
	if ((seen->id && seen->id != entry->mount.id) || seen->major != entry->mount.major ||
	    seen->minor != entry->mount.minor)
		return -ENODEV;
	entry->mount.unique_id = seen->unique_id;
	entry->trust |= missing_trust(list, seen);
	entry->opened = true;
	return 0;
}

/*
 * Open the mount of @entry by its path and make sure that it is that mount; -ENODEV: another one
 * is mounted over it or over what leads to it.
 */
static int open_mount(struct pns_procfs_list *list, const struct pns_view *view,
		      struct pns_procfs_entry *entry)
{
	_cleanup_close_ int fd = entry->covered ? -ENODEV :
						  pns_view_open_target(view, entry->mount.target);
	struct pns_procfs_mount seen;
	int rc = fd < 0 ? fd : pns_procfs_mount_stat(fd, list->with_unique_ids, &seen);

	if (rc == 0)
		rc = pns_procfs_list_take_opened(list, entry, &seen);
	return rc < 0 ? rc : pns_steal_fd(&fd);
}

/* What open_mount() finds, without holding the mount: it can be unmounted meanwhile. */
static int stat_mount(struct pns_procfs_list *list, const struct pns_view *view,
		      struct pns_procfs_entry *entry)
{
	const char *target = entry->mount.target;
	struct pns_procfs_mount seen = { 0 };
	struct pns_statx stx, unique;
	int rc = pns_view_stat_target(view, target, PNS_STATX_MNT_ID_UNIQUE, &unique);

	if (rc == 0)
		rc = pns_view_stat_target(view, target, PNS_STATX_MNT_ID, &stx);
	if (rc < 0)
		return rc;
	seen.id = stx.mask & PNS_STATX_MNT_ID ? stx.mnt_id : 0;
	seen.unique_id = unique.mask & PNS_STATX_MNT_ID_UNIQUE ? unique.mnt_id : 0;
	seen.major = stx.dev_major;
	seen.minor = stx.dev_minor;
	return pns_procfs_list_take_opened(list, entry, &seen);
}

static int take_pidns(struct pns_procfs_list *list, struct pns_procfs_entry *entry, int fd,
		      const struct pns_procfs_pidns *found)
{
	int rc;

	entry->via = found->via;
	entry->above = found->above;
	memcpy(entry->errors, found->errors, sizeof(entry->errors));
	entry->pidns = found->node;
	if (found->nsfd >= 0) {
		rc = pns_pidns_cache_get(list->cache, found->nsfd, found->via == PNS_VIA_INIT ? fd : PNS_NO_FD,
					 &entry->pidns);
		if (rc < 0)
			return rc;
	}
	if (found->via == PNS_VIA_BPF) {
		entry->pidns = pns_pidns_cache_get_record(list->cache, &found->record);
		if (!entry->pidns)
			return -ENOMEM;
		entry->trust |= found->nsfd < 0 ? PNS_TRUST_NOT_HELD : 0;
	}
	if (entry->pidns && !entry->pidns->info.id)
		entry->trust |= PNS_TRUST_INODE_REUSED;
	return 0;
}

/* Where it is from the caller, if the namespace itself does not tell. */
static void find_place(struct pns_procfs_list *list, struct pns_procfs_entry *entry, int fd)
{
	int above;

	if (entry->pidns && (entry->pidns->info.level >= 0 || !(list->cache->wants & PNS_WANTS_PLACE)))
		return;
	above = pns_procfs_levels_above(fd);
	if (above > 0)
		entry->above = above;
	entry->is_other = above == -ENOENT;
}

/* In each procfs of one PID namespace, with the same options, as many processes are seen. */
static bool is_counted(const struct pns_procfs_entry *entry)
{
	const struct pns_pidns_node *node = entry->pidns;

	return node && node->is_counted && node->hidepid == entry->mount.hidepid && node->gid == entry->mount.gid;
}

static void note_count(const struct pns_procfs_entry *entry, int64_t counted)
{
	struct pns_pidns_node *node = entry->pidns;

	if (!node || entry->mount.hidepid < 0)
		return;
	node->is_counted = true;
	node->hidepid = entry->mount.hidepid;
	node->gid = entry->mount.gid;
	node->counted = counted;
}

/* How many processes are seen in the procfs @fd, or -errno. */
static int64_t count_processes(const struct pns_procfs_entry *entry, int fd)
{
	int64_t count = is_counted(entry) ? entry->pidns->counted : pns_proc_list_count(fd, 0);

	if (count >= 0)
		note_count(entry, count);
	return count;
}

/* To be counted later, by one for all that have the same count: tens of thousands would be too many to be held. */
static void hold_root(struct pns_procfs_list *list, struct pns_procfs_entry *entry, int *fd)
{
	if (is_counted(entry)) {
		entry->counted_by = (size_t)entry->pidns->counted + 1;
		return;
	}
	note_count(entry, entry - list->entries);
	entry->root = pns_steal_fd(fd);
}

/* Of the procfs with the root @fd, or -errno. */
static int64_t look_for_processes(struct pns_procfs_list *list, struct pns_procfs_entry *entry, int fd,
				  const struct pns_procfs_pidns *found)
{
	int64_t count;

	if (!found->is_root)
		return -ENODATA;
	if (list->count_processes && pns_procfs_is_whole(entry)) {
		count = count_processes(entry, fd);
		if (pns_is_shortage((int)count))
			return count;
		entry->mount.n_processes = count < 0 ? -1 : count;
		if (count < 0 && count != -EACCES && count != -ENOENT && count != -ESRCH)
			entry->count_error = (int)count;
		return count < 0 && found->has_pids ? 1 : count;
	}
	return found->has_pids ? 1 : pns_proc_list_count(fd, 0);
}

/* @fd: the root of the mount. */
static int find_out(struct pns_procfs_list *list, struct pns_procfs_entry *entry, int fd)
{
	struct pns_procfs_pidns found;
	int64_t count;
	int rc = pns_procfs_find_pidns(fd, &list->how, &found), state;

	if (pns_is_shortage(rc))
		return rc;
	rc = take_pidns(list, entry, fd, &found);
	pns_close(&found.nsfd);
	if (rc < 0)
		return rc;
	if (found.is_root)
		find_place(list, entry, fd);
	if (!list->count_processes && !(list->cache->wants & PNS_WANTS_INIT))
		return 0;
	count = look_for_processes(list, entry, fd, &found);
	if (pns_is_shortage((int)count))
		return (int)count;
	/* a part or a file of a procfs that is not known tells nothing at all */
	if (count == -ENODATA && !entry->pidns)
		return 0;
	state = pns_procfs_find_state(list, entry, fd, count);
	if (state >= 0)
		entry->state = (enum pns_procfs_state)state;
	return state < 0 ? state : 0;
}

int pns_procfs_list_identify_root(struct pns_procfs_list *list, struct pns_procfs_entry *entry, int *fd)
{
	const struct pns_procfs_entry *known = pns_superblock_find(list, entry);
	int rc = 0;

	if (known)
		pns_superblock_take(entry, known);
	else
		rc = find_out(list, entry, *fd);
	if (!known && rc == 0)
		rc = pns_superblock_note(list, entry);
	/* a part has no processes to be counted */
	if (rc == 0 && list->hold_roots && pns_procfs_is_whole(entry))
		hold_root(list, entry, fd);
	return rc;
}

/*
 * What is known of a mount that could not be opened. -ENODEV: another one is in the way. What says
 * nothing of this mount is the error of all.
 */
static int set_unopened(struct pns_procfs_entry *entry, int rc)
{
	if (pns_is_shortage(rc))
		return rc;
	entry->covered |= rc == -ENODEV;
	if (rc == -ENODEV || rc == -EACCES || rc == -ENOENT)
		entry->state = PNS_PROCFS_STATE_HIDDEN;
	entry->trust |= PNS_TRUST_NOT_OPENED;
	return 0;
}

int pns_procfs_list_identify(struct pns_procfs_list *list, const struct pns_view *view,
			     struct pns_procfs_entry *entry)
{
	_cleanup_close_ int fd = open_mount(list, view, entry);

	return fd < 0 ? set_unopened(entry, fd) : pns_procfs_list_identify_root(list, entry, &fd);
}

int pns_procfs_list_take_line(struct pns_procfs_entry *entry, const struct pns_mountinfo_index *mounts,
			      struct libmnt_fs *fs)
{
	int rc = pns_procfs_mount_take_line(mounts->table.lm, fs, &entry->mount);

	entry->mount.n_overmounts = (int)pns_mountinfo_index_children(mounts, entry->mount.id);
	entry->covered = pns_mountinfo_index_is_covered(mounts, entry->mount.id);
	return rc;
}

int pns_procfs_list_identify_all(struct pns_procfs_list *list, const struct pns_view *view)
{
	int parts, rc = 0;
	size_t i;

	/* what a part shows is known best from a whole one of the same superblock */
	for (parts = 0; parts <= 1; parts++)
		for (i = list->first; rc == 0 && i < list->count; i++)
			if (pns_procfs_is_whole(&list->entries[i]) == !parts)
				rc = pns_procfs_list_identify(list, view, &list->entries[i]);
	if (rc == 0)
		pns_procfs_list_share(list, list->first);
	return rc;
}

static int stat_all(struct pns_procfs_list *list, const struct pns_view *view)
{
	int rc = 0;
	size_t i;

	for (i = list->first; rc == 0 && i < list->count; i++) {
		struct pns_procfs_entry *entry = &list->entries[i];
		int seen = entry->covered ? -ENODEV : stat_mount(list, view, entry);

		rc = seen < 0 ? set_unopened(entry, seen) : 0;
	}
	return rc;
}

static bool is_listed(const struct pns_mountinfo_index *mounts, struct libmnt_fs *fs)
{
	const struct pns_libmount *lm = mounts->table.lm;
	const char *root = lm->mnt_fs_get_root(fs);
	struct libmnt_fs *below;

	if (!pns_mountinfo_index_is_proc(mounts, fs))
		return false;
	if (!root || strcmp(root, "/") == 0)
		return true;
	below = pns_mountinfo_index_find(mounts, (uint64_t)lm->mnt_fs_get_parent_id(fs));
	return !below || !pns_mountinfo_index_is_proc(mounts, below);
}

static int add_line(struct pns_procfs_list *list, const struct pns_procfs_source *source,
		    struct libmnt_fs *fs)
{
	struct pns_procfs_entry *entry = pns_procfs_list_new_entry(list, source);

	return entry ? pns_procfs_list_take_line(entry, source->mounts, fs) : -ENOMEM;
}

int pns_procfs_list_add_all(struct pns_procfs_list *list, const struct pns_procfs_source *source)
{
	struct pns_mountinfo_index *mounts = source->mounts;
	struct libmnt_fs *fs;
	int rc = 0;

	list->first = list->count;
	while (rc == 0 && (fs = pns_mountinfo_next(&mounts->table)))
		if (is_listed(mounts, fs))
			rc = add_line(list, source, fs);
	pns_mountinfo_rewind(&mounts->table);
	if (rc < 0)
		return rc;
	if (list->look == PNS_LOOK_INTO)
		rc = pns_procfs_list_identify_all(list, source->view);
	else if (list->look == PNS_LOOK_AT)
		rc = stat_all(list, source->view);
	return rc;
}

void pns_procfs_list_free(struct pns_procfs_list *list)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		pns_procfs_mount_free(&list->entries[i].mount);
		pns_close(&list->entries[i].root);
	}
	free(list->entries);
	pns_map_free(&list->known);
	if (list->knows_self)
		pns_viewer_free(&list->self);
	list->knows_self = false;
	list->entries = NULL;
	list->count = list->allocated = list->first = 0;
}
