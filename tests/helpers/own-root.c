/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Runs COMMAND with the present root directory as the root of the mount namespace, which
 * must be the caller's own. In a chroot "/" is a directory inside of some mount: nothing
 * there can be made private, and no user namespace can be made at all.
 *
 * Why not a shell: pivot_root(2) refuses in a chroot, and only setns(2) leads out of it.
 */
#include "helper.h"

#include <limits.h>
#include <sched.h>
#include <sys/mount.h>

static void check(bool good, const char *what)
{
	if (good)
		return;
	perror(what);
	exit(HELPER_FAILED);
}

/* Entering the own mount namespace once more leads to its root */
static void leave_chroot(void)
{
	int ns = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);

	check(ns >= 0 && setns(ns, CLONE_NEWNS) == 0, "setns");
	close(ns);
	check(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0, "mount: private");
}

int main(int argc, char **argv)
{
	char cwd[PATH_MAX], place[PATH_MAX];
	int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (argc < 2) {
		fputs("Usage: own-root COMMAND [ARGUMENT...]\n", stderr);
		return HELPER_FAILED;
	}
	check(root >= 0 && getcwd(cwd, sizeof(cwd)), "getcwd");
	leave_chroot();
	check(fchdir(root) == 0 && mount(".", ".", NULL, MS_BIND | MS_REC, NULL) == 0, "mount: bind");
	/* by its path: "." is what the new mount covers */
	check(getcwd(place, sizeof(place)) && chdir(place) == 0, "chdir");
	check(syscall(SYS_pivot_root, ".", ".") == 0, "pivot_root");
	check(umount2(".", MNT_DETACH) == 0 && chdir(cwd) == 0, "umount");
	exec_or_die(argv + 1);
}
