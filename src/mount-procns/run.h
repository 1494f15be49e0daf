/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_MOUNT_PROCNS_RUN_H
#define PNS_MOUNT_PROCNS_RUN_H
/*
 * Doing what mount-procns was asked to do.
 */
#include "mount-procns/plan.h"

/* Carry the plan out. Returns the exit status; refusals are told. */
int mount_plan_run(struct mount_plan *plan);


#endif /* PNS_MOUNT_PROCNS_RUN_H */
