/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Mounts a procfs on each of DIRECTORY/0 to DIRECTORY/(N-1), as fast as the kernel can.
 *
 *   mount-burst N DIRECTORY
 *
 * Why not a shell: a mount(8) for each is a millisecond, a burst is what comes between two
 * looks at the mount table.
 */
#include "helper.h"

#include <sys/mount.h>

int main(int argc, char **argv)
{
	char path[4096];
	int count;

	if (argc != 3) {
		fputs("Usage: mount-burst N DIRECTORY\n", stderr);
		return HELPER_FAILED;
	}
	count = (int) number_or_die(argv[1], "number", 1, 1000000);
	for (int i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "%s/%d", argv[2], i);
		if (mount("proc", path, "proc", 0, NULL) < 0)
			die("cannot mount on %s", path);
	}
	return 0;
}
