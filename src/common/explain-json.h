/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_EXPLAIN_JSON_H
#define PNS_COMMON_EXPLAIN_JSON_H
/*
 * Refusals as JSON, for programs.
 */
#include "base/diag.h"
#include "common/table-columns.h"
#include "visible/why.h"

/* The refusal on standard output, if @form is one of JSON: a document or a line. Returns 0 or -errno. */
int explain_refusal_json(const struct pns_diag *diag, enum table_form form);

/* The same with the mounts that are at fault; @why may be NULL. */
int explain_refusal_json_why(const struct pns_diag *diag, const struct pns_why *why, enum table_form form);

#endif /* PNS_COMMON_EXPLAIN_JSON_H */
