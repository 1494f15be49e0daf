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

/* A process of the namespace. Returns how many numbers it has. */
static int find_member(int root, uint64_t inode)
{
	_cleanup_proc_list_ struct pns_proc_list list = PNS_PROC_LIST_INIT;
	int rc = pns_proc_list_open(&list, root), count = 0;
	pid_t pid, last;

	while (rc == 0 && count == 0 && (rc = pns_proc_list_next(&list, &pid)) > 0) {
		count = count_numbers(root, pid, inode, &last);
		rc = 0;
	}
	if (count != 0)
		return count;
	return rc < 0 ? rc : -EOPNOTSUPP;
}

/* Note @pid if it is the init of its namespace. Returns 0 or -errno. */
static int note_init(struct pns_caller *caller, int root, pid_t pid)
{
	pid_t chain[PNS_MAX_LEVELS];
	uint64_t inode, *place;
	int rc = pns_procfs_ns_link(root, pid, "pid", &inode);

	if (rc == 0 && pns_map_find(&caller->inits, inode))
		return 0;
	if (rc == 0)
		rc = pns_proc_nspid(root, pid, chain, PNS_MAX_LEVELS);
	if (rc < 1 || rc > PNS_MAX_LEVELS)
		return pns_is_shortage(rc) ? rc : 0;
	if (chain[rc - 1] != 1)
		return 0;
	place = pns_map_at(&caller->inits, inode);
	if (!place)
		return -ENOMEM;
	*place = (uint64_t)pid;
	return 0;
}

/* One scan for all that will be asked for: without it each question would be one. */
static int note_inits(struct pns_caller *caller, int root)
{
	_cleanup_proc_list_ struct pns_proc_list list = PNS_PROC_LIST_INIT;
	int rc = pns_proc_list_open(&list, root);
	pid_t pid;

	pns_map_free(&caller->inits);
	while (rc == 0 && (rc = pns_proc_list_next(&list, &pid)) > 0)
		rc = note_init(caller, root, pid);
	return rc;
}

/* What was noted, if it still is so. Returns how many numbers it has, 0 if it is not. */
static int check_noted(struct pns_caller *caller, int root, uint64_t inode, pid_t *pid)
{
	const uint64_t *noted = pns_map_find(&caller->inits, inode);
	pid_t last;
	int count = noted ? count_numbers(root, (pid_t)*noted, inode, &last) : 0;

	if (count <= 0 || last != 1)
		return count < 0 ? count : 0;
	*pid = (pid_t)*noted;
	return count;
}

int pns_proc_pidns_level(struct pns_caller *caller, uint64_t inode)
{
	int root = pns_caller_own_proc(caller), count;
	pid_t pid;

	if (root < 0)
		return root;
	count = check_noted(caller, root, inode, &pid);
	if (count == 0)
		count = find_member(root, inode);
	return count < 0 ? count : count - 1;
}

int pns_proc_pidns_init(struct pns_caller *caller, uint64_t inode, pid_t *pid)
{
	int root = pns_caller_own_proc(caller), count, rc;

	if (root < 0)
		return root;
	count = check_noted(caller, root, inode, pid);
	if (count == 0) {
		rc = note_inits(caller, root);
		count = rc < 0 ? rc : check_noted(caller, root, inode, pid);
	}
	if (count == 0)
		return -EOPNOTSUPP;
	return count < 0 ? count : 0;
}
