/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_PIDNS_REF_NUMBER_H
#define PNS_FIND_PIDNS_REF_NUMBER_H
/*
 * References to a PID namespace by a number of its own: ":NSID", its 64-bit ID, and its inode as "pid:[INODE]",
 * "pid:INODE" or alone, which is above all PIDs.
 */
#include <stdbool.h>

#include "base/diag.h"
#include "process/caller.h"

/* Whether @text has one of these forms; what is behind the beginning of it may be wrong. */
bool pns_ref_is_number(const char *text);

/*
 * Search the namespace. Returns a descriptor (caller closes) or -errno with the reason in @diag: bad-reference,
 * not-found, kernel-without-feature (an ID before 6.18), blocked-by-seccomp, system-error.
 */
int pns_ref_open_number(struct pns_caller *caller, const char *text, struct pns_diag *diag);

#endif /* PNS_FIND_PIDNS_REF_NUMBER_H */
