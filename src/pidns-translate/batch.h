/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PIDNS_TRANSLATE_BATCH_H
#define PNS_PIDNS_TRANSLATE_BATCH_H
/*
 * One bare number a line, and the filter mode: standard input with its PIDs replaced, byte for byte else.
 */
#include "pidns-translate/run.h"

/* Answer each PID in a line of its own. Returns the exit status. */
int translate_batch(struct translate_run *run);

/* Pass standard input on with its PIDs replaced. Returns the exit status. */
int translate_filter(struct translate_run *run);

#endif /* PNS_PIDNS_TRANSLATE_BATCH_H */
