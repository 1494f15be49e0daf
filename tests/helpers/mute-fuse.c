/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * mute-fuse DIR COMMAND [ARGUMENT...]: run COMMAND in a mount namespace where a FUSE is mounted on DIR whose
 * server never answers. Who asks it anything waits until it is killed: after 10 seconds, with status 137.
 *
 * Why not a shell: it has to keep the descriptor of /dev/fuse to itself, and opens files in /proc.
 *
 * Exit status: that of COMMAND, 77 where no FUSE can be mounted.
 */
#include "helper.h"

#include <sched.h>
#include <sys/mount.h>

#define PATIENCE_MS 10000

static int mount_fuse(const char *dir)
{
	int fd = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	char options[96];

	if (fd < 0)
		return -1;
	snprintf(options, sizeof(options), "fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other", fd);
	return mount("mute-fuse", dir, "fuse", MS_NOSUID | MS_NODEV, options);
}

static int wait_for(pid_t pid)
{
	struct pollfd ended = { .fd = (int) syscall(SYS_pidfd_open, pid, 0), .events = POLLIN };
	int status;

	if (ended.fd < 0)
		die("pidfd_open");
	if (poll(&ended, 1, PATIENCE_MS) == 0)
		kill(pid, SIGKILL);
	if (waitpid(pid, &status, 0) != pid)
		die("waitpid");
	return shell_status(status);
}

int main(int argc, char **argv)
{
	pid_t pid;

	if (argc < 3) {
		fputs("Usage: mute-fuse DIR COMMAND [ARGUMENT...]\n", stderr);
		return HELPER_FAILED;
	}
	if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		die("unshare");
	if (mount_fuse(argv[1]) < 0) {
		fprintf(stderr, "mute-fuse: %s: %s\n", argv[1], strerror(errno));
		return HELPER_UNSUPPORTED;
	}
	pid = fork();
	if (pid < 0)
		die("fork");
	if (pid == 0)
		exec_or_die(argv + 2);
	return wait_for(pid);
}
