// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "namespace/pidns-info.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/diag.h"
#include "namespace/namespace.h"
#include "namespace/privilege.h"
#include "process/own-namespace.h"
#include "process/process.h"

void pns_pidns_info_free(struct pns_pidns_info *info)
{
	free(info->cgroup);
	info->cgroup = NULL;
}

/*
 * @process holds @pid, which was init: the state of now. What is read of it, the command name too, was its own if it is
 * there still afterwards. Returns an enum pns_init_state, or -errno for want of descriptors or memory.
 */
static int look_at_init(struct pns_caller *caller, pid_t pid, int process, char command[64])
{
	int root = pns_caller_own_proc(caller);
	int state = root < 0 ? root : pns_init_state(root, pid, command, 64);

	if (root < 0)
		*command = '\0';
	if (pns_is_shortage(state))
		return state;
	if (pns_process_is_alive(process)) {
		/* it runs, though /proc does not tell whether it is about to end */
		if (state <= PNS_INIT_UNKNOWN)
			return PNS_INIT_LIVE;
		return state == PNS_INIT_NONE ? PNS_INIT_DEAD : state;
	}
	if (!pns_process_exists(caller, process))
		*command = '\0';
	return PNS_INIT_DEAD;
}

/* The cgroup of the process @pid of the procfs @root. Returns 0 or -errno. */
static int read_cgroup(int root, pid_t pid, struct pns_pidns_info *info)
{
	char path[PNS_CGROUP_SIZE];
	int rc = root < 0 ? root : pns_proc_cgroup(root, pid, path);

	pns_pidns_info_free(info);
	if (rc < 0)
		return pns_is_shortage(rc) ? rc : 0;
	info->cgroup = strdup(path);
	return info->cgroup ? 0 : -ENOMEM;
}

/* That of init: of the process that @process holds if it is there still afterwards. Returns 0 or -errno. */
static int look_at_cgroup(struct pns_caller *caller, int process, struct pns_pidns_info *info)
{
	int rc = read_cgroup(pns_caller_own_proc(caller), info->init, info);

	if (!pns_process_exists(caller, process))
		pns_pidns_info_free(info);
	return rc;
}

static int find_init(struct pns_caller *caller, int nsfd, unsigned int wants, struct pns_pidns_info *info)
{
	_cleanup_close_ int process = PNS_NO_FD;
	int rc = pns_pidns_init(caller, nsfd, &info->init, &process);

	info->init_state = rc == -ESRCH ? PNS_INIT_NONE : PNS_INIT_UNKNOWN;
	if (rc < 0) {
		info->init = 0;
		return rc;
	}
	if (!(wants & PNS_WANTS_INIT_INODE) || pns_pidfd_inode(process, &info->init_inode) < 0)
		info->init_inode = 0;
	rc = look_at_init(caller, info->init, process, info->command);
	info->init_state = rc < 0 ? PNS_INIT_UNKNOWN : (enum pns_init_state)rc;
	if (rc >= 0 && (wants & PNS_WANTS_CGROUP))
		rc = look_at_cgroup(caller, process, info);
	return rc < 0 ? rc : 0;
}

/*
 * The same by @root, a procfs of the very namespace: its PID 1 is init and never another process, so that nothing has
 * to be held. What was there after its number was asked for had that number. Returns 0 or -errno; -ENODATA: PID 1 may
 * not be looked at.
 */
static int find_init_in(struct pns_caller *caller, int nsfd, int root, unsigned int wants, struct pns_pidns_info *info)
{
	pid_t init;
	int rc = pns_pidns_init_number(caller, nsfd, &init), state;

	if (rc < 0)
		return rc;
	state = pns_init_state(root, 1, info->command, sizeof(info->command));
	if (state < 0 || state == PNS_INIT_UNKNOWN)
		return state < 0 ? state : -ENODATA;
	info->init = state == PNS_INIT_NONE ? 0 : init;
	info->init_state = (enum pns_init_state)state;
	return wants & PNS_WANTS_CGROUP ? read_cgroup(root, 1, info) : 0;
}

void pns_pidns_info_refresh(struct pns_caller *caller, int nsfd, unsigned int wants, struct pns_pidns_info *info)
{
	_cleanup_close_ int process = PNS_NO_FD;
	char command[64];
	pid_t init;
	int rc;

	/* no other one comes after it */
	if (info->init_state == PNS_INIT_DEAD)
		return;
	if (!info->init) {
		find_init(caller, nsfd, wants | PNS_WANTS_INIT_INODE, info);
		return;
	}
	rc = pns_pidns_init(caller, nsfd, &init, &process);
	if (rc == 0 && (wants & PNS_WANTS_CGROUP))
		look_at_cgroup(caller, process, info);
	if (rc == 0)
		rc = look_at_init(caller, init, process, command);
	else if (rc == -ESRCH)
		rc = PNS_INIT_DEAD;
	info->init_state = rc < 0 ? PNS_INIT_UNKNOWN : (enum pns_init_state)rc;
}

static int find_owner(int nsfd, unsigned int wants, struct pns_pidns_info *info)
{
	_cleanup_close_ int owner = pns_ns_open_owner(nsfd);

	info->owner_uid = (uid_t)-1;
	if (owner < 0)
		return owner;
	if (wants & PNS_WANTS_USERNS)
		info->userns = pns_ns_inode(owner);
	if (pns_userns_owner_uid(owner, &info->owner_uid) < 0 || pns_is_unmapped(info->owner_uid))
		info->owner_uid = (uid_t)-1;
	return 0;
}

static int find_level(struct pns_caller *caller, int nsfd, struct pns_pidns_info *info)
{
	int own = pns_caller_ns(caller, CLONE_NEWPID);
	int level = own < 0 ? own : pns_pidns_distance(caller, nsfd, own);

	info->is_own = level == 0;
	info->level = level < 0 ? -1 : level;
	info->is_outside = level == -EXDEV;
	return level < 0 ? level : 0;
}

static int find_parent(int nsfd, struct pns_pidns_info *info)
{
	_cleanup_close_ int parent = pns_pidns_open_parent(nsfd);

	info->parent = parent < 0 ? 0 : pns_ns_inode(parent);
	return parent < 0 ? parent : 0;
}

/* Its number alone: of the moment of the question. */
static int find_init_number(struct pns_caller *caller, int nsfd, struct pns_pidns_info *info)
{
	pid_t init;
	int rc = pns_pidns_init_number(caller, nsfd, &init);

	info->init = rc < 0 ? 0 : init;
	return rc;
}

static void identify(int nsfd, unsigned int wants, struct pns_pidns_info *info)
{
	*info = (struct pns_pidns_info){ .inode = pns_ns_inode(nsfd), .level = -1, .owner_uid = (uid_t)-1 };
	if (!(wants & PNS_WANTS_ID) || pns_ns_id(nsfd, &info->id) < 0)
		info->id = 0;
}

void pns_pidns_identify(int nsfd, struct pns_pidns_info *info)
{
	identify(nsfd, PNS_WANTS_ID, info);
}

static int describe_init(struct pns_caller *caller, int nsfd, int root, unsigned int wants, struct pns_pidns_info *info)
{
	bool with_inode = wants & PNS_WANTS_INIT_INODE;
	int rc = root < 0 || with_inode ? -ENODATA : find_init_in(caller, nsfd, root, wants, info);

	return rc == 0 || pns_is_shortage(rc) ? rc : find_init(caller, nsfd, wants, info);
}

int pns_pidns_describe(struct pns_caller *caller, int nsfd, int root, unsigned int wants, struct pns_pidns_info *info)
{
	int rc = 0, found = 0;

	if (wants & PNS_WANTS_PLACE)
		rc = find_level(caller, nsfd, info);
	if (wants & PNS_WANTS_PARENT)
		found = find_parent(nsfd, info);
	rc = pns_is_shortage(rc) ? rc : found;
	if (wants & (PNS_WANTS_OWNER | PNS_WANTS_USERNS))
		found = find_owner(nsfd, wants, info);
	rc = pns_is_shortage(rc) ? rc : found;
	if (wants & PNS_WANTS_INIT)
		found = describe_init(caller, nsfd, root, wants, info);
	else if (wants & PNS_WANTS_INIT_NUMBER)
		found = find_init_number(caller, nsfd, info);
	rc = pns_is_shortage(rc) ? rc : found;
	return pns_is_shortage(rc) ? rc : 0;
}

int pns_pidns_info(struct pns_caller *caller, int nsfd, unsigned int wants, struct pns_pidns_info *info)
{
	identify(nsfd, wants, info);
	return pns_pidns_describe(caller, nsfd, PNS_NO_FD, wants, info);
}
