// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "procfs-list.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "actor.h"
#include "cleanup.h"
#include "compat.h"
#include "path.h"
#include "pidns.h"
#include "procfs-root.h"

const char *pns_procfs_state_name(enum pns_procfs_state state)
{
	static const char *const names[] = {
		[PNS_PROCFS_STATE_UNKNOWN] = NULL,
		[PNS_PROCFS_STATE_LIVE] = "live",
		[PNS_PROCFS_STATE_EMPTY] = "empty",
		[PNS_PROCFS_STATE_DEAD] = "dead",
		[PNS_PROCFS_STATE_HIDDEN] = "hidden",
	};

	return names[state];
}

const char *pns_trust_name(enum pns_trust bit)
{
	switch (bit) {
	case PNS_TRUST_NO_OPENAT2:
		return "no-openat2";
	case PNS_TRUST_NO_MOUNT_ID:
		return "no-mount-id";
	case PNS_TRUST_MOUNT_ID_REUSED:
		return "mount-id-reused";
	case PNS_TRUST_INODE_REUSED:
		return "inode-reused";
	case PNS_TRUST_NOT_HELD:
		return "not-held";
	case PNS_TRUST_NOT_OPENED:
		return "not-opened";
	case PNS_TRUST_SAME_DEVICE:
		return "same-device";
	}
	return "";
}

static struct pns_procfs_entry *new_entry(struct pns_procfs_list *list,
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
static unsigned int missing_trust(const struct pns_procfs_mount *mount)
{
	unsigned int trust = 0;

	if (!mount->id)
		trust |= PNS_TRUST_NO_MOUNT_ID;
	else if (!mount->unique_id)
		trust |= PNS_TRUST_MOUNT_ID_REUSED;
	if (!pns_has_openat2())
		trust |= PNS_TRUST_NO_OPENAT2;
	return trust;
}

/*
 * Open the mount of @entry by its path and make sure that it is that mount; -ENODEV: another one
 * is mounted over it or over what leads to it.
 */
static int open_mount(const struct pns_view *view, struct pns_procfs_entry *entry)
{
	_cleanup_close_ int fd = pns_view_open_target(view, entry->mount.target);
	struct pns_procfs_mount seen;
	int rc = fd < 0 ? fd : pns_procfs_mount_stat(fd, &seen);

	if (rc < 0)
		return rc;
	if ((seen.id && seen.id != entry->mount.id) || seen.major != entry->mount.major ||
	    seen.minor != entry->mount.minor)
		return -ENODEV;
	entry->mount.unique_id = seen.unique_id;
	entry->trust |= missing_trust(&seen);
	entry->opened = true;
	return pns_steal_fd(&fd);
}

/* What open_mount() finds, without holding the mount: it can be unmounted meanwhile. */
static int stat_mount(const struct pns_view *view, struct pns_procfs_entry *entry)
{
	const char *target = entry->mount.target;
	struct pns_statx stx, unique;
	int rc = pns_view_stat_target(view, target, PNS_STATX_MNT_ID_UNIQUE, &unique);

	if (rc == 0)
		rc = pns_view_stat_target(view, target, PNS_STATX_MNT_ID, &stx);
	if (rc < 0)
		return rc;
	if ((stx.mask & PNS_STATX_MNT_ID && stx.mnt_id != entry->mount.id) ||
	    stx.dev_major != entry->mount.major || stx.dev_minor != entry->mount.minor)
		return -ENODEV;
	entry->mount.unique_id = unique.mask & PNS_STATX_MNT_ID_UNIQUE ? unique.mnt_id : 0;
	entry->trust |= missing_trust(&entry->mount);
	entry->opened = true;
	return 0;
}

/* Whether no process in it is kept from the caller by the hidepid option. */
static bool sees_all(const struct pns_procfs_entry *entry)
{
	struct pns_actor self;
	enum pns_sees sees;

	if (pns_actor_of_self(&self) < 0)
		return false;
	sees = pns_actor_sees(&self, &entry->mount);
	pns_actor_free(&self);
	return sees == PNS_SEES_ALL || sees == PNS_SEES_NUMBERS;
}

static void ask_state(struct pns_procfs_list *list, const struct pns_procfs_entry *entry, int fd)
{
	struct pns_bpf_record record;

	if (!entry->pidns || entry->pidns->asked || !list->ask_state || !list->how.bpf)
		return;
	entry->pidns->asked = true;
	if (pns_bpf_ask(list->how.bpf, fd, &record) == 0 &&
	    record.inode == entry->pidns->info.inode)
		entry->pidns->state = (enum pns_bpf_state)record.state;
}

static enum pns_procfs_state find_state(struct pns_procfs_list *list,
					const struct pns_procfs_entry *entry, int fd, bool has_pids)
{
	if (entry->pidns && entry->pidns->info.init)
		return PNS_PROCFS_STATE_LIVE;
	if (entry->via == PNS_VIA_LEVEL || (has_pids && entry->pidns))
		return PNS_PROCFS_STATE_LIVE;
	ask_state(list, entry, fd);
	switch (entry->pidns ? entry->pidns->state : PNS_BPF_STATE_UNKNOWN) {
	case PNS_BPF_STATE_EMPTY:
		return PNS_PROCFS_STATE_EMPTY;
	case PNS_BPF_STATE_LIVE:
		return PNS_PROCFS_STATE_LIVE;
	case PNS_BPF_STATE_DEAD:
		return PNS_PROCFS_STATE_DEAD;
	case PNS_BPF_STATE_UNKNOWN:
		break;
	}
	return !has_pids && sees_all(entry) ? PNS_PROCFS_STATE_EMPTY : PNS_PROCFS_STATE_HIDDEN;
}

static int take_pidns(struct pns_procfs_list *list, struct pns_procfs_entry *entry,
		      const struct pns_procfs_pidns *found)
{
	entry->via = found->via;
	entry->above = found->above;
	memcpy(entry->errors, found->errors, sizeof(entry->errors));
	if (found->nsfd >= 0) {
		entry->pidns = pns_pidns_cache_get(list->cache, found->nsfd);
		if (!entry->pidns)
			return -ENOMEM;
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
static void find_place(struct pns_procfs_entry *entry, int fd)
{
	int above;

	if (entry->pidns && entry->pidns->info.level >= 0)
		return;
	above = pns_procfs_levels_above(fd);
	if (above > 0)
		entry->above = above;
	entry->is_other = above == -ENOENT;
}

/* @fd: the root of the mount. */
static int identify(struct pns_procfs_list *list, struct pns_procfs_entry *entry, int fd)
{
	struct pns_procfs_pidns found;
	bool has_pids;
	int rc = pns_procfs_find_pidns(fd, &list->how, &found);

	/* a procfs that cannot be read shows nothing, but it is there */
	if (rc < 0)
		return 0;
	rc = take_pidns(list, entry, &found);
	pns_close(&found.nsfd);
	if (rc < 0)
		return rc;
	if (!pns_is_procfs_root(fd)) {
		entry->state = entry->pidns ? find_state(list, entry, fd, false) :
					      PNS_PROCFS_STATE_UNKNOWN;
		return 0;
	}
	find_place(entry, fd);
	if (list->count_processes)
		entry->mount.n_processes = pns_procfs_count_processes(fd, 0);
	has_pids = found.has_pids || entry->mount.n_processes > 0;
	if (!has_pids && entry->mount.n_processes < 0)
		has_pids = pns_procfs_count_processes(fd, 0) > 0;
	entry->state = find_state(list, entry, fd, has_pids);
	return 0;
}

/* What is known of a mount that could not be opened: with -ENODEV, that another one is in the way. */
static void set_unopened(struct pns_procfs_entry *entry, int rc)
{
	entry->covered |= rc == -ENODEV;
	entry->state = PNS_PROCFS_STATE_HIDDEN;
	entry->trust |= PNS_TRUST_NOT_OPENED;
}

int pns_procfs_list_identify(struct pns_procfs_list *list, const struct pns_view *view,
			     struct pns_procfs_entry *entry)
{
	_cleanup_close_ int fd = open_mount(view, entry);

	if (fd >= 0)
		return identify(list, entry, fd);
	set_unopened(entry, fd);
	return 0;
}

static int take_line(struct pns_procfs_entry *entry, const struct pns_mount_index *mounts,
		     struct libmnt_fs *fs)
{
	int rc = pns_procfs_mount_take_line(&mounts->table.lm, fs, &entry->mount);

	entry->mount.n_overmounts = (int)pns_mount_index_children(mounts, entry->mount.id);
	entry->covered = pns_mount_index_is_covered(mounts, entry->mount.id);
	return rc;
}

static int add_line(struct pns_procfs_list *list, const struct pns_procfs_source *source,
		    struct libmnt_fs *fs)
{
	struct pns_procfs_entry *entry = new_entry(list, source);
	_cleanup_close_ int fd = PNS_NO_FD;
	int rc = entry ? take_line(entry, source->mounts, fs) : -ENOMEM;

	if (rc < 0)
		return rc;
	if (list->only_mounts) {
		rc = stat_mount(source->view, entry);
		if (rc < 0)
			set_unopened(entry, rc);
		return 0;
	}
	fd = open_mount(source->view, entry);
	if (fd < 0) {
		set_unopened(entry, fd);
		return 0;
	}
	rc = identify(list, entry, fd);
	if (list->hold_roots)
		entry->root = pns_steal_fd(&fd);
	return rc;
}

static uint64_t device_of(const struct pns_procfs_entry *entry)
{
	return (uint64_t)entry->mount.major << 32 | entry->mount.minor;
}

/*
 * A mount that cannot be asked itself shows what another mount of its superblock shows, of the
 * same reading of the table. @first: where the entries of that begin.
 */
static int share_by_device(struct pns_procfs_list *list, size_t first)
{
	_cleanup_map_ struct pns_map known = { 0 };
	const uint64_t *found;
	uint64_t *place;
	size_t i;

	for (i = first; i < list->count; i++) {
		if (!list->entries[i].via || !list->entries[i].opened)
			continue;
		place = pns_map_at(&known, device_of(&list->entries[i]));
		if (!place)
			return -ENOMEM;
		*place = i;
	}
	for (i = first; i < list->count; i++) {
		struct pns_procfs_entry *entry = &list->entries[i];

		found = entry->via ? NULL : pns_map_find(&known, device_of(entry));
		if (!found)
			continue;
		entry->pidns = list->entries[*found].pidns;
		entry->via = list->entries[*found].via;
		entry->above = list->entries[*found].above;
		entry->is_other = list->entries[*found].is_other;
		entry->state = list->entries[*found].state;
		entry->trust |= PNS_TRUST_SAME_DEVICE;
	}
	return 0;
}

static bool is_listed(const struct pns_mount_index *mounts, struct libmnt_fs *fs)
{
	const struct pns_libmount *lm = &mounts->table.lm;
	const char *root = lm->mnt_fs_get_root(fs);
	struct libmnt_fs *below;

	if (!pns_mount_index_is_proc(mounts, fs))
		return false;
	if (!root || strcmp(root, "/") == 0)
		return true;
	below = pns_mount_index_find(mounts, (uint64_t)lm->mnt_fs_get_parent_id(fs));
	return !below || !pns_mount_index_is_proc(mounts, below);
}

int pns_procfs_list_add_all(struct pns_procfs_list *list, const struct pns_procfs_source *source)
{
	struct pns_mount_index *mounts = source->mounts;
	size_t first = list->count;
	struct libmnt_fs *fs;
	int rc = 0;

	while (rc == 0 && (fs = pns_mount_table_next(&mounts->table)))
		if (is_listed(mounts, fs))
			rc = add_line(list, source, fs);
	pns_mount_table_rewind(&mounts->table);
	return rc < 0 || list->only_mounts ? rc : share_by_device(list, first);
}

/* Refuse what is not the root of a procfs: say what it is instead. */
static int refuse_other(int fd, const char *path, const struct pns_mount_index *mounts,
			struct libmnt_fs *fs, struct pns_diag *diag)
{
	const char *type = fs ? mounts->table.lm.mnt_fs_get_fstype(fs) : NULL;
	const char *root = fs ? mounts->table.lm.mnt_fs_get_root(fs) : NULL;
	char object[PATH_MAX];

	if (type && root && strcmp(root, "/") != 0)
		snprintf(object, sizeof(object), "%s (on %s, part %s)", path, type, root);
	else if (type)
		snprintf(object, sizeof(object), "%s (on %s)", path, type);
	else
		snprintf(object, sizeof(object), "%s", path);
	if (diag)
		diag->kind = pns_kind_of(fd);
	return pns_refuse(diag, PNS_REASON_NOT_A_PROCFS, "fstatfs", EINVAL, object);
}

static int refuse_path(int err, const char *path, struct pns_diag *diag)
{
	enum pns_reason reason = PNS_REASON_SYSTEM_ERROR;

	if (err == ENOENT || err == ENOTDIR)
		reason = PNS_REASON_NO_SUCH_FILE;
	else if (err == EACCES || err == EPERM)
		reason = PNS_REASON_NO_ACCESS;
	return pns_refuse(diag, reason, "open", err, path);
}

/* A mount that is in no table, such as a detached one by its descriptor. */
static int add_root(struct pns_procfs_list *list, const struct pns_procfs_source *source,
		    const char *path, int fd)
{
	struct pns_procfs_entry *entry = new_entry(list, source);
	int rc = entry ? pns_procfs_mount_stat(fd, &entry->mount) : -ENOMEM;

	if (rc < 0)
		return rc;
	entry->mount.target = strdup(path);
	entry->mountns = 0;
	entry->opened = true;
	entry->trust = missing_trust(&entry->mount);
	return list->only_mounts ? 0 : identify(list, entry, fd);
}

int pns_procfs_list_add_path(struct pns_procfs_list *list, const struct pns_procfs_source *source,
			     const char *path, struct pns_diag *diag)
{
	_cleanup_close_ int fd = pns_view_open_path(source->view, path);
	struct pns_mount_index *mounts = source->mounts;
	struct pns_procfs_mount seen;
	struct libmnt_fs *fs = NULL;
	const char *root;
	int rc;

	if (fd < 0)
		return refuse_path(-fd, path, diag);
	rc = pns_procfs_mount_stat(fd, &seen);
	if (rc < 0)
		return refuse_path(-rc, path, diag);
	if (seen.id && mounts)
		fs = pns_mount_index_find(mounts, seen.id);
	root = fs ? mounts->table.lm.mnt_fs_get_root(fs) : NULL;
	if (fs && pns_mount_index_is_proc(mounts, fs) && root && strcmp(root, "/") == 0)
		rc = add_line(list, source, fs);
	else if (!fs && pns_is_procfs_root(fd))
		rc = add_root(list, source, path, fd);
	else
		return refuse_other(fd, path, mounts, fs, diag);
	return rc < 0 ? refuse_path(-rc, path, diag) : 0;
}

void pns_procfs_list_free(struct pns_procfs_list *list)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		pns_procfs_mount_free(&list->entries[i].mount);
		pns_close(&list->entries[i].root);
	}
	free(list->entries);
	list->entries = NULL;
	list->count = list->allocated = 0;
}
