/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_PIDNS_REF_LINE_H
#define PNS_FIND_PIDNS_REF_LINE_H
/* A reference to a PID namespace in a line of input, which programs write: an inode number may stand alone in it. */
#include "find/pidns-ref.h"

/* As pns_ref_open() of a PID namespace; besides, a number above the largest PID is the inode of pid:[INODE]. */
int pns_ref_open_line(struct pns_caller *caller, const char *text, struct pns_ref *ref, struct pns_diag *diag);

#endif /* PNS_FIND_PIDNS_REF_LINE_H */
