/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Runs COMMAND in a Landlock domain that restricts nothing but the making of sockets; that
 * every domain denies changes of the mounts is what the tests want.
 *
 * Why not a shell: nothing in Debian 12 enters a Landlock domain from the command line.
 * Exit status 77: this kernel has no Landlock (5.13), or it is switched off.
 */
#include "helper.h"

#include <sys/prctl.h>

enum {
	SYS_CREATE_RULESET = 444,	/* landlock_create_ruleset, 5.13, all architectures but alpha */
	SYS_RESTRICT_SELF = 446,	/* landlock_restrict_self */
	ACCESS_FS_MAKE_SOCK = 1 << 9,	/* linux/landlock.h */
};

int main(int argc, char **argv)
{
	uint64_t handled = ACCESS_FS_MAKE_SOCK;
	int ruleset;

	if (argc < 2) {
		fputs("Usage: landlock COMMAND [ARGUMENT...]\n", stderr);
		return HELPER_FAILED;
	}
	ruleset = (int) syscall(SYS_CREATE_RULESET, &handled, sizeof(handled), 0);
	if (ruleset < 0)
		return HELPER_UNSUPPORTED;
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (syscall(SYS_RESTRICT_SELF, ruleset, 0) < 0) {
		perror("landlock_restrict_self");
		return HELPER_FAILED;
	}
	close(ruleset);
	exec_or_die(argv + 1);
}
