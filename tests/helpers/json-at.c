/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * json-at PATH: what "jq -r PATH" makes of the JSON text on standard input, where PATH has names
 * and indexes only, as in ".refusal[0].reason", and " | length" at most.  Exit status 1, and
 * nothing printed, for all that is not plain: jq is asked then.
 *
 * Why not jq: its start takes 40 ms, half a second in an emulated machine, and the tests look at
 * hundreds of values.
 */
#include "helper.h"

#include <ctype.h>

enum {
	NOT_PLAIN = 1,
	DEEPEST = 64,
};

static const char *skip_value(const char *p, int depth);

__attribute__((noreturn))
static void not_plain(void)
{
	_exit(NOT_PLAIN);
}

static const char *skip_blanks(const char *p)
{
	return p + strspn(p, " \t\r\n");
}

static const char *expect(const char *p, char wanted)
{
	p = skip_blanks(p);
	if (*p != wanted)
		not_plain();
	return p + 1;
}

static const char *skip_string(const char *p)
{
	p = expect(p, '"');
	while (*p != '"') {
		if (*p == '\\' && !strchr("\"\\/bfnrtu", *++p))
			not_plain();
		if ((unsigned char) *p < ' ')
			not_plain();
		p++;
	}
	return p + 1;
}

/* The end of a string that means what it looks like: the rest is for jq */
static const char *skip_plain_string(const char *p)
{
	const char *end = skip_string(p);

	for (p = skip_blanks(p); p < end; p++)
		if (*p == '\\' || *p < ' ' || *p > '~')
			not_plain();
	return end;
}

/* Whole numbers that a double holds without loss; jq writes others in ways of its own */
static const char *skip_number(const char *p)
{
	const char *first = p + (*p == '-');
	size_t digits = strspn(first, "0123456789");

	if (digits == 0 || digits > 15 || (digits > 1 && *first == '0') ||
	    isalnum((unsigned char) first[digits]) || first[digits] == '.')
		not_plain();
	return first + digits;
}

static const char *skip_word(const char *p)
{
	static const char *const words[] = { "true", "false", "null" };

	for (size_t i = 0; i < HELPER_COUNT(words); i++) {
		size_t len = strlen(words[i]);

		if (strncmp(p, words[i], len) == 0 && !isalnum((unsigned char) p[len]))
			return p + len;
	}
	not_plain();
}

/* Returns the end of the object or array at P; *COUNT: how many members it has */
static const char *skip_members(const char *p, int depth, size_t *count)
{
	char end = *p == '{' ? '}' : ']';

	*count = 0;
	p = skip_blanks(p + 1);
	if (*p == end)
		return p + 1;
	for (;; p++) {
		if (end == '}')
			p = expect(skip_string(p), ':');
		p = skip_blanks(skip_value(p, depth + 1));
		(*count)++;
		if (*p == end)
			return p + 1;
		if (*p != ',')
			not_plain();
	}
}

static const char *skip_value(const char *p, int depth)
{
	size_t count;

	p = skip_blanks(p);
	if (depth > DEEPEST)
		not_plain();
	if (*p == '{' || *p == '[')
		return skip_members(p, depth, &count);
	if (*p == '"')
		return skip_string(p);
	if (*p == '-' || isdigit((unsigned char) *p))
		return skip_number(p);
	return skip_word(p);
}

/* The value of that name in the object at P; of equal names jq takes the last */
static const char *member(const char *p, const char *name, size_t len)
{
	const char *found = NULL;

	p = expect(p, '{');
	if (*skip_blanks(p) == '}')
		not_plain();
	do {
		const char *key = skip_blanks(p) + 1, *end = skip_plain_string(p);

		p = skip_blanks(expect(end, ':'));
		if ((size_t) (end - 1 - key) == len && strncmp(key, name, len) == 0)
			found = p;
		p = skip_blanks(skip_value(p, 0));
	} while (*p++ == ',');
	if (!found)
		not_plain();
	return found;
}

static const char *element(const char *p, unsigned long index)
{
	p = expect(p, '[');
	if (*skip_blanks(p) == ']')
		not_plain();
	while (index-- > 0)
		p = expect(skip_value(p, 0), ',');
	return skip_blanks(p);
}

/* Follows *PATH as far as it has names and indexes */
static const char *follow(const char *p, const char **path)
{
	for (;;) {
		const char *step = *path + 1;
		size_t len = strcspn(step, ".[] ");
		char *end;

		if (**path == '.' && len > 0) {
			p = member(p, step, len);
			*path = step + len;
		} else if (**path == '[' && isdigit((unsigned char) *step)) {
			p = element(p, strtoul(step, &end, 10));
			if (*end != ']')
				not_plain();
			*path = end + 1;
		} else {
			return p;
		}
	}
}

static void print_value(const char *p, bool length)
{
	const char *end = skip_value(p, 0);
	size_t count;

	if (*p == '{' || *p == '[') {
		skip_members(p, 0, &count);
		if (!length)
			not_plain();
		printf("%zu\n", count);
		return;
	}
	if (length)
		not_plain();
	if (*p == '"') {
		end = skip_plain_string(p) - 1;
		p++;
	}
	printf("%.*s\n", (int) (end - p), p);
}

int main(int argc, char **argv)
{
	static char text[1 << 20];
	const char *path = argc == 2 ? argv[1] : "", *found;
	size_t len = fread(text, 1, sizeof(text) - 1, stdin);

	if (len == sizeof(text) - 1 || strlen(text) != len || *skip_blanks(skip_value(text, 0)) != '\0')
		not_plain();
	found = follow(skip_blanks(text), &path);
	if (*path != '\0' && strcmp(path, " | length") != 0)
		not_plain();
	print_value(found, *path != '\0');
	return fflush(stdout) == 0 ? 0 : NOT_PLAIN;
}
