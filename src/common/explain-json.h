/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_EXPLAIN_JSON_H
#define PNS_COMMON_EXPLAIN_JSON_H
/*
 * Refusals as JSON, for programs.
 */
#include "base/diag.h"
#include "visible/why.h"

/* The refusal as JSON on standard output. Returns 0 or -errno. */
int explain_refusal_json(const struct pns_diag *diag);

/* The same with the mounts that are at fault; @why may be NULL. */
int explain_refusal_json_why(const struct pns_diag *diag, const struct pns_why *why);

#endif /* PNS_COMMON_EXPLAIN_JSON_H */
