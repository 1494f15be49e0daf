/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_EXPLAIN_H
#define PNS_EXPLAIN_H
/*
 * Refusals in words: what failed, why, and what helps. For people on standard error, for
 * programs as JSON.
 */
#include "diag.h"

/* Why, in one sentence without capital and full stop, in the user's language. */
const char *explain_reason(const struct pns_diag *diag);

/* What helps, or NULL. */
const char *explain_hint(const struct pns_diag *diag);

/*
 * Tell of a refusal on standard error: "tool: object: call failed: why", the kernel's text, a hint.
 */
void explain_refusal(const struct pns_diag *diag);

/* Further lines for --explain: the stable reason identifier, the call and its errno. */
void explain_details(const struct pns_diag *diag);

/* The same as JSON on standard output. Returns 0 or -errno. */
int explain_refusal_json(const struct pns_diag *diag);

/* A pns_step_fn that prints each step on standard error, for --verbose. */
void explain_step(void *data, const char *call, const char *object, int rc, const char *kernel);

#endif /* PNS_EXPLAIN_H */
