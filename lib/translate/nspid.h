/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_TRANSLATE_NSPID_H
#define PNS_TRANSLATE_NSPID_H
/*
 * The numbers of a task in a chain of PID namespaces ("NSpid:"), and which of them is the one in a given
 * namespace: the chain names none, so that the task's own namespace has to be looked at as well.
 */
#include "translate/method.h"

/*
 * @numbers: of a task, from the caller's namespace down to its own, @levels of them; @process: what holds
 * the task (see process/process.h). Returns its number in the namespace @side, or
 *   PNS_ASK_NOT_VISIBLE  it has none there
 *   -EACCES  its namespace may not be looked at, and it is deep enough to be in @side
 *   -ESRCH   it is gone
 *   another -errno, which says nothing about the task
 */
int pns_nspid_number(const struct pns_side *side, const pid_t *numbers, int levels, int process);

#endif /* PNS_TRANSLATE_NSPID_H */
