/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_CHILD_GROUP_SIGNAL_H
#define PNS_CHILD_GROUP_SIGNAL_H
/*
 * Whether a signal was sent to the caller alone or to its whole process group, which siginfo does not tell. A child in
 * the same group keeps all signals pending and is asked whether it has this one as well.
 */
#include <stdbool.h>
#include <sys/types.h>

struct pns_group_witness {
	pid_t pid;	/* -1: there is none */
	int sock;
};

/* Begin. Where no child can be made, no signal counts as one to the group. */
void pns_group_witness_start(struct pns_group_witness *witness);

/*
 * Whether the signal @number, which the caller has just taken, went to the group. To be asked of each signal taken but
 * SIGCHLD, or the answer is about an earlier one.
 */
bool pns_group_witness_saw(const struct pns_group_witness *witness, int number);

/* End and reap the child. */
void pns_group_witness_end(struct pns_group_witness *witness);

#endif /* PNS_CHILD_GROUP_SIGNAL_H */
