/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_BASE_MAP_H
#define PNS_BASE_MAP_H
/*
 * A hash table from 64-bit numbers (inodes, IDs, device numbers) to 64-bit values, so that lists
 * are joined in linear time.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pns_map_slot {
	uint64_t key;
	uint64_t value;
	bool used;
};

/* All zero is an empty one. */
struct pns_map {
	struct pns_map_slot *slots;
	size_t size;		/* a power of two, or 0 */
	size_t used;
};

/*
 * The place of the value of @key, made with the value 0 if it is not there; valid until the next call.
 * NULL: no memory.
 */
uint64_t *pns_map_at(struct pns_map *index, uint64_t key);

/* The value of @key, or NULL if it is not there. */
const uint64_t *pns_map_find(const struct pns_map *index, uint64_t key);

/* A key of text, which more can be added to: FNV-1a. The first @hash is PNS_HASH_EMPTY. */
#define PNS_HASH_EMPTY UINT64_C(0xcbf29ce484222325)
uint64_t pns_hash_more(uint64_t hash, const void *bytes, size_t length);

/* Free what it holds; it is empty then. */
void pns_map_free(struct pns_map *index);
#define _cleanup_map_ __attribute__((cleanup(pns_map_free)))

#endif /* PNS_BASE_MAP_H */
