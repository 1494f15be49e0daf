/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PIDNS_TRANSLATE_ANSWER_H
#define PNS_PIDNS_TRANSLATE_ANSWER_H
/*
 * The answer to one PID: asked for, written, or why there is none.
 */
#include "pidns-translate/request.h"

/* As pns_translate() of the run's namespaces, and 0 has no translation. */
int translate_one(const struct translate_run *run, const struct translate_request *request,
		  struct pns_answer *answer);

/* Write the answer. */
void translate_put_answer(struct translate_run *run, const struct pns_answer *answer);

/* Whether @reason means that there is no translation, not that nobody can tell. */
bool translate_is_missing(enum pns_reason reason);

/* Whether anything stands for an answer that is missing. */
bool translate_puts_missing(enum translate_missing missing);

/* Write what stands for an answer that is missing. Returns false if the line is to be left out. */
bool translate_put_missing(struct translate_run *run, const struct translate_request *request,
			   enum translate_missing missing);

/* Say why there is no answer, and count it. */
void translate_complain(struct translate_run *run, const struct translate_request *request,
			const struct pns_answer *answer);

#endif /* PNS_PIDNS_TRANSLATE_ANSWER_H */
