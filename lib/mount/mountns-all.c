// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount/mountns-all.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "base/map.h"
#include "base/parse.h"
#include "mount/mountinfo.h"
#include "namespace/namespace.h"
#include "process/own-namespace.h"
#include "process/pid-list.h"
#include "process/procfs-root.h"

struct walk {
	struct pns_caller *caller;
	pns_view_fn fn;
	void *data;
	int procfs;
	int missed;	/* the first -errno that kept something from being looked at, though it is there */
	struct pns_map seen;		/* inode of the mount namespace to true */
	struct pns_map chrooted;	/* the same, to a process that sees a part of it */
};

/* Hand the view on if its namespace is a new one. */
static int hand_on(struct walk *walk, struct pns_view *view)
{
	uint64_t *seen = pns_map_at(&walk->seen, view->inode);

	if (!seen)
		return -ENOMEM;
	if (*seen)
		return 0;
	*seen = true;
	return walk->fn(walk->data, view);
}

/* What is not there, or not for the caller to see, is not missed. */
static void note_error(struct walk *walk, int rc)
{
	if (walk->missed == 0 && rc != -ENOENT && rc != -ESRCH && rc != -EACCES)
		walk->missed = rc;
}

/* The link's text is enough to pass over a namespace that was met already. */
static int try_process(struct walk *walk, pid_t pid)
{
	_cleanup_view_ struct pns_view view = PNS_VIEW_INIT;
	const uint64_t *seen;
	uint64_t inode, *candidate;
	char path[32], text[64];
	ssize_t length;
	int rc;

	snprintf(path, sizeof(path), "%d/ns/mnt", (int)pid);
	length = readlinkat(walk->procfs, path, text, sizeof(text) - 1);
	if (length < 0) {
		note_error(walk, -errno);
		return 0;
	}
	text[length] = '\0';
	if (pns_parse_ns_link(text, "mnt", &inode) < 0)
		return 0;
	seen = pns_map_find(&walk->seen, inode);
	if (seen && *seen)
		return 0;
	rc = pns_view_open_process(walk->procfs, pid, true, &view);
	if (rc == 0)
		return hand_on(walk, &view);
	if (rc != -EXDEV) {
		note_error(walk, rc);
		return 0;
	}
	candidate = pns_map_at(&walk->chrooted, inode);
	if (!candidate)
		return -ENOMEM;
	*candidate = (uint64_t)pid;
	return 0;
}

static int walk_processes(struct walk *walk)
{
	_cleanup_proc_list_ struct pns_proc_list list = PNS_PROC_LIST_INIT;
	int rc = pns_proc_list_open(&list, walk->procfs), next = rc;
	pid_t pid;

	while (rc == 0 && (next = pns_proc_list_next(&list, &pid)) > 0)
		rc = try_process(walk, pid);
	if (next > 0)
		return rc;
	note_error(walk, next < 0 ? next : -ENOENT);
	return 0;
}

/* A namespace that must be entered to be looked at. */
static int enter(struct walk *walk, int mountns)
{
	_cleanup_view_ struct pns_view view = PNS_VIEW_INIT;
	struct pns_mountns where = { .process = PNS_NO_FD, .userns = PNS_NO_FD, .nsfd = mountns };
	const uint64_t *seen = pns_map_find(&walk->seen, pns_ns_inode(mountns));
	int rc;

	if (seen && *seen)
		return 0;
	rc = pns_view_open_by_entering(walk->caller, &where, NULL, &view, NULL);
	if (rc == 0)
		return hand_on(walk, &view);
	/* that of a user namespace which the caller has no privilege over */
	note_error(walk, rc == -EPERM ? -EACCES : rc);
	return 0;
}

/* Those whose processes are all in a chroot: entered to see all, else the part that is seen. */
static int walk_chrooted(struct walk *walk)
{
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < walk->chrooted.size; i++) {
		const struct pns_map_slot *slot = &walk->chrooted.slots[i];
		_cleanup_view_ struct pns_view view = PNS_VIEW_INIT;
		_cleanup_close_ int mountns = PNS_NO_FD;

		if (!slot->used)
			continue;
		mountns = pns_procfs_open_ns(walk->procfs, (pid_t)slot->value, "mnt");
		if (mountns < 0)
			note_error(walk, mountns);
		else
			rc = enter(walk, mountns);
		if (rc == 0 &&
		    pns_view_open_process(walk->procfs, (pid_t)slot->value, false, &view) == 0)
			rc = hand_on(walk, &view);
	}
	return rc;
}

/* From @start in the kernel's order to its end; without the ioctl or the privilege nothing. */
static int walk_kernel_list(struct walk *walk, int start, unsigned long request)
{
	struct pns_mnt_ns_info info = { .size = sizeof(info) };
	_cleanup_close_ int at = fcntl(start, F_DUPFD_CLOEXEC, 0);
	int next, rc = 0;

	while (rc == 0) {
		next = ioctl(at, request, &info);
		if (next < 0)
			return 0;
		pns_close(&at);
		at = next;
		rc = enter(walk, at);
	}
	return rc;
}

static int walk_all(struct walk *walk)
{
	_cleanup_view_ struct pns_view own = PNS_VIEW_INIT;
	int mountns = pns_caller_ns(walk->caller, CLONE_NEWNS);
	int rc = pns_view_open_own(walk->caller, &own, NULL);

	/* nothing says which there are */
	if (walk->procfs < 0)
		walk->missed = walk->procfs;
	if (rc == 0)
		rc = hand_on(walk, &own);
	if (rc >= 0 && walk->procfs >= 0)
		rc = walk_processes(walk);
	if (rc >= 0 && walk->procfs >= 0)
		rc = walk_chrooted(walk);
	if (rc >= 0 && mountns >= 0)
		rc = walk_kernel_list(walk, mountns, PNS_NS_MNT_GET_NEXT);
	if (rc >= 0 && mountns >= 0)
		rc = walk_kernel_list(walk, mountns, PNS_NS_MNT_GET_PREV);
	return rc;
}

int pns_mountns_each(struct pns_caller *caller, pns_view_fn fn, void *data, int *missed)
{
	int procfs = pns_caller_serving_proc(caller);
	struct walk walk = { .caller = caller, .fn = fn, .data = data, .procfs = procfs };
	int rc = walk_all(&walk);

	pns_map_free(&walk.seen);
	pns_map_free(&walk.chrooted);
	*missed = -walk.missed;
	return rc;
}

struct search {
	uint64_t inode;
	struct pns_view *view;
};

/* A pns_view_fn: -EEXIST, it is found. */
static int take_wanted(void *data, struct pns_view *view)
{
	struct search *search = data;

	if (view->inode != search->inode)
		return 0;
	*search->view = *view;
	*view = (struct pns_view)PNS_VIEW_INIT;
	return -EEXIST;
}

int pns_mountns_find(struct pns_caller *caller, int nsfd, struct pns_view *view)
{
	int procfs = pns_caller_serving_proc(caller);
	struct search search = { .inode = pns_ns_inode(nsfd), .view = view };
	struct walk walk = { .caller = caller, .fn = take_wanted, .data = &search, .procfs = procfs };
	int rc = procfs < 0 ? procfs : walk_processes(&walk);

	if (rc == 0)
		rc = walk_chrooted(&walk);
	pns_map_free(&walk.seen);
	pns_map_free(&walk.chrooted);
	if (rc == -EEXIST)
		return 0;
	if (rc == 0)
		rc = walk.missed;
	return rc < 0 ? rc : -ESRCH;
}
