/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_PRIVILEGE_HINT_H
#define PNS_COMMON_PRIVILEGE_HINT_H
/*
 * What helps who lacks a privilege: that depends on who asks, on what the process may ever get, and on what the tool
 * can do about it.
 */
#include "base/diag.h"

/* Whether the refusal is for want of a privilege over a mount or PID namespace. */
bool privilege_is_wanted(const struct pns_diag *diag);

/* The identifier of the hint, which does not change between versions: a string constant. */
const char *privilege_hint_id(const struct pns_diag *diag);

/* The hint in the user's language, for that identifier. */
const char *privilege_hint(const struct pns_diag *diag);

/* Which capability root lacks, and what else is in the way; NULL: nothing that is not said anyway. */
const char *privilege_lacking(const struct pns_diag *diag);

#endif /* PNS_COMMON_PRIVILEGE_HINT_H */
