// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/field.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "common/cli.h"

/* glibc and the BSDs match a part of a string that may hold NULs; else a NUL ends what is searched. */
#ifndef REG_STARTEND
# define REG_STARTEND 0
#endif

static struct translate_field *add_field(struct translate_fields *fields, unsigned int number)
{
	struct translate_field *field = &fields->fields[fields->count];

	if (fields->count == TRANSLATE_MAX_FIELDS) {
		message(_("more than %d fields"), TRANSLATE_MAX_FIELDS);
		return NULL;
	}
	*field = (struct translate_field){ .number = number };
	fields->count++;
	if (number > fields->last)
		fields->last = number;
	return field;
}

static bool add_regex(struct translate_fields *fields, unsigned int number, const char *text)
{
	struct translate_field *field = add_field(fields, number);
	char why[128];
	int rc;

	if (!field)
		return false;
	rc = regcomp(&field->regex, text, REG_EXTENDED);
	if (rc != 0) {
		regerror(rc, &field->regex, why, sizeof(why));
		message(_("invalid regular expression: '%s': %s"), text, why);
		return false;
	}
	field->has_regex = true;
	if (field->regex.re_nsub == 1)
		return true;
	message(_("the regular expression needs one group (...) around the PID: '%s'"), text);
	return false;
}

static bool parse_number(const char *text, unsigned int *number, const char **end)
{
	size_t digits = strspn(text, "0123456789");
	pid_t parsed;

	*end = text + digits;
	*number = 0;
	if (digits && strspn(text, "0") >= digits)
		return true;
	if (pns_parse_pid_span(text, digits, &parsed) < 0)
		return false;
	*number = (unsigned int)parsed;
	return true;
}

/* The whole line overlaps with each of its fields, and a field with itself. */
static bool check_overlap(const struct translate_fields *fields)
{
	const struct translate_field *added = &fields->fields[fields->count - 1];
	size_t i;

	for (i = 0; i + 1 < fields->count; i++) {
		if (fields->fields[i].number == 0 || added->number == 0) {
			message(_("field 0 is the whole line: there can be no other field"));
			return false;
		}
		if (fields->fields[i].number == added->number) {
			message(_("field %u is given twice"), added->number);
			return false;
		}
	}
	return true;
}

bool translate_fields_add(struct translate_fields *fields, const char *text)
{
	const char *at = text;
	unsigned int number;

	for (;;) {
		if (!parse_number(at, &number, &at) || (*at && *at != ',' && *at != ':')) {
			message(_("invalid field: '%s'"), text);
			return false;
		}
		if (*at == ':')
			return add_regex(fields, number, at + 1) && check_overlap(fields);
		if (!add_field(fields, number) || !check_overlap(fields))
			return false;
		if (!*at++)
			return true;
	}
}

bool translate_field_number(const char *text, unsigned int *number)
{
	const char *end;

	if (parse_number(text, number, &end) && *number && !*end)
		return true;
	message(_("invalid field: '%s'"), text);
	return false;
}

bool translate_fields_delimit(struct translate_fields *fields, const char *text)
{
	if (strcmp(text, "\\t") == 0)
		text = "\t";
	if (strlen(text) != 1 || (*text >= '0' && *text <= '9')) {
		message(_("the delimiter has to be one character that is no digit: '%s'"), text);
		return false;
	}
	fields->delimiter = *text;
	return true;
}

bool translate_fields_have(const struct translate_fields *fields, unsigned int number)
{
	size_t i;

	for (i = 0; i < fields->count; i++)
		if (number && fields->fields[i].number == number)
			return true;
	return false;
}

void translate_fields_free(struct translate_fields *fields)
{
	size_t i;

	for (i = 0; i < fields->count; i++)
		if (fields->fields[i].has_regex)
			regfree(&fields->fields[i].regex);
	fields->count = 0;
}

/* All matches of the regular expression in the field. Returns 0 or -errno. */
static int search_regex(const struct translate_search *search, const regex_t *regex,
			 const struct translate_span *field)
{
	size_t start = field->start, end = field->start + field->length;
	char saved = search->line[end];
	regmatch_t match[2];
	struct translate_span span = *field;
	size_t base = start, at = start;
	int rc = 0;

	/* regoff_t is an int: what it cannot hold would be no match, or one somewhere else */
	if (field->length > INT_MAX)
		return -EOVERFLOW;
	search->line[end] = '\0';
	while (at <= end) {
		match[0].rm_so = (regoff_t)(at - base);
		match[0].rm_eo = (regoff_t)(end - base);
		rc = regexec(regex, search->line + base, 2, match, REG_STARTEND | (at > start ? REG_NOTBOL : 0));
		if (rc != 0)
			break;
		if (match[1].rm_so >= 0) {
			span.start = base + (size_t)match[1].rm_so;
			span.length = (size_t)(match[1].rm_eo - match[1].rm_so);
			search->found(search->data, &span);
		}
		/* an empty match does not move on by itself */
		at = base + (size_t)match[0].rm_eo + (match[0].rm_eo == match[0].rm_so);
		if (REG_STARTEND == 0)
			base = at;
	}
	search->line[end] = saved;
	return rc == 0 || rc == REG_NOMATCH ? 0 : -ENOMEM;
}

static int search_field(const struct translate_search *search, const struct translate_fields *fields,
			unsigned int number, struct translate_span *span)
{
	size_t i;

	for (i = 0; i < fields->count; i++) {
		if (fields->fields[i].number != number)
			continue;
		span->decides = i == 0;
		if (fields->fields[i].has_regex)
			return search_regex(search, &fields->fields[i].regex, span);
		search->found(search->data, span);
		break;
	}
	return 0;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The end of the field that starts at @at. */
static size_t field_end(const struct translate_fields *fields, const char *line, size_t at,
			size_t length)
{
	const char *found;

	if (fields->delimiter) {
		found = memchr(line + at, fields->delimiter, length - at);
		return found ? (size_t)(found - line) : length;
	}
	while (at < length && !is_blank(line[at]))
		at++;
	return at;
}

/* From @span->start on; the blanks in front of it are passed over where they separate. */
static void find_next(const struct translate_fields *fields, const struct translate_search *search,
		      struct translate_span *span)
{
	while (!fields->delimiter && span->start < search->length && is_blank(search->line[span->start]))
		span->start++;
	span->length = field_end(fields, search->line, span->start, search->length) - span->start;
}

void translate_fields_find(const struct translate_fields *fields, const struct translate_search *search,
			   unsigned int number, struct translate_span *span)
{
	*span = (struct translate_span){ .start = 0 };
	for (find_next(fields, search, span); --number > 0; find_next(fields, search, span)) {
		span->start += span->length + 1;
		if (span->start <= search->length)
			continue;
		span->length = 0;
		return;
	}
}

int translate_fields_search(const struct translate_fields *fields, const struct translate_search *search)
{
	struct translate_span span = { .start = 0, .length = search->length };
	size_t length = search->length;
	unsigned int number;
	int rc, failed = 0;

	if (fields->fields[0].number == 0)
		return search_field(search, fields, 0, &span);
	for (number = 1; number <= fields->last && span.start <= length; number++) {
		find_next(fields, search, &span);
		rc = search_field(search, fields, number, &span);
		if (rc < 0)
			failed = rc;
		span.start += span.length + 1;
	}
	return failed;
}
