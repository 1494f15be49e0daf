/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PIDNS_TRANSLATE_FIELD_H
#define PNS_PIDNS_TRANSLATE_FIELD_H
/*
 * Which parts of a line are PIDs, for the filter mode: fields that are nothing but a number, and the group
 * of a regular expression in a field.
 */
#include <regex.h>
#include <stdbool.h>
#include <stddef.h>

#define TRANSLATE_MAX_FIELDS 32

struct translate_field {
	unsigned int number;	/* from 1; 0: the whole line */
	bool has_regex;
	regex_t regex;		/* with one group */
};

struct translate_fields {
	struct translate_field fields[TRANSLATE_MAX_FIELDS];
	size_t count;
	unsigned int last;	/* the greatest number among them */
	char delimiter;		/* '\0': runs of blanks */
};

/* Part of a line. */
struct translate_span {
	size_t start;
	size_t length;
	bool decides;		/* it is what the first field has, as they were given */
};

/*
 * Take the argument of --field: N[,N...], or N:REGEX, an extended regular expression with one group, up to the
 * end of the argument. Complains and returns false.
 */
bool translate_fields_add(struct translate_fields *fields, const char *text);

/* Take the argument of --delimiter: one byte. Complains and returns false. */
bool translate_fields_delimit(struct translate_fields *fields, const char *text);

/* Take the argument of --from-field: a number from 1. Complains and returns false. */
bool translate_field_number(const char *text, unsigned int *number);

void translate_fields_free(struct translate_fields *fields);

/* Called for each PID that is found in a line, from left to right. */
typedef void (*translate_span_fn)(void *data, const struct translate_span *span);

/* Where to search, and whom to tell. */
struct translate_search {
	char *line;		/* a NUL is behind it */
	size_t length;
	translate_span_fn found;
	void *data;
};

/*
 * Find the PIDs in a line. Returns 0, or, of a field that no regular expression could be matched with, -EOVERFLOW (it
 * has more than INT_MAX bytes) or -ENOMEM; then the other fields were searched.
 */
int translate_fields_search(const struct translate_fields *fields, const struct translate_search *search);

/* Whether the field @number, from 1, is one of them. */
bool translate_fields_have(const struct translate_fields *fields, unsigned int number);

/* Find the field @number, from 1; @span->length is 0 if the line has fewer. */
void translate_fields_find(const struct translate_fields *fields, const struct translate_search *search,
			   unsigned int number, struct translate_span *span);

#endif /* PNS_PIDNS_TRANSLATE_FIELD_H */
