// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/align.h"

#include <string.h>

/* The blanks beside a number. One between two columns is no padding, but what keeps them apart. */
struct padding {
	size_t before;
	size_t behind;
	bool at_start;		/* nothing is in front of those before */
	bool at_end;
};

static void find_padding(const struct pns_writer *writer, const struct translate_replaced *replaced,
			 struct padding *padding)
{
	const struct pns_line *line = replaced->line;
	size_t start = replaced->put, begin = replaced->span->start + replaced->span->length, end = begin;

	while (start > replaced->begin && writer->buffer[start - 1] == ' ')
		start--;
	while (end < line->length && line->text[end] == ' ')
		end++;
	*padding = (struct padding){
		.before = replaced->put - start,
		.behind = end - begin,
		.at_start = start == replaced->begin,
		.at_end = end == line->length,
	};
}

static void insert_blanks(struct pns_writer *writer, size_t at, size_t count)
{
	size_t moved = writer->used - at, i;

	for (i = 0; i < count; i++)
		pns_writer_put_byte(writer, ' ');
	if (writer->err < 0)
		return;
	memmove(writer->buffer + at + count, writer->buffer + at, moved);
	memset(writer->buffer + at, ' ', count);
}

/* A column of numbers is aligned to the right, unless there is padding behind it only. */
static void give_blanks(struct pns_writer *writer, const struct translate_replaced *replaced,
			const struct padding *padding, size_t count)
{
	bool is_to_the_right = padding->before > 1 || (padding->before && padding->at_start) ||
			       (padding->behind < 2 && (padding->before || padding->at_start));

	if (padding->before || padding->behind)
		insert_blanks(writer, is_to_the_right ? replaced->put : writer->used, count);
}

static size_t spare(size_t blanks, bool at_border)
{
	return blanks == 0 || at_border ? blanks : blanks - 1;
}

static size_t take_blanks(struct pns_writer *writer, const struct translate_replaced *replaced,
			  const struct padding *padding, size_t count)
{
	size_t before = spare(padding->before, padding->at_start), behind = spare(padding->behind, padding->at_end);
	size_t put = replaced->put;

	if (before > count)
		before = count;
	memmove(writer->buffer + put - before, writer->buffer + put, writer->used - put);
	writer->used -= before;
	return behind < count - before ? behind : count - before;
}

size_t translate_align(struct pns_writer *writer, const struct translate_replaced *replaced)
{
	size_t length = writer->used - replaced->put, before = replaced->span->length;
	struct padding padding;

	if (writer->err < 0 || length == before)
		return 0;
	find_padding(writer, replaced, &padding);
	if (length > before)
		return take_blanks(writer, replaced, &padding, length - before);
	give_blanks(writer, replaced, &padding, before - length);
	return 0;
}
