/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PIDNS_CACHE_H
#define PNS_PIDNS_CACHE_H
/*
 * The PID namespaces that were met, each described once, and their parents. A namespace is known
 * again by its 64-bit ID or, where the kernel has none (before 6.18), by its inode while a
 * descriptor is held, because inode numbers are given to the next one at once.
 */
#include "map.h"
#include "pidns-info.h"
#include "procfs-pidns-record.h"

struct pns_pidns_node {
	struct pns_pidns_info info;
	struct pns_pidns_node *parent;	/* NULL: unknown, or not looked for */
	enum pns_bpf_state state;	/* as the kernel told it, or PNS_BPF_STATE_UNKNOWN */
	bool asked;			/* whether the kernel was asked for the state */
	int nsfd;			/* held, or PNS_NO_FD */
	uint64_t mark;			/* free for the user of the cache, 0 at first */
};

/* All zero is an empty one. */
struct pns_pidns_cache {
	struct pns_map index;		/* ID or inode to place in nodes, plus 1 */
	struct pns_pidns_node **nodes;
	size_t count;
	bool with_parents;		/* look for the parents as well */
};

/*
 * The node of the open namespace @nsfd, described now if it is new. Belongs to the cache; stays where it
 * is. Returns NULL without memory.
 */
struct pns_pidns_node *pns_pidns_cache_get(struct pns_pidns_cache *cache, int nsfd);

/* The same for one that was only read of, and that stays alive meanwhile. */
struct pns_pidns_node *pns_pidns_cache_get_record(struct pns_pidns_cache *cache,
						  const struct pns_bpf_record *record);

void pns_pidns_cache_free(struct pns_pidns_cache *cache);

#endif /* PNS_PIDNS_CACHE_H */
