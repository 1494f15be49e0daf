/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCNS_INFO_LIST_H
#define PNS_PROCNS_INFO_LIST_H
/*
 * The listings, as table, tree, or sentences.
 */
#include "procns-info/plan.h"

/* Run the plan. Returns the exit status; refusals are told. */
int info_list_run(struct info_plan *plan);

#endif /* PNS_PROCNS_INFO_LIST_H */
