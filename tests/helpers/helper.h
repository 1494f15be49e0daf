/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * What the test helpers share: dying, numbers, errno names, raw clone3, waiting
 * for the end of the test.  Deliberately uses nothing of lib/, so that a wrong
 * constant there cannot be wrong here in the same way.
 */
#ifndef TESTS_HELPER_H
#define TESTS_HELPER_H

#ifndef _GNU_SOURCE
# define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/sched.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef CLONE_NEWUSER
# define CLONE_NEWUSER 0x10000000
#endif

/* Exit statuses of the helpers themselves */
enum {
	HELPER_FAILED = 125,		/* as in env(1): the helper itself failed */
	HELPER_CANNOT_EXEC = 126,
	HELPER_NOT_FOUND = 127,
	HELPER_UNSUPPORTED = 77,	/* this kernel cannot make that state */
};

/* Values from the UAPI headers of Linux 6.18, missing in older ones */
#define HELPER_NSFS_MAGIC	0x6e736673	/* linux/magic.h */
#define HELPER_PROC_MAGIC	0x9fa0
#define HELPER_PIDFS_MAGIC	0x50494446	/* 6.9 */
#define HELPER_PIDFD_GET_PID_NS			_IO(0xff, 5)	/* linux/pidfd.h, 6.11 */
#define HELPER_PIDFD_GET_PID_FOR_CHILDREN_NS	_IO(0xff, 6)

__attribute__((noreturn, format(printf, 1, 2)))
static inline void die(const char *fmt, ...)
{
	int saved = errno;
	va_list ap;

	fprintf(stderr, "%s: ", program_invocation_short_name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	if (saved)
		fprintf(stderr, ": %s", strerror(saved));
	fputc('\n', stderr);
	_exit(HELPER_FAILED);
}

static const struct {
	int value;
	const char *name;
} helper_errnos[] = {
	{ E2BIG, "E2BIG" }, { EACCES, "EACCES" }, { EAGAIN, "EAGAIN" },
	{ EBADF, "EBADF" }, { EBUSY, "EBUSY" }, { ECHILD, "ECHILD" },
	{ EEXIST, "EEXIST" }, { EFAULT, "EFAULT" }, { EINTR, "EINTR" },
	{ EINVAL, "EINVAL" }, { EIO, "EIO" }, { EISDIR, "EISDIR" },
	{ ELOOP, "ELOOP" }, { EMFILE, "EMFILE" }, { ENFILE, "ENFILE" },
	{ ENODEV, "ENODEV" }, { ENOENT, "ENOENT" }, { ENOMEM, "ENOMEM" },
	{ ENOSPC, "ENOSPC" }, { ENOSYS, "ENOSYS" }, { ENOTDIR, "ENOTDIR" },
	{ ENOTTY, "ENOTTY" }, { ENXIO, "ENXIO" }, { EOPNOTSUPP, "EOPNOTSUPP" },
	{ EPERM, "EPERM" }, { EPIPE, "EPIPE" }, { EREMOTE, "EREMOTE" },
	{ EROFS, "EROFS" }, { ESRCH, "ESRCH" }, { ESTALE, "ESTALE" },
	{ EUSERS, "EUSERS" }, { EXDEV, "EXDEV" },
};

#define HELPER_COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Name of @err for reports: no locale, unlike strerror() */
static inline const char *errno_name(int err)
{
	for (size_t i = 0; i < HELPER_COUNT(helper_errnos); i++)
		if (helper_errnos[i].value == err)
			return helper_errnos[i].name;
	return err ? "UNKNOWN" : "none";
}

/* A number from @min to @max, decimal or 0x...; dies on anything else */
static inline uint64_t number_or_die(const char *text, const char *what, uint64_t min, uint64_t max)
{
	char *end = NULL;
	uint64_t n;

	errno = 0;
	n = strtoull(text, &end, 0);
	if (errno || end == text || *end || text[0] < '0' || text[0] > '9' || n < min || n > max) {
		errno = 0;
		die("%s: not a valid %s", text, what);
	}
	return n;
}

static inline void write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		die("cannot write %s", path);
	close(fd);
}

/* In a new user namespace: be root there, @uid and @gid outside */
static inline void map_root(uid_t uid, gid_t gid)
{
	char text[64];

	write_text("/proc/self/setgroups", "deny");
	snprintf(text, sizeof(text), "0 %u 1", (unsigned) uid);
	write_text("/proc/self/uid_map", text);
	snprintf(text, sizeof(text), "0 %u 1", (unsigned) gid);
	write_text("/proc/self/gid_map", text);
}

/*
 * fork() with CLONE_NEW* @flags, as PID @tid in the innermost namespace unless 0.
 * Goes around libc: fine for children that only run code of this program or exec.
 */
static inline pid_t fork_with(uint64_t flags, pid_t tid)
{
	struct clone_args args = { .flags = flags, .exit_signal = SIGCHLD };

	if (tid) {
		args.set_tid = (uintptr_t) &tid;
		args.set_tid_size = 1;
	}
	return (pid_t) syscall(SYS_clone3, &args, sizeof(args));
}

/* Inode of the namespace file @path (which a symbolic link of /proc may be), 0 if none */
static inline uint64_t inode_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (uint64_t) st.st_ino : 0;
}

/* The signals that the holders wait for; everything else keeps its default */
static inline void block_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGHUP);
	sigaddset(set, SIGCHLD);
	if (sigprocmask(SIG_BLOCK, set, NULL) < 0)
		die("cannot block signals");
}

static inline void unblock_signals(void)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Collect what has died; @child is forgotten (set to -1) when it was among it */
static inline void reap_dead(pid_t *child)
{
	pid_t pid;

	while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
		if (child && pid == *child)
			*child = -1;
}

/* True when standard input came to its end */
static inline bool stdin_ended(short revents)
{
	char buf[256];

	return revents && read(STDIN_FILENO, buf, sizeof(buf)) <= 0;
}

/*
 * Wait for the end of the test: end of standard input, or SIGTERM, SIGINT, SIGHUP
 * (blocked by block_signals()).  With @reap dead children are collected meanwhile.
 */
static inline void hold_until_end(const sigset_t *set, bool reap, pid_t *child)
{
	struct signalfd_siginfo info;
	struct pollfd fds[2] = { { .fd = STDIN_FILENO, .events = POLLIN }, { .events = POLLIN } };

	fds[1].fd = signalfd(-1, set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fds[1].fd < 0)
		die("signalfd");
	for (;;) {
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			die("poll");
		while (read(fds[1].fd, &info, sizeof(info)) == sizeof(info)) {
			if (info.ssi_signo != SIGCHLD)
				return;
			if (reap)
				reap_dead(child);
		}
		if (stdin_ended(fds[0].revents))
			return;
	}
}

/* Tell the test that the state stands: flush the line and close standard output */
static inline void report_ready(void)
{
	putchar('\n');
	if (fflush(stdout) != 0 || close(STDOUT_FILENO) != 0)
		die("cannot write the report");
}

/* 128+n for a signal, as the shell has it */
static inline int shell_status(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

__attribute__((noreturn))
static inline void exec_or_die(char **argv)
{
	execvp(argv[0], argv);
	fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, argv[0], strerror(errno));
	_exit(errno == ENOENT ? HELPER_NOT_FOUND : HELPER_CANNOT_EXEC);
}

#endif /* TESTS_HELPER_H */
