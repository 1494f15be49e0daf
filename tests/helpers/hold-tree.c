/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Holds a tree of PID namespaces full of processes and threads, each of which writes down
 * from inside who it is, until standard input ends or SIGTERM comes.
 *
 *   hold-tree FILE [PROCESSES [DEPTH]]	a chain DEPTH deep (5), beside it one more namespace
 *					below the caller's and one below the second
 *   hold-tree FILE --flat COUNT	COUNT namespaces beside each other: init and a kid each
 *
 * Why not a shell: getpid(), gettid() and the NSpid line have to come from each process and
 * thread itself, and the caller's PIDs from credentials that the kernel translates.
 *
 * FILE has a line for each task: index of its namespace, number of its parent namespace, init
 * of it as the caller sees it, PID by credentials, kind (p or t), getpid(), gettid(), NSpid and
 * NStgid as it reads them in /proc, numbers separated by commas.  Prints "tasks=N".
 */
#include "helper.h"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/socket.h>

enum { MAX_NS = 1024, MAX_TASKS = 4096, MAX_CHAIN = 160 };

struct task {
	int ns;
	int parent;
	bool thread;
	pid_t pid;
	pid_t tid;
	char nspid[MAX_CHAIN];
	char nstgid[MAX_CHAIN];
	bool written;
};

struct tree {
	int report[2];
	int processes;
	int depth;
	struct task *tasks;	/* shared memory, each task has its slot */
	int *used;		/* slots taken so far, shared */
};

struct place {
	struct tree *tree;
	int ns;
	int parent;
};

static void copy_line(const char *line, const char *key, char *to)
{
	size_t length = strlen(key);

	if (strncmp(line, key, length) != 0)
		return;
	for (line += length; *line; line++) {
		if (*line >= '0' && *line <= '9')
			*to++ = *line;
		else if (*line == '\t' && to[-1] != '\0')
			*to++ = ',';
	}
	*to = '\0';
}

static void read_status(struct task *task)
{
	char line[1024];
	FILE *f = fopen("/proc/thread-self/status", "re");

	if (!f)
		die("cannot open /proc/thread-self/status");
	while (fgets(line, sizeof(line), f)) {
		copy_line(line, "NSpid:\t", task->nspid);
		copy_line(line, "NStgid:\t", task->nstgid);
	}
	fclose(f);
}

/* Write down who this is, and tell the parent; credentials name the thread group only */
static void report(const struct place *place, bool thread)
{
	int slot = __atomic_fetch_add(place->tree->used, 1, __ATOMIC_SEQ_CST);
	struct task *task = &place->tree->tasks[slot];

	if (slot >= MAX_TASKS)
		die("too many tasks");
	task->ns = place->ns;
	task->parent = place->parent;
	task->thread = thread;
	task->pid = getpid();
	task->tid = (pid_t) syscall(SYS_gettid);
	read_status(task);
	__atomic_store_n(&task->written, true, __ATOMIC_SEQ_CST);
	if (send(place->tree->report[1], &slot, sizeof(slot), MSG_NOSIGNAL) != sizeof(slot))
		die("cannot report");
}

__attribute__((noreturn))
static void sleep_for_ever(void)
{
	for (;;)
		pause();
}

static void *thread_main(void *arg)
{
	report(arg, true);
	sleep_for_ever();
}

/* Every third kid has a thread */
static void kid_main(struct place *place, int number)
{
	pthread_t thread;

	unblock_signals();
	report(place, false);
	errno = number % 3 ? 0 : pthread_create(&thread, NULL, thread_main, place);
	if (errno)
		die("pthread_create");
	sleep_for_ever();
}

static void spawn(struct tree *tree, int ns, int parent, int level);

/* The children of a namespace in the chain, and what hangs off its side */
static void spawn_below(struct tree *tree, int ns, int level)
{
	if (ns < tree->depth && ns == level)
		spawn(tree, ns + 1, ns, level + 1);
	if (ns == 2)
		spawn(tree, tree->depth + 2, ns, level + 1);
}

static void spawn(struct tree *tree, int ns, int parent, int level)
{
	pid_t pid = fork_with(CLONE_NEWPID, 0);
	struct place place = { .tree = tree, .ns = ns, .parent = parent };

	if (pid < 0)
		die("cannot make a PID namespace");
	if (pid > 0)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (int i = 1; i < tree->processes; i++) {
		pid = fork();
		if (pid < 0)
			die("fork");
		if (pid == 0)
			kid_main(&place, i);
	}
	unblock_signals();
	report(&place, false);
	if (tree->depth)
		spawn_below(tree, ns, level);
	sleep_for_ever();
}

/* The sender's PID as the kernel translates it */
static pid_t receive(int sock, int *slot)
{
	union {
		char buf[CMSG_SPACE(sizeof(struct ucred))];
		struct cmsghdr align;
	} control;
	struct iovec iov = { .iov_base = slot, .iov_len = sizeof(*slot) };
	struct msghdr hdr = { .msg_iov = &iov, .msg_iovlen = 1,
			      .msg_control = control.buf, .msg_controllen = sizeof(control.buf) };
	struct cmsghdr *cmsg;
	struct ucred cred;

	if (recvmsg(sock, &hdr, 0) != sizeof(*slot))
		die("cannot receive a report");
	cmsg = CMSG_FIRSTHDR(&hdr);
	if (!cmsg || cmsg->cmsg_type != SCM_CREDENTIALS)
		die("a report without credentials");
	memcpy(&cred, CMSG_DATA(cmsg), sizeof(cred));
	return cred.pid;
}

static int expected_tasks(const struct tree *tree, int namespaces)
{
	return namespaces * (tree->processes + (tree->processes - 1) / 3);
}

static void write_down(const struct tree *tree, const char *path, const pid_t *pids, int count)
{
	static pid_t inits[MAX_NS];
	FILE *f = fopen(path, "we");

	if (!f)
		die("cannot write %s", path);
	for (int i = 0; i < count; i++)
		if (tree->tasks[i].pid == 1 && !tree->tasks[i].thread)
			inits[tree->tasks[i].ns] = pids[i];
	for (int i = 0; i < count; i++) {
		const struct task *t = &tree->tasks[i];

		fprintf(f, "%d %d %d %d %c %d %d %s %s\n", t->ns, t->parent, (int) inits[t->ns],
			(int) pids[i], t->thread ? 't' : 'p', (int) t->pid, (int) t->tid,
			t->nspid, t->nstgid);
	}
	if (fclose(f) != 0)
		die("cannot write %s", path);
}

static void *shared(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		die("mmap");
	return memory;
}

static int spawn_all(struct tree *tree, int flat)
{
	if (!flat) {
		spawn(tree, 1, 0, 1);
		spawn(tree, tree->depth + 1, 0, 1);
		return tree->depth + 2;
	}
	for (int i = 1; i <= flat; i++)
		spawn(tree, i, 0, 1);
	return flat;
}

int main(int argc, char **argv)
{
	static pid_t pids[MAX_TASKS];
	struct tree tree = { .processes = 20, .depth = 5 };
	int on = 1, flat = 0, namespaces, expected, slot;
	sigset_t signals;

	if (argc == 4 && strcmp(argv[2], "--flat") == 0) {
		flat = (int) number_or_die(argv[3], "number of namespaces", 1, MAX_NS - 1);
		tree.processes = 2;
		tree.depth = 0;
	} else if (argc < 2 || argc > 4) {
		fputs("Usage: hold-tree FILE [PROCESSES [DEPTH]] | FILE --flat COUNT\n", stderr);
		return HELPER_FAILED;
	} else {
		tree.processes = argc > 2 ? (int) number_or_die(argv[2], "number of processes", 1, 64) : 20;
		tree.depth = argc > 3 ? (int) number_or_die(argv[3], "depth", 2, 16) : 5;
	}
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	block_signals(&signals);
	tree.tasks = shared(MAX_TASKS * sizeof(*tree.tasks));
	tree.used = shared(sizeof(*tree.used));
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, tree.report) < 0 ||
	    setsockopt(tree.report[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) < 0)
		die("cannot make a socket pair");
	namespaces = spawn_all(&tree, flat);
	expected = expected_tasks(&tree, namespaces);
	for (int i = 0; i < expected; i++) {
		pid_t pid = receive(tree.report[0], &slot);

		pids[slot] = pid;
	}
	write_down(&tree, argv[1], pids, expected);
	printf("tasks=%d", expected);
	report_ready();
	/* the inits are children of this process and die with it */
	hold_until_end(&signals, true, NULL);
	return 0;
}
