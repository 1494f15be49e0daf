/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_EXPLAIN_H
#define PNS_COMMON_EXPLAIN_H
/*
 * Refusals in words, for people on standard error: what failed, why, and what helps.
 */
#include "base/diag.h"
#include "visible/why.h"

/* Why, in one sentence without capital and full stop, in the user's language. */
const char *explain_reason(const struct pns_diag *diag);

/* The same for the error @rc of calls that take no privilege, where no more is known. */
const char *explain_errno(int rc);

/*
 * What helps: *@text (caller frees), NULL for nothing. @why: may be NULL. Returns the identifier of the hint, which
 * does not change between versions, a string constant, or NULL.
 */
const char *explain_hint(const struct pns_diag *diag, const struct pns_why *why, char **text);

/*
 * Tell of a refusal on standard error: "tool: object: call failed: why", the kernel's text, a hint.
 */
void explain_refusal(const struct pns_diag *diag);

/* The same with the mounts that are at fault; @why may be NULL. */
void explain_refusal_why(const struct pns_diag *diag, const struct pns_why *why);

/* Further lines for --explain: the stable reason identifier, the call and its errno. */
void explain_details(const struct pns_diag *diag);

/* And each mount that is at fault, with what is mounted over what. */
void explain_why(const struct pns_why *why);

/* A pns_step_fn that prints each step on standard error, for --verbose. */
void explain_step(void *data, enum pns_call call, const char *object, int rc, const char *kernel);

#endif /* PNS_COMMON_EXPLAIN_H */
