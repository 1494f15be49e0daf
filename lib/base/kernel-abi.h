/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_BASE_KERNEL_ABI_H
#define PNS_BASE_KERNEL_ABI_H
/*
 * What the kernel has and the installed headers may lack: system call numbers,
 * constants and structures, under names of our own, so that a build against
 * Linux 6.1 headers loses nothing on a newer kernel, and so that <sys/mount.h>
 * and <linux/mount.h> (which clash in glibc 2.36) are not needed together.
 * Wrappers return what the system call returns, with errno set: a kernel
 * without the call answers ENOSYS by itself.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

/*
 * Numbers above 423 are the same on every architecture but alpha, which adds 110
 * (the system call tables below arch/); the libc's own number wins where it has one.
 */
#ifdef __alpha__
# define PNS_NR(n) ((n) + 110)
#elif defined(__x86_64__) && defined(__ILP32__)
# define PNS_NR(n) ((n) + 0x40000000)
#else
# define PNS_NR(n) (n)
#endif
#ifndef SYS_pidfd_send_signal
# define SYS_pidfd_send_signal PNS_NR(424)	/* 5.1 */
#endif
#ifndef SYS_open_tree
# define SYS_open_tree PNS_NR(428)		/* 5.2 */
#endif
#ifndef SYS_move_mount
# define SYS_move_mount PNS_NR(429)		/* 5.2 */
#endif
#ifndef SYS_fsopen
# define SYS_fsopen PNS_NR(430)			/* 5.2 */
#endif
#ifndef SYS_fsconfig
# define SYS_fsconfig PNS_NR(431)		/* 5.2 */
#endif
#ifndef SYS_fsmount
# define SYS_fsmount PNS_NR(432)		/* 5.2 */
#endif
#ifndef SYS_fspick
# define SYS_fspick PNS_NR(433)			/* 5.2 */
#endif
#ifndef SYS_pidfd_open
# define SYS_pidfd_open PNS_NR(434)		/* 5.3 */
#endif
#ifndef SYS_close_range
# define SYS_close_range PNS_NR(436)		/* 5.9 */
#endif
#ifndef SYS_openat2
# define SYS_openat2 PNS_NR(437)		/* 5.6 */
#endif
#ifndef SYS_landlock_create_ruleset
# define SYS_landlock_create_ruleset PNS_NR(444)	/* 5.13 */
#endif
#ifndef SYS_faccessat2
# define SYS_faccessat2 PNS_NR(439)		/* 5.8 */
#endif
#ifndef SYS_mount_setattr
# define SYS_mount_setattr PNS_NR(442)		/* 5.12 */
#endif
#ifndef SYS_listns
# define SYS_listns PNS_NR(470)			/* 6.19 */
#endif

/* include/uapi/linux/mount.h, 5.2 unless said */
enum {
	PNS_FSOPEN_CLOEXEC = 0x1,
	PNS_FSMOUNT_CLOEXEC = 0x1,
	PNS_FSPICK_CLOEXEC = 0x1,
	PNS_FSPICK_EMPTY_PATH = 0x8,
	PNS_MOVE_MOUNT_F_EMPTY_PATH = 0x4,
	PNS_MOVE_MOUNT_T_EMPTY_PATH = 0x40,
	PNS_MOVE_MOUNT_BENEATH = 0x200,		/* 6.5 */
	PNS_OPEN_TREE_CLONE = 0x1,
};

enum pns_fsconfig_cmd {
	PNS_FSCONFIG_SET_FLAG = 0,
	PNS_FSCONFIG_SET_STRING = 1,
	PNS_FSCONFIG_SET_FD = 5,
	PNS_FSCONFIG_CMD_CREATE = 6,
	PNS_FSCONFIG_CMD_RECONFIGURE = 7,
};

#define PNS_MOUNT_ATTR_RDONLY		0x00000001u
#define PNS_MOUNT_ATTR_NOSUID		0x00000002u
#define PNS_MOUNT_ATTR_NODEV		0x00000004u
#define PNS_MOUNT_ATTR_NOEXEC		0x00000008u
#define PNS_MOUNT_ATTR__ATIME		0x00000070u
#define PNS_MOUNT_ATTR_NOATIME		0x00000010u
#define PNS_MOUNT_ATTR_STRICTATIME	0x00000020u
#define PNS_MOUNT_ATTR_NODIRATIME	0x00000080u
#define PNS_MOUNT_ATTR_NOSYMFOLLOW	0x00200000u	/* 5.14 */

/* LANDLOCK_CREATE_RULESET_VERSION, include/uapi/linux/landlock.h, 5.13 */
#define PNS_LANDLOCK_VERSION	1u

/* struct mount_attr, 5.12 */
struct pns_mount_attr {
	uint64_t attr_set;
	uint64_t attr_clr;
	uint64_t propagation;
	uint64_t userns_fd;
};

/* struct open_how and RESOLVE_*, include/uapi/linux/openat2.h, 5.6 */
struct pns_open_how {
	uint64_t flags;
	uint64_t mode;
	uint64_t resolve;
};
#define PNS_RESOLVE_NO_XDEV		0x01u
#define PNS_RESOLVE_NO_MAGICLINKS	0x02u
#define PNS_RESOLVE_NO_SYMLINKS		0x04u
#define PNS_RESOLVE_BENEATH		0x08u
#define PNS_RESOLVE_IN_ROOT		0x10u

/* struct statx, include/uapi/linux/stat.h: the libc's may end before stx_mnt_id */
struct pns_statx {
	uint32_t mask;
	uint32_t blksize;
	uint64_t attributes;
	uint32_t nlink;
	uint32_t uid;
	uint32_t gid;
	uint16_t mode;
	uint16_t pad1;
	uint64_t ino;
	uint64_t size;
	uint64_t blocks;
	uint64_t attributes_mask;
	uint64_t times[8];
	uint32_t rdev_major;
	uint32_t rdev_minor;
	uint32_t dev_major;
	uint32_t dev_minor;
	uint64_t mnt_id;
	uint64_t spare[13];
};
_Static_assert(sizeof(struct pns_statx) == 256, "struct statx is 256 bytes");
#define PNS_STATX_TYPE			0x00000001u
#define PNS_STATX_INO			0x00000100u
#define PNS_STATX_MNT_ID		0x00001000u	/* 5.8 */
#define PNS_STATX_MNT_ID_UNIQUE		0x00004000u	/* 6.8 */
#define PNS_STATX_ATTR_MOUNT_ROOT	0x00002000u	/* 5.8 */

/* include/uapi/linux/magic.h; pidfs since 6.9 */
#define PNS_PROC_SUPER_MAGIC	0x9fa0
#define PNS_NSFS_MAGIC		0x6e736673
#define PNS_PIDFS_MAGIC		0x50494446
#define PNS_SYSFS_MAGIC		0x62656572
#define PNS_DEVPTS_SUPER_MAGIC	0x1cd1
#define PNS_SECURITYFS_MAGIC	0x73636673
#define PNS_DEBUGFS_MAGIC	0x64626720
#define PNS_BINFMTFS_MAGIC	0x42494e4d
#define PNS_PSTOREFS_MAGIC	0x6165676c
#define PNS_FUSE_CTL_MAGIC	0x65735543	/* fs/fuse/control.c */
#define PNS_MQUEUE_MAGIC	0x19800202	/* ipc/mqueue.c */
#define PNS_PF_EXITING		0x4	/* include/linux/sched.h: in the field "flags" of /proc/PID/stat */
#define PNS_PID_MAX_LIMIT	(4 * 1024 * 1024)	/* include/linux/threads.h, where it is largest */
#define PNS_PROCFS_ROOT_INO	1	/* include/linux/proc_fs.h, PROCFS_ROOT_INO */

/* include/uapi/linux/sched.h, 5.6 */
#define PNS_CLONE_NEWTIME	0x00000080

/* ioctls on an nsfs file, include/uapi/linux/nsfs.h */
#define PNS_NS_GET_USERNS		_IO(0xb7, 0x1)			/* 4.9 */
#define PNS_NS_GET_PARENT		_IO(0xb7, 0x2)			/* 4.9 */
#define PNS_NS_GET_NSTYPE		_IO(0xb7, 0x3)			/* 4.11 */
#define PNS_NS_GET_OWNER_UID		_IO(0xb7, 0x4)			/* 4.11 */
#define PNS_NS_GET_MNTNS_ID		_IOR(0xb7, 0x5, uint64_t)	/* 6.11 */
#define PNS_NS_GET_PID_FROM_PIDNS	_IOR(0xb7, 0x6, int)		/* 6.11 */
#define PNS_NS_GET_TGID_FROM_PIDNS	_IOR(0xb7, 0x7, int)		/* 6.11 */
#define PNS_NS_GET_PID_IN_PIDNS		_IOR(0xb7, 0x8, int)		/* 6.11 */
#define PNS_NS_GET_TGID_IN_PIDNS	_IOR(0xb7, 0x9, int)		/* 6.11 */
#define PNS_NS_MNT_GET_NEXT		_IOR(0xb7, 0xb, struct pns_mnt_ns_info)	/* 6.12 */
#define PNS_NS_MNT_GET_PREV		_IOR(0xb7, 0xc, struct pns_mnt_ns_info)	/* 6.12 */
#define PNS_NS_GET_ID			_IOR(0xb7, 0xd, uint64_t)	/* 6.18 */

/* struct mnt_ns_info, include/uapi/linux/nsfs.h, 6.12 */
struct pns_mnt_ns_info {
	uint32_t size;
	uint32_t nr_mounts;
	uint64_t mnt_ns_id;
};

/* ioctls on a pidfd, include/uapi/linux/pidfd.h, 6.11 */
#define PNS_PIDFD_GET_MNT_NAMESPACE			_IO(0xff, 3)
#define PNS_PIDFD_GET_PID_NAMESPACE			_IO(0xff, 5)
#define PNS_PIDFD_GET_PID_FOR_CHILDREN_NAMESPACE	_IO(0xff, 6)
#define PNS_PIDFD_GET_USER_NAMESPACE			_IO(0xff, 9)

/* ioctl on the root directory of a procfs: proposed in August 2025, not in mainline */
#define PNS_PROCFS_GET_PID_NAMESPACE	_IO('f', 32)

/* A pidfd of a thread that leads no group, include/uapi/linux/pidfd.h, 6.9 */
#define PNS_PIDFD_THREAD	O_EXCL

/*
 * bpf(2), include/uapi/linux/bpf.h: a link of an iterator, 5.8. Which task it is about, a union bpf_iter_link_info,
 * 6.1: before that, it is ignored
 */
#define PNS_BPF_LINK_CREATE	28
#define PNS_BPF_TRACE_ITER	28
struct pns_bpf_iter_task {
	uint32_t tid;
	uint32_t pid;
	uint32_t pid_fd;
	uint32_t unused;
};
struct pns_bpf_link_create {
	uint32_t prog_fd;
	uint32_t target_fd;
	uint32_t attach_type;
	uint32_t flags;
	uint64_t iter_info;
	uint32_t iter_info_len;
	uint32_t unused;
};

/* an iterator made from a link, 5.8 */
#define PNS_BPF_ITER_CREATE	33
struct pns_bpf_iter_create {
	uint32_t link_fd;
	uint32_t flags;
};

/* Run a program of type SYSCALL, which changes what ctx_in points to, 5.14 */
#define PNS_BPF_PROG_RUN	10
struct pns_bpf_prog_run {
	uint32_t prog_fd;
	uint32_t retval;
	uint32_t data_sizes[2];
	uint64_t data[2];
	uint32_t repeat;
	uint32_t duration;
	uint32_t ctx_size_in;
	uint32_t ctx_size_out;
	uint64_t ctx_in;
	uint64_t ctx_out;
};

/* An nsfs file handle for open_by_handle_at(2), include/uapi/linux/nsfs.h, 6.18 */
#define PNS_FD_NSFS_ROOT	(-10003)
#define PNS_FILEID_NSFS		0xf1
struct pns_nsfs_handle {
	uint64_t ns_id;
	uint32_t ns_type;
	uint32_t ns_inum;
};

/* listns(2), struct ns_id_req, include/uapi/linux/nsfs.h, 6.19 */
struct pns_ns_id_req {
	uint32_t size;
	uint32_t spare;
	uint64_t ns_id;		/* the last one that was listed, 0 at first */
	uint32_t ns_type;	/* bits of CLONE_NEW* */
	uint32_t spare2;
	uint64_t user_ns_id;	/* 0: whoever owns them */
};
_Static_assert(sizeof(struct pns_ns_id_req) == 32, "struct ns_id_req is 32 bytes");

/* struct file_handle of name_to_handle_at(2), with room for the greatest */
struct pns_file_handle {
	uint32_t size;
	int32_t type;
	unsigned char bytes[128];	/* MAX_HANDLE_SZ */
};
/* What FUSE calls its handles, include/linux/exportfs.h: xfs and others do so as well, kernfs and nsfs do not */
#define PNS_FILEID_INO64_GEN	0x81

static inline int pns_sys_name_to_handle_at(int dirfd, const char *path, struct pns_file_handle *handle, int *mount,
					    int flags)
{
	return (int)syscall(SYS_name_to_handle_at, dirfd, path, handle, mount, flags);
}

static inline int pns_sys_pidfd_open(pid_t pid, unsigned int flags)
{
	return (int)syscall(SYS_pidfd_open, pid, flags);
}

static inline int pns_sys_pidfd_send_signal(int pidfd, int sig)
{
	return (int)syscall(SYS_pidfd_send_signal, pidfd, sig, NULL, 0);
}

static inline int pns_sys_open_tree(int dirfd, const char *path, unsigned int flags)
{
	return (int)syscall(SYS_open_tree, dirfd, path, flags);
}

static inline int pns_sys_move_mount(int from, int to, unsigned int flags)
{
	return (int)syscall(SYS_move_mount, from, "", to, "",
			    flags | PNS_MOVE_MOUNT_F_EMPTY_PATH | PNS_MOVE_MOUNT_T_EMPTY_PATH);
}

static inline int pns_sys_fsopen(const char *fsname, unsigned int flags)
{
	return (int)syscall(SYS_fsopen, fsname, flags);
}

static inline int pns_sys_fsconfig(int fd, enum pns_fsconfig_cmd cmd, const char *key,
				   const void *value, int aux)
{
	return (int)syscall(SYS_fsconfig, fd, cmd, key, value, aux);
}

static inline int pns_sys_fsmount(int fd, unsigned int flags, unsigned int attrs)
{
	return (int)syscall(SYS_fsmount, fd, flags, attrs);
}

static inline int pns_sys_fspick(int dirfd, const char *path, unsigned int flags)
{
	return (int)syscall(SYS_fspick, dirfd, path, flags);
}

/* glibc has it since 2.30, musl by another name */
static inline ssize_t pns_sys_getdents64(int fd, void *buffer, size_t size)
{
	return syscall(SYS_getdents64, fd, buffer, size);
}

static inline int pns_sys_openat2(int dirfd, const char *path, struct pns_open_how *how)
{
	return (int)syscall(SYS_openat2, dirfd, path, how, sizeof(*how));
}

static inline int pns_sys_mount_setattr(int dirfd, const char *path, unsigned int flags,
					struct pns_mount_attr *attr)
{
	return (int)syscall(SYS_mount_setattr, dirfd, path, flags, attr, sizeof(*attr));
}

/* The number that the program returned goes to @retval */
static inline int pns_sys_bpf_prog_run(int program, void *ctx, uint32_t size, uint32_t *retval)
{
	struct pns_bpf_prog_run attr = {
		.prog_fd = (uint32_t)program,
		.ctx_size_in = size,
		.ctx_in = (uintptr_t)ctx,
	};
	int rc = (int)syscall(SYS_bpf, PNS_BPF_PROG_RUN, &attr, sizeof(attr));

	*retval = attr.retval;
	return rc;
}

/* @tid: the only task that the iterator is about, 0: all of them */
static inline int pns_sys_bpf_iter_link(int program, pid_t tid)
{
	struct pns_bpf_iter_task task = { .tid = (uint32_t)tid };
	struct pns_bpf_link_create attr = {
		.prog_fd = (uint32_t)program,
		.attach_type = PNS_BPF_TRACE_ITER,
		.iter_info = tid ? (uintptr_t)&task : 0,
		.iter_info_len = tid ? sizeof(task) : 0,
	};

	return (int)syscall(SYS_bpf, PNS_BPF_LINK_CREATE, &attr, sizeof(attr));
}

static inline int pns_sys_bpf_iter_create(int link)
{
	struct pns_bpf_iter_create attr = { .link_fd = (uint32_t)link };

	return (int)syscall(SYS_bpf, PNS_BPF_ITER_CREATE, &attr, sizeof(attr));
}

static inline int pns_sys_close_range(unsigned int first, unsigned int last)
{
	return (int)syscall(SYS_close_range, first, last, 0);
}

/* How many IDs are in @ids now */
static inline ssize_t pns_sys_listns(const struct pns_ns_id_req *req, uint64_t *ids, size_t n_ids)
{
	return syscall(SYS_listns, req, ids, n_ids, 0);
}

static inline int pns_sys_statx(int dirfd, const char *path, int flags, unsigned int mask,
				struct pns_statx *stx)
{
	return (int)syscall(SYS_statx, dirfd, path, flags, mask, stx);
}

#endif /* PNS_BASE_KERNEL_ABI_H */
