/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PIDNS_TRANSLATE_FIND_H
#define PNS_PIDNS_TRANSLATE_FIND_H
/*
 * Mode --find: who has a PID in the PID namespace that it is in itself.
 */
#include "pidns-translate/run.h"

/* Returns the exit status. */
int translate_find(struct translate_run *run);

#endif /* PNS_PIDNS_TRANSLATE_FIND_H */
