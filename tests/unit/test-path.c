// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * The bounded walk, by openat2(2) and, when a bats test denies that, by the walk that stands in for it:
 * both have to give the same answers.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/beneath.h"
#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "base/mount-id.h"
#include "process/procfs-root.h"
#include "tap.h"

/* Whether @path is a symbolic link that the walk gives to who asks for the link itself; -errno of the walk */
static int gives_link(int dirfd, const char *path, enum pns_walk walk)
{
	_cleanup_close_ int fd = pns_open_beneath(dirfd, path, O_PATH | O_NOFOLLOW, walk);
	struct stat st;

	if (fd < 0)
		return fd;
	return fstat(fd, &st) == 0 && S_ISLNK(st.st_mode);
}

static int open_and_close(int dirfd, const char *path, enum pns_walk walk)
{
	_cleanup_close_ int fd = pns_open_beneath(dirfd, path, O_PATH, walk);

	return fd < 0 ? fd : 0;
}

/* Make directory/a/b, directory/link -> a, directory/a/file. */
static int make_tree(char *directory)
{
	_cleanup_close_ int file = PNS_NO_FD;
	int fd = PNS_NO_FD;

	if (mkdtemp(directory))
		fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || mkdirat(fd, "a", 0700) < 0 || mkdirat(fd, "a/b", 0700) < 0 ||
	    symlinkat("a", fd, "link") < 0)
		return PNS_NO_FD;
	file = openat(fd, "a/file", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	return fd;
}

static void remove_tree(const char *directory, int fd)
{
	unlinkat(fd, "a/file", 0);
	unlinkat(fd, "a/b", AT_REMOVEDIR);
	unlinkat(fd, "a", AT_REMOVEDIR);
	unlinkat(fd, "link", 0);
	rmdir(directory);
}

static int same_file(int one, int other)
{
	struct stat a, b;

	return fstat(one, &a) == 0 && fstat(other, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static int leads_to(int dirfd, const char *path, enum pns_walk walk, const char *wanted)
{
	_cleanup_close_ int fd = pns_open_beneath(dirfd, path, O_PATH, walk);
	_cleanup_close_ int other = openat(dirfd, wanted, O_PATH | O_NOFOLLOW | O_CLOEXEC);

	return fd < 0 ? fd : same_file(fd, other);
}

static void test_dotdot(int fd)
{
	is_int(open_and_close(fd, "..", PNS_WALK_ANY_MOUNT), -EXDEV, "..: not above the start");
	is_int(open_and_close(fd, "a/../..", PNS_WALK_SAME_MOUNT), -EXDEV, "..: nor by way of a directory");
	is_int(leads_to(fd, "..", PNS_WALK_IN_ROOT, "."), 1, "..: of a root it is itself");
	is_int(leads_to(fd, "../../a/b", PNS_WALK_IN_ROOT, "a/b"), 1, "..: and so on");
	is_int(leads_to(fd, "a/b/..", PNS_WALK_SAME_MOUNT, "a"), 1, "..: at the end");
	is_int(leads_to(fd, "a/b/../", PNS_WALK_ANY_MOUNT, "a"), 1, "..: with a slash");
	is_int(leads_to(fd, "a/../a/./..//a/b/../file", PNS_WALK_ANY_MOUNT, "a/file"), 1, "..: more than once");
	is_int(leads_to(fd, "a/..", PNS_WALK_ANY_MOUNT, "."), 1, "..: back at the start");
	is_int(leads_to(fd, "a/..b", PNS_WALK_ANY_MOUNT, "."), -ENOENT, "..: in a name it is none");
	is_int(open_and_close(fd, "a/none/..", PNS_WALK_ANY_MOUNT), -ENOENT, "..: of what is missing");
	is_int(open_and_close(fd, "a/file/..", PNS_WALK_ANY_MOUNT), -ENOTDIR, "..: of a file");
	is_int(open_and_close(fd, "a/../a/file/", PNS_WALK_ANY_MOUNT), -ENOTDIR, "..: a file is no directory");
	is_int(open_and_close(fd, "a/../a/file/.", PNS_WALK_ANY_MOUNT), -ENOTDIR, "..: in either way");
	is_int(open_and_close(fd, "link/..", PNS_WALK_ANY_MOUNT), -ELOOP, "..: of a symbolic link");
}

static void test_tree(void)
{
	char directory[] = "/tmp/test-path.XXXXXX";
	_cleanup_close_ int fd = make_tree(directory);
	_cleanup_close_ int readable = PNS_NO_FD;

	ok(fd >= 0, "tree: made");
	is_int(open_and_close(fd, "a/b", PNS_WALK_SAME_MOUNT), 0, "tree: a directory");
	is_int(open_and_close(fd, "a//b/", PNS_WALK_SAME_MOUNT), 0, "tree: more slashes");
	is_int(open_and_close(fd, ".", PNS_WALK_SAME_MOUNT), 0, "tree: itself");
	is_int(open_and_close(fd, "a/file", PNS_WALK_ANY_MOUNT), 0, "tree: a file");
	is_int(open_and_close(fd, "a/none", PNS_WALK_ANY_MOUNT), -ENOENT, "tree: missing");
	is_int(open_and_close(fd, "link", PNS_WALK_ANY_MOUNT), -ELOOP, "tree: a symbolic link at the end");
	is_int(open_and_close(fd, "link/b", PNS_WALK_ANY_MOUNT), -ELOOP, "tree: a symbolic link in between");
	is_int(gives_link(fd, "link", PNS_WALK_SAME_MOUNT), 1, "tree: the link itself where it is asked for");
	is_int(gives_link(fd, "link/b", PNS_WALK_ANY_MOUNT), -ELOOP, "tree: only at the end");
	is_int(gives_link(fd, "a", PNS_WALK_ANY_MOUNT), 0, "tree: what is no link is opened as ever");
	test_dotdot(fd);
	readable = pns_open_beneath(fd, "a/file", O_RDONLY, PNS_WALK_ANY_MOUNT);
	ok(readable >= 0 && (fcntl(readable, F_GETFD) & FD_CLOEXEC), "tree: closed by execve");
	remove_tree(directory, fd);
}

static void test_procfs(void)
{
	_cleanup_close_ int root = pns_procfs_open("/proc");
	char path[64];
	pid_t self;

	ok(root >= 0, "procfs: /proc is one");
	self = pns_procfs_self(root);
	ok(self > 0, "procfs: shows this process");
	snprintf(path, sizeof(path), "%d/status", (int)self);
	is_int(open_and_close(root, path, PNS_WALK_SAME_MOUNT), 0, "procfs: a file of a process");
	is_int(open_and_close(root, "self/status", PNS_WALK_SAME_MOUNT), -ELOOP,
	       "procfs: self is a symbolic link");
	snprintf(path, sizeof(path), "%d/ns/pid", (int)self);
	is_int(open_and_close(root, path, PNS_WALK_ANY_MOUNT), -ELOOP, "procfs: a magic link");
	is_int(gives_link(root, path, PNS_WALK_SAME_MOUNT), 1, "procfs: the magic link itself where it is asked for");
	snprintf(path, sizeof(path), "%d/root/etc", (int)self);
	is_int(open_and_close(root, path, PNS_WALK_ANY_MOUNT), -ELOOP, "procfs: through a magic link");
	is_int(pns_procfs_open("/"), -ENODEV, "procfs: / is none");
	is_int(pns_procfs_open("/proc/self"), -ENODEV, "procfs: nor is a directory in it");
}

/* /proc is another mount than the root. */
static void test_mounts(void)
{
	_cleanup_close_ int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	_cleanup_close_ int proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
	uint64_t of_root, of_proc;

	is_int(open_and_close(root, "proc", PNS_WALK_ANY_MOUNT), 0, "mount: crossed");
	is_int(open_and_close(root, "proc", PNS_WALK_SAME_MOUNT), -EXDEV, "mount: not crossed at the end");
	is_int(open_and_close(root, "proc/sys", PNS_WALK_SAME_MOUNT), -EXDEV, "mount: nor in between");
	is_int(open_and_close(root, "proc/..", PNS_WALK_SAME_MOUNT), -EXDEV, "mount: nor there and back");
	is_int(leads_to(root, "proc/sys/../..", PNS_WALK_ANY_MOUNT, "."), 1, "mount: left by ..");
	is_int(pns_mount_identity(root, &of_root), 0, "mount: identity of /");
	is_int(pns_mount_identity(proc, &of_proc), 0, "mount: identity of /proc");
	ok(of_root != of_proc, "mount: they differ");
	is_int(pns_is_mount_root(proc), 1, "mount: /proc is the root of its mount");
}

int main(void)
{
	test_tree();
	test_procfs();
	test_mounts();
	return done_testing();
}
