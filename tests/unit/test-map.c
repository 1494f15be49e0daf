// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "base/map.h"

#include "tap.h"

#define MANY 10000

int main(void)
{
	struct pns_map index = { 0 };
	uint64_t i, *place, wrong = 0;

	ok(!pns_map_find(&index, 0), "map: an empty one has no key 0");
	place = pns_map_at(&index, 0);
	ok(place && *place == 0, "map: a new key has the value 0");
	*place = 7;
	ok(pns_map_find(&index, 0) && *pns_map_find(&index, 0) == 7, "map: key 0 is a key");
	/* inode numbers follow each other, device numbers differ in the upper half */
	for (i = 1; i < MANY; i++)
		*pns_map_at(&index, i % 2 ? i : i << 32) = i;
	for (i = 1; i < MANY; i++) {
		const uint64_t *found = pns_map_find(&index, i % 2 ? i : i << 32);

		wrong += !found || *found != i;
	}
	is_int((intmax_t)wrong, 0, "map: finds each of many keys");
	is_int((intmax_t)index.used, MANY, "map: has no key twice");
	ok(!pns_map_find(&index, MANY + 1), "map: finds no key that is not there");
	ok(*pns_map_find(&index, 0) == 7, "map: values stay when it grows");
	pns_map_free(&index);
	ok(!pns_map_find(&index, 1), "map: is empty when freed");
	return done_testing();
}
