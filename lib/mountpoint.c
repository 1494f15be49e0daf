// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mountpoint.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "mount-blocked.h"
#include "path.h"
#include "pidns.h"
#include "reason.h"

static int open_directory(const char *path, bool foreign)
{
	_cleanup_close_ int root = PNS_NO_FD;
	int fd;

	if (!foreign) {
		fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
		return fd < 0 ? -errno : fd;
	}
	/* entering a mount namespace leads to its root: from there, also if @path is relative */
	root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (root < 0)
		return -errno;
	path += strspn(path, "/");
	return pns_open_beneath(root, *path ? path : ".", O_PATH | O_DIRECTORY,
				PNS_WALK_IN_ROOT);
}

/* Open the directory that holds the last component of @path; *@name: that component. */
static int open_parent(const char *path, bool foreign, const char **name)
{
	const char *slash = strrchr(path, '/');
	_cleanup_free_ char *parent = NULL;

	*name = slash ? slash + 1 : path;
	if (!slash)
		return open_directory(".", foreign);
	parent = strndup(path, slash == path ? 1 : (size_t)(slash - path));
	return parent ? open_directory(parent, foreign) : -ENOMEM;
}

/* @path is @where->path, cut off behind a component. */
static int ensure_directory(const char *path, struct pns_mountpoint *where)
{
	_cleanup_close_ int parent = PNS_NO_FD;
	_cleanup_close_ int fd = open_directory(path, where->foreign);
	const char *name;

	if (fd != -ENOENT)
		return fd < 0 ? fd : 0;
	parent = open_parent(path, where->foreign, &name);
	if (parent < 0)
		return parent;
	if (mkdirat(parent, name, where->mode) < 0)
		return errno == EEXIST ? 0 : -errno;
	if (!where->made_from)
		where->made_from = strlen(path);
	return 0;
}

static int make_missing(struct pns_mountpoint *where)
{
	_cleanup_free_ char *path = strdup(where->path);
	char *end = path, kept;
	int rc = 0;

	if (!path)
		return -ENOMEM;
	while (rc == 0 && end[strspn(end, "/")]) {
		end += strspn(end, "/");
		end += strcspn(end, "/");
		kept = *end;
		*end = '\0';
		rc = ensure_directory(path, where);
		*end = kept;
	}
	return rc;
}

void pns_mountpoint_undo(struct pns_mountpoint *where)
{
	_cleanup_free_ char *path = where->made_from ? strdup(where->path) : NULL;
	size_t end;

	if (!path)
		return;
	for (end = strlen(path); end >= where->made_from; end--) {
		_cleanup_close_ int parent = PNS_NO_FD;
		const char *name;

		if (path[end] && path[end] != '/')
			continue;
		path[end] = '\0';
		if (path[end - 1] == '/')
			continue;
		parent = open_parent(path, where->foreign, &name);
		if (parent >= 0)
			unlinkat(parent, name, AT_REMOVEDIR);
	}
	where->made_from = 0;
}

/* What is said of the path, and what says nothing about it. */
static enum pns_reason reason_of(int err, bool foreign)
{
	if (foreign && err == ELOOP)
		return PNS_REASON_SYMLINK_IN_FOREIGN_NAMESPACE;
	if (pns_is_shortage(-err) || err == ENOSPC || err == EDQUOT || err == EIO)
		return PNS_REASON_SYSTEM_ERROR;
	if ((err == EPERM || err == ENOSYS) && pns_call_is_filtered("mkdirat", 0, err))
		return PNS_REASON_BLOCKED_BY_SECCOMP;
	return PNS_REASON_BAD_MOUNTPOINT;
}

int pns_mountpoint_open(struct pns_mountpoint *where, struct pns_diag *diag)
{
	int rc = where->make ? make_missing(where) : 0;
	int fd = rc < 0 ? rc : open_directory(where->path, where->foreign);

	if (fd >= 0)
		return fd;
	pns_mountpoint_undo(where);
	return pns_refuse(diag, reason_of(-fd, where->foreign), where->foreign ? "openat2" : "open", -fd, where->path);
}

/*
 * umount2(2) takes paths only, and one can mean something else by now. "." means the directory that
 * was opened, and is the caller's way back as well.
 */
int pns_mountpoint_detach(int fd)
{
	_cleanup_close_ int cwd = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	int rc;

	if (fchdir(fd) < 0)
		return -errno;
	rc = umount2(".", MNT_DETACH) < 0 ? -errno : 0;
	if (cwd < 0 || fchdir(cwd) < 0)
		return rc < 0 ? rc : -ENOTDIR;
	return rc;
}
