// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-cache.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>

#include "cleanup.h"
#include "pidns.h"

/* The node with that key, made if there is none yet. */
static struct pns_pidns_node *find_or_add(struct pns_pidns_cache *cache, uint64_t key, bool *is_new)
{
	uint64_t *place = pns_map_at(&cache->index, key);
	struct pns_pidns_node **nodes, *node;

	if (!place)
		return NULL;
	*is_new = *place == 0;
	if (!*is_new)
		return cache->nodes[*place - 1];
	/* doubled at each power of two */
	if ((cache->count & (cache->count - 1)) == 0) {
		nodes = reallocarray(cache->nodes, cache->count ? cache->count * 2 : 1,
				     sizeof(*nodes));
		if (!nodes)
			return NULL;
		cache->nodes = nodes;
	}
	node = calloc(1, sizeof(*node));
	if (!node)
		return NULL;
	node->nsfd = PNS_NO_FD;
	cache->nodes[cache->count++] = node;
	*place = cache->count;
	return node;
}

static void find_parent(struct pns_pidns_cache *cache, struct pns_pidns_node *node, int nsfd)
{
	_cleanup_close_ int parent = PNS_NO_FD;

	if (!cache->with_parents || node->info.level <= 0)
		return;
	parent = pns_pidns_open_parent(nsfd);
	if (parent >= 0)
		node->parent = pns_pidns_cache_get(cache, parent);
}

struct pns_pidns_node *pns_pidns_cache_get(struct pns_pidns_cache *cache, int nsfd)
{
	uint64_t id = 0, inode = pns_ns_inode(nsfd);
	struct pns_pidns_node *node;
	bool is_new;

	if (pns_ns_id(nsfd, &id) < 0)
		id = 0;
	node = find_or_add(cache, id ? id : inode, &is_new);
	if (!node)
		return NULL;
	if (!is_new) {
		pns_pidns_info_refresh(nsfd, &node->info);
		return node;
	}
	pns_pidns_info(nsfd, &node->info);
	if (!id)
		node->nsfd = fcntl(nsfd, F_DUPFD_CLOEXEC, 0);
	find_parent(cache, node, nsfd);
	return node;
}

static void describe_record(const struct pns_bpf_record *record, struct pns_pidns_info *info)
{
	_cleanup_close_ int own = pns_ns_open_own(CLONE_NEWPID);
	uint64_t own_inode = own < 0 ? 0 : pns_ns_inode(own);

	*info = (struct pns_pidns_info){
		.inode = record->inode,
		.id = record->id,
		.level = -1,
		.userns = record->owner,
		.owner_uid = record->owner_uid,
		.is_own = record->inode == own_inode,
	};
	if (own_inode && record->peer == own_inode)
		info->level = (int)(record->level - record->caller_level);
	/* as from a descriptor: nothing of what is above the caller's own */
	if (info->level > 0)
		info->parent = record->parent;
}

struct pns_pidns_node *pns_pidns_cache_get_record(struct pns_pidns_cache *cache,
						  const struct pns_bpf_record *record)
{
	struct pns_pidns_node *node;
	bool is_new;

	node = find_or_add(cache, record->id ? record->id : record->inode, &is_new);
	if (!node)
		return NULL;
	if (is_new)
		describe_record(record, &node->info);
	node->state = (enum pns_bpf_state)record->state;
	node->asked = true;
	return node;
}

void pns_pidns_cache_free(struct pns_pidns_cache *cache)
{
	size_t i;

	for (i = 0; i < cache->count; i++) {
		pns_close(&cache->nodes[i]->nsfd);
		free(cache->nodes[i]);
	}
	free(cache->nodes);
	pns_map_free(&cache->index);
	*cache = (struct pns_pidns_cache){ 0 };
}
