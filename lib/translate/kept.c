// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "translate/kept.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/descriptors.h"
#include "base/diag.h"
#include "base/kernel-abi.h"

/* The kernel has about a kilobyte for each. */
#define MOST 32768

/* With fewer descriptors than that, none: all else that a run opens comes first. */
#define FEW 256

/* So many PIDs are remembered without a process, at least, before it is tidied up. */
#define BARE MOST

void pns_kept_init(struct pns_kept *kept)
{
	uint64_t limit = pns_descriptor_limit();

	kept->room = limit / 2 < MOST ? (size_t)(limit / 2) : MOST;
	if (limit < FEW)
		kept->room = 0;
}

/* poll(2) tells what is at this moment, of threads as well. A zombie has its numbers still, and is looked at anew. */
static bool is_alive(const struct pns_kept_answer *kept)
{
	struct pollfd poller = { .fd = kept->pidfd, .events = POLLIN };

	return kept->pidfd >= 0 && poll(&poller, 1, 0) == 0;
}

static void release(struct pns_kept *kept, struct pns_kept_answer *ended)
{
	if (ended->pidfd >= 0)
		kept->held--;
	pns_close(&ended->pidfd);
}

/* Drop all that have ended. Without memory for a new map, all are dropped. */
static void tidy_up(struct pns_kept *kept)
{
	struct pns_map places = { 0 };
	uint64_t *place = NULL;
	size_t i, count = 0;

	for (i = 0; i < kept->count; i++) {
		if (is_alive(&kept->answers[i]))
			place = pns_map_at(&places, (uint64_t)kept->answers[i].pid);
		if (!place) {
			release(kept, &kept->answers[i]);
			continue;
		}
		kept->answers[count++] = kept->answers[i];
		*place = count;
		place = NULL;
	}
	pns_map_free(&kept->places);
	kept->places = places;
	kept->count = count;
}

static struct pns_kept_answer *find(const struct pns_kept *kept, pid_t pid)
{
	const uint64_t *place = pns_map_find(&kept->places, (uint64_t)pid);

	/* there is none behind a place that memory was missing for */
	return place && *place ? &kept->answers[*place - 1] : NULL;
}

bool pns_kept_find(struct pns_kept *kept, const uint64_t *clock, pid_t pid, int *answer)
{
	struct pns_kept_answer *found = find(kept, pid);

	if (!found || found->pidfd < 0)
		return false;
	if (!clock || !found->was_seen || found->seen != *clock) {
		if (!is_alive(found)) {
			release(kept, found);
			return false;
		}
		found->was_seen = true;
		found->seen = clock ? *clock : 0;
	}
	*answer = found->answer;
	return true;
}

/* A place for the answer to @pid. Returns NULL without memory. */
static struct pns_kept_answer *make_place(struct pns_kept *kept, pid_t pid)
{
	struct pns_kept_answer *bigger;
	uint64_t *place = pns_map_at(&kept->places, (uint64_t)pid);

	if (!place)
		return NULL;
	if (*place)
		return &kept->answers[*place - 1];
	/* a power of two: it is full */
	if ((kept->count & (kept->count - 1)) == 0) {
		bigger = reallocarray(kept->answers, kept->count ? 2 * kept->count : 1, sizeof(*bigger));
		if (!bigger)
			return NULL;
		kept->answers = bigger;
	}
	*place = ++kept->count;
	kept->answers[*place - 1] = (struct pns_kept_answer){ .pid = pid, .pidfd = PNS_NO_FD };
	return &kept->answers[*place - 1];
}

/* Whether one more can be held: the place of somebody who has ended will do. */
static bool has_room(struct pns_kept *kept)
{
	if (kept->held < kept->room)
		return true;
	/* not for each: to look at all of them costs as much as to ask for so many again */
	if (kept->refused == 0)
		tidy_up(kept);
	kept->refused = (kept->refused + 1) % kept->room;
	return kept->held < kept->room;
}

bool pns_kept_wants(struct pns_kept *kept, pid_t pid)
{
	if (kept->room == 0)
		return false;
	if (find(kept, pid))
		return has_room(kept);
	if (kept->count >= 2 * kept->held + BARE)
		tidy_up(kept);
	make_place(kept, pid);
	return false;
}

void pns_kept_hold(int *hold, pid_t number)
{
	if (!hold)
		return;
	pns_close(hold);
	*hold = pns_sys_pidfd_open(number, 0);
	if (*hold < 0)
		*hold = -errno;
}

void pns_kept_add(struct pns_kept *kept, pid_t pid, int hold, int answer)
{
	struct pns_kept_answer *place;

	/* there are no more descriptors: what is kept must not be what others lack. Or there are no pidfds */
	if (hold == -ENOSYS || (hold < 0 && pns_is_shortage(hold)))
		pns_kept_free(kept);
	if (hold < 0)
		return;
	place = make_place(kept, pid);
	if (!place) {
		close(hold);
		return;
	}
	release(kept, place);
	*place = (struct pns_kept_answer){ .pid = pid, .pidfd = hold, .answer = answer };
	kept->held++;
}

void pns_kept_free(struct pns_kept *kept)
{
	size_t i;

	for (i = 0; i < kept->count; i++)
		release(kept, &kept->answers[i]);
	pns_map_free(&kept->places);
	free(kept->answers);
	*kept = (struct pns_kept){ .room = 0 };
}
