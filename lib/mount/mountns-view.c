// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount/mountns-view.h"

#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/beneath.h"
#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "mount/mountinfo.h"
#include "namespace/namespace.h"
#include "process/own-namespace.h"
#include "process/procfs-root.h"

int pns_view_open_own(struct pns_caller *caller, struct pns_view *view, struct pns_diag *diag)
{
	_cleanup_view_ struct pns_view opened = PNS_VIEW_INIT;
	int own = pns_caller_ns(caller, CLONE_NEWNS);

	opened.root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (opened.root < 0)
		return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_OPEN, errno, "/");
	/* a /proc that does not show the caller is what procns-info is asked about */
	opened.mountinfo = pns_mountinfo_open(caller, NULL);
	opened.inode = own < 0 ? 0 : pns_ns_inode(own);
	opened.is_own = true;
	*view = opened;
	opened = (struct pns_view)PNS_VIEW_INIT;
	return 0;
}

/* Inode of the mount namespace of the process whose directory is @dir. */
static uint64_t mountns_of(int dir)
{
	struct stat st;

	return fstatat(dir, "ns/mnt", &st, 0) == 0 ? st.st_ino : 0;
}

static bool is_whole(int dir)
{
	char text[8];

	return readlinkat(dir, "root", text, sizeof(text)) == 1 && text[0] == '/';
}

int pns_view_open_process(int procfs, pid_t pid, bool whole, struct pns_view *view)
{
	_cleanup_view_ struct pns_view opened = PNS_VIEW_INIT;
	_cleanup_close_ int dir = PNS_NO_FD;
	char name[16];

	snprintf(name, sizeof(name), "%d", (int)pid);
	dir = pns_procfs_openat(procfs, name, O_PATH | O_DIRECTORY);
	if (dir < 0)
		return dir;
	opened.inode = mountns_of(dir);
	if (!opened.inode)
		return -EACCES;
	if (whole && !is_whole(dir))
		return -EXDEV;
	/* links of a directory that was verified and stays with the process */
	opened.root = openat(dir, "root", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (opened.root < 0)
		return -errno;
	opened.mountinfo = openat(dir, "mountinfo", O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	/* EINVAL: it has just ended */
	if (opened.mountinfo < 0)
		return errno == EINVAL ? -ESRCH : -errno;
	/* it may have moved between the opens */
	if (mountns_of(dir) != opened.inode)
		return -ESRCH;
	*view = opened;
	opened = (struct pns_view)PNS_VIEW_INIT;
	return 0;
}

/* A pns_child_fn */
static int open_root(void *arg, int *fd, struct pns_diag *diag)
{
	(void)arg;
	*fd = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	return *fd < 0 ? pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_OPEN, errno, "/") : 0;
}

int pns_view_open_by_entering(struct pns_caller *caller, const struct pns_mountns *where, const char *object,
			      struct pns_view *view, struct pns_diag *diag)
{
	_cleanup_view_ struct pns_view opened = PNS_VIEW_INIT;
	const struct pns_in_mountns task = { .mountns = where, .object = object, .fn = open_root };
	int rc = pns_in_mountns_run(&task, &opened.root, diag);

	if (rc < 0)
		return rc;
	opened.mountinfo = pns_mountinfo_open(caller, where);
	if (opened.mountinfo < 0)
		return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_OPEN, -opened.mountinfo, object);
	opened.inode = pns_ns_inode(where->nsfd);
	*view = opened;
	opened = (struct pns_view)PNS_VIEW_INIT;
	return 0;
}

/* Of a @path that is longer than the kernel takes at once. */
static int open_part(int at, const char *part, bool follows)
{
	int fd;

	if (!follows)
		return pns_open_beneath(at, part, O_PATH | O_DIRECTORY, PNS_WALK_ANY_MOUNT);
	fd = openat(at, part, O_PATH | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/*
 * The directory that the kernel takes the rest of @path from, which moves on to that: all of what is
 * longer than it takes at once is walked part by part. @follows: symbolic links, as open(2) does. Returns a
 * descriptor (caller closes) or -errno.
 */
static int open_parts(int start, const char **path, bool follows)
{
	_cleanup_close_ int at = fcntl(start, F_DUPFD_CLOEXEC, 0);
	char part[PATH_MAX];
	const char *end;
	int next;

	while (at >= 0 && strlen(*path) >= sizeof(part)) {
		end = memrchr(*path, '/', sizeof(part) - 1);
		if (!end)
			return -ENAMETOOLONG;
		snprintf(part, sizeof(part), "%.*s", (int)(end - *path), *path);
		next = open_part(at, part, follows);
		if (next < 0)
			return next;
		pns_close(&at);
		at = next;
		*path = end + strspn(end, "/");
	}
	return at < 0 ? -errno : pns_steal_fd(&at);
}

static int open_own_path(const char *path)
{
	_cleanup_close_ int start = PNS_NO_FD;
	_cleanup_close_ int last = PNS_NO_FD;
	int fd;

	if (strlen(path) >= PATH_MAX) {
		start = open(*path == '/' ? "/" : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
		path += strspn(path, "/");
		last = start < 0 ? -errno : open_parts(start, &path, true);
		if (last < 0)
			return last;
	}
	fd = openat(last < 0 ? AT_FDCWD : last, *path || last < 0 ? path : ".", O_PATH | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

int pns_view_open_path(const struct pns_view *view, const char *path)
{
	struct pns_open_how how = {
		.flags = O_PATH | O_CLOEXEC,
		.resolve = PNS_RESOLVE_IN_ROOT | PNS_RESOLVE_NO_MAGICLINKS,
	};
	int fd;

	if (view->is_own)
		return open_own_path(path);
	fd = pns_sys_openat2(view->root, path, &how);

	/* before 5.6: without links, then */
	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		return pns_view_open_target(view, path);
	return fd < 0 ? -errno : fd;
}

int pns_view_open_target(const struct pns_view *view, const char *target)
{
	_cleanup_close_ int start = PNS_NO_FD;
	const char *relative = target + strspn(target, "/");

	if (strlen(relative) < PATH_MAX)
		return pns_open_beneath(view->root, *relative ? relative : ".", O_PATH,
					PNS_WALK_IN_ROOT);
	start = open_parts(view->root, &relative, false);
	return start < 0 ? start : pns_open_beneath(start, relative, O_PATH, PNS_WALK_ANY_MOUNT);
}

int pns_view_stat_target(const struct pns_view *view, const char *target, unsigned int mask,
			 struct pns_statx *stx)
{
	_cleanup_close_ int start = PNS_NO_FD;
	const char *relative = target + strspn(target, "/");
	int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | (*relative ? 0 : AT_EMPTY_PATH);

	if (strlen(relative) >= PATH_MAX) {
		start = open_parts(view->root, &relative, false);
		if (start < 0)
			return start;
	}
	return pns_sys_statx(start < 0 ? view->root : start, relative, flags, mask, stx) < 0 ? -errno : 0;
}

void pns_view_close(struct pns_view *view)
{
	pns_close(&view->root);
	pns_close(&view->mountinfo);
	pns_close(&view->nsfd);
}
