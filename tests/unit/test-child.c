// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/cleanup.h"
#include "child/child.h"
#include "tap.h"

static int give_file(void *arg, int *fd, struct pns_diag *diag)
{
	(void)diag;
	*fd = open(arg, O_RDONLY | O_CLOEXEC);
	return *fd < 0 ? -errno : 0;
}

static int refuse(void *arg, int *fd, struct pns_diag *diag)
{
	(void)fd;
	return pns_refuse(diag, PNS_REASON_MASKED, PNS_CALL_FSMOUNT, EPERM, arg);
}

static int die(void *arg, int *fd, struct pns_diag *diag)
{
	(void)arg;
	(void)fd;
	(void)diag;
	return raise(SIGKILL);
}

static int count_descriptors(void *arg, int *fd, struct pns_diag *diag)
{
	int i, count = 0;

	(void)arg;
	(void)fd;
	for (i = 0; i < 256; i++)
		count += fcntl(i, F_GETFD) >= 0;
	return count == 1 ? 0 : pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_CHECK, EMFILE, "");
}

static bool has_no_child(void)
{
	return waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD;
}

static void test_results(void)
{
	_cleanup_close_ int fd = PNS_NO_FD;
	struct pns_diag diag;
	struct stat here, there;
	char path[] = "/";

	pns_diag_init(&diag, NULL, NULL);
	is_int(pns_child_run(PNS_CHILD_PLAIN, give_file, path, &fd, &diag), 0, "descriptor: handed over");
	ok(fd >= 0 && (fcntl(fd, F_GETFD) & FD_CLOEXEC), "descriptor: closed by execve");
	ok(fstat(fd, &there) == 0 && stat("/", &here) == 0 && here.st_ino == there.st_ino,
	   "descriptor: of the same file");
	ok(has_no_child(), "child: reaped");

	is_int(pns_child_run(PNS_CHILD_PLAIN, refuse, path, NULL, &diag), -EPERM, "refusal: -errno");
	is_int(diag.reason, PNS_REASON_MASKED, "refusal: reason");
	is_str(pns_call_name(diag.call), "fsmount", "refusal: stage");
	is_str(diag.object, "/", "refusal: object");
	is_int(pns_child_run(PNS_CHILD_PLAIN, refuse, path, NULL, NULL), -EPERM,
	       "refusal: nobody asks for the reason");
}

/* As a daemon may leave it to what it starts */
static void test_ignored(void)
{
	_cleanup_close_ int fd = PNS_NO_FD;
	char path[] = "/";

	signal(SIGCHLD, SIG_IGN);
	is_int(pns_child_run(PNS_CHILD_PLAIN, give_file, path, &fd, NULL), 0, "SIGCHLD ignored: no failure");
	ok(fd >= 0 && has_no_child(), "SIGCHLD ignored: the child is gone");
	signal(SIGCHLD, SIG_DFL);
}

static void test_ends(void)
{
	struct pns_diag diag;
	int fd = PNS_NO_FD;

	pns_diag_init(&diag, NULL, NULL);
	ok(pns_child_run(PNS_CHILD_PLAIN, die, NULL, &fd, &diag) < 0, "killed: is a failure");
	is_int(diag.reason, PNS_REASON_HELPER_KILLED, "killed: reason");
	is_str(diag.object, "helper process (signal 9)", "killed: object");
	is_int(fd, PNS_NO_FD, "killed: no descriptor");
	is_int(pns_child_run(PNS_CHILD_ALONE, count_descriptors, NULL, NULL, &diag), 0,
	       "alone: has no descriptor but its way back");
	ok(has_no_child(), "child: reaped");
}

/* As of a caller whose limit was lowered after that */
static void test_high_descriptor(void)
{
	struct rlimit before, low;
	struct pns_diag diag;

	if (getrlimit(RLIMIT_NOFILE, &before) < 0 || dup2(STDIN_FILENO, 200) < 0)
		abort();
	low = before;
	low.rlim_cur = 100;
	pns_diag_init(&diag, NULL, NULL);
	setrlimit(RLIMIT_NOFILE, &low);
	is_int(pns_child_run(PNS_CHILD_ALONE, count_descriptors, NULL, NULL, &diag), 0,
	       "alone: has no descriptor above its limit");
	setrlimit(RLIMIT_NOFILE, &before);
	close(200);
}

int main(void)
{
	test_results();
	test_ignored();
	test_ends();
	test_high_descriptor();
	return done_testing();
}
