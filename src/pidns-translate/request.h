/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PIDNS_TRANSLATE_REQUEST_H
#define PNS_PIDNS_TRANSLATE_REQUEST_H
/*
 * The PIDs to translate, from operands or standard input.
 */
#include "pidns-translate/run.h"

/*
 * The next PID, from the operands or, without any, from standard input: a word of it, whatever blanks tools print
 * around. What is none is complained about and counted. Returns 1, 0 at the end, or -errno.
 */
int translate_next(struct translate_run *run, struct translate_request *request);

/*
 * The same for references to namespaces: @request->text, which ends with a NUL, @length and @line are set. What they
 * say is not looked at: of a line with a NUL in it or one that is too long, the text is only a part.
 */
int translate_next_ref(struct translate_run *run, struct translate_request *request);

/* As pns_parse_pid_span(), and 0 is one as well. */
bool translate_parse_pid(const char *text, size_t length, pid_t *pid);

#endif /* PNS_PIDNS_TRANSLATE_REQUEST_H */
