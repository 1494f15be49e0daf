// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "create/by-mount.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "child/child.h"
#include "create/locked-flags.h"
#include "namespace/mountns.h"
#include "namespace/namespace.h"
#include "namespace/reason.h"
#include "process/own-namespace.h"
#include "process/procfs-root.h"

/*
 * mount(2) takes pidns= as a path only. From /proc/self/fd as the working directory a bare
 * descriptor number is one that nobody else can turn into something else.
 */
static int open_descriptor_directory(struct pns_diag *diag)
{
	_cleanup_close_ int root = pns_procfs_open("/proc");
	pid_t self = root < 0 ? root : pns_procfs_self(root);
	char path[32];
	int dir;

	if (root == -EPERM || root == -ENOSYS)
		return pns_refuse_plain(diag, PNS_CALL_FSTATFS, -root, "/proc");
	if (self < 0)
		return pns_refuse(diag, PNS_REASON_NOT_A_PROCFS, PNS_CALL_OPEN, -self, "/proc");
	snprintf(path, sizeof(path), "%d/fd", (int)self);
	dir = pns_procfs_openat(root, path, O_PATH | O_DIRECTORY);
	if (dir < 0)
		return pns_refuse(diag, PNS_REASON_NOT_A_PROCFS, PNS_CALL_OPEN, -dir, "/proc");
	return dir;
}

/*
 * MS_RDONLY makes the superblock read-only as well, for all who mount it and for good: so the mount alone
 * is made so afterwards, unless a locked flag asks for it from the beginning.
 */
static int mount_flagged(const char *source, unsigned long flags, const char *options)
{
	int rc;

	/* the root of any process is a mount point or lies inside of a mount: "/" always does */
	if (mount(source, "/", "proc", flags & ~(unsigned long)MS_RDONLY, options) < 0) {
		if (errno != EPERM || !(flags & MS_RDONLY))
			return -errno;
		return mount(source, "/", "proc", flags, options) < 0 ? -errno : 0;
	}
	if (!(flags & MS_RDONLY) || mount("none", "/..", NULL, MS_REMOUNT | MS_BIND | flags, NULL) == 0)
		return 0;
	rc = -errno;
	umount2("/..", MNT_DETACH);
	return rc;
}

static int mount_proc(const char *source, uint32_t attributes, int pidns,
		      const struct pns_procfs_options *options)
{
	static const struct pns_procfs_options none;
	_cleanup_free_ char *text = NULL;
	char first[32];
	int rc;

	snprintf(first, sizeof(first), "pidns=%d", pidns);
	rc = pns_procfs_options_string(options ? options : &none, pidns < 0 ? NULL : first, &text);
	if (rc < 0)
		return rc;
	return mount_flagged(source, pns_attr_to_ms(attributes), text);
}

/* Whether a mount without @options or @pidns would do: then it is they that are refused. */
static bool is_mountable(int pidns, const struct pns_procfs_options *options, uint32_t attributes)
{
	if (mount_proc("proc", attributes, pidns, options) < 0)
		return false;
	umount2("/..", MNT_DETACH);
	return true;
}

static int refuse_invalid(const struct pns_by_mount *how, struct pns_diag *diag)
{
	_cleanup_close_ int own = pns_ns_open_own(CLONE_NEWPID);
	enum pns_reason reason = PNS_REASON_BAD_OPTION;
	_cleanup_free_ char *text = NULL;

	if (how->pidns >= 0 && own >= 0 && !is_mountable(own, NULL, how->options->attr_set))
		reason = PNS_REASON_KERNEL_WITHOUT_PIDNS;
	else if (how->pidns >= 0 && is_mountable(PNS_NO_FD, how->options, how->options->attr_set))
		reason = PNS_REASON_NOT_A_DESCENDANT;
	if (reason != PNS_REASON_BAD_OPTION)
		return pns_refuse(diag, reason, PNS_CALL_MOUNT, EINVAL, how->object);
	if (pns_procfs_options_string(how->options, NULL, &text) < 0)
		return pns_refuse_plain(diag, PNS_CALL_CALLOC, ENOMEM, how->object);
	return pns_refuse(diag, reason, PNS_CALL_MOUNT, EINVAL, text);
}

struct flagged {
	const struct pns_by_mount *how;
	const char *source;
};

/* A function of struct pns_locked_flags */
static int mount_with(const void *arg, uint32_t attributes, int *fd)
{
	const struct flagged *flagged = arg;

	(void)fd;
	return mount_proc(flagged->source, attributes, flagged->how->pidns, flagged->how->options);
}

static int mount_with_locked_flags(const struct pns_by_mount *how, const char *source, struct pns_diag *diag)
{
	const struct flagged flagged = { .how = how, .source = source };
	const struct pns_locked_flags flags = {
		.call = PNS_CALL_MOUNT,
		.object = how->object,
		.options = how->options,
		.mount = mount_with,
		.arg = &flagged,
	};
	int none = PNS_NO_FD;

	return pns_mount_with_locked_flags(&flags, &none, diag);
}

/* Whether the owner of @pidns, or of the caller's own PID namespace, is above or beside the caller's. */
static bool is_owner_out_of_reach(int pidns)
{
	_cleanup_close_ int own = pidns < 0 ? pns_ns_open_own(CLONE_NEWPID) : PNS_NO_FD;
	_cleanup_close_ int owner = pns_ns_open_owner(pidns < 0 ? own : pidns);

	return owner == -EPERM;
}

static void set_owner(struct pns_diag *diag, int pidns)
{
	_cleanup_close_ int own = pidns < 0 ? pns_ns_open_own(CLONE_NEWPID) : PNS_NO_FD;

	pns_diag_set_owner(diag, pidns < 0 ? own : pidns);
}

static int handle_permission(const struct pns_by_mount *how, const char *source,
			     struct pns_diag *diag)
{
	if (pns_plain_reason(PNS_CALL_MOUNT, EPERM) == PNS_REASON_BLOCKED_BY_SECCOMP)
		return pns_refuse(diag, PNS_REASON_BLOCKED_BY_SECCOMP, PNS_CALL_MOUNT, EPERM, how->object);
	/* the kernel looks at the owner before it looks at the visible mounts */
	if (is_owner_out_of_reach(how->pidns) ||
	    (how->pidns >= 0 && is_mountable(PNS_NO_FD, how->options, how->options->attr_set))) {
		set_owner(diag, how->pidns);
		return pns_refuse(diag, PNS_REASON_NO_PRIVILEGE_OVER_OWNER, PNS_CALL_MOUNT, EPERM,
				  how->object);
	}
	if (!pns_mountns_is_initial() && pns_mountns_is_privileged())
		return mount_with_locked_flags(how, source, diag);
	return pns_refuse_plain(diag, PNS_CALL_MOUNT, EPERM, how->object);
}

static int mount_or_refuse(const struct pns_by_mount *how, struct pns_diag *diag)
{
	const char *source = how->options->source ? how->options->source : "proc";
	int rc = mount_proc(source, how->options->attr_set, how->pidns, how->options);

	pns_step(diag, PNS_CALL_MOUNT, "proc", rc);
	switch (rc) {
	case 0:
		return 0;
	case -EINVAL:
		return refuse_invalid(how, diag);
	case -EPERM:
		return handle_permission(how, source, diag);
	default:
		return pns_refuse_plain(diag, PNS_CALL_MOUNT, -rc, how->object);
	}
}

/* In a mount namespace of its own. */
static int mount_unseen(const struct pns_by_mount *how, struct pns_diag *diag)
{
	_cleanup_close_ int dir = PNS_NO_FD;
	int rc = pns_mountns_unshare(MS_PRIVATE, diag);

	if (rc < 0)
		return rc;
	if (how->pidns >= 0) {
		dir = open_descriptor_directory(diag);
		if (dir < 0)
			return dir;
		if (fchdir(dir) < 0)
			return pns_refuse_plain(diag, PNS_CALL_FCHDIR, errno, "/proc");
	}
	return mount_or_refuse(how, diag);
}

static int mount_detached(const struct pns_by_mount *how, int *fd, struct pns_diag *diag)
{
	int rc = mount_unseen(how, diag);

	if (rc < 0)
		return rc;
	/* ".." of the root is the root with what is mounted on it */
	*fd = pns_sys_open_tree(AT_FDCWD, "/..", PNS_OPEN_TREE_CLONE | O_CLOEXEC);
	rc = *fd < 0 ? -errno : 0;
	pns_step(diag, PNS_CALL_OPEN_TREE, "the new mount", rc);
	/* one that belonged to a mount namespace that is gone, and lasts as long as the descriptor */
	if (rc < 0 && how->stays_detached)
		*fd = open("/..", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (*fd < 0)
		return pns_refuse_plain(diag, PNS_CALL_OPEN_TREE, -rc, how->object);
	return 0;
}

/* A pns_child_fn */
static int rehearse(void *arg, int *fd, struct pns_diag *diag)
{
	(void)fd;
	return mount_unseen(arg, diag);
}

/* @mountpoint becomes the root, so that "/" names it and "/.." what is mounted there. */
static int chroot_to(int mountpoint, const struct pns_by_mount *how, struct pns_diag *diag)
{
	_cleanup_close_ int dir = PNS_NO_FD;
	int rc;

	if (how->pidns >= 0) {
		dir = open_descriptor_directory(diag);
		if (dir < 0)
			return dir;
	}
	rc = fchdir(mountpoint) < 0 || chroot(".") < 0 || (dir >= 0 && fchdir(dir) < 0) ? -errno : 0;
	pns_step(diag, PNS_CALL_CHROOT, "the mount point", rc);
	if (rc < 0)
		return pns_refuse_plain(diag, PNS_CALL_CHROOT, -rc, how->object);
	return 0;
}

/*
 * What a refusal means is found by trying mounts, which has no place where others see it: so
 * it is done once where nobody does before.
 */
static int mount_attached(int mountpoint, const struct pns_by_mount *how, int *fd, struct pns_diag *diag)
{
	struct pns_by_mount copy = *how;
	int rc = pns_child_run(PNS_CHILD_PLAIN, rehearse, &copy, NULL, diag);

	if (rc == 0)
		rc = chroot_to(mountpoint, how, diag);
	if (rc == 0)
		rc = mount_or_refuse(how, diag);
	if (rc < 0)
		return rc;
	*fd = open("/..", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (*fd >= 0)
		return 0;
	rc = -errno;
	umount2("/..", MNT_DETACH);
	return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_OPEN, -rc, how->object);
}

int pns_create_by_mount(void *arg, int *fd, struct pns_diag *diag)
{
	const struct pns_by_mount *how = arg;

	return *fd < 0 ? mount_detached(how, fd, diag) : mount_attached(*fd, how, fd, diag);
}
