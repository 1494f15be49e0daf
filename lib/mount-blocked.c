// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount-blocked.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

#include "cleanup.h"
#include "compat.h"
#include "procfs-root.h"

/* No path, no descriptor, no such flag: the kernel refuses these before it asks a security module. */
struct harmless {
	const char *call;
	long number;
	long arguments[3];
};

static const struct harmless harmless[] = {
	{ "fsopen", SYS_fsopen, { 0, 0, 0 } },
	{ "fsconfig", SYS_fsconfig, { -1, 0, 0 } },
	{ "fsmount", SYS_fsmount, { -1, 0, 0 } },
	{ "fspick", SYS_fspick, { -1, 0, 0 } },
	{ "move_mount", SYS_move_mount, { -1, 0, -1 } },
	{ "open_tree", SYS_open_tree, { -1, 0, PNS_OPEN_TREE_CLONE } },
	{ "mount", SYS_mount, { 0, 0, 0 } },
	{ "umount2", SYS_umount2, { 0, 0, 0 } },
	{ "chroot", SYS_chroot, { 0, 0, 0 } },
	{ "open_by_handle_at", SYS_open_by_handle_at, { -1, 0, 0 } },
	/* no namespace is made for the signal of an exit, which is no flag of unshare(2) */
	{ "unshare", SYS_unshare, { CLONE_NEWNS | 1, 0, 0 } },
};

bool pns_call_is_filtered(const char *call, int err)
{
	const size_t count = sizeof(harmless) / sizeof(harmless[0]);
	size_t i = 0;

	if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) != SECCOMP_MODE_FILTER)
		return false;
	while (i < count && strcmp(harmless[i].call, call) != 0)
		i++;
	/* a filter is there, and the call cannot be tried */
	if (i == count)
		return true;
	return syscall(harmless[i].number, harmless[i].arguments[0], harmless[i].arguments[1],
		       harmless[i].arguments[2], 0, 0, 0) < 0 && errno == err;
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
