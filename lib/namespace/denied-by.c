// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "namespace/denied-by.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "process/procfs-root.h"

/* No path, no descriptor, no such flag: the kernel refuses these before it asks a security module. */
struct harmless {
	enum pns_call call;
	long number;
	long arguments[3];
	int type;
};

/* One namespace is made or entered for each type. None is for the signal of an exit, which is no flag of unshare(2). */
#define HARMLESS_UNSHARE(type) { PNS_CALL_UNSHARE, SYS_unshare, { (type) | 1, 0, 0 }, (type) }
#define HARMLESS_SETNS(type) { PNS_CALL_SETNS, SYS_setns, { -1, (type), 0 }, (type) }

static const struct harmless harmless[] = {
	{ PNS_CALL_FSOPEN, SYS_fsopen, { 0, 0, 0 }, 0 },
	{ PNS_CALL_FSCONFIG, SYS_fsconfig, { -1, PNS_FSCONFIG_SET_FLAG, 0 }, 0 },
	{ PNS_CALL_FSCONFIG, SYS_fsconfig, { -1, PNS_FSCONFIG_SET_STRING, 0 }, 0 },
	{ PNS_CALL_FSCONFIG, SYS_fsconfig, { -1, PNS_FSCONFIG_SET_FD, 0 }, 0 },
	{ PNS_CALL_FSCONFIG, SYS_fsconfig, { -1, PNS_FSCONFIG_CMD_CREATE, 0 }, 0 },
	{ PNS_CALL_FSCONFIG, SYS_fsconfig, { -1, PNS_FSCONFIG_CMD_RECONFIGURE, 0 }, 0 },
	{ PNS_CALL_FSMOUNT, SYS_fsmount, { -1, 0, 0 }, 0 },
	{ PNS_CALL_FSPICK, SYS_fspick, { -1, 0, 0 }, 0 },
	{ PNS_CALL_MOVE_MOUNT, SYS_move_mount, { -1, 0, -1 }, 0 },
	{ PNS_CALL_OPEN_TREE, SYS_open_tree, { -1, 0, PNS_OPEN_TREE_CLONE }, 0 },
	{ PNS_CALL_MOUNT_SETATTR, SYS_mount_setattr, { -1, 0, 0 }, 0 },
	{ PNS_CALL_MOUNT, SYS_mount, { 0, 0, 0 }, 0 },
	{ PNS_CALL_UMOUNT2, SYS_umount2, { 0, 0, 0 }, 0 },
	{ PNS_CALL_CHROOT, SYS_chroot, { 0, 0, 0 }, 0 },
	{ PNS_CALL_OPEN_BY_HANDLE_AT, SYS_open_by_handle_at, { -1, 0, 0 }, 0 },
	HARMLESS_UNSHARE(CLONE_NEWNS),
	HARMLESS_UNSHARE(CLONE_NEWPID),
	HARMLESS_UNSHARE(CLONE_NEWUSER),
	HARMLESS_SETNS(CLONE_NEWNS),
	HARMLESS_SETNS(CLONE_NEWPID),
	HARMLESS_SETNS(CLONE_NEWUSER),
	/* what fork(3) calls: no handlers are shared without memory. The flags are not the first argument everywhere */
	{ PNS_CALL_FORK, SYS_clone, { CLONE_SIGHAND, CLONE_SIGHAND, 0 }, 0 },
	{ PNS_CALL_CLONE3, SYS_clone3, { 0, 0, 0 }, 0 },
	{ PNS_CALL_SOCKETPAIR, SYS_socketpair, { -1, 0, 0 }, 0 },
	{ PNS_CALL_SENDMSG, SYS_sendmsg, { -1, 0, 0 }, 0 },
	{ PNS_CALL_RECVMSG, SYS_recvmsg, { -1, 0, 0 }, 0 },
	{ PNS_CALL_FACCESSAT2, SYS_faccessat2, { -1, 0, -1 }, 0 },
	/* no such command */
	{ PNS_CALL_BPF, SYS_bpf, { -1, 0, 0 }, 0 },
	{ PNS_CALL_FSTATFS, SYS_fstatfs, { -1, 0, 0 }, 0 },
	{ PNS_CALL_MKDIRAT, SYS_mkdirat, { -1, 0, 0 }, 0 },
	{ PNS_CALL_READLINKAT, SYS_readlinkat, { -1, 0, 0 }, 0 },
	{ PNS_CALL_GETDENTS64, SYS_getdents64, { -1, 0, 0 }, 0 },
};

bool pns_has_seccomp_filter(void)
{
	int mode = prctl(PR_GET_SECCOMP, 0, 0, 0, 0);

	/* EINVAL: a kernel without seccomp; anything else is a filter that denies the question */
	return mode < 0 ? errno != EINVAL : mode == SECCOMP_MODE_FILTER;
}

static bool fails_with(int err, long number, const long *arguments)
{
	return syscall(number, arguments[0], arguments[1], arguments[2], 0, 0, 0) < 0 && errno == err;
}

bool pns_call_is_filtered(enum pns_call call, int type, int err)
{
	const size_t count = sizeof(harmless) / sizeof(harmless[0]);
	bool is_known = false;
	size_t i;

	if (!pns_has_seccomp_filter())
		return false;
	for (i = 0; i < count; i++) {
		if (harmless[i].call != call || (type && harmless[i].type && harmless[i].type != type))
			continue;
		is_known = true;
		if (fails_with(err, harmless[i].number, harmless[i].arguments))
			return true;
	}
	/* a filter is there, and the call cannot be tried */
	return !is_known;
}

int pns_ioctl_filter_errno(unsigned int request)
{
	return pns_has_seccomp_filter() && ioctl(-1, request) < 0 && errno != EBADF ? errno : 0;
}

bool pns_has_landlock(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, PNS_LANDLOCK_VERSION);

	/* a filter that denies it says nothing of a domain from before */
	return version > 0 || (errno != ENOSYS && errno != EOPNOTSUPP);
}

ssize_t pns_security_label(char *label, size_t size)
{
	_cleanup_close_ int root = pns_procfs_open("/proc");
	pid_t self = root < 0 ? root : pns_procfs_self(root);
	char path[48];
	ssize_t length;

	if (self < 0)
		return self;
	snprintf(path, sizeof(path), "%d/attr/current", (int)self);
	length = pns_procfs_read(root, path, label, size);
	if (length == -EINVAL)
		return 0;
	if (length > 0)
		label[strcspn(label, "\n")] = '\0';
	return length > 0 ? (ssize_t)strlen(label) : length;
}
