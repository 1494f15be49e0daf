/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * A process whose first thread has ended while a second one goes on, until standard input ends.
 *
 * Why not a shell: a shell has one thread.
 */
#include "helper.h"

#include <pthread.h>

__attribute__((noreturn))
static void *wait_for_end(void *unused)
{
	char c;

	(void) unused;
	while (read(STDIN_FILENO, &c, 1) > 0)
		;
	exit(0);
}

int main(void)
{
	pthread_t thread;

	errno = pthread_create(&thread, NULL, wait_for_end, NULL);
	if (errno)
		die("cannot start a thread");
	/* not exit_group(2), and nothing of the thread's is cleaned up */
	syscall(SYS_exit, 0);
	return HELPER_FAILED;
}
