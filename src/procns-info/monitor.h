/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCNS_INFO_MONITOR_H
#define PNS_PROCNS_INFO_MONITOR_H
/*
 * --monitor: a row for each procfs that is mounted, unmounted, moved or remounted.
 *
 * The kernel says only that the mount table has changed. It is read and compared with what was
 * there before; a mount is known again by its unique ID (6.8), because the other one is
 * given to the next mount at once. What changes while it is read is looked at again.
 */
#include "procns-info/plan.h"

/* Run the plan. Returns the exit status; refusals are told. */
int info_monitor_run(struct info_plan *plan);

#endif /* PNS_PROCNS_INFO_MONITOR_H */
