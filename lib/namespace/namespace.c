// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "namespace/namespace.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "namespace/denied-by.h"
#include "namespace/proc-links.h"
#include "process/own-namespace.h"
#include "process/process.h"
#include "process/procfs-root.h"

/* include/linux/proc_ns.h, PROC_PID_INIT_INO: the same number on every machine */
#define INITIAL_PIDNS_INODE 0xEFFFFFFCU

int pns_ns_type(int fd)
{
	int type = ioctl(fd, PNS_NS_GET_NSTYPE);
	int err = type < 0 ? errno : 0;
	struct statfs fs;

	if (err && err != EBADF && pns_ioctl_filter_errno(PNS_NS_GET_NSTYPE) == err) {
		type = pns_proc_ns_type(fd);
		return type < 0 && type != -ENOTTY && type != -EBADF ? -err : type;
	}
	if (err)
		return err == EBADF ? -EBADF : -ENOTTY;
	if (fstatfs(fd, &fs) < 0)
		return -errno;
	return (unsigned int)fs.f_type == PNS_NSFS_MAGIC ? type : -ENOTTY;
}

bool pns_ns_has_type(int fd, int type)
{
	return ioctl(fd, PNS_NS_GET_NSTYPE) == type;
}

static enum pns_kind kind_of_namespace(int fd)
{
	switch (pns_ns_type(fd)) {
	case CLONE_NEWPID:
		return PNS_KIND_PIDNS;
	case CLONE_NEWNS:
		return PNS_KIND_MNTNS;
	case CLONE_NEWUSER:
		return PNS_KIND_USERNS;
	default:
		return PNS_KIND_OTHER_NS;
	}
}

static enum pns_kind kind_of_mode(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		return PNS_KIND_REGULAR;
	case S_IFDIR:
		return PNS_KIND_DIRECTORY;
	case S_IFIFO:
		return PNS_KIND_FIFO;
	case S_IFSOCK:
		return PNS_KIND_SOCKET;
	case S_IFLNK:
		return PNS_KIND_SYMLINK;
	case S_IFCHR:
	case S_IFBLK:
		return PNS_KIND_DEVICE;
	default:
		return PNS_KIND_UNKNOWN;
	}
}

enum pns_kind pns_kind_of(int fd)
{
	struct statfs fs;
	struct stat st;

	if (fstatfs(fd, &fs) < 0 || fstat(fd, &st) < 0)
		return PNS_KIND_UNKNOWN;
	if ((unsigned int)fs.f_type == PNS_NSFS_MAGIC)
		return kind_of_namespace(fd);
	if (pns_is_procfs_root(fd))
		return PNS_KIND_PROCFS;
	if (pns_is_pidfd(fd))
		return PNS_KIND_PIDFD;
	if ((unsigned int)fs.f_type == PNS_PROC_SUPER_MAGIC)
		return PNS_KIND_BELOW_PROCFS;
	return kind_of_mode(st.st_mode);
}

enum pns_kind pns_kind_of_path(const char *path)
{
	_cleanup_close_ int seen = open(path, O_PATH | O_CLOEXEC);
	_cleanup_close_ int opened = PNS_NO_FD;
	enum pns_kind kind = seen < 0 ? PNS_KIND_UNKNOWN : pns_kind_of(seen);

	/* which namespace it is takes an ioctl, which an O_PATH descriptor does not */
	if (kind == PNS_KIND_OTHER_NS)
		opened = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	return opened < 0 ? kind : pns_kind_of(opened);
}

static enum pns_reason wrong_type_reason(int wanted)
{
	switch (wanted) {
	case CLONE_NEWPID:
		return PNS_REASON_NOT_A_PID_NAMESPACE;
	case CLONE_NEWNS:
		return PNS_REASON_NOT_A_MOUNT_NAMESPACE;
	default:
		return PNS_REASON_NOT_A_USER_NAMESPACE;
	}
}

/* fstatfs(2) takes no privilege. */
static int refuse_unknown(int err, const char *object, struct pns_diag *diag)
{
	bool filtered = pns_call_is_filtered(PNS_CALL_FSTATFS, 0, err);

	return pns_refuse(diag, filtered ? PNS_REASON_BLOCKED_BY_SECCOMP : PNS_REASON_SYSTEM_ERROR, PNS_CALL_FSTATFS,
			  err, object);
}

int pns_refuse_procfs(int fd, const char *object, struct pns_diag *diag)
{
	int rc = pns_procfs_check_root(fd);

	if (rc < 0 && rc != -ENODEV)
		return refuse_unknown(-rc, object, diag);
	if (diag)
		diag->kind = pns_kind_of(fd);
	return pns_refuse(diag, PNS_REASON_NOT_A_PROCFS, PNS_CALL_FSTATFS, EINVAL, object);
}

int pns_ns_check(int fd, int type, const char *object, struct pns_diag *diag)
{
	int found = pns_ns_type(fd);
	struct statfs fs;

	if (found == type)
		return 0;
	if (found < 0 && fstatfs(fd, &fs) < 0)
		return refuse_unknown(errno, object, diag);
	if (found < 0 && found != -ENOTTY && found != -EBADF)
		return pns_refuse(diag, PNS_REASON_BLOCKED_BY_SECCOMP, PNS_CALL_IOCTL, -found, object);
	if (diag)
		diag->kind = pns_kind_of(fd);
	return pns_refuse(diag, found < 0 ? PNS_REASON_NOT_A_NAMESPACE : wrong_type_reason(type),
			  PNS_CALL_IOCTL, EINVAL, object);
}

bool pns_ns_is_same(int a, int b)
{
	struct stat first, second;

	return fstat(a, &first) == 0 && fstat(b, &second) == 0 &&
	       first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

uint64_t pns_ns_inode(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 ? st.st_ino : 0;
}

bool pns_is_initial_pidns(int fd)
{
	return pns_ns_inode(fd) == INITIAL_PIDNS_INODE;
}

int pns_ns_id(int fd, uint64_t *id)
{
	uint64_t value;

	if (ioctl(fd, PNS_NS_GET_ID, &value) < 0)
		return -EOPNOTSUPP;
	*id = value;
	return 0;
}

int pns_ns_open_by_id(uint64_t id, int type, uint64_t inode)
{
	struct {
		struct file_handle handle;
		struct pns_nsfs_handle ns;
	} target = {
		.handle = { .handle_bytes = sizeof(target.ns), .handle_type = PNS_FILEID_NSFS },
		.ns = { .ns_id = id, .ns_type = (uint32_t)type, .ns_inum = (uint32_t)inode },
	};
	int fd = open_by_handle_at(PNS_FD_NSFS_ROOT, &target.handle, O_RDONLY | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

/* The kernel's EPERM is an answer, that of a filter is none. */
static int open_relative(int fd, unsigned int request)
{
	int opened = ioctl(fd, request);
	int err = opened < 0 ? errno : 0;

	if (!err)
		return opened;
	return pns_ioctl_filter_errno(request) == err ? -EOPNOTSUPP : -err;
}

int pns_ns_open_owner(int fd)
{
	return open_relative(fd, PNS_NS_GET_USERNS);
}

int pns_ns_find_owner(int fd, const char *object, struct pns_diag *diag)
{
	int owner = pns_ns_open_owner(fd);

	if (owner == -EOPNOTSUPP)
		return pns_refuse(diag, PNS_REASON_BLOCKED_BY_SECCOMP, PNS_CALL_IOCTL,
				  pns_ioctl_filter_errno(PNS_NS_GET_USERNS), object);
	if (owner >= 0)
		return owner;
	pns_diag_set_owner(diag, fd);
	return pns_refuse(diag, PNS_REASON_NO_PRIVILEGE_OVER_OWNER, PNS_CALL_IOCTL, -owner, object);
}

int pns_pidns_open_parent(int fd)
{
	return open_relative(fd, PNS_NS_GET_PARENT);
}

int pns_ns_dup(int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

	return copy < 0 ? -errno : copy;
}

int pns_pidns_open_chain(int fd, int *chain, int levels)
{
	int level, opened = PNS_NO_FD;

	for (level = levels - 1; level >= 0; level--) {
		if (opened != -EOPNOTSUPP)
			opened = level == levels - 1 ? pns_ns_dup(fd) : pns_pidns_open_parent(chain[level + 1]);
		chain[level] = opened < 0 ? PNS_NO_FD : opened;
		if (opened >= 0 || opened == -EOPNOTSUPP)
			continue;
		while (++level < levels)
			pns_close(&chain[level]);
		return opened;
	}
	return 0;
}

int pns_userns_owner_uid(int userns, uid_t *uid)
{
	uid_t value = (uid_t)-1;

	if (ioctl(userns, PNS_NS_GET_OWNER_UID, &value) < 0)
		return -errno;
	*uid = value;
	return 0;
}

static bool is_own(struct pns_caller *caller, int fd)
{
	int own = pns_caller_ns(caller, CLONE_NEWPID);

	return own >= 0 && pns_ns_is_same(own, fd);
}

int pns_pidns_distance(struct pns_caller *caller, int fd, int above)
{
	_cleanup_close_ int at = PNS_NO_FD;
	int level, parent;

	for (level = 0; level < PNS_MAX_LEVELS; level++) {
		if (pns_ns_is_same(at < 0 ? fd : at, above))
			return level;
		parent = pns_pidns_open_parent(at < 0 ? fd : at);
		if (parent == -EOPNOTSUPP && is_own(caller, above))
			return pns_proc_pidns_level(caller, pns_ns_inode(fd));
		if (parent < 0)
			return parent == -EPERM ? -EXDEV : parent;
		pns_close(&at);
		at = parent;
	}
	return -EXDEV;
}

int pns_pidns_level(struct pns_caller *caller, int fd)
{
	int own = pns_caller_ns(caller, CLONE_NEWPID);

	return own < 0 ? own : pns_pidns_distance(caller, fd, own);
}

int pns_pidns_init_number(struct pns_caller *caller, int fd, pid_t *pid)
{
	int level, found = ioctl(fd, PNS_NS_GET_TGID_FROM_PIDNS, 1);

	if (found > 0) {
		*pid = found;
		return 0;
	}
	if (found == 0 || errno == ESRCH) {
		level = pns_pidns_level(caller, fd);
		return level == -EXDEV || pns_is_shortage(level) ? level : -ESRCH;
	}
	/* before 6.11, or denied */
	return pns_proc_pidns_init(caller, pns_ns_inode(fd), pid);
}

int pns_pidns_init(struct pns_caller *caller, int fd, pid_t *pid, int *process)
{
	_cleanup_close_ int held = PNS_NO_FD;
	pid_t before, after;
	int rc = pns_pidns_init_number(caller, fd, &before);

	if (rc < 0)
		return rc;
	held = pns_process_open(caller, before);
	if (held < 0)
		return held;
	/* asked again while it is held: the number means the same process both times */
	rc = pns_pidns_init_number(caller, fd, &after);
	if (pns_is_shortage(rc))
		return rc;
	if (rc < 0 || before != after)
		return -ESRCH;
	*pid = before;
	if (process)
		*process = pns_steal_fd(&held);
	return 0;
}

/* The owner is above the caller's user namespace: nobody names it, but of the initial PID namespace it is known. */
static void set_owner_above(struct pns_diag *diag, int fd)
{
	_cleanup_close_ int own = pns_ns_open_own(CLONE_NEWPID);

	diag->owns_own = own >= 0 && pns_ns_is_same(own, fd);
	if (!pns_is_initial_pidns(fd))
		return;
	diag->owner = PNS_INITIAL_USERNS_INODE;
	diag->owner_uid = 0;
}

void pns_diag_set_owner(struct pns_diag *diag, int fd)
{
	_cleanup_close_ int owner = pns_ns_open_owner(fd);

	if (diag && owner == -EPERM)
		set_owner_above(diag, fd);
	if (!diag || owner < 0)
		return;
	diag->owner = pns_ns_inode(owner);
	if (pns_userns_owner_uid(owner, &diag->owner_uid) < 0)
		diag->owner_uid = (uid_t)-1;
}
