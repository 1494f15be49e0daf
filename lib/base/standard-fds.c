// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "base/standard-fds.h"

#include <fcntl.h>
#include <unistd.h>

void pns_fill_standard_fds(void)
{
	int fd;

	/* open(2) gives the lowest free number: all below @fd are taken */
	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/", O_PATH | O_CLOEXEC) != fd)
			return;
}

bool pns_is_filled(int fd)
{
	/* no inherited descriptor is close-on-exec */
	return fd >= STDIN_FILENO && fd <= STDERR_FILENO && (fcntl(fd, F_GETFD) & FD_CLOEXEC);
}
