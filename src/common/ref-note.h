/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_REF_NOTE_H
#define PNS_COMMON_REF_NOTE_H
/*
 * References that are right and probably not what was meant: told on standard error, beside the answer.
 */
#include <stdbool.h>

#include "find/pidns-ref.h"

/*
 * Tell of the process that @ref was named by (as @text) if its children are in another PID namespace, as those of
 * unshare(1) are. Returns whether there was something to tell.
 */
bool note_children(struct pns_caller *caller, const char *text, const struct pns_ref *ref);

/* Tell that @from and @to, as they were written, are the same PID namespace @nsfd. */
void note_same(const char *from, const char *to, int nsfd);

#endif /* PNS_COMMON_REF_NOTE_H */
