// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/pidns-cache.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/diag.h"
#include "namespace/namespace.h"
#include "process/own-namespace.h"

/* The node with that key, made if there is none yet. */
static struct pns_pidns_node *find_or_add(struct pns_pidns_cache *cache, uint64_t key)
{
	uint64_t *place = pns_map_at(&cache->index, key);
	struct pns_pidns_node **nodes, *node;

	if (!place)
		return NULL;
	if (*place)
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
	node->key = key;
	node->nsfd = PNS_NO_FD;
	cache->nodes[cache->count++] = node;
	*place = cache->count;
	return node;
}

static int find_parent(struct pns_pidns_cache *cache, struct pns_pidns_node *node, int nsfd)
{
	_cleanup_close_ int parent = PNS_NO_FD;

	if (!cache->with_parents || node->info.level <= 0)
		return 0;
	parent = pns_pidns_open_parent(nsfd);
	if (parent < 0)
		return pns_is_shortage(parent) ? parent : 0;
	return pns_pidns_cache_get(cache, parent, PNS_NO_FD, &node->parent);
}

static void forget_recent(struct pns_pidns_cache *cache)
{
	if (cache->recent)
		pns_close(&cache->recent_nsfd);
	cache->recent = NULL;
}

/* Without a descriptor to spare the next one is looked at like any other. */
static void keep_recent(struct pns_pidns_cache *cache, struct pns_pidns_node *node, int nsfd)
{
	int copy = cache->recent == node ? PNS_NO_FD : pns_ns_dup(nsfd);

	if (copy < 0)
		return;
	forget_recent(cache);
	cache->recent_nsfd = copy;
	cache->recent = node;
}

struct pns_pidns_node *pns_pidns_cache_recent(const struct pns_pidns_cache *cache, uint64_t inode)
{
	return cache->recent && cache->recent->info.inode == inode ? cache->recent : NULL;
}

static int describe(struct pns_pidns_cache *cache, struct pns_pidns_node *node, int nsfd, int root)
{
	int rc;

	forget_recent(cache);
	rc = pns_pidns_describe(cache->caller, nsfd, root, cache->wants, &node->info);
	if (rc == 0 && !node->info.id && node->nsfd < 0) {
		node->nsfd = pns_ns_dup(nsfd);
		rc = node->nsfd < 0 ? node->nsfd : 0;
	}
	if (rc == 0)
		rc = find_parent(cache, node, nsfd);
	node->is_described = rc == 0;
	return rc;
}

/* One that was met before. */
static void visit(struct pns_pidns_cache *cache, struct pns_pidns_node *node, int nsfd)
{
	if (node->reading != cache->reading && (cache->wants & PNS_WANTS_INIT))
		pns_pidns_info_refresh(cache->caller, nsfd, cache->wants, &node->info);
	keep_recent(cache, node, nsfd);
}

int pns_pidns_cache_get(struct pns_pidns_cache *cache, int nsfd, int root, struct pns_pidns_node **found)
{
	struct pns_pidns_info identity;
	struct pns_pidns_node *node;
	int rc = 0;

	pns_pidns_identify(nsfd, &identity);
	node = find_or_add(cache, identity.id ? identity.id : identity.inode);
	if (!node)
		return -ENOMEM;
	if (node->is_described) {
		visit(cache, node, nsfd);
	} else {
		pns_pidns_info_free(&node->info);
		node->info = identity;
		rc = describe(cache, node, nsfd, root);
	}
	node->reading = cache->reading;
	if (rc == 0)
		*found = node;
	return rc;
}

static void describe_record(struct pns_caller *caller, const struct pns_bpf_record *record, struct pns_pidns_info *info)
{
	int own = pns_caller_ns(caller, CLONE_NEWPID);
	uint64_t own_inode = own < 0 ? 0 : pns_ns_inode(own);

	*info = (struct pns_pidns_info){
		.inode = record->inode,
		.id = record->id,
		.level = -1,
		.userns = record->owner,
		.owner_uid = record->owner_uid,
		.is_own = record->inode == own_inode,
	};
	if (record->below != PNS_BPF_NOT_BELOW)
		info->level = (int)record->below;
	/* as from a descriptor: nothing of what is above the caller's own */
	if (info->level > 0)
		info->parent = record->parent;
}

struct pns_pidns_node *pns_pidns_cache_get_record(struct pns_pidns_cache *cache,
						  const struct pns_bpf_record *record)
{
	struct pns_pidns_node *node = find_or_add(cache, record->id ? record->id : record->inode);

	if (!node)
		return NULL;
	/* an inode that nothing holds may have become that of another one since */
	if (!node->is_described || (!record->id && node->nsfd < 0)) {
		pns_pidns_info_free(&node->info);
		describe_record(cache->caller, record, &node->info);
	}
	node->is_described = true;
	node->state = (enum pns_bpf_state)record->state;
	node->asked = true;
	return node;
}

static void free_node(struct pns_pidns_node *node)
{
	pns_close(&node->nsfd);
	pns_pidns_info_free(&node->info);
	free(node);
}

/* The index of the nodes that are marked, as they will be numbered. */
static int index_marked(const struct pns_pidns_cache *cache, struct pns_map *index)
{
	uint64_t *place, number = 0;
	size_t i;

	for (i = 0; i < cache->count; i++) {
		if (!cache->nodes[i]->mark)
			continue;
		place = pns_map_at(index, cache->nodes[i]->key);
		if (!place)
			return -ENOMEM;
		*place = ++number;
	}
	return 0;
}

int pns_pidns_cache_sweep(struct pns_pidns_cache *cache)
{
	_cleanup_map_ struct pns_map index = { 0 };
	struct pns_pidns_node *node;
	size_t i, kept = 0;
	int rc;

	forget_recent(cache);
	for (i = 0; i < cache->count; i++)
		for (node = cache->nodes[i]; node->mark && node->parent; node = node->parent)
			node->parent->mark = 1;
	rc = index_marked(cache, &index);
	if (rc < 0)
		return rc;
	for (i = 0; i < cache->count; i++) {
		node = cache->nodes[i];
		if (!node->mark) {
			free_node(node);
			continue;
		}
		node->mark = 0;
		/* what the kernel said was true then */
		node->asked = false;
		node->is_counted = false;
		cache->nodes[kept++] = node;
	}
	cache->count = kept;
	cache->reading++;
	pns_map_free(&cache->index);
	cache->index = index;
	index = (struct pns_map){ 0 };
	return 0;
}

void pns_pidns_cache_free(struct pns_pidns_cache *cache)
{
	size_t i;

	forget_recent(cache);
	for (i = 0; i < cache->count; i++)
		free_node(cache->nodes[i]);
	free(cache->nodes);
	pns_map_free(&cache->index);
	*cache = (struct pns_pidns_cache){ .caller = cache->caller };
}
