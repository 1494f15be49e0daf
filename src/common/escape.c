// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "common/escape.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

/*
 * Whether a character has no look of its own: what Unicode says to ignore where it cannot be shown, which
 * has all that turns the direction of writing, and what parts lines. iswprint(3) is true for most of them.
 */
static bool is_invisible(uint32_t code)
{
	static const struct { uint32_t first, last; } ranges[] = {
		{ 0xad, 0xad }, { 0x34f, 0x34f }, { 0x61c, 0x61c }, { 0x115f, 0x1160 },
		{ 0x17b4, 0x17b5 }, { 0x180b, 0x180f }, { 0x200b, 0x200f }, { 0x2028, 0x202e },
		{ 0x2060, 0x206f }, { 0x3164, 0x3164 }, { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff },
		{ 0xffa0, 0xffa0 }, { 0xfff0, 0xfffb }, { 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a },
		{ 0xe0000, 0xe0fff },
	};
	size_t i;

	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

/* How many bytes the character of UTF-8 at @text has, and its @code; 0: none starts here. */
static size_t utf8_decode(const unsigned char *text, uint32_t *code)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t length, i;

	*code = *text;
	if (*text < 0x80)
		return 1;
	if (*text < 0xc2 || *text > 0xf4)
		return 0;
	length = *text < 0xe0 ? 2 : *text < 0xf0 ? 3 : 4;
	*code = *text & (0x7fu >> length);
	for (i = 1; i < length; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (text[i] & 0x3fu);
	}
	if (*code < smallest[length] || *code > 0x10ffff || (*code >= 0xd800 && *code <= 0xdfff))
		return 0;
	return length;
}

/* The same in the locale, of what can be seen. */
static size_t printable_length(const char *text)
{
	mbstate_t state = { 0 };
	wchar_t wide;
	size_t length = mbrtowc(&wide, text, strnlen(text, MB_CUR_MAX), &state);

	if (length == 0 || length > MB_CUR_MAX)
		return 0;
	return iswprint((wint_t)wide) && !is_invisible((uint32_t)wide) ? length : 0;
}

/* How many bytes at @text are to stay as they are; 0: the first one is not. */
static size_t plain_length(const char *text, enum escape_for where)
{
	uint32_t code;

	if ((text[0] == '\\' && text[1] == 'x') || (text[0] == '\n' && where == ESCAPE_JSON_ELEMENT))
		return 0;
	return where == ESCAPE_TERMINAL ? printable_length(text) :
		utf8_decode((const unsigned char *)text, &code);
}

char *escape(const char *text, enum escape_for where)
{
	char *copy = malloc(4 * strlen(text) + 1), *to = copy;
	size_t length;

	if (!copy)
		return NULL;
	while (*text) {
		length = plain_length(text, where);
		if (length == 0)
			to += sprintf(to, "\\x%02x", (unsigned char)*text++);
		to = mempcpy(to, text, length);
		text += length;
	}
	*to = '\0';
	return copy;
}

static void write_code(uint32_t code, FILE *stream)
{
	if (code < 0x10000)
		fprintf(stream, "\\u%04x", code);
	else
		fprintf(stream, "\\u%04x\\u%04x", 0xd7c0 + (code >> 10), 0xdc00 + (code & 0x3ff));
}

void escape_write_json(const char *text, size_t length, FILE *stream)
{
	const char *start = text, *end = text + length;
	uint32_t code;
	size_t step;

	for (; text < end; text += step) {
		step = 1;
		if ((unsigned char)*text < 0x7f)
			continue;
		step = utf8_decode((const unsigned char *)text, &code);
		if (step == 0 || ((code < 0x7f || code > 0x9f) && !is_invisible(code))) {
			step += step == 0;
			continue;
		}
		fwrite(start, 1, (size_t)(text - start), stream);
		write_code(code, stream);
		start = text + step;
	}
	fwrite(start, 1, (size_t)(end - start), stream);
}
