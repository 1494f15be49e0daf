/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PIDNS_TRANSLATE_LIST_H
#define PNS_PIDNS_TRANSLATE_LIST_H
/*
 * Mode --list: every process of a PID namespace and those below it.
 */
#include "pidns-translate/run.h"

/* Returns the exit status. */
int translate_list(struct translate_run *run);

#endif /* PNS_PIDNS_TRANSLATE_LIST_H */
