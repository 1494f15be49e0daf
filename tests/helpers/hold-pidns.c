/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Holds a PID namespace (or a chain of nested ones) with a known set of processes
 * until standard input ends or SIGTERM comes.
 *
 * Why not a shell: unshare(1) tells nobody which PID its grandchildren have outside,
 * a shell as init has children of its own and handles signals in its own way, and
 * "everybody is there" can only be known by asking each process.
 *
 * In each namespace: PID 1 the init, PIDs 2 to N+1 the kids, N+2 the init of the next
 * deeper one.  One line is printed: init= kids= (PIDs as the caller sees them, kids
 * separated by commas), pids= (what a procfs of that namespace lists), ns= user= mnt=
 * (inodes); the same keys with 2, 3, ... appended for the deeper namespaces.
 */
#include "helper.h"

#include <getopt.h>
#include <sys/mount.h>
#include <sys/socket.h>

enum { MAX_CHILDREN = 64, MAX_DEPTH = 32, MAX_PROCS = (MAX_CHILDREN + 1) * MAX_DEPTH };

struct proc {
	pid_t pid;		/* as the caller sees it */
	int level;		/* 1: the outermost of the new namespaces */
	bool init;
	int values;		/* number of entries in nspid */
	pid_t nspid[MAX_DEPTH + 1];	/* [0]: the caller's own namespace */
};

struct hold {
	int children;
	int depth;
	bool mount;
	bool userns;
	bool reap;
	const char *comm;
	uid_t uid;
	gid_t gid;
	int report[2];		/* [1]: each process says once who it is */
	sigset_t signals;
	int procs;
	struct proc proc[MAX_PROCS];
};

struct message {
	int level;
	bool init;
};

static pid_t spawn_level(struct hold *h, int level);

/* The receiver takes the sender's PID from the credentials, translated by the kernel */
static void report(struct hold *h, int level, bool init)
{
	struct message msg = { .level = level, .init = init };

	if (send(h->report[1], &msg, sizeof(msg), MSG_NOSIGNAL) != sizeof(msg))
		die("cannot report");
	close(h->report[1]);
}

__attribute__((noreturn))
static void kid_main(struct hold *h, int level)
{
	prctl(PR_SET_NAME, "pns-kid");
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	unblock_signals();
	report(h, level, false);
	for (;;)
		pause();
}

static void own_proc(void)
{
	if (mount(NULL, "/", NULL, MS_PRIVATE | MS_REC, NULL) < 0)
		die("cannot make mounts private");
	if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0)
		die("cannot mount /proc");
}

__attribute__((noreturn))
static void init_loop(struct hold *h)
{
	for (;;) {
		int sig = sigwaitinfo(&h->signals, NULL);

		if (sig == SIGCHLD && h->reap)
			reap_dead(NULL);
		else if (sig > 0 && sig != SIGCHLD)
			_exit(0);
	}
}

__attribute__((noreturn))
static void init_main(struct hold *h, int level)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	close(STDIN_FILENO);
	close(STDOUT_FILENO);
	if (h->userns && level == 1)
		map_root(h->uid, h->gid);
	if (h->mount)
		own_proc();
	for (int i = 0; i < h->children; i++) {
		pid_t pid = fork_with(0, 0);

		if (pid < 0)
			die("cannot fork");
		if (pid == 0)
			kid_main(h, level);
	}
	if (level < h->depth)
		spawn_level(h, level + 1);
	prctl(PR_SET_NAME, h->comm);
	report(h, level, true);
	init_loop(h);
}

static pid_t spawn_level(struct hold *h, int level)
{
	uint64_t flags = CLONE_NEWPID | (h->mount ? CLONE_NEWNS : 0);
	pid_t pid;

	if (h->userns && level == 1)
		flags |= CLONE_NEWUSER;
	pid = fork_with(flags, 0);
	if (pid < 0)
		die("cannot make a PID namespace");
	if (pid == 0)
		init_main(h, level);
	return pid;
}

/* One report; 0 at the end, when every process has closed its end */
static int receive(struct hold *h, struct proc *proc)
{
	union {
		char buf[CMSG_SPACE(sizeof(struct ucred))];
		struct cmsghdr align;
	} control;
	struct message msg;
	struct iovec iov = { .iov_base = &msg, .iov_len = sizeof(msg) };
	struct msghdr hdr = { .msg_iov = &iov, .msg_iovlen = 1,
			      .msg_control = control.buf, .msg_controllen = sizeof(control.buf) };
	ssize_t n = recvmsg(h->report[0], &hdr, 0);
	struct cmsghdr *cmsg = n > 0 ? CMSG_FIRSTHDR(&hdr) : NULL;
	struct ucred cred;

	if (n < 0)
		die("cannot receive a report");
	if (n == 0)
		return 0;
	if (n != sizeof(msg) || !cmsg || cmsg->cmsg_type != SCM_CREDENTIALS)
		die("a report without credentials");
	memcpy(&cred, CMSG_DATA(cmsg), sizeof(cred));
	proc->pid = cred.pid;
	proc->level = msg.level;
	proc->init = msg.init;
	return 1;
}

static void read_nspid(struct proc *proc)
{
	char path[64], line[1024], *p, *save = NULL;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int) proc->pid);
	f = fopen(path, "re");
	if (!f)
		die("cannot open %s", path);
	while (fgets(line, sizeof(line), f)) {
		if (strncmp(line, "NSpid:", 6) != 0)
			continue;
		for (p = strtok_r(line + 6, " \t\n", &save); p && proc->values <= MAX_DEPTH;
		     p = strtok_r(NULL, " \t\n", &save))
			proc->nspid[proc->values++] = (pid_t) atoi(p);
	}
	fclose(f);
}

/* Order of birth: PIDs of a fresh namespace only count up */
static int by_birth(const void *a, const void *b)
{
	const struct proc *x = a, *y = b;

	return (x->nspid[1] > y->nspid[1]) - (x->nspid[1] < y->nspid[1]);
}

static void collect(struct hold *h)
{
	int expected = h->depth * (h->children + 1);

	while (h->procs < expected && receive(h, &h->proc[h->procs]))
		h->procs++;
	errno = 0;
	if (h->procs != expected)
		die("only %d of %d processes came up", h->procs, expected);
	for (int i = 0; i < h->procs; i++)
		read_nspid(&h->proc[i]);
	qsort(h->proc, (size_t) h->procs, sizeof(h->proc[0]), by_birth);
}

/* The PIDs that a procfs of @level lists, ascending */
static void print_visible(const struct hold *h, int level)
{
	const char *sep = "";

	for (int i = 0; i < h->procs; i++)
		if (h->proc[i].values > level) {
			printf("%s%d", sep, (int) h->proc[i].nspid[level]);
			sep = ",";
		}
}

static void print_inode(pid_t pid, const char *name, const char *key, const char *suffix)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/ns/%s", (int) pid, name);
	printf(" %s%s=%" PRIu64, key, suffix, inode_of(path));
}

static void print_level(const struct hold *h, int level)
{
	char suffix[16] = "";
	const char *sep = "";
	pid_t init = -1;

	if (level > 1)
		snprintf(suffix, sizeof(suffix), "%d", level);
	for (int i = 0; i < h->procs; i++)
		if (h->proc[i].level == level && h->proc[i].init)
			init = h->proc[i].pid;
	printf("%sinit%s=%d kids%s=", level > 1 ? " " : "", suffix, (int) init, suffix);
	for (int i = 0; i < h->procs; i++)
		if (h->proc[i].level == level && !h->proc[i].init) {
			printf("%s%d", sep, (int) h->proc[i].pid);
			sep = ",";
		}
	printf(" pids%s=", suffix);
	print_visible(h, level);
	print_inode(init, "pid", "ns", suffix);
	print_inode(init, "user", "user", suffix);
	print_inode(init, "mnt", "mnt", suffix);
}

static void usage(FILE *out)
{
	fputs("Usage: hold-pidns [--children N] [--depth D] [--mount] [--userns] [--no-reap] [--comm NAME]\n"
	      "  --children N  sleeping processes beside init, in each namespace (0)\n"
	      "  --depth D     nest D namespaces (1)\n"
	      "  --mount       a mount namespace with its own /proc for each\n"
	      "  --userns      inside a new user namespace, owned by the caller\n"
	      "  --no-reap     leave dead processes unreaped until the end\n"
	      "  --comm NAME   name of init (pns-init)\n", out);
}

static void parse_options(struct hold *h, int argc, char **argv)
{
	static const struct option longopts[] = {
		{ "children", required_argument, NULL, 'c' },
		{ "depth", required_argument, NULL, 'd' },
		{ "mount", no_argument, NULL, 'm' },
		{ "userns", no_argument, NULL, 'u' },
		{ "no-reap", no_argument, NULL, 'z' },
		{ "comm", required_argument, NULL, 'n' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 }
	};
	int c;

	while ((c = getopt_long(argc, argv, "", longopts, NULL)) != -1) {
		switch (c) {
		case 'c': h->children = (int) number_or_die(optarg, "number of children", 0, MAX_CHILDREN); break;
		case 'd': h->depth = (int) number_or_die(optarg, "depth", 1, MAX_DEPTH); break;
		case 'm': h->mount = true; break;
		case 'u': h->userns = true; break;
		case 'z': h->reap = false; break;
		case 'n': h->comm = optarg; break;
		case 'h': usage(stdout); exit(0);
		default: usage(stderr); exit(HELPER_FAILED);
		}
	}
	if (optind < argc) {
		usage(stderr);
		exit(HELPER_FAILED);
	}
}

int main(int argc, char **argv)
{
	static struct hold h = { .depth = 1, .reap = true, .comm = "pns-init" };
	int on = 1;
	pid_t init;

	parse_options(&h, argc, argv);
	h.uid = geteuid();
	h.gid = getegid();
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	block_signals(&h.signals);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, h.report) < 0 ||
	    setsockopt(h.report[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) < 0)
		die("cannot make a socket pair");
	init = spawn_level(&h, 1);
	close(h.report[1]);
	collect(&h);
	for (int level = 1; level <= h.depth; level++)
		print_level(&h, level);
	report_ready();
	hold_until_end(&h.signals, h.reap, &init);
	if (init > 0) {
		kill(init, SIGKILL);
		waitpid(init, NULL, 0);
	}
	return 0;
}
