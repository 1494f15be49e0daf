// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/procfs-operand.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "find/whole-procfs.h"
#include "namespace/namespace.h"
#include "namespace/reason.h"
#include "process/procfs-root.h"

struct operand {
	const char *path;
	struct pns_procfs_mount seen;	/* the mount that it is on */
	struct libmnt_fs *line;		/* of that in the mount table, NULL: none */
};

/* What @fd is. Of a namespace it is asked for the type, which an O_PATH descriptor does not tell. */
static enum pns_kind kind_of(struct pns_caller *caller, int fd)
{
	enum pns_kind kind = pns_kind_of(fd);
	_cleanup_close_ int opened = kind == PNS_KIND_OTHER_NS ? pns_caller_reopen(caller, fd, O_RDONLY) : PNS_NO_FD;

	return opened < 0 ? kind : pns_kind_of(opened);
}

/* Refuse what is on no procfs: say what it is instead. */
static int refuse_other(struct pns_caller *caller, const struct operand *operand,
			const struct pns_mountinfo_index *mounts, int fd, struct pns_diag *diag)
{
	const char *type = operand->line ? mounts->table.lm->mnt_fs_get_fstype(operand->line) : NULL;
	char object[PATH_MAX];
	int rc;

	if (type)
		snprintf(object, sizeof(object), "%s (on %s)", operand->path, type);
	else
		snprintf(object, sizeof(object), "%s", operand->path);
	rc = pns_procfs_check_root(fd);
	if (rc < 0 && rc != -ENODEV)
		return pns_refuse_procfs(fd, object, diag);
	if (diag)
		diag->kind = kind_of(caller, fd);
	return pns_refuse(diag, PNS_REASON_NOT_A_PROCFS, PNS_CALL_CHECK, EINVAL, object);
}

/* The line of the mount table, as far as it is of the very mount that was opened. */
static void find_line(struct operand *operand, const struct pns_mountinfo_index *mounts)
{
	const struct pns_procfs_mount *seen = &operand->seen;
	dev_t device;

	operand->line = seen->id && mounts ? pns_mountinfo_index_find(mounts, seen->id) : NULL;
	if (!operand->line)
		return;
	device = mounts->table.lm->mnt_fs_get_devno(operand->line);
	if (major(device) != seen->major || minor(device) != seen->minor)
		operand->line = NULL;
}

/* A mount without a line in the table, such as a detached one. */
static int describe(const struct operand *operand, struct pns_procfs_entry *entry)
{
	entry->mount.id = operand->seen.id;
	entry->mount.major = operand->seen.major;
	entry->mount.minor = operand->seen.minor;
	entry->mount.target = strdup(operand->path);
	entry->mountns = 0;
	return entry->mount.target ? 0 : -ENOMEM;
}

/*
 * The root of the mount. There is no way up from a file: it may be the root itself, or the path in the
 * table leads there. Returns a descriptor (caller closes) or -errno.
 */
static int open_root(const struct operand *operand, const struct pns_procfs_source *source, int fd)
{
	_cleanup_close_ int root = pns_procfs_mount_root(fd);
	struct pns_procfs_mount found;

	if (root >= 0)
		return pns_steal_fd(&root);
	if (operand->line)
		root = pns_view_open_target(source->view, source->mounts->table.lm->mnt_fs_get_target(operand->line));
	if (root >= 0 && pns_procfs_mount_stat(root, false, &found) == 0 && found.id == operand->seen.id &&
	    found.major == operand->seen.major && found.minor == operand->seen.minor)
		return pns_steal_fd(&root);
	root = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	return root < 0 ? -errno : pns_steal_fd(&root);
}

static int add_operand(struct pns_procfs_list *list, const struct pns_procfs_source *source,
		       const struct operand *operand, int *root)
{
	struct pns_procfs_entry *entry = pns_procfs_list_new_entry(list, source);
	int rc;

	if (!entry)
		return -ENOMEM;
	rc = operand->line ? pns_procfs_list_take_line(entry, source->mounts, operand->line) :
			     describe(operand, entry);
	if (rc == 0)
		rc = pns_procfs_list_take_opened(list, entry, &operand->seen);
	if (rc == 0 && list->look == PNS_LOOK_INTO)
		rc = pns_procfs_list_identify_root(list, entry, root);
	if (rc < 0) {
		pns_procfs_mount_free(&entry->mount);
		pns_close(&entry->root);
		list->count--;
	}
	return rc;
}

int pns_procfs_list_add_path(struct pns_procfs_list *list, const struct pns_procfs_source *source,
			     const char *path, struct pns_diag *diag)
{
	_cleanup_close_ int fd = pns_view_open_path(source->view, path);
	_cleanup_close_ int root = PNS_NO_FD;
	_cleanup_close_ int whole = PNS_NO_FD;
	struct operand operand = { .path = path };
	int rc = fd < 0 ? fd : pns_procfs_mount_stat(fd, list->with_unique_ids, &operand.seen);

	if (rc < 0)
		return pns_refuse_path(diag, -rc, path);
	find_line(&operand, source->mounts);
	if (!pns_is_on_procfs(fd))
		return refuse_other(list->how.caller, &operand, source->mounts, fd, diag);
	root = open_root(&operand, source, fd);
	if (root >= 0 && source->mounts && !pns_is_procfs_root(root))
		whole = pns_procfs_open_whole(source->view, &source->mounts->table, root);
	rc = root < 0 ? root : add_operand(list, source, &operand, whole < 0 ? &root : &whole);
	return rc < 0 ? pns_refuse_path(diag, -rc, path) : 0;
}
