/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Runs COMMAND under a seccomp filter that makes system calls fail, so that every
 * fallback of the tools is run on a kernel that would not need it.
 *
 *   deny [-e ERRNO] CALL... -- COMMAND [ARGUMENT...]
 *
 * CALL as in filter.h.  ERRNO (ENOSYS), for the calls behind it, is a name or number.
 *
 *   deny fsopen -- mount-procns ...
 *   deny -e ENOTTY ioctl:1=0xb706 -- ...			one ioctl
 *   deny -e EPERM 'unshare:0&0x20000000=0x20000000' -- ...	one clone flag
 *
 * Why not a shell: nothing in Debian loads a seccomp filter from the command line.
 */
#include "filter.h"

int main(int argc, char **argv)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
	int i = 1, err = ENOSYS;
	struct call call;

	errno = 0;
	if (!ctx)
		die("seccomp_init failed");
	for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "-e") == 0 && i + 1 < argc) {
			err = errno_by_name(argv[++i]);
			continue;
		}
		parse_call(&call, argv[i]);
		add_rule(ctx, SCMP_ACT_ERRNO((unsigned) err), &call, argv[i]);
	}
	if (i + 1 >= argc) {
		fputs("Usage: deny [-e ERRNO] CALL... -- COMMAND [ARGUMENT...]\n", stderr);
		return HELPER_FAILED;
	}
	load_filter(ctx);
	seccomp_release(ctx);
	exec_or_die(argv + i + 1);
}
