// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "common/table-print.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/cli.h"
#include "common/escape.h"
#include "common/table-filter.h"
#include "common/table-json-lines.h"

/* How many rows are held until they are printed. */
#define TABLE_PART 64

/* @text is a whole document: print its rows behind those that were printed before. */
static int print_json_rows(struct table *table, const char *text)
{
	const char *rows = strchr(text, '['), *end = strrchr(text, ']');

	if (!rows || !end)
		return -EPROTO;
	while (strchr(" \n", end[-1]))
		end--;
	if (!table->json_tail) {
		/* whether it ends in a line feed depends on the version */
		table->json_tail = strndup(end, (size_t)(strrchr(end, '}') + 1 - end));
		if (!table->json_tail)
			return -ENOMEM;
		rows = text;
	} else {
		fputc(',', stdout);
		rows += 1 + strspn(rows + 1, " \n");
	}
	escape_write_json(rows, (size_t)(end - rows), stdout);
	return 0;
}

static int print_json(struct table *table)
{
	char *text = NULL;
	int rc = table->sc.scols_print_table_to_string(table->scols, &text);

	if (rc == 0)
		rc = print_json_rows(table, text);
	free(text);
	return rc;
}

static int print_lines(struct table *table)
{
	switch (table->form) {
	case TABLE_FORM_JSON:
		return print_json(table);
	case TABLE_FORM_JSON_LINES:
		return table_print_json_lines(table);
	case TABLE_FORM_COLUMNS:
	case TABLE_FORM_RAW:
	case TABLE_FORM_PAIRS:
		break;
	}
	return table->sc.scols_print_table(table->scols);
}

static int print_part(struct table *table)
{
	int rc = print_lines(table);

	table->n_printed += table->sc.scols_table_get_nlines(table->scols);
	table->sc.scols_table_remove_lines(table->scols);
	table->sc.scols_table_enable_noheadings(table->scols, 1);
	return rc;
}

static bool is_wide(const struct table *table)
{
	return table->form == TABLE_FORM_COLUMNS || table->tree;
}

size_t table_count_lines(struct table *table)
{
	if (table->filtering)
		table_filter_apply(table);
	return table->n_printed + table->sc.scols_table_get_nlines(table->scols);
}

int table_print_part(struct table *table)
{
	size_t enough = table->form == TABLE_FORM_JSON_LINES ? 1 : TABLE_PART;

	if (is_wide(table) || table->sc.scols_table_get_nlines(table->scols) < enough)
		return 0;
	return table_count_lines(table) > table->n_printed ? print_part(table) : 0;
}

int table_print_rest(struct table *table)
{
	bool is_begun = table->n_printed > 0;
	int rc = 0;

	if (table_count_lines(table) > table->n_printed || !is_begun)
		rc = print_part(table);
	if (rc == 0 && table->form == TABLE_FORM_JSON) {
		fputs(table->json_tail, stdout);
		fputc('\n', stdout);
	}
	return rc;
}

int table_flush(struct table *table)
{
	int rc = table->write_error;

	if (rc < 0 || table->form != TABLE_FORM_JSON_LINES || !table->scols)
		return rc;
	rc = table_print_part(table);
	if (rc == 0)
		rc = table->write_error = cli_flush();
	return rc;
}
