/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * One mount: a procfs of the PID namespace NSFILE on DIR.
 *
 *   floor-mount NSFILE DIR
 */
#include "floor.h"

#include <sys/mount.h>

int main(int argc, char **argv)
{
	int nsfd = open(argc == 3 ? argv[1] : "", O_RDONLY | O_CLOEXEC);
	int fs = fsopen("proc", FSOPEN_CLOEXEC), mnt;

	if (nsfd < 0 || fs < 0 || fsconfig(fs, FSCONFIG_SET_FD, "pidns", NULL, nsfd) < 0 ||
	    fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
		die("cannot make a procfs");
	mnt = fsmount(fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
	if (mnt < 0 || move_mount(mnt, "", AT_FDCWD, argv[2], MOVE_MOUNT_F_EMPTY_PATH) < 0)
		die("cannot mount it");
	return 0;
}
