/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_PROCFS_PIDNS_H
#define PNS_FIND_PROCFS_PIDNS_H
/*
 * Which PID namespace a procfs shows. The kernel does not say it directly (up to 7.3):
 * it is concluded from the processes that are seen there, or read from the superblock,
 * surest way first.
 */
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "find/pidns-cache.h"
#include "find/procfs-pidns-bpf.h"

/* The ways of finding out, in the order in which they are tried; names as in column VIA. */
enum pns_via {
	PNS_VIA_NONE,
	PNS_VIA_IOCTL,		/* PROCFS_GET_PID_NAMESPACE, where the kernel has it */
	PNS_VIA_INIT,		/* the nsfs link of its PID 1 */
	PNS_VIA_MEMBER,		/* the link of another process with one single NSpid number */
	PNS_VIA_BPF,		/* the superblock, read by a BPF program */
	PNS_VIA_LEVEL,		/* how far above the caller, from the caller's own entry */
	PNS_VIA_COUNT
};

/* "ioctl", "init", ...; "" for PNS_VIA_NONE. A string constant. */
const char *pns_via_name(enum pns_via via);

/* The way of that name, PNS_VIA_NONE for "auto", or -EINVAL. */
int pns_via_by_name(const char *name);

struct pns_find_pidns {
	struct pns_caller *caller;
	enum pns_via only;	/* nothing but this way; PNS_VIA_NONE: all in their order */
	struct pns_bpf *bpf;	/* NULL: without that way, which takes milliseconds at first */
	struct pns_pidns_cache *cache;	/* a namespace that it holds is not opened again; NULL: none */
};

struct pns_procfs_pidns {
	enum pns_via via;
	int nsfd;	/* PNS_NO_FD if the namespace cannot be opened, or need not be; caller closes */
	struct pns_pidns_node *node;	/* via init: of how->cache, instead of nsfd; NULL: none */
	int above;	/* via level: how many levels above the caller's, else 0 */
	bool is_root;	/* it is the root of a procfs */
	bool has_pids;	/* some process is visible in it */
	struct pns_bpf_record record;	/* via bpf: what was read */
	int open_error;	/* via bpf without a descriptor: the errno of opening it */
	int errors[PNS_VIA_COUNT];	/* of the ways that were tried in vain: errno, else 0 */
};

/*
 * Find the PID namespace of the procfs whose root is @rootfd (may be O_PATH). Something else in
 * a procfs will do for bpf alone.
 * Returns 0 with @found filled; found->via is PNS_VIA_NONE when nothing answers:
 * has_pids then tells an empty procfs from one whose processes may not be looked at.
 * Returns -errno if nothing answers and the root itself cannot be read, or for want of descriptors or memory.
 */
int pns_procfs_find_pidns(int rootfd, const struct pns_find_pidns *how,
			  struct pns_procfs_pidns *found);

/*
 * How many levels the PID namespace of the procfs @rootfd is above the caller's own; 0: it is that. -ENOENT: it
 * is neither that nor above it. Takes no privilege.
 */
int pns_procfs_levels_above(int rootfd);

/*
 * Whether the procfs @rootfd shows the PID namespace @nsfd, as far as that can be seen:
 * 1 yes, 0 no, -ENODATA if nothing speaks for or against it. @how has no cache.
 */
int pns_procfs_shows(int rootfd, int nsfd, const struct pns_find_pidns *how);

#endif /* PNS_FIND_PROCFS_PIDNS_H */
