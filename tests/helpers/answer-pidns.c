/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Runs COMMAND with the ioctl PROCFS_GET_PID_NAMESPACE in it, which no mainline kernel has:
 * seccomp hands each such call to this process, which answers it as the proposal
 * (version 4, August 2025) says, with a real descriptor of the namespace.
 *
 *   answer-pidns [-e ERRNO] DIRECTORY=NSFILE... -- COMMAND [ARGUMENT...]
 *
 * NSFILE is the namespace that the procfs at DIRECTORY shows; the caller knows it.  On
 * anything but the root directory of one of these the call goes on to the kernel
 * (ENOTTY).  EPERM unless the namespace is that of COMMAND or below it, or this process,
 * which has the same credentials, can trace its init.  -e: refuse every call with ERRNO.
 *
 * Why not a shell: answering a system call takes a seccomp notification.
 */
#include "helper.h"

#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/vfs.h>

#ifndef SYS_pidfd_getfd
# define SYS_pidfd_getfd 438	/* 5.6 */
#endif

enum { MAX_PROCFS = 32, ROOT_INO = 1, MAX_LEVELS = 33 };

#define GET_PID_NAMESPACE	_IO('f', 32)
#define NS_GET_PARENT_IOCTL	_IO(0xb7, 2)
#define NS_TGID_FROM_IOCTL	_IOR(0xb7, 7, int)

/* linux/seccomp.h of 5.14; the one of Debian 12 has it, older ones may not */
#define ADDFD_SEND		2

struct answers {
	int count;
	dev_t device[MAX_PROCFS];
	int nsfd[MAX_PROCFS];
	int refuse;		/* errno for all calls, 0: by the rules */
	int own;		/* the namespace of COMMAND */
};

static void add_answer(struct answers *a, char *spec)
{
	char *file = strrchr(spec, '=');
	struct stat st;

	if (!file || a->count == MAX_PROCFS)
		die("%s: not DIRECTORY=NSFILE", spec);
	*file++ = '\0';
	a->nsfd[a->count] = open(file, O_RDONLY | O_CLOEXEC);
	if (stat(spec, &st) < 0 || a->nsfd[a->count] < 0)
		die("%s=%s", spec, file);
	a->device[a->count++] = st.st_dev;
}

static bool is_same(int one, int other)
{
	struct stat st1, st2;

	return fstat(one, &st1) == 0 && fstat(other, &st2) == 0 && st1.st_dev == st2.st_dev &&
	       st1.st_ino == st2.st_ino;
}

static bool is_own_or_below(int own, int ns)
{
	int at = fcntl(ns, F_DUPFD_CLOEXEC, 0), parent;
	bool found = is_same(own, at);

	for (int level = 0; !found && level < MAX_LEVELS; level++) {
		parent = ioctl(at, NS_GET_PARENT_IOCTL);
		if (parent < 0)
			break;
		close(at);
		at = parent;
		found = is_same(own, at);
	}
	close(at);
	return found;
}

/* ptrace-read access is what opening a namespace link asks for */
static bool can_trace_init(int ns)
{
	int pid = ioctl(ns, NS_TGID_FROM_IOCTL, 1), fd;
	char path[64];

	if (pid <= 0)
		return false;
	snprintf(path, sizeof(path), "/proc/%d/ns/pid", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* The answer for descriptor @fd of the caller: a descriptor, -errno, or 0 to let the kernel answer */
static int find_answer(const struct answers *a, int fd)
{
	struct statfs fs;
	struct stat st;
	int flags = fcntl(fd, F_GETFL);

	if (a->refuse)
		return -a->refuse;
	if (flags < 0 || (flags & O_PATH) || fstatfs(fd, &fs) < 0 || fstat(fd, &st) < 0)
		return 0;
	if (fs.f_type != HELPER_PROC_MAGIC || st.st_ino != ROOT_INO)
		return 0;
	for (int i = 0; i < a->count; i++) {
		if (a->device[i] != st.st_dev)
			continue;
		if (!is_own_or_below(a->own, a->nsfd[i]) && !can_trace_init(a->nsfd[i]))
			return -EPERM;
		return a->nsfd[i];
	}
	return 0;
}

static void answer(const struct answers *a, int listener, int command)
{
	struct seccomp_notif request = { .id = 0 };
	struct seccomp_notif_resp response = { .id = 0 };
	struct seccomp_notif_addfd add = { .newfd_flags = O_CLOEXEC, .flags = ADDFD_SEND };
	int fd, found;

	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &request) < 0)
		return;
	fd = (int) syscall(SYS_pidfd_getfd, command, (int) request.data.args[0], 0);
	found = fd < 0 ? 0 : find_answer(a, fd);
	if (fd >= 0)
		close(fd);
	add.id = response.id = request.id;
	if (found > 0) {
		add.srcfd = (uint32_t) found;
		ioctl(listener, SECCOMP_IOCTL_NOTIF_ADDFD, &add);
		return;
	}
	response.error = found;
	if (found == 0)
		response.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
	ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
}

/* In COMMAND's process: returns the number of the listener */
static int load_filter(void)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
	int rc;

	errno = 0;
	if (!ctx)
		die("seccomp_init failed");
	rc = seccomp_rule_add(ctx, SCMP_ACT_NOTIFY, SCMP_SYS(ioctl), 1,
			      SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffff, GET_PID_NAMESPACE));
	if (rc == 0)
		rc = seccomp_load(ctx);
	errno = -rc;
	if (rc < 0)
		die("cannot load the filter");
	return seccomp_notify_fd(ctx);
}

/* The listener's number goes to the parent, which takes the descriptor and says so */
static pid_t start_command(char **argv, int *listener, int *command)
{
	int pair[2], number;
	char done = 0;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		die("socketpair");
	pid = fork();
	if (pid < 0)
		die("fork");
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		number = load_filter();
		if (write(pair[1], &number, sizeof(number)) != sizeof(number) ||
		    read(pair[1], &done, 1) != 1)
			_exit(HELPER_FAILED);
		close(number);
		exec_or_die(argv);
	}
	close(pair[1]);
	*command = (int) syscall(SYS_pidfd_open, pid, 0);
	if (read(pair[0], &number, sizeof(number)) != sizeof(number))
		exit(HELPER_FAILED);
	*listener = (int) syscall(SYS_pidfd_getfd, *command, number, 0);
	if (*listener < 0 || write(pair[0], &done, 1) != 1)
		die("pidfd_getfd");
	close(pair[0]);
	return pid;
}

static void parse_arguments(struct answers *a, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "-e") == 0 && i + 1 < argc) {
			i++;
			for (size_t j = 0; j < HELPER_COUNT(helper_errnos); j++)
				if (strcmp(helper_errnos[j].name, argv[i]) == 0)
					a->refuse = helper_errnos[j].value;
		} else {
			add_answer(a, argv[i]);
		}
	}
}

int main(int argc, char **argv)
{
	struct answers answers = { .own = open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC) };
	struct pollfd fds[2] = { { .events = POLLIN }, { .events = POLLIN } };
	int end = 1, status;
	pid_t pid;

	while (end < argc && strcmp(argv[end], "--") != 0)
		end++;
	if (end + 1 >= argc) {
		fputs("Usage: answer-pidns [-e ERRNO] DIRECTORY=NSFILE... -- COMMAND [ARGUMENT...]\n", stderr);
		return HELPER_FAILED;
	}
	parse_arguments(&answers, end, argv);
	pid = start_command(argv + end + 1, &fds[0].fd, &fds[1].fd);
	while (poll(fds, 2, -1) >= 0 || errno == EINTR) {
		if (fds[0].revents & POLLIN)
			answer(&answers, fds[0].fd, fds[1].fd);
		else if (fds[1].revents)
			break;
		else if (fds[0].revents)
			fds[0].fd = -1;
	}
	if (waitpid(pid, &status, 0) != pid)
		die("waitpid");
	return shell_status(status);
}
