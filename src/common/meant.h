/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_MEANT_H
#define PNS_COMMON_MEANT_H
/*
 * Operands that are none, and what was probably meant by them: where a path is expected, the hand has written a
 * reference to a namespace, or a command.
 */
#include <stdbool.h>

enum meant {
	MEANT_PATH,		/* nothing that speaks against it */
	MEANT_PROCESS,		/* a PID, PID:INODE or /proc/PID */
	MEANT_PIDNS,		/* another reference to a PID namespace, or its namespace file */
	MEANT_MOUNTNS,		/* the namespace file of a mount namespace */
	MEANT_USERNS,
	MEANT_COMMAND,		/* a program that PATH or the path itself leads to */
};

/*
 * What @operand is where a path of a procfs or a mount point should be. A word that a file has as its name is a path.
 */
enum meant meant_of(const char *operand);

/* Whether there is a file of that name for the caller. */
bool meant_exists(const char *path);

#endif /* PNS_COMMON_MEANT_H */
