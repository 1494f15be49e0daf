// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "namespace/pidns-info.h"

#include <errno.h>
#include <sched.h>

#include "base/cleanup.h"
#include "base/diag.h"
#include "namespace/namespace.h"
#include "namespace/privilege.h"
#include "process/own-namespace.h"
#include "process/process.h"
#include "process/status.h"

/* The command name of init, which @process holds: there behind the read still, it was its own. */
static int read_command(struct pns_caller *caller, int process, struct pns_pidns_info *info)
{
	int root = pns_caller_own_proc(caller);
	_cleanup_close_ int dir = root < 0 ? root : pns_proc_open(root, info->init);
	int rc = dir < 0 ? dir : pns_proc_command(dir, info->command, sizeof(info->command));

	if (rc < 0 || !pns_process_exists(caller, process))
		info->command[0] = '\0';
	return rc;
}

/* @process holds @pid, which was init: the state of now. */
static enum pns_init_state state_of(struct pns_caller *caller, pid_t pid, int process)
{
	int root = pns_caller_own_proc(caller);
	enum pns_init_state state;

	if (!pns_process_is_alive(process))
		return PNS_INIT_DEAD;
	state = root < 0 ? PNS_INIT_UNKNOWN : pns_init_state(root, pid);
	/* what was read is its own only if it still runs */
	if (state == PNS_INIT_NONE || !pns_process_is_alive(process))
		return PNS_INIT_DEAD;
	/* it runs, though /proc does not tell whether it is about to end */
	return state == PNS_INIT_UNKNOWN ? PNS_INIT_LIVE : state;
}

static int find_init(struct pns_caller *caller, int nsfd, struct pns_pidns_info *info)
{
	_cleanup_close_ int process = PNS_NO_FD;
	int rc = pns_pidns_init(caller, nsfd, &info->init, &process);

	info->init_state = rc == -ESRCH ? PNS_INIT_NONE : PNS_INIT_UNKNOWN;
	if (rc < 0) {
		info->init = 0;
		return rc;
	}
	if (pns_pidfd_inode(process, &info->init_inode) < 0)
		info->init_inode = 0;
	rc = read_command(caller, process, info);
	info->init_state = state_of(caller, info->init, process);
	return rc;
}

void pns_pidns_info_refresh(struct pns_caller *caller, int nsfd, struct pns_pidns_info *info)
{
	_cleanup_close_ int process = PNS_NO_FD;
	pid_t init;
	int rc;

	/* no other one comes after it */
	if (info->init_state == PNS_INIT_DEAD)
		return;
	if (!info->init) {
		find_init(caller, nsfd, info);
		return;
	}
	rc = pns_pidns_init(caller, nsfd, &init, &process);
	if (rc == 0)
		info->init_state = state_of(caller, init, process);
	else
		info->init_state = rc == -ESRCH ? PNS_INIT_DEAD : PNS_INIT_UNKNOWN;
}

static int find_owner(int nsfd, struct pns_pidns_info *info)
{
	_cleanup_close_ int owner = pns_ns_open_owner(nsfd);

	info->owner_uid = (uid_t)-1;
	if (owner < 0)
		return owner;
	info->userns = pns_ns_inode(owner);
	if (pns_userns_owner_uid(owner, &info->owner_uid) < 0 || pns_is_unmapped(info->owner_uid))
		info->owner_uid = (uid_t)-1;
	return 0;
}

static int find_place(struct pns_caller *caller, int nsfd, struct pns_pidns_info *info)
{
	_cleanup_close_ int parent = pns_pidns_open_parent(nsfd);
	int own = pns_caller_ns(caller, CLONE_NEWPID), rc;

	info->parent = parent < 0 ? 0 : pns_ns_inode(parent);
	info->is_own = own >= 0 && pns_ns_is_same(own, nsfd);
	info->level = own < 0 ? own : pns_pidns_distance(caller, nsfd, own);
	if (info->level >= 0)
		return pns_is_shortage(parent) ? parent : 0;
	rc = info->level;
	info->level = -1;
	return rc;
}

int pns_pidns_info(struct pns_caller *caller, int nsfd, struct pns_pidns_info *info)
{
	int place, owner, init;

	*info = (struct pns_pidns_info){ .inode = pns_ns_inode(nsfd) };
	if (pns_ns_id(nsfd, &info->id) < 0)
		info->id = 0;
	place = find_place(caller, nsfd, info);
	owner = find_owner(nsfd, info);
	init = find_init(caller, nsfd, info);
	if (pns_is_shortage(place))
		return place;
	if (pns_is_shortage(owner))
		return owner;
	return pns_is_shortage(init) ? init : 0;
}
