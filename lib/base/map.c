// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "base/map.h"

#include <stdlib.h>

/* Numbers that follow each other spread over the whole table (splitmix64's last steps). */
static uint64_t mix(uint64_t key)
{
	key = (key ^ (key >> 30)) * 0xbf58476d1ce4e5b9u;
	key = (key ^ (key >> 27)) * 0x94d049bb133111ebu;
	return key ^ (key >> 31);
}

/* The slot of @key, or the free one where it would be; @size is never full. */
static struct pns_map_slot *find_slot(struct pns_map_slot *slots, size_t size, uint64_t key)
{
	size_t at = mix(key) & (size - 1);

	while (slots[at].used && slots[at].key != key)
		at = (at + 1) & (size - 1);
	return &slots[at];
}

static bool grow(struct pns_map *index)
{
	size_t i, size = index->size ? index->size * 2 : 16;
	struct pns_map_slot *slots = calloc(size, sizeof(*slots));

	if (!slots)
		return false;
	for (i = 0; i < index->size; i++)
		if (index->slots[i].used)
			*find_slot(slots, size, index->slots[i].key) = index->slots[i];
	free(index->slots);
	index->slots = slots;
	index->size = size;
	return true;
}

uint64_t *pns_map_at(struct pns_map *index, uint64_t key)
{
	struct pns_map_slot *slot;

	if (index->used * 4 >= index->size * 3 && !grow(index))
		return NULL;
	slot = find_slot(index->slots, index->size, key);
	if (!slot->used) {
		*slot = (struct pns_map_slot){ .key = key, .used = true };
		index->used++;
	}
	return &slot->value;
}

const uint64_t *pns_map_find(const struct pns_map *index, uint64_t key)
{
	struct pns_map_slot *slot;

	if (index->used == 0)
		return NULL;
	slot = find_slot(index->slots, index->size, key);
	return slot->used ? &slot->value : NULL;
}

void pns_map_free(struct pns_map *index)
{
	free(index->slots);
	*index = (struct pns_map){ 0 };
}

uint64_t pns_hash_more(uint64_t hash, const void *bytes, size_t length)
{
	const unsigned char *byte = bytes;

	while (length-- > 0)
		hash = (hash ^ *byte++) * UINT64_C(0x100000001b3);
	return hash;
}
