/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_TRANSLATE_KEPT_H
#define PNS_TRANSLATE_KEPT_H
/*
 * Answers that were given, each with a pidfd of its process: that has its numbers, and its namespaces, for life, so
 * that an answer stays right until it ends. To see whether it has is one poll(2), and at most one for a tick of the
 * clock. As many are kept as there is room for: all else is asked again.
 */
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/map.h"

struct pns_kept_answer {
	pid_t pid;		/* that was asked for */
	int pidfd;		/* PNS_NO_FD: none was kept, or it has ended */
	int answer;
	bool was_seen;		/* alive, after the answer */
	uint64_t seen;		/* the clock at that time */
};

/* All zero keeps nothing. */
struct pns_kept {
	struct pns_map places;	/* from a PID to its place in @answers, from 1 */
	struct pns_kept_answer *answers;
	size_t count;
	size_t held;		/* how many of them have a descriptor */
	size_t room;		/* how many may have one */
	size_t refused;		/* how many got none since it was looked who has ended */
};

/* Keep as many as the limit of descriptors allows, so that enough of them are left for all else. */
void pns_kept_init(struct pns_kept *kept);

/*
 * Whether there is an answer to @pid that is right at this time, or was at some time after *@clock last moved.
 * @clock: NULL, or what moves whenever there are new questions.
 */
bool pns_kept_find(struct pns_kept *kept, const uint64_t *clock, pid_t pid, int *answer);

/*
 * Whether the next answer to @pid is to be kept: from the second on, and if there is room. Many PIDs are asked for only
 * once.
 */
bool pns_kept_wants(struct pns_kept *kept, pid_t pid);

/*
 * Hold the process that has @number in the caller's namespace, before it is looked at, for an answer that is to be
 * kept. *@hold becomes a pidfd, or -errno: nothing is kept then, which is no failure. What was there is closed;
 * NULL: the answer is not to be kept.
 */
void pns_kept_hold(int *hold, pid_t number);

/*
 * Keep the @answer to @pid. @hold: from pns_kept_hold(), or another pidfd of the process, becomes part of it. It may
 * be of somebody who had ended when the answer was found: that shows before it is given again.
 */
void pns_kept_add(struct pns_kept *kept, pid_t pid, int hold, int answer);

void pns_kept_free(struct pns_kept *kept);

#endif /* PNS_TRANSLATE_KEPT_H */
