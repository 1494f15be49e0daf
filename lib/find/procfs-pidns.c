// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/procfs-pidns.h"

#include <errno.h>
#include <sched.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/diag.h"
#include "base/kernel-abi.h"
#include "namespace/namespace.h"
#include "process/own-namespace.h"
#include "process/pid-list.h"
#include "process/procfs-root.h"
#include "process/status.h"

const char *pns_via_name(enum pns_via via)
{
	static const char *const names[] = {
		[PNS_VIA_NONE] = "",
		[PNS_VIA_IOCTL] = "ioctl",
		[PNS_VIA_INIT] = "init",
		[PNS_VIA_MEMBER] = "member",
		[PNS_VIA_BPF] = "bpf",
		[PNS_VIA_LEVEL] = "level",
	};

	_Static_assert(sizeof(names) / sizeof(names[0]) == PNS_VIA_COUNT, "a name for each way");
	return names[via];
}

int pns_via_by_name(const char *name)
{
	int via;

	if (strcmp(name, "auto") == 0)
		return PNS_VIA_NONE;
	for (via = PNS_VIA_NONE + 1; via < PNS_VIA_COUNT; via++)
		if (strcmp(name, pns_via_name((enum pns_via)via)) == 0)
			return via;
	return -EINVAL;
}

/*
 * The namespace file of @pid, if that process belongs to the very namespace of the procfs:
 * then, and only then, it has one single NSpid number.
 */
static int open_native(int rootfd, pid_t pid)
{
	_cleanup_close_ int nsfd = PNS_NO_FD;
	pid_t chain[1];
	int count;

	nsfd = pns_procfs_open_ns(rootfd, pid, "pid");
	if (nsfd < 0)
		return nsfd;
	/* read behind the open: a number that was reused meanwhile shows itself here */
	count = pns_proc_nspid(rootfd, pid, chain, 1);
	if (count != 1)
		return count < 0 ? count : -ESRCH;
	return pns_steal_fd(&nsfd);
}

/*
 * PID 1 is in the very namespace always: who made one inside of it had a number there already, and after init nobody
 * gets one. Returns a descriptor or -errno; PNS_NO_FD with @found->node if that holds it.
 */
static int open_of_init(int rootfd, const struct pns_find_pidns *how, struct pns_procfs_pidns *found)
{
	uint64_t inode;

	if (!how->cache || !how->cache->recent || pns_procfs_ns_link(rootfd, 1, "pid", &inode) < 0)
		return pns_procfs_open_ns(rootfd, 1, "pid");
	found->node = pns_pidns_cache_recent(how->cache, inode);
	if (!found->node)
		return pns_procfs_open_ns(rootfd, 1, "pid");
	found->via = PNS_VIA_INIT;
	found->has_pids = true;
	return PNS_NO_FD;
}

static int ask_kernel(struct pns_caller *caller, int rootfd)
{
	_cleanup_close_ int dir = PNS_NO_FD;
	_cleanup_close_ int nsfd = PNS_NO_FD;

	if (caller->lacks & PNS_LACKS_PROCFS_IOCTL)
		return -ENOTTY;
	dir = openat(rootfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return -errno;
	nsfd = ioctl(dir, PNS_PROCFS_GET_PID_NAMESPACE);
	if (nsfd < 0 && errno == ENOTTY)
		caller->lacks |= PNS_LACKS_PROCFS_IOCTL;
	if (nsfd < 0)
		return -errno;
	return pns_ns_type(nsfd) == CLONE_NEWPID ? pns_steal_fd(&nsfd) : -EINVAL;
}

/*
 * Go through the processes until one names the namespace: PID 1 may refuse (it may hold
 * capabilities that even root lacks) where a later one, a kernel thread say, does not.
 */
static int find_member(int rootfd, struct pns_procfs_pidns *found)
{
	_cleanup_proc_list_ struct pns_proc_list list = PNS_PROC_LIST_INIT;
	int rc = pns_proc_list_open(&list, rootfd), missing = -ENOENT, nsfd;
	pid_t pid;

	while (rc >= 0 && (rc = pns_proc_list_next(&list, &pid)) > 0) {
		found->has_pids = true;
		nsfd = pid == 1 ? -ESRCH : open_native(rootfd, pid);
		if (nsfd >= 0 || pns_is_shortage(nsfd))
			return nsfd;
		if (nsfd == -EACCES || nsfd == -EPERM)
			missing = -EACCES;
	}
	return rc < 0 ? rc : missing;
}

static int ask_bpf(int rootfd, const struct pns_find_pidns *how, struct pns_procfs_pidns *found)
{
	int nsfd, rc, own;

	if (!how->bpf)
		return -EOPNOTSUPP;
	own = pns_caller_ns(how->caller, CLONE_NEWPID);
	rc = pns_bpf_ask(how->bpf, rootfd, own < 0 ? 0 : pns_ns_inode(own), &found->record);
	if (rc < 0 || pns_is_shortage(own))
		return rc < 0 ? rc : own;
	found->via = PNS_VIA_BPF;
	found->open_error = EOPNOTSUPP;
	if (found->record.id == 0)
		return PNS_NO_FD;
	nsfd = pns_ns_open_by_id(found->record.id, CLONE_NEWPID, found->record.inode);
	found->open_error = nsfd < 0 ? -nsfd : 0;
	if (nsfd >= 0 && pns_ns_inode(nsfd) != found->record.inode) {
		pns_close(&nsfd);
		found->open_error = ESTALE;
	}
	return nsfd;
}

/* From the caller's own entry: with k numbers there, the procfs is k - 1 levels above it. */
int pns_procfs_levels_above(int rootfd)
{
	pid_t chain[1], self = pns_procfs_self(rootfd);
	int count = self < 0 ? self : pns_proc_nspid(rootfd, self, chain, 1);

	if (count == 0)
		return -ENODATA;
	return count < 0 ? count : count - 1;
}

static int find_level(struct pns_caller *caller, int rootfd, struct pns_procfs_pidns *found)
{
	int above = pns_procfs_levels_above(rootfd), own;

	if (above < 0)
		return above;
	found->via = PNS_VIA_LEVEL;
	found->above = above;
	if (above > 0)
		return PNS_NO_FD;
	own = pns_caller_ns(caller, CLONE_NEWPID);
	return own < 0 ? own : pns_ns_dup(own);
}

/* Returns a descriptor, or -errno; @found->via is set where there is an answer without one. */
static int try_way(enum pns_via via, int rootfd, const struct pns_find_pidns *how,
		   struct pns_procfs_pidns *found)
{
	switch (via) {
	case PNS_VIA_IOCTL:
		return ask_kernel(how->caller, rootfd);
	case PNS_VIA_INIT:
		return open_of_init(rootfd, how, found);
	case PNS_VIA_MEMBER:
		return find_member(rootfd, found);
	case PNS_VIA_BPF:
		return ask_bpf(rootfd, how, found);
	case PNS_VIA_LEVEL:
		return find_level(how->caller, rootfd, found);
	case PNS_VIA_NONE:
	case PNS_VIA_COUNT:
		break;
	}
	return -EINVAL;
}

int pns_procfs_find_pidns(int rootfd, const struct pns_find_pidns *how,
			  struct pns_procfs_pidns *found)
{
	bool is_root = pns_is_procfs_root(rootfd);
	int via, nsfd, unreadable = 0;

	*found = (struct pns_procfs_pidns){ .via = PNS_VIA_NONE, .nsfd = PNS_NO_FD, .is_root = is_root };
	for (via = PNS_VIA_NONE + 1; via < PNS_VIA_COUNT; via++) {
		if ((how->only && how->only != (enum pns_via)via) || (!is_root && via != PNS_VIA_BPF))
			continue;
		nsfd = try_way((enum pns_via)via, rootfd, how, found);
		if (nsfd >= 0) {
			found->via = (enum pns_via)via;
			found->nsfd = nsfd;
			found->has_pids |= via == PNS_VIA_INIT;
		}
		if (found->via)
			return 0;
		found->errors[via] = -nsfd;
		/* the memory for BPF programs has a limit of its own */
		if (pns_is_shortage(nsfd) && (via != PNS_VIA_BPF || nsfd != -ENOMEM))
			return nsfd;
		if (via == PNS_VIA_MEMBER && nsfd != -EACCES && nsfd != -ENOENT)
			unreadable = nsfd;
	}
	return unreadable;
}

int pns_procfs_shows(int rootfd, int nsfd, const struct pns_find_pidns *how)
{
	int own = pns_caller_ns(how->caller, CLONE_NEWPID);
	_cleanup_close_ int shown = PNS_NO_FD;
	struct pns_procfs_pidns found;
	int above;

	/*
	 * The caller's own entry needs no privilege, and is what a wrong procfs would have. Its own
	 * namespace may be unknown: before 6.11 only /proc has it, and that of another mount
	 * namespace need not show the caller.
	 */
	above = pns_procfs_levels_above(rootfd);
	if (above == 0)
		return own < 0 ? -ENODATA : pns_ns_is_same(own, nsfd);
	/* one above the caller's shows nothing that is the caller's or below it, and the reverse */
	if ((above == -ENOENT || above > 0) && own >= 0 && pns_ns_is_same(own, nsfd))
		return 0;
	if (above > 0 && pns_pidns_level(how->caller, nsfd) >= 0)
		return 0;
	if (pns_procfs_find_pidns(rootfd, how, &found) < 0)
		return -ENODATA;
	shown = found.nsfd;
	if (shown >= 0)
		return pns_ns_is_same(shown, nsfd);
	/* both are alive, so the number is enough */
	return found.via == PNS_VIA_BPF ? found.record.inode == pns_ns_inode(nsfd) : -ENODATA;
}
