/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Holds an open descriptor of a PID namespace without any process in it, until
 * standard input ends or SIGTERM comes:
 *   empty  never had a process ("unborn"); the next child of this process would be init
 *   dead   init was there, has died and is reaped; nobody can enter any more
 *
 * Why not a shell: a shell cannot unshare(CLONE_NEWPID) without forking into it, and
 * the descriptor of an unborn namespace comes from a pidfd ioctl (Linux 6.12).
 *
 * Prints one line: pid= fd= (as in /proc/PID/fd/FD) ns= user= (inodes).  Exit status
 * 77: this kernel has no way to name an unborn namespace.
 */
#include "helper.h"

#include <sched.h>
#include <sys/ioctl.h>

struct nsfd {
	bool dead;
	bool userns;
	uid_t uid;
	gid_t gid;
};

/* Since 6.12 by ioctl; newer kernels (seen on 7.3) have the link before the first fork as well */
static int open_unborn(void)
{
	int fd, pidfd = (int) syscall(SYS_pidfd_open, getpid(), 0);

	if (pidfd < 0)
		die("pidfd_open");
	fd = ioctl(pidfd, HELPER_PIDFD_GET_PID_FOR_CHILDREN_NS, 0);
	close(pidfd);
	if (fd >= 0)
		return fd;
	return open("/proc/self/ns/pid_for_children", O_RDONLY | O_CLOEXEC);
}

static int make_empty(const struct nsfd *n)
{
	int fd;

	if (unshare(CLONE_NEWPID | (n->userns ? CLONE_NEWUSER : 0)) < 0)
		die("unshare");
	if (n->userns)
		map_root(n->uid, n->gid);
	fd = open_unborn();
	if (fd < 0) {
		fprintf(stderr, "hold-nsfd: no descriptor of an unborn PID namespace: %s\n", strerror(errno));
		exit(HELPER_UNSUPPORTED);
	}
	return fd;
}

/* Init waits for the pipe, so that its namespace can be opened while it lives */
static int make_dead(const struct nsfd *n)
{
	char path[64], c;
	int go[2], fd;
	pid_t pid;

	if (pipe2(go, O_CLOEXEC) < 0)
		die("pipe");
	pid = fork_with(CLONE_NEWPID | (n->userns ? CLONE_NEWUSER : 0), 0);
	if (pid < 0)
		die("cannot make a PID namespace");
	if (pid == 0) {
		close(go[1]);
		_exit(read(go[0], &c, 1) == 0 ? 0 : 1);
	}
	close(go[0]);
	snprintf(path, sizeof(path), "/proc/%d/ns/pid", (int) pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		die("cannot open %s", path);
	close(go[1]);
	if (waitpid(pid, NULL, 0) != pid)
		die("waitpid");
	return fd;
}

/* The owner, by NS_GET_USERNS: the only way left when nobody is in the namespace */
static uint64_t owner_inode(int fd)
{
	int userns = ioctl(fd, _IO(0xb7, 1));
	struct stat st;

	return userns >= 0 && fstat(userns, &st) == 0 ? (uint64_t) st.st_ino : 0;
}

static void parse_arguments(struct nsfd *n, int argc, char **argv)
{
	bool usage = argc < 2 || argc > 3;

	if (!usage) {
		n->dead = strcmp(argv[1], "dead") == 0;
		n->userns = argc == 3;
		usage = (!n->dead && strcmp(argv[1], "empty") != 0) ||
			(n->userns && strcmp(argv[2], "--userns") != 0);
	}
	if (usage) {
		fputs("Usage: hold-nsfd empty|dead [--userns]\n", stderr);
		exit(HELPER_FAILED);
	}
}

int main(int argc, char **argv)
{
	struct nsfd n = { .uid = geteuid(), .gid = getegid() };
	struct stat st;
	sigset_t signals;
	int fd;

	parse_arguments(&n, argc, argv);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	block_signals(&signals);
	fd = n.dead ? make_dead(&n) : make_empty(&n);
	if (fstat(fd, &st) < 0)
		die("fstat");
	printf("pid=%d fd=%d ns=%" PRIu64 " user=%" PRIu64, (int) getpid(), fd,
	       (uint64_t) st.st_ino, owner_inode(fd));
	report_ready();
	hold_until_end(&signals, false, NULL);
	/* not exit(): LeakSanitizer would fork there, into the unborn or dead namespace */
	_exit(0);
}
