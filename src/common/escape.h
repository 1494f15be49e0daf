/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_ESCAPE_H
#define PNS_COMMON_ESCAPE_H
/*
 * Names that others have chosen, as text that cannot do anything to a terminal or to who reads it.
 * One rule everywhere, and it can be turned round: \xHH is the byte HH, and a backslash in front of an
 * x is written \x5c. What is escaped depends on where the text goes.
 */
#include <stddef.h>
#include <stdio.h>

enum escape_for {
	ESCAPE_TERMINAL,	/* what is not printable in the locale, or cannot be seen */
	ESCAPE_JSON,		/* what is not UTF-8; the rest is for escape_write_json() */
	ESCAPE_JSON_ELEMENT,	/* and line feeds, which part the elements of an array */
};

/* A copy of @text for there. Caller frees; NULL without memory. */
char *escape(const char *text, enum escape_for where);

/* Write @length bytes of a JSON document; characters in its strings that cannot be seen become \uXXXX. */
void escape_write_json(const char *text, size_t length, FILE *stream);

#endif /* PNS_COMMON_ESCAPE_H */
