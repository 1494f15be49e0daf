/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCNS_INFO_CHECK_H
#define PNS_PROCNS_INFO_CHECK_H
/*
 * --check: whether procfs mounts show a PID namespace, as an exit status.
 */
#include "procns-info/plan.h"

/*
 * Run the plan. Returns the exit status: 0 if all do, 1 if one does not, 2 if that cannot be told. Why not is told.
 */
int info_check_run(struct info_plan *plan);

#endif /* PNS_PROCNS_INFO_CHECK_H */
