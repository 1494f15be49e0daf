/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_PIDNS_CACHE_H
#define PNS_FIND_PIDNS_CACHE_H
/*
 * The PID namespaces that were met, each described once, and their parents. A namespace is known
 * again by its 64-bit ID or, where the kernel has none (before 6.18), by its inode while a
 * descriptor is held, because inode numbers are given to the next one at once.
 */
#include "base/map.h"
#include "find/procfs-pidns-record.h"
#include "namespace/pidns-info.h"

struct pns_pidns_node {
	struct pns_pidns_info info;
	struct pns_pidns_node *parent;	/* NULL: unknown, or not looked for */
	enum pns_bpf_state state;	/* as the kernel told it, or PNS_BPF_STATE_UNKNOWN */
	bool asked;			/* whether the kernel was asked for the state */
	bool is_described;
	bool is_counted;		/* under these options of a procfs, which its count goes by */
	int hidepid;
	int64_t gid;
	int64_t counted;		/* the processes that are seen, or who is to count them (procfs-list.c) */
	uint64_t key;			/* its ID or inode */
	int nsfd;			/* held, or PNS_NO_FD */
	uint64_t reading;		/* in which it was looked at */
	uint64_t mark;			/* free for the user of the cache, 0 at first */
};

/* All zero but the caller is an empty one. */
struct pns_pidns_cache {
	struct pns_caller *caller;
	struct pns_map index;		/* ID or inode to place in nodes, plus 1 */
	struct pns_pidns_node **nodes;
	size_t count;
	unsigned int wants;		/* bits of enum pns_pidns_wants */
	uint64_t reading;		/* of init: it is looked at again once in each of them */
	bool with_parents;		/* look for the parents as well */
	struct pns_pidns_node *recent;	/* the last one, if it was met before: the next may be it again */
	int recent_nsfd;		/* what holds it as long as there is one */
};

/*
 * The node of the open namespace @nsfd, described now if it is new, else with the state of init of now. It belongs
 * to the cache and stays where it is. @root: of a procfs that is known to show it, or PNS_NO_FD. Returns 0 or -errno
 * of a lack of memory or descriptors.
 */
int pns_pidns_cache_get(struct pns_pidns_cache *cache, int nsfd, int root, struct pns_pidns_node **found);

/*
 * The last namespace that was asked for, if it had been met before then and its inode number is @inode. It is held, so
 * that this is no other one. NULL: it is not.
 */
struct pns_pidns_node *pns_pidns_cache_recent(const struct pns_pidns_cache *cache, uint64_t inode);

/* The same for one that was only read of, and that stays alive meanwhile. NULL: no memory. */
struct pns_pidns_node *pns_pidns_cache_get_record(struct pns_pidns_cache *cache,
						  const struct pns_bpf_record *record);

/*
 * Drop each node whose mark is 0, with the namespace that it holds, but for the parents of the others; all marks
 * are 0 then, and the states are to be asked again. Returns 0, or -ENOMEM with nothing dropped.
 */
int pns_pidns_cache_sweep(struct pns_pidns_cache *cache);

void pns_pidns_cache_free(struct pns_pidns_cache *cache);

#endif /* PNS_FIND_PIDNS_CACHE_H */
