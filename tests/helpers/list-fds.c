/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Prints the descriptors it was started with, one a line: number, type, detail.  Run
 * as COMMAND of a tool it shows what that tool passes on.
 *
 * Why not a shell: a shell opens, moves and closes descriptors of its own, and
 * /proc/self/fd needs a /proc, which may be the very thing under test.
 *
 *   0 char 1:3        3 nsfs pid:[4026531836]     4 procfs-root inode:1 path-only
 *
 * Types: nsfs, pidfd, procfs-root, procfs, dir, file, symlink, pipe, socket, char,
 * block, anon.
 */
#include "helper.h"

#include <sys/ioctl.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

enum { LAST_FD = 1023 };

static const char *ns_word(int fd)
{
	/* NS_GET_NSTYPE; -1 on a descriptor made by O_PATH */
	switch (ioctl(fd, _IO(0xb7, 3))) {
	case CLONE_NEWPID: return "pid";
	case CLONE_NEWNS: return "mnt";
	case CLONE_NEWUSER: return "user";
	case CLONE_NEWNET: return "net";
	case CLONE_NEWUTS: return "uts";
	case CLONE_NEWIPC: return "ipc";
	case CLONE_NEWCGROUP: return "cgroup";
	default: return "?";
	}
}

/* A pidfd before pidfs (6.9) is an anonymous inode like many others: ask the kernel */
static bool is_pidfd(int fd, long fs)
{
	if (fs == HELPER_PIDFS_MAGIC)
		return true;
	return syscall(SYS_pidfd_send_signal, fd, 0, NULL, 0) == 0 || errno == ESRCH || errno == EPERM;
}

static const char *word_by_mode(const struct stat *st)
{
	switch (st->st_mode & S_IFMT) {
	case S_IFDIR: return "dir";
	case S_IFREG: return "file";
	case S_IFLNK: return "symlink";
	case S_IFIFO: return "pipe";
	case S_IFSOCK: return "socket";
	case S_IFCHR: return "char";
	case S_IFBLK: return "block";
	default: return "anon";
	}
}

static void print_fd(int fd, int flags)
{
	const char *tail = flags & O_PATH ? " path-only" : "";
	struct statfs fs = { .f_type = 0 };
	struct stat st;

	if (fstat(fd, &st) < 0 || fstatfs(fd, &fs) < 0) {
		printf("%d unknown %s%s\n", fd, errno_name(errno), tail);
		return;
	}
	if (fs.f_type == HELPER_NSFS_MAGIC)
		printf("%d nsfs %s:[%ju]%s\n", fd, ns_word(fd), (uintmax_t) st.st_ino, tail);
	else if (fs.f_type == HELPER_PROC_MAGIC)
		printf("%d procfs%s inode:%ju%s\n", fd, st.st_ino == 1 ? "-root" : "", (uintmax_t) st.st_ino, tail);
	else if (S_ISCHR(st.st_mode) || S_ISBLK(st.st_mode))
		printf("%d %s %u:%u%s\n", fd, word_by_mode(&st), major(st.st_rdev), minor(st.st_rdev), tail);
	else if (!S_ISDIR(st.st_mode) && is_pidfd(fd, fs.f_type))
		printf("%d pidfd inode:%ju%s\n", fd, (uintmax_t) st.st_ino, tail);
	else
		printf("%d %s inode:%ju%s\n", fd, word_by_mode(&st), (uintmax_t) st.st_ino, tail);
}

int main(void)
{
	for (int fd = 0; fd <= LAST_FD; fd++) {
		int flags = fcntl(fd, F_GETFL);

		if (flags >= 0)
			print_fd(fd, flags);
	}
	return fflush(stdout) == 0 ? 0 : HELPER_FAILED;
}
