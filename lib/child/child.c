// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "child/child.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "base/parse.h"
#include "child/packet.h"
#include "namespace/reason.h"
#include "process/procfs-root.h"

/* What goes through the socket. */
struct report {
	int rc;
	struct pns_diag diag;
};

static int send_report(int sock, struct report *report, int fd)
{
	return pns_packet_send(sock, &(struct pns_packet){ .bytes = report, .size = sizeof(*report), .fd = fd });
}

/* By the list of them in /proc: the limit may be in the millions. Returns false if there is none. */
static bool close_listed(unsigned int first, unsigned int last)
{
	_cleanup_closedir_ DIR *dir = NULL;
	int root = pns_procfs_open("/proc"), fd, list;
	pid_t self = root < 0 ? root : pns_procfs_self(root);
	struct dirent *entry;
	char path[32];

	snprintf(path, sizeof(path), "%d/fd", (int)self);
	list = self < 0 ? self : pns_procfs_openat(root, path, O_RDONLY | O_DIRECTORY);
	pns_close(&root);
	dir = list < 0 ? NULL : fdopendir(list);
	if (!dir) {
		pns_close(&list);
		return false;
	}
	errno = 0;
	while ((entry = readdir(dir)))
		if (pns_parse_fd(entry->d_name, &fd) == 0 && fd != dirfd(dir) && (unsigned int)fd >= first &&
		    (unsigned int)fd <= last)
			close(fd);
	return errno == 0;
}

static void close_descriptors(unsigned int first, unsigned int last)
{
	struct rlimit limit = { .rlim_cur = 1024 };
	unsigned int fd;

	if (first > last || pns_sys_close_range(first, last) == 0 || close_listed(first, last))
		return;
	/* a limit that was lowered later hides no descriptor of this program */
	getrlimit(RLIMIT_NOFILE, &limit);
	for (fd = first; fd <= last && fd < limit.rlim_cur; fd++)
		close((int)fd);
}

/* @other may be PNS_NO_FD. */
static void keep_only(int fd, int other)
{
	int low = other >= 0 && other < fd ? other : fd;
	int high = other > fd ? other : fd;

	if (low > 0)
		close_descriptors(0, (unsigned int)low - 1);
	close_descriptors((unsigned int)low + 1, (unsigned int)high - 1);
	close_descriptors((unsigned int)high + 1, ~0U);
}

/* Whether the parent was gone before it could take the child with it. */
static bool is_orphan(int sock)
{
	struct pollfd poller = { .fd = sock };

	return poll(&poller, 1, 0) > 0 && (poller.revents & POLLHUP);
}

static void __attribute__((noreturn))
run_child(int sock, const struct pns_child_plan *child, const struct pns_diag *diag)
{
	struct report report = { 0 };
	int fd = child->fd;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (is_orphan(sock))
		_exit(0);
	if (child->kind == PNS_CHILD_ALONE)
		keep_only(sock, fd);
	pns_diag_init(&report.diag, child->kind == PNS_CHILD_ALONE || !diag ? NULL : diag->step,
		      diag ? diag->step_data : NULL);
	report.rc = child->fn(child->arg, &fd, &report.diag);
	/* what is on its way is open: nobody takes it after a refusal */
	_exit(-send_report(sock, &report, report.rc == 0 ? fd : PNS_NO_FD));
}

static void take_report(struct pns_diag *diag, const struct report *report)
{
	pns_step_fn step;
	void *step_data;

	if (!diag || report->rc >= 0)
		return;
	step = diag->step;
	step_data = diag->step_data;
	*diag = report->diag;
	diag->step = step;
	diag->step_data = step_data;
	/* the child ran where others may have had a hand on it */
	diag->object[sizeof(diag->object) - 1] = '\0';
	diag->kernel[sizeof(diag->kernel) - 1] = '\0';
	diag->limit[sizeof(diag->limit) - 1] = '\0';
	if ((unsigned int)diag->reason >= PNS_REASON_COUNT)
		diag->reason = PNS_REASON_SYSTEM_ERROR;
	if ((unsigned int)diag->call >= PNS_CALL_COUNT)
		diag->call = PNS_CALL_CHILD;
}

/* What the signal about a child that the kernel has collected says, or -1. It has to be blocked. */
static int collected_status(pid_t pid)
{
	const struct timespec now = { 0 };
	siginfo_t info;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	if (sigtimedwait(&set, &info, &now) < 0 || info.si_pid != pid)
		return -1;
	/* as waitpid(2) has it */
	return info.si_code == CLD_EXITED ? (info.si_status & 0xff) << 8 : info.si_status;
}

/*
 * Returns the status of the child, or -1 if the kernel collected it and said nothing: the caller may have inherited an
 * ignored SIGCHLD.
 */
static int wait_for_child(pid_t pid)
{
	int status, patience;
	pid_t got;

	do {
		got = waitpid(pid, &status, 0);
	} while (got < 0 && errno == EINTR);
	if (got >= 0)
		return status;
	/* it is dead, but may have its number for a moment */
	for (patience = 1000; patience > 0 && kill(pid, 0) == 0; patience--)
		sched_yield();
	return collected_status(pid);
}

static int refuse(enum pns_call call, int err, struct pns_diag *diag)
{
	return pns_refuse_plain(diag, call, err, "helper process");
}

/*
 * One that ended before it could say anything: @status, from waitpid(2), is all there is. It exits with the errno
 * of the send; a filter kills with a signal of its own.
 */
static int refuse_silent(int status, struct pns_diag *diag)
{
	char how[48];

	if (status > 0 && WIFEXITED(status))
		return refuse(PNS_CALL_SENDMSG, WEXITSTATUS(status), diag);
	if (status < 0 || !WIFSIGNALED(status))
		return pns_refuse(diag, PNS_REASON_HELPER_KILLED, PNS_CALL_CHILD, ECHILD, "helper process");
	snprintf(how, sizeof(how), "helper process (signal %d)", WTERMSIG(status));
	return pns_refuse(diag, WTERMSIG(status) == SIGSYS ? PNS_REASON_BLOCKED_BY_SECCOMP : PNS_REASON_HELPER_KILLED,
			  PNS_CALL_CHILD, ECHILD, how);
}

int pns_child_start(const struct pns_child_plan *plan, struct pns_child *child, struct pns_diag *diag)
{
	_cleanup_close_ int ours = PNS_NO_FD;
	_cleanup_close_ int theirs = PNS_NO_FD;
	int pair[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return refuse(PNS_CALL_SOCKETPAIR, errno, diag);
	ours = pair[0];
	theirs = pair[1];
	pid = fork();
	if (pid < 0)
		return refuse(PNS_CALL_FORK, errno, diag);
	if (pid == 0) {
		pns_close(&ours);
		run_child(theirs, plan, diag);
	}
	*child = (struct pns_child){ .pid = pid, .sock = pns_steal_fd(&ours) };
	return 0;
}

int pns_child_finish(struct pns_child *child, int *fd, struct pns_diag *diag)
{
	_cleanup_close_ int sock = pns_steal_fd(&child->sock);
	struct report report = { .rc = 0 };
	struct pns_packet packet = { .bytes = &report, .size = sizeof(report), .fd = PNS_NO_FD };
	ssize_t got = pns_packet_receive(sock, &packet);
	_cleanup_close_ int received = packet.fd;
	int status = wait_for_child(child->pid);

	if (got < 0)
		return refuse(PNS_CALL_RECVMSG, (int)-got, diag);
	if (got != sizeof(report))
		return refuse_silent(status, diag);
	take_report(diag, &report);
	if (report.rc == 0 && fd)
		*fd = pns_steal_fd(&received);
	return report.rc;
}

int pns_child_run(enum pns_child_kind kind, pns_child_fn fn, void *arg, int *fd,
		  struct pns_diag *diag)
{
	const struct pns_child_plan plan = { .kind = kind, .fn = fn, .arg = arg, .fd = fd ? *fd : PNS_NO_FD };
	struct pns_child child;
	int rc = pns_child_start(&plan, &child, diag);

	return rc < 0 ? rc : pns_child_finish(&child, fd, diag);
}
