// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "visible/locks.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/mount.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "mount/flags.h"
#include "namespace/mountns.h"
#include "visible/mountns-copy.h"

unsigned int pns_locks_of(const struct pns_locks *locks, uint64_t id)
{
	const uint64_t *found;

	switch (locks->source) {
	case PNS_LOCKS_NO_RULE:
		return 0;
	case PNS_LOCKS_COPIED:
	case PNS_LOCKS_ASSUMED:
		return PNS_LOCK_ALL;
	case PNS_LOCKS_ASKED:
		break;
	}
	found = pns_map_find(&locks->known, id);
	return found ? (unsigned int)*found : PNS_LOCK_ALL;
}

void pns_locks_free(struct pns_locks *locks)
{
	pns_map_free(&locks->known);
}

struct result {
	uint64_t id;
	uint64_t bits;
};

/* The ID of the mount that paths lead to: since 5.8, and where no filter denies it; else 0. */
static uint64_t mount_id_at(const char *path)
{
	struct pns_statx stx;

	if (pns_sys_statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, PNS_STATX_MNT_ID, &stx) < 0)
		return 0;
	return stx.mask & PNS_STATX_MNT_ID ? stx.mnt_id : 0;
}

/* Whether paths lead to @node, and not to what is mounted over it. */
static bool is_reachable(const struct pns_mount_node *node)
{
	return mount_id_at(node->target) == node->id;
}

/* EPERM: the change is locked; before 5.12 nobody knows. */
static bool is_refused(const struct pns_mount_node *node, struct pns_mount_attr *attr)
{
	return pns_sys_mount_setattr(AT_FDCWD, node->target, AT_SYMLINK_NOFOLLOW, attr) < 0;
}

static unsigned int ask_flags(const struct pns_mountns_copy *copy, const struct pns_mount_node *node)
{
	const struct pns_libmount *lm = copy->mounts.table.lm;
	uint32_t flags = pns_mount_flags(lm, lm->mnt_fs_get_vfs_options(node->fs));
	struct pns_mount_attr readonly = { .attr_clr = PNS_MOUNT_ATTR_RDONLY };
	struct pns_mount_attr atime = { .attr_set = PNS_MOUNT_ATTR_NODIRATIME };
	unsigned int bits = 0;

	if (flags & PNS_MOUNT_ATTR_NODIRATIME)
		atime = (struct pns_mount_attr){ .attr_clr = PNS_MOUNT_ATTR_NODIRATIME };
	if (is_refused(node, &readonly))
		bits |= PNS_LOCK_READONLY;
	if (is_refused(node, &atime))
		bits |= PNS_LOCK_ATIME;
	return bits;
}

static int write_down(struct pns_mount_node *node, unsigned int bits, int results)
{
	struct result result = { .id = node->original, .bits = bits };
	ssize_t written = write(results, &result, sizeof(result));

	node->is_done = true;
	if (written < 0)
		return -errno;
	return written == sizeof(result) ? 0 : -EIO;
}

/*
 * No path leads to some of the mounts on @node, because another one hides them or hidepid= does. A clone
 * without them is refused if one is locked (fs/namespace.c, has_locked_children()).
 */
static int ask_for_children(struct pns_mount_node *node, int results)
{
	_cleanup_close_ int clone = pns_sys_open_tree(AT_FDCWD, node->target,
						      PNS_OPEN_TREE_CLONE | O_CLOEXEC);
	unsigned int bits = PNS_LOCK_READONLY | PNS_LOCK_ATIME;
	struct pns_mount_node *child;
	int rc = 0;

	for (child = node->first; clone >= 0 && rc == 0 && child; child = child->next)
		if (!child->is_done && child->is_wanted)
			rc = write_down(child, bits, results);
	return rc;
}

/* Ask about @node by changing and unmounting it. */
static int ask(struct pns_mountns_copy *copy, struct pns_mount_node *node, int results)
{
	unsigned int bits = pns_mountns_copy_is_procfs(copy, node) ? ask_flags(copy, node) : 0;
	int rc = node->children ? ask_for_children(node, results) : 0;

	/* EINVAL: locked; nothing else is in its way here, MNT_DETACH takes what is busy */
	if (umount2(node->target, MNT_DETACH | UMOUNT_NOFOLLOW) < 0)
		bits |= PNS_LOCK_MOUNT;
	if (node->parent)
		node->parent->children--;
	return rc < 0 ? rc : write_down(node, bits, results);
}

/* Go through all once. Returns how many were asked, or -errno. */
static int ask_round(struct pns_mountns_copy *copy, bool with_children, int results)
{
	int asked = 0, rc;
	size_t i;

	for (i = 0; i < copy->count; i++) {
		struct pns_mount_node *node = copy->order[i];

		if (!node->is_wanted || node->is_done || (node->children && !with_children) ||
		    !is_reachable(node))
			continue;
		rc = ask(copy, node, results);
		if (rc < 0)
			return rc;
		asked++;
	}
	return asked;
}

/*
 * What goes uncovers others, which come behind it, so that a round or two will do. When only mounts are left that hold
 * some which cannot be reached, these are beneath something locked for ever.
 */
static int ask_all(struct pns_mountns_copy *copy, int results)
{
	int rc;

	do {
		do {
			rc = ask_round(copy, false, results);
		} while (rc > 0);
		if (rc == 0)
			rc = ask_round(copy, true, results);
	} while (rc > 0);
	return rc;
}

struct question {
	int procfs;
	struct pns_mountinfo_index *mounts;
};

/* A pns_child_fn: in the namespace, with the user namespace that owns it. */
static int ask_in_copy(void *arg, int *fd, struct pns_diag *diag)
{
	struct question *question = arg;
	int results = memfd_create("locks", MFD_CLOEXEC);
	struct pns_mountns_copy copy;
	int rc;

	if (results < 0)
		return -errno;
	if (!mount_id_at("/"))
		return -EOPNOTSUPP;
	rc = pns_mountns_unshare(MS_PRIVATE, diag);
	if (rc == 0)
		rc = pns_mountns_copy_read(&copy, pns_mountinfo_open_own(question->procfs),
					 question->mounts);
	if (rc == 0)
		rc = ask_all(&copy, results);
	/* the process ends here, with all that it holds */
	*fd = results;
	return rc;
}

static int take_results(int fd, struct pns_locks *locks)
{
	struct result result;
	uint64_t *bits;

	if (lseek(fd, 0, SEEK_SET) < 0)
		return -errno;
	while (read(fd, &result, sizeof(result)) == sizeof(result)) {
		bits = pns_map_at(&locks->known, result.id);
		if (!bits)
			return -ENOMEM;
		*bits = result.bits;
	}
	locks->source = PNS_LOCKS_ASKED;
	return 0;
}

int pns_locks_ask(const struct pns_mountns *mountns, int procfs, struct pns_mountinfo_index *mounts,
		  struct pns_locks *locks)
{
	struct question question = { .procfs = procfs, .mounts = mounts };
	const struct pns_in_mountns task = { .mountns = mountns, .fn = ask_in_copy, .arg = &question };
	int fd = PNS_NO_FD, rc;

	*locks = (struct pns_locks){ .source = PNS_LOCKS_ASSUMED };
	rc = pns_in_mountns_run(&task, &fd, NULL);
	if (rc == 0)
		rc = take_results(fd, locks);
	pns_close(&fd);
	if (rc < 0)
		locks->source = PNS_LOCKS_ASSUMED;
	return rc;
}
