/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_UNMASK_HINT_H
#define PNS_COMMON_UNMASK_HINT_H
/*
 * What helps where no procfs is fully visible, in the order of how soon it is done: an option, something done from
 * outside to what is running, and last what the maker of the container could have said.
 */
#include "visible/why.h"

/* The hint (caller frees), or NULL for want of memory. */
char *unmask_hint(const struct pns_why *why);

/* Its identifier, which does not change between versions. A string constant. */
const char *unmask_hint_id(const struct pns_why *why);

#endif /* PNS_COMMON_UNMASK_HINT_H */
