// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "namespace/proc-links.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/diag.h"
#include "base/kernel-abi.h"
#include "base/parse.h"
#include "process/pid-list.h"
#include "process/process.h"
#include "process/procfs-root.h"
#include "process/status.h"

static const struct {
	const char *name;
	int type;
} types[] = {
	{ "pid", CLONE_NEWPID },
	{ "mnt", CLONE_NEWNS },
	{ "user", CLONE_NEWUSER },
	{ "net", CLONE_NEWNET },
	{ "ipc", CLONE_NEWIPC },
	{ "uts", CLONE_NEWUTS },
	{ "cgroup", CLONE_NEWCGROUP },
	{ "time", PNS_CLONE_NEWTIME },
};

/* The text of the link @name in the directory @path of a procfs; 0 or -errno. */
static int read_link(int root, const char *path, const char *name, char text[64])
{
	_cleanup_close_ int dir = pns_procfs_openat(root, path, O_PATH | O_DIRECTORY);
	ssize_t length;

	if (dir < 0)
		return dir;
	length = readlinkat(dir, name, text, 63);
	if (length < 0)
		return -errno;
	text[length] = '\0';
	return 0;
}

int pns_proc_ns_type(int fd)
{
	_cleanup_caller_ struct pns_caller caller = PNS_CALLER_INIT;
	pid_t self = pns_caller_number(&caller);
	int flags = fcntl(fd, F_GETFL), rc;
	char path[32], name[16], text[64];
	uint64_t inode;
	size_t i;

	if (flags < 0 || (flags & O_PATH))
		return -EBADF;
	if (self < 0)
		return self;
	snprintf(path, sizeof(path), "%d/fd", (int)self);
	snprintf(name, sizeof(name), "%d", fd);
	rc = read_link(caller.proc, path, name, text);
	if (rc < 0)
		return rc;
	/* the path of any other file begins with a slash, or has no inode of a namespace */
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (pns_parse_ns_link(text, types[i].name, &inode) == 0)
			return types[i].type;
	return -ENOTTY;
}

/* How many numbers @pid has if it is in the namespace, with the last of them; 0, or -errno if nobody can tell. */
static int count_numbers(int root, pid_t pid, uint64_t inode, pid_t *last)
{
	pid_t chain[PNS_MAX_LEVELS];
	uint64_t found;
	int count, rc = pns_procfs_ns_link(root, pid, "pid", &found);

	if (rc < 0)
		return pns_is_shortage(rc) ? rc : 0;
	if (found != inode)
		return 0;
	count = pns_proc_nspid(root, pid, chain, PNS_MAX_LEVELS);
	if (count < 1 || count > PNS_MAX_LEVELS)
		return pns_is_shortage(count) ? count : 0;
	*last = chain[count - 1];
	return count;
}

/* A process of the namespace, its init if @only_init. Returns how many numbers it has. */
static int find_process(struct pns_caller *caller, uint64_t inode, bool only_init, pid_t *pid)
{
	int root = pns_caller_own_proc(caller);
	_cleanup_proc_list_ struct pns_proc_list list = PNS_PROC_LIST_INIT;
	pid_t last = 0;
	int count, rc;

	if (root < 0)
		return root;
	count = *pid > 0 ? count_numbers(root, *pid, inode, &last) : 0;
	if (count > 0 && (!only_init || last == 1))
		return count;
	rc = pns_proc_list_open(&list, root);
	while (rc == 0 && count >= 0 && (rc = pns_proc_list_next(&list, pid)) > 0) {
		count = count_numbers(root, *pid, inode, &last);
		if (count > 0 && (!only_init || last == 1))
			return count;
		rc = 0;
	}
	if (rc == 0 && count < 0)
		rc = count;
	return rc < 0 ? rc : -EOPNOTSUPP;
}

int pns_proc_pidns_level(struct pns_caller *caller, uint64_t inode)
{
	pid_t pid = 0;
	int count = find_process(caller, inode, false, &pid);

	return count < 0 ? count : count - 1;
}

int pns_proc_pidns_init(struct pns_caller *caller, uint64_t inode, pid_t *pid)
{
	int count = find_process(caller, inode, true, pid);

	return count < 0 ? count : 0;
}
