/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Opens and closes FILE as fast as it can until SIGTERM, then says how often that
 * worked: the witness for "there was never a moment without this file".
 *
 * Why not a shell: it opens some ten thousand times a second at best, and a gap of
 * a few microseconds must be seen.
 *
 * Prints "ready" after the first try, at the end opens=N failures=M first=ERRNO,
 * where "first" is the errno name of the first failure, or "none".
 */
#include "helper.h"

static volatile sig_atomic_t ended;

static void on_end(int sig)
{
	(void) sig;
	ended = 1;
}

int main(int argc, char **argv)
{
	struct sigaction sa = { .sa_handler = on_end };
	uint64_t opens = 0, failures = 0;
	int first = 0;

	if (argc != 2) {
		fputs("Usage: open-loop FILE\n", stderr);
		return HELPER_FAILED;
	}
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	sigaction(SIGTERM, &sa, NULL);
	do {
		int fd = open(argv[1], O_RDONLY | O_CLOEXEC);

		if (fd >= 0)
			close(fd);
		else if (failures++ == 0)
			first = errno;
		if (opens++ == 0) {
			puts("ready");
			fflush(stdout);
		}
	} while (!ended);
	printf("opens=%" PRIu64 " failures=%" PRIu64 " first=%s\n", opens, failures, errno_name(first));
	return fflush(stdout) == 0 ? 0 : HELPER_FAILED;
}
