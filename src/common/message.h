/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_MESSAGE_H
#define PNS_COMMON_MESSAGE_H
/*
 * Messages in the user's language, and the one way to standard error. Whatever of a message others have chosen
 * (a name, a line of the kernel's log, an argument), it does nothing to the terminal; see escape.h.
 */
#include <getopt.h>
#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) (text)

/* Write "TOOL: MESSAGE". */
void message(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same without the name of the tool. */
void message_bare(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Complain about the option that getopt_long(3), with opterr 0, has just answered with '?'. */
void message_bad_option(char **argv, const char *letters, const struct option *longopts);

#endif /* PNS_COMMON_MESSAGE_H */
