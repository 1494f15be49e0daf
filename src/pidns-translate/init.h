/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PIDNS_TRANSLATE_INIT_H
#define PNS_PIDNS_TRANSLATE_INIT_H
/*
 * Mode --init: the PID of init of each namespace that is named.
 */
#include "pidns-translate/run.h"

/* Returns the exit status. */
int translate_init(struct translate_run *run);

#endif /* PNS_PIDNS_TRANSLATE_INIT_H */
