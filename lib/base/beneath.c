// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "base/beneath.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "base/mount-id.h"

/* As of openat2(2): who asks for the link itself gets it. */
static bool wants_link(int flags)
{
	return (flags & O_PATH) && (flags & O_NOFOLLOW);
}

/* One component of a walk, opened with @flags: 0 if @fd may be walked through, or the reason why not. */
static int check_component(int fd, int flags, enum pns_walk walk, uint64_t start)
{
	uint64_t identity;
	struct stat st;
	int rc;

	if (fstat(fd, &st) < 0)
		return -errno;
	if (S_ISLNK(st.st_mode) && !wants_link(flags))
		return -ELOOP;
	if (walk != PNS_WALK_SAME_MOUNT)
		return 0;
	rc = pns_mount_identity(fd, &identity);
	if (rc < 0)
		return rc;
	return identity == start ? 0 : -EXDEV;
}

/* O_DIRECTORY hides behind ENOTDIR that it met a link. */
static bool is_symlink(int dirfd, const char *name)
{
	struct stat st;

	return fstatat(dirfd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode);
}

static int open_component(int dirfd, const char *name, int flags, enum pns_walk walk,
			  uint64_t start)
{
	_cleanup_close_ int fd = PNS_NO_FD;
	int rc;

	fd = openat(dirfd, name, flags | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOTDIR && is_symlink(dirfd, name) ? -ELOOP : -errno;
	rc = check_component(fd, flags, walk, start);
	return rc < 0 ? rc : pns_steal_fd(&fd);
}

static int walk_beneath(int dirfd, const char *path, int flags, enum pns_walk walk)
{
	_cleanup_close_ int dir = PNS_NO_FD;
	char copy[PATH_MAX], *at = copy, *name, *next;
	uint64_t start = 0;
	int fd, rc;

	if (strlen(path) >= sizeof(copy))
		return -ENAMETOOLONG;
	strcpy(copy, path);
	rc = pns_mount_identity(dirfd, &start);
	if (rc < 0 && walk == PNS_WALK_SAME_MOUNT)
		return rc;
	while ((name = strsep(&at, "/"))) {
		next = at ? at + strspn(at, "/") : NULL;
		at = next;
		if (!*name)
			name = (char *)".";
		fd = open_component(dir < 0 ? dirfd : dir, name,
				    next && *next ? O_PATH : flags, walk, start);
		if (fd < 0 || !next || !*next)
			return fd;
		pns_close(&dir);
		dir = fd;
	}
	return -EINVAL;
}

/* @path without ".." */
static int open_forward(int dirfd, const char *path, int flags, enum pns_walk walk)
{
	struct pns_open_how how = {
		.flags = (uint64_t)(unsigned int)(flags | O_CLOEXEC),
		.resolve = PNS_RESOLVE_BENEATH | PNS_RESOLVE_NO_MAGICLINKS |
			   PNS_RESOLVE_NO_SYMLINKS,
	};
	int fd;

	if (walk == PNS_WALK_SAME_MOUNT)
		how.resolve |= PNS_RESOLVE_NO_XDEV;
	fd = pns_sys_openat2(dirfd, path, &how);
	/* EPERM may be a seccomp profile; if it is the file, the walk says EPERM again */
	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		return walk_beneath(dirfd, path, flags, walk);
	return fd < 0 ? -errno : fd;
}

struct steps {
	char path[PATH_MAX + 2];	/* "/." behind it */
	size_t length;
};

static void add_step(struct steps *steps, const char *name, size_t length)
{
	if (steps->length)
		steps->path[steps->length++] = '/';
	memcpy(steps->path + steps->length, name, length);
	steps->length += length;
	steps->path[steps->length] = '\0';
}

/* What is left has to be a directory that may be searched. */
static int take_back(int dirfd, struct steps *steps, enum pns_walk walk)
{
	_cleanup_close_ int fd = PNS_NO_FD;
	char *slash = strrchr(steps->path, '/');

	if (!steps->length)
		return walk == PNS_WALK_IN_ROOT ? 0 : -EXDEV;
	strcpy(steps->path + steps->length, "/.");
	fd = open_forward(dirfd, steps->path, O_PATH | O_DIRECTORY, walk);
	steps->length = slash ? (size_t)(slash - steps->path) : 0;
	steps->path[steps->length] = '\0';
	return fd < 0 ? fd : 0;
}

static bool ends_with_name(const char *path)
{
	const char *slash = strrchr(path, '/'), *last = slash ? slash + 1 : path;

	return *last && strcmp(last, ".") != 0 && strcmp(last, "..") != 0;
}

/*
 * Where no symbolic link is followed, ".." takes back the last step. So both ways of walking give one answer, and a
 * directory that is renamed meanwhile leads nowhere else.
 */
static int walk_back(int dirfd, const char *path, enum pns_walk walk, struct steps *steps)
{
	const char *name;
	size_t length;
	int rc = 0;

	if (strlen(path) >= PATH_MAX)
		return -ENAMETOOLONG;
	for (name = path; rc == 0 && *name; name += length + strspn(name + length, "/")) {
		length = strcspn(name, "/");
		if (length == 2 && strncmp(name, "..", 2) == 0)
			rc = take_back(dirfd, steps, walk);
		else if (length != 1 || *name != '.')
			add_step(steps, name, length);
	}
	/* a slash, "." or ".." at the end asks for a directory */
	if (rc == 0 && (!steps->length || !ends_with_name(path)))
		add_step(steps, ".", 1);
	return rc;
}

static bool has_dotdot(const char *path)
{
	const char *at = path;

	while ((at = strstr(at, ".."))) {
		if ((at == path || at[-1] == '/') && (at[2] == '/' || at[2] == '\0'))
			return true;
		at += 2;
	}
	return false;
}

static int open_with_dotdot(int dirfd, const char *path, int flags, enum pns_walk walk)
{
	struct steps steps = { .length = 0 };
	int rc = walk_back(dirfd, path, walk, &steps);

	return rc < 0 ? rc : open_forward(dirfd, steps.path, flags, walk);
}

int pns_open_beneath(int dirfd, const char *path, int flags, enum pns_walk walk)
{
	return has_dotdot(path) ? open_with_dotdot(dirfd, path, flags, walk) : open_forward(dirfd, path, flags, walk);
}

bool pns_has_openat2(void)
{
	struct pns_open_how how = { .flags = O_PATH | O_CLOEXEC };
	_cleanup_close_ int fd = pns_sys_openat2(AT_FDCWD, "/", &how);

	return fd >= 0;
}

bool pns_is_path_of(const char *path, const char *name)
{
	_cleanup_free_ char *real = realpath(name, NULL);

	return real && strcmp(real, path) == 0;
}
