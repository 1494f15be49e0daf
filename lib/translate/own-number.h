/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_TRANSLATE_OWN_NUMBER_H
#define PNS_TRANSLATE_OWN_NUMBER_H
/*
 * The number that a task has in its own PID namespace, whichever that is: no namespace has to be known or opened by
 * the caller beforehand.
 */
#include "translate/method.h"

/* Whether the method @id can tell such numbers. */
bool pns_can_tell_own_number(enum pns_translator id);

/*
 * The number of the task with the caller's number @here, which @held holds: by the method in use and, if that may be
 * any, by the others if the task is closed to this one; translate->answered is the one that told.
 * Returns a number above 0, which is right if the task still has its number afterwards (pns_process_check()), or
 *   -ESRCH       the task is gone
 *   -EACCES      neither its namespace nor its numbers are shown to the caller
 *   -EOPNOTSUPP  nothing here can tell
 *   another -errno, which says nothing about the task
 */
int pns_ask_own_number(struct pns_translate *translate, pid_t here, int held);

#endif /* PNS_TRANSLATE_OWN_NUMBER_H */
