// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "create/remount.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "base/mount-id.h"
#include "child/child.h"
#include "create/mapped-group.h"
#include "find/procfs-pidns.h"
#include "mount/flags.h"
#include "mount/fs-context.h"
#include "mount/mountpoint.h"
#include "namespace/mountns.h"
#include "namespace/namespace.h"
#include "namespace/privilege.h"
#include "namespace/reason.h"
#include "process/procfs-root.h"

#ifndef ST_RELATIME
# define ST_RELATIME 4096
#endif
#define PNS_ST_NOSYMFOLLOW 0x2000	/* include/linux/statfs.h, 5.10 */

/* The attributes that the mount has now. */
static int get_attributes(int fd, uint32_t *attributes)
{
	struct statvfs vfs;

	if (fstatvfs(fd, &vfs) < 0)
		return -errno;
	*attributes = 0;
	if (vfs.f_flag & ST_RDONLY)
		*attributes |= PNS_MOUNT_ATTR_RDONLY;
	if (vfs.f_flag & ST_NOSUID)
		*attributes |= PNS_MOUNT_ATTR_NOSUID;
	if (vfs.f_flag & ST_NODEV)
		*attributes |= PNS_MOUNT_ATTR_NODEV;
	if (vfs.f_flag & ST_NOEXEC)
		*attributes |= PNS_MOUNT_ATTR_NOEXEC;
	if (vfs.f_flag & ST_NODIRATIME)
		*attributes |= PNS_MOUNT_ATTR_NODIRATIME;
	if (vfs.f_flag & PNS_ST_NOSYMFOLLOW)
		*attributes |= PNS_MOUNT_ATTR_NOSYMFOLLOW;
	if (vfs.f_flag & ST_NOATIME)
		*attributes |= PNS_MOUNT_ATTR_NOATIME;
	else if (!(vfs.f_flag & ST_RELATIME))
		*attributes |= PNS_MOUNT_ATTR_STRICTATIME;
	return 0;
}

/* What is to be set and what to be cleared: nothing that was not asked for. */
static struct pns_mount_attr asked_for(const struct pns_procfs_options *options)
{
	struct pns_mount_attr attr = { .attr_set = options->attr_set, .attr_clr = options->attr_clr };

	/* one of the three ways to keep access times takes the place of another */
	if ((attr.attr_set | attr.attr_clr) & PNS_MOUNT_ATTR__ATIME)
		attr.attr_clr |= PNS_MOUNT_ATTR__ATIME;
	return attr;
}

/* What puts the attributes back that @attr changes. */
static struct pns_mount_attr back_to(uint32_t present, const struct pns_mount_attr *attr)
{
	uint64_t touched = attr->attr_set | attr->attr_clr;

	return (struct pns_mount_attr){ .attr_set = present & touched, .attr_clr = touched };
}

static uint32_t apply(uint32_t present, const struct pns_mount_attr *attr)
{
	return (uint32_t)((present & ~attr->attr_clr) | attr->attr_set);
}

/*
 * It writes all flags, so that what somebody else changes between is lost. mount(2) knows the mount by
 * path only: "." is the root that was opened.
 */
static int set_by_mount(int fd, const struct pns_mount_attr *attr, struct pns_diag *diag)
{
	_cleanup_close_ int cwd = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	uint32_t present;
	unsigned long flags;
	int rc;

	if (fchdir(fd) < 0)
		return -errno;
	rc = get_attributes(fd, &present);
	if (rc == 0) {
		flags = MS_REMOUNT | MS_BIND | pns_attr_to_ms(apply(present, attr));
		rc = mount("none", ".", NULL, flags, NULL) < 0 ? -errno : 0;
	}
	if (cwd < 0 || fchdir(cwd) < 0)
		rc = rc < 0 ? rc : -ENOTDIR;
	return pns_step(diag, PNS_CALL_MOUNT, "remount with all flags", rc);
}

/* Before 5.12, or denied. */
static bool is_missing(int err)
{
	return err == ENOSYS ||
	       pns_plain_reason(PNS_CALL_MOUNT_SETATTR, err) == PNS_REASON_BLOCKED_BY_SECCOMP;
}

/* @call: the one that gives the answer. */
static int set_attributes(int fd, struct pns_mount_attr attr, enum pns_call *call, struct pns_diag *diag)
{
	int rc = pns_sys_mount_setattr(fd, "", AT_EMPTY_PATH, &attr) < 0 ? -errno : 0;
	char object[64];

	snprintf(object, sizeof(object), "set 0x%x, clear 0x%x", (unsigned int)attr.attr_set,
		 (unsigned int)attr.attr_clr);
	*call = PNS_CALL_MOUNT_SETATTR;
	pns_step(diag, *call, object, rc);
	if (rc == 0 || !is_missing(-rc))
		return rc;
	*call = PNS_CALL_MOUNT;
	return set_by_mount(fd, &attr, diag);
}

struct flag_failure {
	enum pns_call call;
	int err;
	uint32_t changed;	/* attributes that would have changed */
	uint32_t cleared;	/* of these, those that would have gone */
};

/*
 * A flag that may not be changed. A procfs that is mounted in a user namespace takes over the locks of
 * the visible one it was allowed for (fs/namespace.c, mnt_already_visible): read-only cannot go, and
 * access times stay as they are.
 */
static int refuse_flags(const struct flag_failure *failure, const char *path, struct pns_diag *diag)
{
	enum pns_reason reason = pns_plain_reason(failure->call, failure->err);
	bool may_be_locked = failure->err == EPERM && reason != PNS_REASON_BLOCKED_BY_SECCOMP &&
			     pns_mountns_is_privileged() && !pns_mountns_is_initial();

	if (may_be_locked && (failure->cleared & PNS_MOUNT_ATTR_RDONLY))
		reason = PNS_REASON_LOCKED_READONLY;
	else if (may_be_locked && (failure->changed & PNS_MOUNT_FLAGS_ATIME))
		reason = PNS_REASON_LOCKED_ATIME;
	return pns_refuse(diag, reason, failure->call, failure->err, path);
}

/* Whether this is a superblock with subset=pid: it has nothing but processes. */
static bool is_subset(int fd)
{
	return faccessat(fd, "uptime", F_OK, AT_SYMLINK_NOFOLLOW) < 0 && errno == ENOENT;
}

struct reconfiguration {
	int fd;
	const struct pns_remount *how;
	bool writable;
};

/*
 * The kernel took subset=pid up to 6.18, and refuses it since 7.3 where it is not there already. fsconfig(2) has taken
 * each option by itself before; mount(2) has not.
 */
static bool is_about_subset(const struct reconfiguration *task, enum pns_call call)
{
	const struct pns_procfs_options *options = task->how->options;
	const char *subset = pns_procfs_options_get(options, "subset");

	if (!subset || (call == PNS_CALL_MOUNT && (options->count > 1 || strcmp(subset, "pid") != 0)))
		return false;
	return !is_subset(task->fd);
}

/* Whether the caller has the privilege over the owner of the superblock. */
static bool is_admin_over(struct pns_caller *caller, int procfs)
{
	_cleanup_bpf_ struct pns_bpf bpf = PNS_BPF_INIT;
	struct pns_find_pidns find = { .caller = caller, .bpf = &bpf };
	struct pns_procfs_pidns found = { .nsfd = PNS_NO_FD };
	bool is_admin = pns_mountns_is_privileged() && pns_mountns_is_initial();

	if (!is_admin && pns_procfs_find_pidns(procfs, &find, &found) == 0 && found.nsfd >= 0)
		is_admin = pns_is_admin_over(found.nsfd) > 0;
	pns_close(&found.nsfd);
	return is_admin;
}

static int refuse_reconfigure(const struct reconfiguration *task, enum pns_call call, int err,
			      struct pns_diag *diag)
{
	enum pns_reason reason = pns_plain_reason(call, err);

	if (err == EPERM && reason != PNS_REASON_BLOCKED_BY_SECCOMP && reason != PNS_REASON_NO_PRIVILEGE &&
	    !is_admin_over(task->how->caller, task->fd))
		reason = PNS_REASON_NO_PRIVILEGE_OVER_OWNER;
	if (err == EINVAL)
		reason = is_about_subset(task, call) ? PNS_REASON_CANNOT_CHANGE_SUBSET : PNS_REASON_BAD_OPTION;
	return pns_refuse(diag, reason, call, err, task->how->path);
}

/* In the mount namespace of a child: the flags that the mount "." has, and the superblock's own read-only. */
static int bare_flags(bool writable, unsigned long *flags)
{
	_cleanup_close_ int here = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	uint32_t attributes, superblock;
	int rc = get_attributes(here, &attributes);

	if (rc < 0)
		return rc;
	*flags = pns_attr_to_ms(attributes & ~PNS_MOUNT_ATTR_RDONLY);
	if (mount("none", ".", NULL, MS_REMOUNT | MS_BIND | *flags, NULL) < 0)
		return -errno;
	rc = get_attributes(here, &superblock);
	if (rc == 0 && !writable && (superblock & PNS_MOUNT_ATTR_RDONLY))
		*flags |= MS_RDONLY;
	return rc;
}

/*
 * A pns_child_fn. mount(2) changes the flags of a mount along with those of the superblock: so it is called
 * for the child's own copy of the mount.
 */
static int reconfigure_by_mount(void *arg, int *unused, struct pns_diag *diag)
{
	const struct reconfiguration *task = arg;
	_cleanup_free_ char *text = NULL;
	unsigned long flags = 0;
	int rc = fchdir(task->fd) < 0 ? -errno : 0;

	(void)unused;
	if (rc == 0 && pns_mountns_unshare(MS_PRIVATE, diag) < 0)
		return -diag->err;
	if (rc == 0)
		rc = bare_flags(task->writable, &flags);
	if (rc == 0)
		rc = pns_procfs_options_string(task->how->options, NULL, &text);
	if (rc < 0)
		return pns_refuse_plain(diag, PNS_CALL_MOUNT, -rc, task->how->path);
	rc = mount("none", ".", NULL, MS_REMOUNT | flags, text) < 0 ? -errno : 0;
	pns_step(diag, PNS_CALL_MOUNT, "remount of the superblock", rc);
	return rc < 0 ? refuse_reconfigure(task, PNS_CALL_MOUNT, -rc, diag) : 0;
}

static int reconfigure_by_context(const struct reconfiguration *task, struct pns_diag *diag)
{
	const struct pns_fsconfig set_rw = { .cmd = PNS_FSCONFIG_SET_FLAG, .key = "rw" };
	const struct pns_fsconfig apply_all = { .cmd = PNS_FSCONFIG_CMD_RECONFIGURE };
	const char *path = task->how->path;
	_cleanup_close_ int context =
		pns_sys_fspick(task->fd, "", PNS_FSPICK_CLOEXEC | PNS_FSPICK_EMPTY_PATH);
	int rc = context < 0 ? -errno : 0;

	pns_step(diag, PNS_CALL_FSPICK, path, rc);
	if (rc < 0)
		return pns_refuse_plain(diag, PNS_CALL_FSPICK, -rc, path);
	rc = pns_context_set_options(context, task->how->options, diag);
	if (rc < 0)
		return rc;
	if (task->writable)
		rc = pns_context_config(context, &set_rw, diag);
	if (rc < 0)
		return pns_refuse_plain(diag, PNS_CALL_FSCONFIG, -rc, path);
	rc = pns_context_config(context, &apply_all, diag);
	return rc < 0 ? refuse_reconfigure(task, PNS_CALL_FSCONFIG, -rc, diag) : 0;
}

static int reconfigure(int fd, const struct pns_remount *how, bool writable,
		       struct pns_diag *diag)
{
	struct reconfiguration task = { .fd = fd, .how = how, .writable = writable };
	int rc = reconfigure_by_context(&task, diag);

	if (rc == 0 || !pns_is_denied(diag))
		return rc;
	pns_diag_clear(diag);
	return pns_child_run(PNS_CHILD_PLAIN, reconfigure_by_mount, &task, NULL, diag);
}

/*
 * The flags first: they are easily put back when the superblock then refuses. A superblock
 * that is read-only itself (mount(2) makes both so) shows in the flags still.
 */
static int change(int fd, const struct pns_remount *how, struct pns_diag *diag)
{
	const struct pns_mount_attr attr = asked_for(how->options);
	struct flag_failure failure = { .call = PNS_CALL_NONE };
	uint32_t present, now = 0;
	int rc = get_attributes(fd, &present);

	if (rc < 0)
		return pns_refuse_plain(diag, PNS_CALL_FSTATFS, -rc, how->path);
	failure.changed = present ^ apply(present, &attr);
	failure.cleared = failure.changed & present;
	rc = failure.changed ? set_attributes(fd, attr, &failure.call, diag) : 0;
	failure.err = -rc;
	if (rc < 0)
		return refuse_flags(&failure, how->path, diag);
	get_attributes(fd, &now);
	now &= (uint32_t)attr.attr_clr & PNS_MOUNT_ATTR_RDONLY;
	if (how->options->count == 0 && !now)
		return 0;
	rc = reconfigure(fd, how, now, diag);
	if (rc < 0 && failure.changed)
		set_attributes(fd, back_to(present, &attr), &failure.call, NULL);
	return rc;
}

/* What can be known beforehand. */
static int check(int fd, const struct pns_remount *how, struct pns_diag *diag)
{
	_cleanup_bpf_ struct pns_bpf bpf = PNS_BPF_INIT;
	struct pns_find_pidns find = { .caller = how->caller, .bpf = &bpf };

	if (!pns_is_procfs_root(fd) || pns_is_mount_root(fd) == 0)
		return pns_refuse_procfs(fd, how->path, diag);
	if (how->pidns >= 0 && pns_procfs_shows(fd, how->pidns, &find) != 1)
		return pns_refuse(diag, PNS_REASON_CANNOT_CHANGE_PIDNS, PNS_CALL_FSPICK, EBUSY, how->path);
	return pns_check_group(how->options, diag);
}

/* A pns_child_fn */
static int remount_here(void *arg, int *unused, struct pns_diag *diag)
{
	const struct pns_remount *how = arg;
	struct pns_mountpoint point = { .path = how->path, .untrusted = how->mountns != NULL };
	_cleanup_close_ int fd = pns_mountpoint_open(&point, diag);
	int rc = fd < 0 ? fd : check(fd, how, diag);

	(void)unused;
	return rc < 0 ? rc : change(fd, how, diag);
}

int pns_procfs_remount(const struct pns_remount *how, struct pns_diag *diag)
{
	struct pns_caller child = PNS_CALLER_INIT;
	struct pns_remount copy = *how;
	const struct pns_in_mountns task = {
		.mountns = how->mountns,
		.object = how->path,
		.fn = remount_here,
		.arg = &copy,
	};

	if (how->mountns)
		copy.caller = &child;
	return pns_in_mountns_or_here(&task, NULL, diag);
}
