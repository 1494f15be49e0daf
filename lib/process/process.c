// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "process/process.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "base/cleanup.h"
#include "base/diag.h"
#include "base/kernel-abi.h"
#include "base/parse.h"
#include "process/procfs-root.h"
#include "process/status.h"

static int open_process_directory(struct pns_caller *caller, pid_t pid)
{
	int root = pns_caller_own_proc(caller);
	_cleanup_close_ int dir = PNS_NO_FD;
	int fd;

	if (root < 0)
		return root;
	dir = pns_proc_open(root, pid);
	fd = dir < 0 ? dir : pns_proc_openat(dir, ".", O_RDONLY | O_DIRECTORY);
	if (fd != -ENOENT && fd != -ESRCH)
		return fd;
	/* hidepid says the same */
	return kill(pid, 0) < 0 && errno == ESRCH ? -ESRCH : -EACCES;
}

int pns_process_open(struct pns_caller *caller, pid_t pid)
{
	int fd = pns_sys_pidfd_open(pid, 0);

	if (fd >= 0)
		return fd;
	switch (errno) {
	case ENOENT:	/* a thread, since 6.15 */
	case EINVAL:	/* a thread, before */
		return -ESRCH;
	case ENOSYS:
	case EPERM:	/* the call asks for no privilege: a seccomp profile */
		return open_process_directory(caller, pid);
	default:
		return -errno;
	}
}

int pns_task_open(struct pns_caller *caller, pid_t tid)
{
	int fd = pns_sys_pidfd_open(tid, PNS_PIDFD_THREAD);

	if (fd >= 0)
		return fd;
	if (errno != EINVAL)
		return errno == ENOSYS || errno == EPERM ? open_process_directory(caller, tid) : -errno;
	/* before 6.9 the flag is unknown, and a thread has no pidfd: it is told from nothing by errno */
	fd = pns_sys_pidfd_open(tid, 0);
	if (fd >= 0)
		return fd;
	return errno == EINVAL || errno == ENOENT ? open_process_directory(caller, tid) : -errno;
}

static bool is_process_directory(int fd)
{
	struct statfs fs;
	struct stat st;

	return fstatfs(fd, &fs) == 0 && (unsigned int)fs.f_type == PNS_PROC_SUPER_MAGIC &&
	       fstat(fd, &st) == 0 && S_ISDIR(st.st_mode) &&
	       (faccessat(fd, "ns", F_OK, 0) == 0 || errno == ESRCH);
}

bool pns_is_pidfd(int fd)
{
	struct statfs fs;

	if (fstatfs(fd, &fs) < 0)
		return false;
	if ((unsigned int)fs.f_type == PNS_PIDFS_MAGIC)
		return true;
	/* before 6.9 one anonymous inode serves all kinds: only a pidfd takes a signal */
	return (unsigned int)fs.f_type != PNS_PROC_SUPER_MAGIC &&
	       (pns_sys_pidfd_send_signal(fd, 0) == 0 || errno == EPERM || errno == ESRCH);
}

bool pns_is_process(int fd)
{
	return is_process_directory(fd) || pns_is_pidfd(fd);
}

bool pns_process_is_alive(int fd)
{
	struct pollfd poller = { .fd = fd, .events = POLLIN };

	/* a directory never lets wait */
	if (poll(&poller, 1, 0) == 0)
		return true;
	return is_process_directory(fd) && faccessat(fd, "stat", F_OK, 0) == 0;
}

int pns_process_check(struct pns_caller *caller, int fd)
{
	pid_t chain[1];
	int root, rc;

	if (pns_process_is_alive(fd))
		return 0;
	if (is_process_directory(fd)) {
		rc = faccessat(fd, "stat", F_OK, 0) < 0 ? -errno : 0;
		return rc == -ENOENT ? -ESRCH : rc;
	}
	/* a zombie takes a signal. EPERM is no answer, it may be a seccomp profile */
	if (pns_sys_pidfd_send_signal(fd, 0) == 0)
		return 0;
	if (errno == ESRCH)
		return -ESRCH;
	root = pns_caller_proc(caller);
	rc = root < 0 ? pns_without_proc(root) : pns_pidfd_nspid(root, fd, chain, 1);
	if (rc == -EOPNOTSUPP || rc == -EXDEV)
		return -ESRCH;
	return rc < 0 ? rc : 0;
}

bool pns_process_exists(struct pns_caller *caller, int fd)
{
	return pns_process_check(caller, fd) == 0;
}

int pns_pidfd_inode(int fd, uint64_t *inode)
{
	struct statfs fs;
	struct stat st;

	if (fstatfs(fd, &fs) < 0 || fstat(fd, &st) < 0)
		return -errno;
	if ((unsigned int)fs.f_type != PNS_PIDFS_MAGIC)
		return -EOPNOTSUPP;
	*inode = st.st_ino;
	return 0;
}

static const struct ns_type {
	int type;
	unsigned int request;
	const char *name;
} ns_types[] = {
	{ CLONE_NEWPID, PNS_PIDFD_GET_PID_NAMESPACE, "pid" },
	{ CLONE_NEWNS, PNS_PIDFD_GET_MNT_NAMESPACE, "mnt" },
	{ CLONE_NEWUSER, PNS_PIDFD_GET_USER_NAMESPACE, "user" },
};

static const struct ns_type *find_ns_type(int type)
{
	size_t i;

	for (i = 0; i < sizeof(ns_types) / sizeof(ns_types[0]); i++)
		if (ns_types[i].type == type)
			return &ns_types[i];
	return NULL;
}

const char *pns_ns_name(int type)
{
	const struct ns_type *found = find_ns_type(type);

	return found ? found->name : NULL;
}

int pns_pidfd_nspid(int root, int pidfd, pid_t *chain, int max)
{
	char path[48], text[1024];
	pid_t self = pns_procfs_self(root);
	const char *field;
	ssize_t length;
	int rc;

	if (self < 0)
		return pns_without_proc(self);
	snprintf(path, sizeof(path), "%d/fdinfo/%d", (int)self, pidfd);
	length = pns_procfs_read(root, path, text, sizeof(text));
	if (length < 0)
		return pns_without_proc((int)length);
	field = pns_find_field(text, "Pid:");
	if (!field)
		return -EOPNOTSUPP;
	if (*field == '-')
		return -ESRCH;
	if (*field == '0')
		return -EXDEV;
	rc = pns_status_numbers(text, "NSpid:", chain, max);
	return rc == -ENOENT ? -EOPNOTSUPP : rc;
}

static int open_ns_in_directory(int fd, const char *name)
{
	_cleanup_close_ int dir = pns_proc_openat(fd, "ns", O_PATH | O_DIRECTORY);
	int ns;

	if (dir < 0)
		return dir;
	ns = openat(dir, name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (ns < 0)
		return errno == ENOENT ? -ESRCH : -errno;
	return ns;
}

static int open_ns_by_procfs(struct pns_caller *caller, int fd, const char *name)
{
	_cleanup_close_ int dir = PNS_NO_FD;
	_cleanup_close_ int ns = PNS_NO_FD;
	int root = pns_caller_proc(caller), rc;
	pid_t pid = 0;

	if (root < 0)
		return pns_without_proc(root);
	rc = pns_pidfd_nspid(root, fd, &pid, 1);
	if (rc < 0)
		return rc == -EXDEV ? -EOPNOTSUPP : rc;
	dir = pns_proc_open(root, pid);
	ns = dir < 0 ? dir : open_ns_in_directory(dir, name);
	if (ns < 0)
		return ns == -ENOENT ? -ESRCH : ns;
	/* a number read before the process ended may be somebody else's by now */
	rc = pns_pidfd_nspid(root, fd, &pid, 1);
	return rc < 0 ? rc : pns_steal_fd(&ns);
}

static int open_ns_by_path(struct pns_caller *caller, int fd, const char *name)
{
	return is_process_directory(fd) ? open_ns_in_directory(fd, name) : open_ns_by_procfs(caller, fd, name);
}

int pns_process_open_ns(struct pns_caller *caller, int fd, int type)
{
	const struct ns_type *found = find_ns_type(type);
	int ns;

	if (!found)
		return -EINVAL;
	ns = ioctl(fd, found->request, 0);
	if (ns >= 0)
		return ns;
	/* an O_PATH descriptor: it is no pidfd */
	if (errno == EBADF)
		return open_ns_in_directory(fd, found->name);
	/* ESRCH includes a zombie, whose links in /proc still open; ENOTTY is a directory, or a kernel before 6.11 */
	if (errno == EACCES || errno == EREMOTE || pns_is_shortage(-errno))
		return -errno;
	return open_ns_by_path(caller, fd, found->name);
}

bool pns_process_has_other_children_ns(int fd, int nsfd)
{
	_cleanup_close_ int children = ioctl(fd, PNS_PIDFD_GET_PID_FOR_CHILDREN_NAMESPACE, 0);
	struct stat ns, other;

	return children < 0 || fstat(nsfd, &ns) < 0 || fstat(children, &other) < 0 || ns.st_dev != other.st_dev ||
	       ns.st_ino != other.st_ino;
}

int pns_process_open_children_ns(struct pns_caller *caller, int fd)
{
	/* not by the ioctl: before 7.3, no reference reaches what it opens and the link does not */
	return open_ns_by_path(caller, fd, "pid_for_children");
}
