/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_CLI_H
#define PNS_COMMON_CLI_H
/*
 * What all tools have in common towards the user: start-up, exit statuses, standard output that is not taken.
 */
#include "common/message.h"

/* Exit statuses; an interface, documented in each manual page. */
enum cli_exit {
	CLI_EXIT_OK = 0,
	CLI_EXIT_USAGE = 1,		/* usage, or a bad argument */
	CLI_EXIT_SYSTEM = 2,		/* memory, fork */
	CLI_EXIT_MOUNT = 32,		/* the mount was refused or failed, as of mount(8) */
	CLI_EXIT_SOME = 64,		/* some of several failed */
	CLI_EXIT_TOOL = 125,		/* with COMMAND: the tool itself failed */
	CLI_EXIT_NOT_EXECUTABLE = 126,
	CLI_EXIT_NOT_FOUND = 127,
	CLI_EXIT_SIGNAL = 128,		/* plus the signal number */
};

/*
 * Locale, messages, and a check at exit that standard output took everything: a full disk, or a
 * closed pipe or descriptor, ends with status CLI_EXIT_USAGE if anything was printed.
 */
void cli_init(void);

/* Say that standard output did not take what was printed. @rc: -errno */
void cli_write_error(int rc);

/* Write out what was printed so far. Returns 0, or -errno, and then it is given up: no check at exit finds it. */
int cli_flush(void);

/* "Try 'tool --help' for more information." on standard error; returns CLI_EXIT_USAGE. */
int cli_try_help(void);

void cli_print_version(void);

/* The name of an errno, such as "EPERM"; "E?" for one that no kernel interface here returns. */
const char *cli_errno_name(int err);

#endif /* PNS_COMMON_CLI_H */
