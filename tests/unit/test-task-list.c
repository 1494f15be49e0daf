// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * The list of tasks by BPF against /proc, in a private PID namespace with another one in it, where
 * nothing is born and nothing ends meanwhile; and against what its makers see from outside.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "find/task-list.h"
#include "process/pid-list.h"
#include "process/procfs-root.h"
#include "process/status.h"
#include "tap.h"

enum {
	MAX_TASKS = 16,
	INNER_TASKS = 2,	/* a process and its thread */
	OUTER_TASKS = 2 + INNER_TASKS,
};

struct list {
	int count;
	struct pns_task_record tasks[MAX_TASKS];
};

static int keep(void *data, const struct pns_task_record *record)
{
	struct list *list = data;

	if (list->count == MAX_TASKS)
		return -E2BIG;
	list->tasks[list->count++] = *record;
	return 0;
}

static int count(void *data, const struct pns_task_record *record)
{
	int *counted = data;

	(*counted)++;
	return record->levels == 0;
}

static int stop(void *data, const struct pns_task_record *record)
{
	int *counted = data;

	(*counted)++;
	return record->levels > 0 ? 42 : 0;
}

/* What the list needs, asked in another way: see has_bpf() of tests/helpers/has-feature.c */
static bool may_use_bpf(void)
{
#ifdef HAVE_BPF
	struct bpf_insn insns[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attr = {
		.prog_type = BPF_PROG_TYPE_SYSCALL,
		.prog_flags = BPF_F_SLEEPABLE,
		.core_relo_rec_size = sizeof(struct bpf_core_relo),
		.insn_cnt = 2,
		.insns = (uintptr_t)insns,
		.license = (uintptr_t)"GPL",
	};

	return access("/sys/kernel/btf/vmlinux", R_OK) == 0 &&
	       syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof(attr)) >= 0;
#else
	return false;
#endif
}

__attribute__((noreturn))
static void *sleep_forever(void *written)
{
	int *ready = written;

	/* closed: whoever reads waits for nobody then */
	if (write(*ready, "", 1) != 1 || close(*ready) < 0)
		_exit(1);
	for (;;)
		pause();
}

/* Init of the inner namespace, with a thread */
__attribute__((noreturn))
static void be_inner(int ready)
{
	pthread_t thread;

	prctl(PR_SET_NAME, "inner (1) init");
	if (pthread_create(&thread, NULL, sleep_forever, &ready) != 0)
		_exit(1);
	for (;;)
		pause();
}

static unsigned long long start_in_ticks(int dir)
{
	_cleanup_close_ int fd = openat(dir, "stat", O_RDONLY);
	char text[1024];
	ssize_t length = read(fd, text, sizeof(text) - 1);
	char *at;
	int field;

	if (length < 0)
		return 0;
	text[length] = '\0';
	/* the name is field 2, and may have spaces and brackets */
	at = strrchr(text, ')');
	for (field = 2; at && field < 22; field++)
		at = strchr(at + 1, ' ');
	return at ? strtoull(at, NULL, 10) : 0;
}

static bool has_name(int dir, const char *command)
{
	_cleanup_close_ int fd = openat(dir, "comm", O_RDONLY);
	char text[64];
	ssize_t length = read(fd, text, sizeof(text));

	return length == (ssize_t)strlen(command) + 1 && memcmp(text, command, (size_t)length - 1) == 0;
}

/* Whether /proc says the same of the task of the directory @dir */
static bool is_described(int dir, const struct pns_task_record *record)
{
	unsigned long long tick = 1000000000ull / (unsigned long long)sysconf(_SC_CLK_TCK);
	struct pns_proc_status status;
	struct stat st;
	size_t size;

	if (pns_proc_status(dir, &status) < 0 || fstatat(dir, "ns/pid", &st, 0) < 0)
		return false;
	size = record->levels * sizeof(record->pid[0]);
	return (int)record->levels == status.levels && memcmp(record->pid, status.pid, size) == 0 &&
	       record->tgid == status.tgid[0] && record->inode == st.st_ino && has_name(dir, record->command) &&
	       record->start / tick == start_in_ticks(dir);
}

static const struct pns_task_record *find(const struct list *list, pid_t pid)
{
	int i;

	for (i = 0; i < list->count; i++)
		if (list->tasks[i].pid[0] == pid)
			return &list->tasks[i];
	return NULL;
}

/* How many threads of the process @pid of the procfs @root are in @list as /proc has them; -1: one is not */
static int match_threads(const struct list *list, int root, pid_t pid)
{
	_cleanup_close_ int process = pns_proc_open(root, pid);
	_cleanup_close_ int tasks = pns_proc_openat(process, "task", O_RDONLY | O_DIRECTORY);
	_cleanup_proc_list_ struct pns_proc_list threads = PNS_PROC_LIST_INIT;
	const struct pns_task_record *record;
	int matched = 0, dir;
	pid_t tid;
	bool same;

	if (pns_proc_list_open(&threads, tasks) < 0)
		return -1;
	while (pns_proc_list_next(&threads, &tid) > 0) {
		record = find(list, tid);
		dir = pns_proc_open(tasks, tid);
		same = record && is_described(dir, record);
		pns_close(&dir);
		if (!same)
			return -1;
		matched++;
	}
	return matched;
}

/* 0: the list and the private /proc are the same */
static int compare_with_proc(void)
{
	_cleanup_proc_list_ struct pns_proc_list processes = PNS_PROC_LIST_INIT;
	_cleanup_close_ int root = open("/proc", O_PATH | O_DIRECTORY);
	struct list list = { .count = 0 };
	int matched = 0, some;
	pid_t pid;

	if (pns_task_list(keep, &list) != 0)
		return 2;
	if (pns_proc_list_open(&processes, root) < 0)
		return 3;
	while (pns_proc_list_next(&processes, &pid) > 0) {
		some = match_threads(&list, root, pid);
		if (some < 0)
			return 4;
		matched += some;
	}
	if (matched != list.count)
		return 5;
	return matched == OUTER_TASKS ? 0 : 6;
}

/* Init of the outer namespace: a child of its own there, and one that is init of the inner one */
static int be_outer(int ready, int wait_for)
{
	int pipes[2];
	char byte;

	if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount("proc", "/proc", "proc", 0, NULL) < 0 || pipe(pipes) < 0)
		return 10;
	if (fork() == 0)
		sleep_forever(&pipes[1]);
	if (unshare(CLONE_NEWPID) < 0)
		return 11;
	if (fork() == 0)
		be_inner(pipes[1]);
	close(pipes[1]);
	if (read(pipes[0], &byte, 1) != 1 || read(pipes[0], &byte, 1) != 1)
		return 12;
	if (write(ready, "", 1) != 1 || read(wait_for, &byte, 1) < 0)
		return 13;
	return compare_with_proc();
}

struct sought {
	pid_t outer;
	int n_outer;		/* in that namespace itself */
	int n_inner;		/* below it */
	bool is_wrong;
	unsigned long long inode;
};

static int seek(void *data, const struct pns_task_record *record)
{
	struct sought *sought = data;

	if (record->pid[0] == sought->outer) {
		sought->inode = record->inode;
		sought->is_wrong |= record->levels != 2 || record->pid[1] != 1 || record->tgid != sought->outer;
	}
	if (sought->inode && record->inode == sought->inode)
		sought->n_outer++;
	if (record->levels == 3 && record->pid[1] > 1 && strcmp(record->command, "inner (1) init") == 0)
		sought->n_inner++;
	return 0;
}

static void test_from_outside(pid_t outer)
{
	struct sought sought = { .outer = outer };

	is_int(pns_task_list(seek, &sought), 0, "task-list: from outside");
	ok(!sought.is_wrong && sought.inode, "task-list: from outside: init of a namespace has two numbers");
	is_int(sought.n_outer, OUTER_TASKS - INNER_TASKS, "task-list: from outside: all of that namespace");
	is_int(sought.n_inner, INNER_TASKS, "task-list: from outside: all of that below it");
}

static void test_namespaces(void)
{
	int ready[2], go[2], status = -1;
	char byte;
	pid_t outer;

	ok(pipe(ready) == 0 && pipe(go) == 0 && unshare(CLONE_NEWPID) == 0, "task-list: a PID namespace");
	fflush(stdout);
	outer = fork();
	if (outer == 0) {
		close(ready[0]);
		_exit(be_outer(ready[1], go[0]));
	}
	close(ready[1]);
	is_int(read(ready[0], &byte, 1), 1, "task-list: there are tasks in them");
	test_from_outside(outer);
	is_int(write(go[1], "", 1), 1, "task-list: and inside");
	is_int(waitpid(outer, &status, 0), outer, "task-list: what is inside ends");
	is_int(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 0, "task-list: the same as in /proc, and no more");
}

int main(void)
{
	int counted = 0, rc = pns_task_list(count, &counted);

	if (!may_use_bpf()) {
		ok(rc == -EPERM || rc == -EOPNOTSUPP || rc == -ENOSYS, "task-list: refused, with %d", -rc);
		is_int(counted, 0, "task-list: nothing is told");
		return done_testing();
	}
	is_int(rc, 0, "task-list: told");
	ok(counted > 0, "task-list: all of them");
	counted = 0;
	is_int(pns_task_list(stop, &counted), 42, "task-list: ended");
	is_int(counted, 1, "task-list: by the first");
	test_namespaces();
	return done_testing();
}
