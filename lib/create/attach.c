// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "create/attach.h"

#include <errno.h>
#include <signal.h>
#include <sys/mount.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "base/mount-id.h"
#include "namespace/mountns.h"
#include "namespace/namespace.h"
#include "namespace/reason.h"
#include "process/procfs-root.h"

static int refuse_move(int err, const char *path, struct pns_diag *diag)
{
	if (err == EINVAL || err == ENOENT || err == ENOTDIR || err == ELOOP)
		return pns_refuse(diag, PNS_REASON_BAD_MOUNTPOINT, PNS_CALL_MOVE_MOUNT, err, path);
	return pns_refuse_plain(diag, PNS_CALL_MOVE_MOUNT, err, path);
}

static int check_replaceable(int top, const char *path, struct pns_diag *diag)
{
	int err;

	if (!pns_is_procfs_root(top))
		return pns_refuse_procfs(top, path, diag);
	if (pns_is_mount_root(top) == 0)
		return pns_refuse(diag, PNS_REASON_CANNOT_REPLACE, PNS_CALL_STATX, EINVAL, path);
	/* umount2(2) denied would leave the new procfs below the old one, where nobody gets it out */
	err = umount2("", ~0) < 0 ? errno : 0;
	if (err && err != EINVAL)
		return pns_refuse_plain(diag, PNS_CALL_UMOUNT2, err, path);
	return 0;
}

/* New beneath old, then the old one off: at no time a path lookup finds nothing. */
static int replace(int mount, int top, const char *path, struct pns_diag *diag)
{
	int rc = pns_sys_move_mount(mount, top, PNS_MOVE_MOUNT_BENEATH) < 0 ? -errno : 0;

	pns_step(diag, PNS_CALL_MOVE_MOUNT, "beneath the present procfs", rc);
	if (rc == -EINVAL)
		return pns_refuse(diag, PNS_REASON_CANNOT_REPLACE, PNS_CALL_MOVE_MOUNT, EINVAL, path);
	if (rc < 0)
		return refuse_move(-rc, path, diag);
	rc = pns_mountpoint_detach(top);
	pns_step(diag, PNS_CALL_UMOUNT2, path, rc);
	if (rc < 0)
		return pns_refuse_plain(diag, PNS_CALL_UMOUNT2, -rc, path);
	return 0;
}

/* Where mount(2) cannot stand in for it. No descriptor is one that can be moved: EBADF where it is allowed. */
static int check_move(const char *path, struct pns_diag *diag)
{
	if (pns_sys_move_mount(-1, -1, 0) == 0 || errno == EBADF)
		return 0;
	return refuse_move(errno, path, diag);
}

static int attach_at(int mount, int target, const struct pns_attach *how, struct pns_diag *diag)
{
	const char *path = how->point.path;
	int rc = 0;

	if (how->replace)
		rc = check_replaceable(target, path, diag);
	if (rc == 0 && how->check && (how->mountns || how->replace))
		rc = check_move(path, diag);
	if (rc < 0 || how->check)
		return rc;
	if (how->replace)
		return replace(mount, target, path, diag);
	rc = pns_sys_move_mount(mount, target, 0) < 0 ? -errno : 0;
	pns_step(diag, PNS_CALL_MOVE_MOUNT, path, rc);
	return rc < 0 ? refuse_move(-rc, path, diag) : 0;
}

static int check_here(const struct pns_attach *how, struct pns_diag *diag)
{
	_cleanup_close_ int target = PNS_NO_FD;
	int rc = pns_mountpoint_check(&how->point, &target, diag);

	if (rc < 0)
		return rc;
	if (target >= 0)
		return attach_at(PNS_NO_FD, target, how, diag);
	if (how->replace)
		return pns_refuse(diag, PNS_REASON_NOT_A_PROCFS, PNS_CALL_FSTATFS, EINVAL, how->point.path);
	return how->mountns ? check_move(how->point.path, diag) : 0;
}

/*
 * Open the mount point, or make it. The file system that it is on may never answer (FUSE, NFS): as long as nothing is
 * changed, signals of the mask @outside end the waiting.
 */
static int open_target(struct pns_mountpoint *point, const sigset_t *outside, struct pns_diag *diag)
{
	struct pns_mountpoint seen = *point;
	int target = PNS_NO_FD, rc;
	sigset_t blocked;

	seen.make = false;
	sigprocmask(SIG_SETMASK, outside, &blocked);
	rc = pns_mountpoint_check(&seen, &target, point->make ? NULL : diag);
	sigprocmask(SIG_SETMASK, &blocked, NULL);
	if (rc == 0)
		return target;
	return point->make ? pns_mountpoint_open(point, diag) : rc;
}

struct attach_task {
	int mount;
	struct pns_attach *how;
	sigset_t outside;	/* signals that are blocked while nothing is changed */
};

static int attach_here(const struct attach_task *task, struct pns_diag *diag)
{
	_cleanup_close_ int target = PNS_NO_FD;
	int rc;

	target = open_target(&task->how->point, &task->outside, diag);
	rc = target < 0 ? target : attach_at(task->mount, target, task->how, diag);
	if (rc < 0)
		pns_mountpoint_undo(&task->how->point);
	return rc;
}

/* A pns_child_fn */
static int attach_or_check(void *arg, int *fd, struct pns_diag *diag)
{
	const struct attach_task *task = arg;

	(void)fd;
	if (!task->how->check)
		return attach_here(task, diag);
	sigprocmask(SIG_SETMASK, &task->outside, NULL);
	return check_here(task->how, diag);
}

int pns_create_attached(const struct pns_create *how, struct pns_mountpoint *point, int *mount,
			int *pidns, struct pns_diag *diag)
{
	_cleanup_close_ int target = PNS_NO_FD;
	struct pns_create there = *how;
	sigset_t all, before;
	int rc;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	target = open_target(point, &before, diag);
	there.mountpoint = &target;
	rc = target < 0 ? target : pns_procfs_create(&there, mount, pidns, diag);
	if (rc < 0)
		pns_mountpoint_undo(point);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return rc;
}

int pns_attach(int mount, struct pns_attach *how, struct pns_diag *diag)
{
	struct attach_task attach = { .mount = mount, .how = how };
	const struct pns_in_mountns task = {
		.mountns = how->mountns,
		.object = how->point.path,
		.fn = attach_or_check,
		.arg = &attach,
	};
	sigset_t all;
	int rc;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &attach.outside);
	how->point.untrusted = how->mountns != NULL;
	rc = pns_in_mountns_or_here(&task, NULL, diag);
	sigprocmask(SIG_SETMASK, &attach.outside, NULL);
	return rc;
}
