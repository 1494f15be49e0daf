// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount/mountpoint.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/beneath.h"
#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "namespace/denied-by.h"
#include "namespace/namespace.h"

static int open_directory(const char *path, bool untrusted)
{
	_cleanup_close_ int root = PNS_NO_FD;
	int fd;

	if (!untrusted) {
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
static int open_parent(const char *path, bool untrusted, const char **name)
{
	const char *slash = strrchr(path, '/');
	_cleanup_free_ char *parent = NULL;

	*name = slash ? slash + 1 : path;
	if (!slash)
		return open_directory(".", untrusted);
	parent = strndup(path, slash == path ? 1 : (size_t)(slash - path));
	return parent ? open_directory(parent, untrusted) : -ENOMEM;
}

/* @path is @point->path, cut off behind a component. @call: what failed, if not the open. */
static int ensure_directory(const char *path, struct pns_mountpoint *point, enum pns_call *call)
{
	_cleanup_close_ int parent = PNS_NO_FD;
	_cleanup_close_ int fd = open_directory(path, point->untrusted);
	const char *name;

	if (fd != -ENOENT)
		return fd < 0 ? fd : 0;
	parent = open_parent(path, point->untrusted, &name);
	if (parent < 0)
		return parent;
	if (mkdirat(parent, name, point->mode) < 0 && errno != EEXIST) {
		*call = PNS_CALL_MKDIR;
		return -errno;
	}
	if (!point->made_from)
		point->made_from = strlen(path);
	return 0;
}

/* These let nobody make a directory anywhere, whatever the mode of the one above says. */
static bool has_no_mkdir(unsigned int type)
{
	static const unsigned int without[] = {
		PNS_SYSFS_MAGIC, PNS_DEVPTS_SUPER_MAGIC, PNS_MQUEUE_MAGIC, PNS_SECURITYFS_MAGIC, PNS_DEBUGFS_MAGIC,
		PNS_BINFMTFS_MAGIC, PNS_FUSE_CTL_MAGIC, PNS_PSTOREFS_MAGIC,
	};
	size_t i;

	for (i = 0; i < sizeof(without) / sizeof(without[0]); i++)
		if (without[i] == type)
			return true;
	return false;
}

/* Whether a name of @rest, which begins with the missing one, is longer than @limit. */
static bool is_too_long(const char *rest, size_t limit)
{
	size_t length;

	for (; *rest; rest += length + strspn(rest + length, "/")) {
		length = strcspn(rest, "/");
		if (limit > 0 && length > limit)
			return true;
	}
	return false;
}

/* Whether mkdir(2) of the first name of @rest in @parent would do, as far as can be known without it. */
static int check_make(int parent, const char *rest)
{
	struct statfs fs = { .f_type = 0 };
	struct stat st;

	if (fstat(parent, &st) < 0)
		return -errno;
	if (fstatfs(parent, &fs) < 0)
		fs.f_namelen = 0;
	/* a directory that is gone, but somebody's working directory still; procfs says it of all names */
	if (st.st_nlink == 0 || (unsigned int)fs.f_type == PNS_PROC_SUPER_MAGIC)
		return -ENOENT;
	if (faccessat(parent, ".", W_OK | X_OK, AT_EACCESS) < 0 &&
	    !(errno == EPERM && pns_call_is_filtered(PNS_CALL_FACCESSAT2, 0, EPERM)))
		return -errno;
	if (pns_call_is_filtered(PNS_CALL_MKDIRAT, 0, ENOSYS))
		return -ENOSYS;
	if (has_no_mkdir((unsigned int)fs.f_type) || pns_call_is_filtered(PNS_CALL_MKDIRAT, 0, EPERM))
		return -EPERM;
	return is_too_long(rest, (size_t)fs.f_namelen) ? -ENAMETOOLONG : 0;
}

/* The length of @path up to the first component that is missing, all of it if none is, or -errno. */
static ssize_t find_missing(const char *path, bool untrusted)
{
	_cleanup_free_ char *copy = strdup(path);
	char *end = copy, kept;
	int fd;

	while (copy && end[strspn(end, "/")]) {
		end += strspn(end, "/");
		end += strcspn(end, "/");
		kept = *end;
		*end = '\0';
		fd = open_directory(copy, untrusted);
		*end = kept;
		if (fd < 0)
			return fd == -ENOENT ? end - copy : fd;
		pns_close(&fd);
	}
	return copy ? end - copy : -ENOMEM;
}

static int check_missing(const struct pns_mountpoint *point, enum pns_call *call)
{
	ssize_t length = find_missing(point->path, point->untrusted);
	_cleanup_free_ char *path = length < 0 ? NULL : strndup(point->path, (size_t)length);
	_cleanup_close_ int parent = PNS_NO_FD;
	const char *name;
	struct stat st;
	int rc;

	if (!path)
		return length < 0 ? (int)length : -ENOMEM;
	parent = open_parent(path, point->untrusted, &name);
	if (parent < 0)
		return parent;
	/* a symbolic link that leads nowhere */
	if (fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		return -ENOENT;
	rc = check_make(parent, point->path + (name - path));
	/* this one is met when the next name is looked for */
	if (rc != -ENAMETOOLONG)
		*call = PNS_CALL_MKDIR;
	return rc;
}

static int make_missing(struct pns_mountpoint *point, enum pns_call *call)
{
	_cleanup_free_ char *path = strdup(point->path);
	char *end = path, kept;
	int rc = 0;

	if (!path)
		return -ENOMEM;
	while (rc == 0 && end[strspn(end, "/")]) {
		end += strspn(end, "/");
		end += strcspn(end, "/");
		kept = *end;
		*end = '\0';
		rc = ensure_directory(path, point, call);
		*end = kept;
	}
	return rc;
}

void pns_mountpoint_undo(struct pns_mountpoint *point)
{
	_cleanup_free_ char *path = point->made_from ? strdup(point->path) : NULL;
	size_t end;

	if (!path)
		return;
	for (end = strlen(path); end >= point->made_from; end--) {
		_cleanup_close_ int parent = PNS_NO_FD;
		const char *name;

		if (path[end] && path[end] != '/')
			continue;
		path[end] = '\0';
		if (path[end - 1] == '/')
			continue;
		parent = open_parent(path, point->untrusted, &name);
		if (parent >= 0)
			unlinkat(parent, name, AT_REMOVEDIR);
	}
	point->made_from = 0;
}

/* What is said of the path, and what says nothing about it. */
static enum pns_reason reason_of(int err, bool untrusted)
{
	if (untrusted && err == ELOOP)
		return PNS_REASON_SYMLINK_IN_FOREIGN_NAMESPACE;
	if (pns_is_shortage(-err) || err == ENOSPC || err == EDQUOT || err == EIO)
		return PNS_REASON_SYSTEM_ERROR;
	if ((err == EPERM || err == ENOSYS) && pns_call_is_filtered(PNS_CALL_MKDIRAT, 0, err))
		return PNS_REASON_BLOCKED_BY_SECCOMP;
	return PNS_REASON_BAD_MOUNTPOINT;
}

static int refuse(const struct pns_mountpoint *point, enum pns_call call, int rc, struct pns_diag *diag)
{
	return pns_refuse(diag, reason_of(-rc, point->untrusted), call, -rc, point->path);
}

static enum pns_call opening_call(const struct pns_mountpoint *point)
{
	return point->untrusted ? PNS_CALL_OPENAT2 : PNS_CALL_OPEN;
}

int pns_mountpoint_open(struct pns_mountpoint *point, struct pns_diag *diag)
{
	enum pns_call call = opening_call(point);
	int rc = point->make ? make_missing(point, &call) : 0;
	int fd = rc < 0 ? rc : open_directory(point->path, point->untrusted);

	if (fd >= 0)
		return fd;
	pns_mountpoint_undo(point);
	return refuse(point, call, fd, diag);
}

int pns_mountpoint_check(const struct pns_mountpoint *point, int *fd, struct pns_diag *diag)
{
	enum pns_call call = opening_call(point);
	int found = open_directory(point->path, point->untrusted), rc = 0;

	if (found == -ENOENT && point->make)
		rc = check_missing(point, &call);
	else if (found < 0)
		rc = found;
	if (rc < 0)
		return refuse(point, call, rc, diag);
	*fd = found < 0 ? PNS_NO_FD : found;
	return 0;
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
