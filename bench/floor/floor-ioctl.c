/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * COUNT translations of the PIDs 1 to LARGEST from the PID namespace NSFILE, without input or
 * output: the bare ioctl. Prints how many were answered.
 *
 *   floor-ioctl NSFILE COUNT LARGEST
 */
#include "floor.h"

int main(int argc, char **argv)
{
	int nsfd = open(argc == 4 ? argv[1] : "", O_RDONLY | O_CLOEXEC);
	int count = nsfd < 0 ? 0 : atoi(argv[2]), answers = 0;

	if (nsfd < 0)
		die("no namespace");
	for (int i = 0; i < count; i++)
		answers += ioctl(nsfd, FLOOR_PID_FROM_PIDNS, i % atoi(argv[3]) + 1) > 0;
	printf("%d\n", answers);
	return 0;
}
