/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PIDNS_TRANSLATE_TOLD_ANSWER_H
#define PNS_PIDNS_TRANSLATE_TOLD_ANSWER_H
/*
 * Rows for many PIDs from one pass of the BPF program (told.h). Where one end of the translation is the namespace that
 * a process is in, and the other one the caller's, the pass tells question and answer at once.
 */
#include "pidns-translate/gather.h"

struct translate_told_answers {
	bool can_be;		/* as far as it is known: these columns, this method, and once asked for, these ends */
	bool by_own_number;	/* questions are numbers in @inside, else the caller's */
	bool to_caller;		/* answers are the caller's numbers, else those in the process's own namespace */
	uint64_t inside;	/* inode of the namespace whose processes are told, 0: of all */
	struct translate_told_list list;	/* of the last pass */
	struct pns_map own_numbers;	/* with @by_own_number: to the place in @list, from 1 */
	bool was_told;
	uint64_t clock;		/* that of the run: what is read later may be about processes that were born since */
	uint64_t questions;	/* how many are known at that time */
	uint64_t worth_at;	/* so many of them take as long as a pass */
};

#define TRANSLATE_TOLD_ANSWERS_INIT { .list = TRANSLATE_TOLD_LIST_INIT }

/* @gather: open */
void translate_told_answers_open(struct translate_told_answers *answers, const struct translate_gather *gather);

/*
 * The process that @request means, if a pass told of it: NULL before so many questions came that a pass takes less time
 * than answering them, and for what it did not meet or does not tell whole, as a thread. Valid until the next call.
 */
const struct translate_told *translate_told_answer(struct translate_told_answers *answers,
						   const struct translate_gather *gather,
						   const struct translate_request *request);

/* The number that is the answer. */
pid_t translate_told_number(const struct translate_told_answers *answers, const struct translate_told *told);

void translate_told_answers_close(struct translate_told_answers *answers);
#define _cleanup_told_answers_ __attribute__((cleanup(translate_told_answers_close)))

#endif /* PNS_PIDNS_TRANSLATE_TOLD_ANSWER_H */
