/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Fills the namespaces of the caller, faster than a shell could.
 *
 *   populate mounts COUNT DIR		a procfs on each of DIR/1, DIR/2, ...
 *   populate stack COUNT DIR		COUNT procfs on DIR, each on top of the one before
 *   populate processes COUNT		processes beside the caller's
 *   populate containers COUNT [PROCESSES [PROCFS DIR]]
 *					PID namespaces with PROCESSES (1) each. Where PROCFS (0) is not 0, each has a
 *					mount namespace too, with a procfs on /proc and on each of DIR/1 to
 *					DIR/PROCFS-1, which must exist, and no other on /proc
 *
 * The last two print the PID of each child (of init of each namespace), then "ready", and wait to be killed;
 * what they made dies with them.
 */
#include "../tests/helpers/helper.h"

#include <sys/mount.h>

struct containers {
	int count;
	int processes;
	int procfs;
	const char *dir;
	int ready[2];		/* each init writes a byte when it has everything */
};

static int count_or_die(const char *text)
{
	return (int) number_or_die(text, "number", 1, 1000000);
}

static void mount_procfs(const char *dir)
{
	if (mount("proc", dir, "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0)
		die("cannot mount a procfs on %s", dir);
}

static void numbered(char *path, size_t size, const char *dir, int number)
{
	if (snprintf(path, size, "%s/%d", dir, number) >= (int) size)
		die("%s: too long", dir);
}

static void make_mounts(int count, const char *dir)
{
	char path[4096];

	for (int i = 1; i <= count; i++) {
		numbered(path, sizeof(path), dir, i);
		if (mkdir(path, 0755) < 0 && errno != EEXIST)
			die("cannot make %s", path);
		mount_procfs(path);
	}
}

/* A path leads through the whole stack: the way from the top goes by descriptor */
static void make_stack(int count, const char *dir)
{
	int top = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);

	for (int i = 0; i < count; i++) {
		int fs = fsopen("proc", FSOPEN_CLOEXEC), mnt;

		if (top < 0 || fs < 0 || fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
			die("cannot make a procfs");
		mnt = fsmount(fs, FSMOUNT_CLOEXEC, 0);
		if (mnt < 0 || move_mount(mnt, "", top, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) < 0)
			die("cannot stack a procfs on %s", dir);
		close(fs);
		close(top);
		top = mnt;
	}
}

__attribute__((noreturn))
static void sleep_for_ever(void)
{
	for (;;)
		pause();
}

static void make_processes(int count)
{
	for (int i = 0; i < count; i++) {
		pid_t pid = fork_with(0, 0);

		if (pid < 0)
			die("cannot fork");
		if (pid == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			sleep_for_ever();
		}
		printf("%d\n", (int) pid);
	}
}

__attribute__((noreturn))
static void init_main(const struct containers *c)
{
	char path[4096];

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (c->procfs && umount2("/proc", MNT_DETACH) < 0)
		die("cannot unmount /proc");
	if (c->procfs)
		mount_procfs("/proc");
	for (int i = 1; i < c->procfs; i++) {
		numbered(path, sizeof(path), c->dir, i);
		mount_procfs(path);
	}
	for (int i = 1; i < c->processes; i++) {
		pid_t pid = fork_with(0, 0);

		if (pid < 0)
			die("cannot fork");
		if (pid == 0)
			sleep_for_ever();
	}
	if (write(c->ready[1], "x", 1) != 1)
		die("cannot report");
	close(c->ready[1]);
	sleep_for_ever();
}

static void wait_for_all(struct containers *c)
{
	char bytes[4096];
	ssize_t n;
	int ready = 0;

	close(c->ready[1]);
	while (ready < c->count && (n = read(c->ready[0], bytes, sizeof(bytes))) > 0)
		ready += (int) n;
	errno = 0;
	if (ready < c->count)
		die("only %d of %d namespaces came up", ready, c->count);
}

static void make_containers(struct containers *c)
{
	uint64_t flags = CLONE_NEWPID | (c->procfs ? CLONE_NEWNS : 0);

	if (pipe2(c->ready, O_CLOEXEC) < 0)
		die("pipe");
	for (int i = 0; i < c->count; i++) {
		pid_t pid = fork_with(flags, 0);

		if (pid < 0)
			die("cannot make a PID namespace");
		if (pid == 0)
			init_main(c);
		printf("%d\n", (int) pid);
	}
	wait_for_all(c);
}

__attribute__((noreturn))
static void hold(void)
{
	if (puts("ready") < 0 || fflush(stdout) != 0)
		die("cannot write");
	sleep_for_ever();
}

int main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[1] : "";
	struct containers c = { .processes = 1 };

	if (strcmp(what, "mounts") == 0 && argc == 4) {
		make_mounts(count_or_die(argv[2]), argv[3]);
	} else if (strcmp(what, "stack") == 0 && argc == 4) {
		make_stack(count_or_die(argv[2]), argv[3]);
	} else if (strcmp(what, "processes") == 0 && argc == 3) {
		make_processes(count_or_die(argv[2]));
		hold();
	} else if (strcmp(what, "containers") == 0 && argc <= 6 && argc != 5) {
		c.count = count_or_die(argv[2]);
		c.processes = argc > 3 ? count_or_die(argv[3]) : 1;
		c.procfs = argc > 4 ? count_or_die(argv[4]) : 0;
		c.dir = argc > 4 ? argv[5] : NULL;
		make_containers(&c);
		hold();
	} else {
		fputs("Usage: populate mounts|stack COUNT DIR\n"
		      "       populate processes COUNT\n"
		      "       populate containers COUNT [PROCESSES [PROCFS DIR]]\n", stderr);
		return HELPER_FAILED;
	}
	return 0;
}
