/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * The PID of init of the PID namespace of each PID: two ioctls and a pidfd. Prints it.
 *
 *   floor-init PID...
 */
#include "floor.h"

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		char path[64];
		int nsfd, pidfd, pid;

		snprintf(path, sizeof(path), "/proc/%s/ns/pid", argv[i]);
		nsfd = open(path, O_RDONLY | O_CLOEXEC);
		pid = ioctl(nsfd, FLOOR_PID_FROM_PIDNS, 1);
		pidfd = (int) syscall(SYS_pidfd_open, pid, 0);
		if (pid <= 0 || pidfd < 0 || ioctl(nsfd, FLOOR_PID_FROM_PIDNS, 1) != pid)
			die("%s: no init", argv[i]);
		printf("%d\n", pid);
		close(pidfd);
		close(nsfd);
	}
	return 0;
}
