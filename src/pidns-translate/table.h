/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PIDNS_TRANSLATE_TABLE_H
#define PNS_PIDNS_TRANSLATE_TABLE_H
/*
 * PIDs as a table: a row for each with --from or --to, else one for each PID namespace that it is in.
 */
#include "pidns-translate/run.h"

/* Returns the exit status. */
int translate_table(struct translate_run *run);

#endif /* PNS_PIDNS_TRANSLATE_TABLE_H */
