/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Runs COMMAND with descriptors in non-blocking mode, as a parent leaves them that has its own use for that:
 *
 *   nonblock FD... -- COMMAND [ARGUMENT...]
 *
 * Why not a shell: none can set O_NONBLOCK.
 */
#include "helper.h"

#include <err.h>

int main(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		int fd = atoi(argv[i]), flags = fcntl(fd, F_GETFL);

		if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
			err(HELPER_FAILED, "%s", argv[i]);
	}
	if (i + 1 >= argc)
		errx(HELPER_FAILED, "Usage: nonblock FD... -- COMMAND [ARGUMENT...]");
	execvp(argv[i + 1], argv + i + 1);
	err(HELPER_FAILED, "%s", argv[i + 1]);
}
