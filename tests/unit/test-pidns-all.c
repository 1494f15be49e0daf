// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * The PID namespaces that the kernel names, in the initial PID namespace, where the bats tests are not: only there it
 * names others than the caller's own. What procns-info makes of them is tested here as well, for that reason.
 */
#include "find/pidns-all.h"

#include <sched.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "namespace/namespace.h"
#include "process/own-namespace.h"
#include "tap.h"

/* PID_NS_INIT_INO and USER_NS_INIT_INO, include/uapi/linux/nsfs.h */
#define INITIAL_PIDNS	0xeffffffc
#define INITIAL_USERNS	0xeffffffd

struct seen {
	uint64_t wanted;
	int found;
};

static int note(void *data, int nsfd)
{
	struct seen *seen = data;

	seen->found += pns_ns_inode(nsfd) == seen->wanted && pns_ns_has_type(nsfd, CLONE_NEWPID);
	return 0;
}

static int stop(void *data, int nsfd)
{
	(void)nsfd;
	++*(int *)data;
	return -EEXIST;
}

static bool kernel_names_any(void)
{
	struct pns_ns_id_req req = { .size = sizeof(req), .ns_type = CLONE_NEWPID };
	uint64_t id;

	return pns_sys_listns(&req, &id, 1) == 1;
}

/* A PID namespace whose only process has ended, or PNS_NO_FD */
static int make_dead(void)
{
	char path[64];
	int fd, go[2], status;
	pid_t pid;

	if (pipe2(go, O_CLOEXEC) < 0)
		return PNS_NO_FD;
	pid = (pid_t)syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, 0, 0, 0, 0);
	if (pid == 0) {
		close(go[1]);
		_exit(read(go[0], path, 1) == 0 ? 0 : 1);
	}
	close(go[0]);
	snprintf(path, sizeof(path), "/proc/%d/ns/pid", (int)pid);
	fd = pid < 0 ? PNS_NO_FD : open(path, O_RDONLY | O_CLOEXEC);
	close(go[1]);
	if (pid > 0)
		waitpid(pid, &status, 0);
	return fd;
}

/* How often it is among them */
static int look_for(uint64_t inode)
{
	struct seen seen = { .wanted = inode };
	int rc = pns_pidns_each(note, &seen);

	return rc == 0 ? seen.found : rc;
}

#ifdef __GLIBC__
/* The procns-info of this build; not by popen(3), which a filter that denies clone3(2) keeps from starting */
static FILE *start_tree(pid_t *pid)
{
	char program[512], *end;
	ssize_t length = readlink("/proc/self/exe", program, sizeof(program) / 2);
	int output[2];

	program[length < 0 ? 0 : length] = '\0';
	end = strrchr(program, '/');
	if (!end || pipe2(output, O_CLOEXEC) < 0)
		return NULL;
	strcpy(end, "/../../procns-info");
	*pid = fork();
	if (*pid == 0) {
		dup2(output[1], STDOUT_FILENO);
		execl(program, program, "--tree", "--all", "-n", "-r", "-o", "PIDNS,LEVEL,PARENT", NULL);
		_exit(127);
	}
	close(output[1]);
	return fdopen(output[0], "r");
}

/* How many rows of "procns-info --tree --all" are of it, below the caller's own; -1: there is no tree */
static int rows_of(uint64_t inode, uint64_t own)
{
	uint64_t pidns, parent;
	char line[128];
	pid_t pid = -1;
	FILE *rows = start_tree(&pid);
	int level, status, count = 0;

	while (rows && fgets(line, sizeof(line), rows))
		count += sscanf(line, "%" SCNu64 " %d %" SCNu64, &pidns, &level, &parent) == 3 &&
			 pidns == inode && level == 1 && parent == own;
	if (rows)
		fclose(rows);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -1;
	/* or of a part of the mount namespaces: what that takes may be denied to the test */
	return WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 64) ? count : -1;
}
#endif

/* Whether the kernel that can name any has to name all of them to this caller, who has made a PID namespace */
static bool is_told_all(int own)
{
	_cleanup_close_ int userns = pns_ns_open_own(CLONE_NEWUSER);

	return pns_ns_inode(own) == INITIAL_PIDNS && pns_ns_inode(userns) == INITIAL_USERNS;
}

/* Where it is not named it is in no row: nothing shows it */
static void test_held(int own, uint64_t inode, bool named, const char *what)
{
	int expected = named && is_told_all(own);

	is_int(look_for(inode), named ? expected : -EOPNOTSUPP, "pidns-all: held by %s", what);
#ifdef __GLIBC__	/* with musl there is no table */
	is_int(rows_of(inode, pns_ns_inode(own)), expected, "procns-info --tree --all: held by %s", what);
#endif
}

/* The same one, by a mount alone */
static void test_mounted(int own, int nsfd, bool named)
{
	char path[64], point[] = "/tmp/test-pidns-all-XXXXXX";
	uint64_t inode = pns_ns_inode(nsfd);
	int file;

	if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return;
	file = mkostemp(point, O_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", nsfd);
	is_int(mount(path, point, NULL, MS_BIND, NULL), 0, "mounts the namespace file");
	close(nsfd);
	close(file);
	test_held(own, inode, named, "a mount");
	umount2(point, MNT_DETACH);
	unlink(point);
	is_int(look_for(inode), named ? 0 : -EOPNOTSUPP, "pidns-all: not held");
}

int main(void)
{
	_cleanup_caller_ struct pns_caller caller = PNS_CALLER_INIT;
	bool named = kernel_names_any();
	int own = pns_caller_ns(&caller, CLONE_NEWPID), dead, calls = 0;

	is_int(look_for(pns_ns_inode(own)), named ? 1 : -EOPNOTSUPP, "pidns-all: the caller's own");
	is_int(pns_pidns_each(stop, &calls), named ? -EEXIST : -EOPNOTSUPP, "pidns-all: says what it was told");
	is_int(calls, named, "pidns-all: ends where it was told to");
	dead = make_dead();
	if (dead < 0) {
		ok(true, "pidns-all: one without a process # SKIP takes root");
		return done_testing();
	}
	test_held(own, pns_ns_inode(dead), named, "a descriptor");
	test_mounted(own, dead, named);
	return done_testing();
}
