// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-info.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "pidfd.h"
#include "pidns.h"
#include "privilege.h"
#include "procfs-root.h"

/* The command name of @pid, which @process holds: still alive behind the read, it was its own. */
static void read_command(pid_t pid, int process, struct pns_pidns_info *info)
{
	_cleanup_close_ int root = pns_open_own_procfs();
	char path[32], text[sizeof(info->command)];
	ssize_t length;

	if (root < 0)
		return;
	snprintf(path, sizeof(path), "%d/comm", (int)pid);
	length = pns_procfs_read(root, path, text, sizeof(text));
	if (length <= 0 || !pns_process_is_alive(process))
		return;
	/* one at the end is the kernel's, others are part of the name */
	if (text[length - 1] == '\n')
		text[length - 1] = '\0';
	strcpy(info->command, text);
}

static void find_init(int nsfd, struct pns_pidns_info *info)
{
	_cleanup_close_ int process = PNS_NO_FD;

	if (pns_pidns_init(nsfd, &info->init, &process) < 0) {
		info->init = 0;
		return;
	}
	if (pns_pidfd_inode(process, &info->init_inode) < 0)
		info->init_inode = 0;
	read_command(info->init, process, info);
}

static void find_owner(int nsfd, struct pns_pidns_info *info)
{
	_cleanup_close_ int owner = pns_ns_open_owner(nsfd);

	info->owner_uid = (uid_t)-1;
	if (owner < 0)
		return;
	info->userns = pns_ns_inode(owner);
	if (pns_userns_owner_uid(owner, &info->owner_uid) < 0 || pns_is_unmapped(info->owner_uid))
		info->owner_uid = (uid_t)-1;
}

void pns_pidns_info(int nsfd, struct pns_pidns_info *info)
{
	_cleanup_close_ int parent = pns_pidns_open_parent(nsfd);
	_cleanup_close_ int own = pns_ns_open_own(CLONE_NEWPID);

	*info = (struct pns_pidns_info){ .inode = pns_ns_inode(nsfd) };
	if (pns_ns_id(nsfd, &info->id) < 0)
		info->id = 0;
	info->level = pns_pidns_level(nsfd);
	if (info->level < 0)
		info->level = -1;
	info->parent = parent < 0 ? 0 : pns_ns_inode(parent);
	info->is_own = own >= 0 && pns_ns_is_same(own, nsfd);
	find_owner(nsfd, info);
	find_init(nsfd, info);
}
