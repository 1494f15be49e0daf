/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PIDNS_TRANSLATE_COMMAND_LINE_H
#define PNS_PIDNS_TRANSLATE_COMMAND_LINE_H
/*
 * The command line of pidns-translate taken into a run, one option at a time. What is wrong is told.
 */
#include "pidns-translate/run.h"

/*
 * Take the option @option (a character or enum translate_option) with @argument.
 * Returns 0, 1 if it is none that goes into a run, or -EINVAL after a complaint.
 */
int translate_cmdline_take_option(struct translate_run *run, int option, const char *argument);

/* Whether all that was taken goes together, beyond what excludes each other by name; else a complaint. */
bool translate_cmdline_is_consistent(const struct translate_run *run);

/* Add what is not said but meant. */
void translate_cmdline_complete(struct translate_run *run);

#endif /* PNS_PIDNS_TRANSLATE_COMMAND_LINE_H */
