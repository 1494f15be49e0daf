// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "common/table-json-lines.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/cli.h"
#include "common/escape.h"

/* How many of the @length bytes at @text a JSON string has as they are, or as escape_write_json() writes them. */
static size_t plain_length(const char *text, size_t length)
{
	size_t i = 0;

	while (i < length && (unsigned char)text[i] >= ' ' && text[i] != '"' && text[i] != '\\')
		i++;
	return i;
}

static void write_string(const char *text, size_t length)
{
	const char *end = text + length;
	size_t plain;

	putchar('"');
	for (;;) {
		plain = plain_length(text, (size_t)(end - text));
		escape_write_json(text, plain, stdout);
		text += plain;
		if (text == end)
			break;
		if (*text == '"' || *text == '\\')
			printf("\\%c", *text);
		else
			printf("\\u%04x", (unsigned int)(unsigned char)*text);
		text++;
	}
	putchar('"');
}

/* Column names are ASCII; tolower(3) would ask the locale. */
static void write_key(const char *name)
{
	putchar('"');
	for (; *name; name++)
		putchar(*name >= 'A' && *name <= 'Z' ? *name - 'A' + 'a' : *name);
	fputs("\":", stdout);
}

/* The lines of a cell are the elements of an array. */
static void write_array(const char *text, int type)
{
	size_t length;

	putchar('[');
	for (;;) {
		length = strcspn(text, "\n");
		if (type == SCOLS_JSON_ARRAY_NUMBER)
			fwrite(text, 1, length, stdout);
		else
			write_string(text, length);
		if (!text[length])
			break;
		putchar(',');
		text += length + 1;
	}
	putchar(']');
}

static void write_value(const char *text, int type)
{
	if (!text || !*text) {
		fputs("null", stdout);
		return;
	}
	switch (type) {
	case SCOLS_JSON_NUMBER:
		fputs(text, stdout);
		break;
	case SCOLS_JSON_BOOLEAN:
	case SCOLS_JSON_BOOLEAN_OPTIONAL:
		fputs(*text == '0' ? "false" : "true", stdout);
		break;
	case SCOLS_JSON_ARRAY_STRING:
	case SCOLS_JSON_ARRAY_NUMBER:
		write_array(text, type);
		break;
	default:
		write_string(text, strlen(text));
	}
}

static void write_row(struct table *table, struct libscols_line *line)
{
	const struct table_info *info;
	size_t i;

	for (i = 0; i < table->n_columns - table->n_hidden; i++) {
		info = &table->infos[table->columns[i]];
		putchar(i ? ',' : '{');
		write_key(info->name);
		write_value(table->sc.scols_cell_get_data(table->sc.scols_line_get_cell(line, i)), info->json);
	}
	putchar('}');
}

/* As in the other form of JSON, where its name says what an object is. */
static void write_named_row(struct table *table, struct libscols_line *line)
{
	putchar('{');
	write_key(table->name);
	putchar('[');
	write_row(table, line);
	fputs("]}", stdout);
}

int table_print_json_lines(struct table *table)
{
	struct libscols_iter *iter = table->sc.scols_new_iter(SCOLS_ITER_FORWARD);
	struct libscols_line *line;

	if (!iter)
		return -ENOMEM;
	while (!table->write_error && table->sc.scols_table_next_line(table->scols, iter, &line) == 0) {
		if (table->names_rows)
			write_named_row(table, line);
		else
			write_row(table, line);
		putchar('\n');
		if (ferror(stdout))
			table->write_error = cli_flush();
	}
	table->sc.scols_free_iter(iter);
	return table->write_error;
}
