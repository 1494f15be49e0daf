/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Random mounts over procfs, for test-visible: what a number was drawn for is the same with the same seed.
 */
#ifndef TESTS_VISIBLE_GAME_H
#define TESTS_VISIBLE_GAME_H

#include <stdbool.h>
#include <stdint.h>

#include "visible/rule.h"

enum { N_STATES = PNS_VISIBLE_MASKED + 1 };

struct tally {
	unsigned long sets, allowed, refused;
	unsigned long states[N_STATES];
};

struct game {
	unsigned long seed;
	uint64_t random;
	int procfs;		/* that of the machine: the one in the game may be masked */
	bool exempts_subset;
	int level, levels;
	int detached;		/* a procfs made outside of the rule, attached nowhere yet */
	struct pns_mountinfo_index *mounts;
	struct tally *tally;	/* shared by all processes */
};

/* A random number from 0 on, below @below. */
unsigned int draw(struct game *game, unsigned int below);

/* A few random mounts in the places below /tmp and in /proc. What does not work is part of the game. */
void play(struct game *game);

#endif /* TESTS_VISIBLE_GAME_H */
