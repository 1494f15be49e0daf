// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "common/table.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "common/cli.h"
#include "common/escape.h"
#include "common/table-filter.h"
#include "common/table-print.h"

static int set_form(struct table *table)
{
	struct pns_libsmartcols *sc = &table->sc;

	switch (table->form) {
	case TABLE_FORM_JSON:
		return sc->scols_table_enable_json(table->scols, 1);
	case TABLE_FORM_RAW:
		return sc->scols_table_enable_raw(table->scols, 1);
	case TABLE_FORM_PAIRS:
		return sc->scols_table_enable_export(table->scols, 1);
	case TABLE_FORM_COLUMNS:
	case TABLE_FORM_JSON_LINES:
		break;
	}
	return 0;
}

static int add_columns(struct table *table)
{
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < table->n_columns; i++) {
		int id = table->columns[i], flags = table->infos[id].flags;

		if (table->tree && *table->tree == id)
			flags |= SCOLS_FL_TREE;
		/* the filter of a table that was open before has added it */
		if (i >= table->n_columns - table->n_hidden)
			flags |= SCOLS_FL_HIDDEN;
		rc = table_add_column(table, id, flags);
	}
	return rc;
}

static int set_up(struct table *table)
{
	int rc;

	table->sc.scols_table_set_name(table->scols, table->name);
	table->sc.scols_table_enable_noheadings(table->scols, table->noheadings);
	rc = set_form(table);
	if (rc == 0)
		rc = add_columns(table);
	if (rc == 0 && table->filter)
		rc = table_filter_open(table);
	return rc;
}

int table_open(struct table *table)
{
	int rc = pns_libsmartcols_load(&table->sc);

	if (rc == -ELIBACC)
		message(_("cannot load %s: is it installed?"), "libsmartcols.so.1");
	else if (rc < 0)
		message("%s", strerror(-rc));
	if (rc < 0)
		return rc;
	table->sc.scols_init_debug(0);
	table->scols = table->sc.scols_new_table();
	if (!table->scols)
		return -ENOMEM;
	rc = set_up(table);
	if (rc < 0)
		table_drop(table);
	return rc;
}

struct libscols_line *table_add_line(struct table *table)
{
	if (table->write_error || table_print_part(table) < 0)
		return NULL;
	return table->sc.scols_table_new_line(table->scols, NULL);
}

struct libscols_line *table_add_child(struct table *table, struct libscols_line *parent)
{
	return table->sc.scols_table_new_line(table->scols, parent);
}

static int set_cells(struct table *table, struct libscols_line *line, int id, const char *text)
{
	size_t i;

	for (i = 0; i < table->n_columns; i++)
		if (table->columns[i] == id && table->sc.scols_line_set_data(line, i, text) < 0)
			return -ENOMEM;
	return 0;
}

int table_set(struct table *table, struct libscols_line *line, int id, const char *text)
{
	_cleanup_free_ char *safe = NULL;

	if (!text || !table_wants(table, id))
		return 0;
	/* raw and pairs: libsmartcols writes what is not printable ASCII, and a backslash, as \xHH itself */
	if (table->form == TABLE_FORM_RAW || table->form == TABLE_FORM_PAIRS)
		return set_cells(table, line, id, text);
	safe = escape(text, table_form_is_json(table->form) ? ESCAPE_JSON : ESCAPE_TERMINAL);
	return safe ? set_cells(table, line, id, safe) : -ENOMEM;
}

int table_set_element(struct table *table, struct libscols_line *line, int id, const char *text)
{
	_cleanup_free_ char *element = escape(text, ESCAPE_JSON_ELEMENT), *longer = NULL;
	const char *before;
	size_t i;

	for (i = 0; i < table->n_columns && table->columns[i] != id; i++)
		;
	if (!element || i == table->n_columns)
		return element ? 0 : -ENOMEM;
	before = table->sc.scols_cell_get_data(table->sc.scols_line_get_cell(line, i));
	if (asprintf(&longer, "%s%s%s", before ? before : "", before ? "\n" : "", element) < 0)
		return -ENOMEM;
	return table->sc.scols_line_set_data(line, i, longer) < 0 ? -ENOMEM : 0;
}

int table_set_number(struct table *table, struct libscols_line *line, int id, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, number);
	return set_cells(table, line, id, text);
}

int table_set_known(struct table *table, struct libscols_line *line, int id, uint64_t number)
{
	return number ? table_set_number(table, line, id, number) : 0;
}

int table_set_signed(struct table *table, struct libscols_line *line, int id, int64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, number);
	return set_cells(table, line, id, text);
}

void table_drop(struct table *table)
{
	if (table->filtering)
		table_filter_close(table);
	if (table->scols)
		table->sc.scols_unref_table(table->scols);
	table->scols = NULL;
	table->n_printed = 0;
	free(table->json_tail);
	table->json_tail = NULL;
	free(table->user.name);
	table->user = (struct table_user){ .name = NULL };
}

void table_give_up(struct table *table)
{
	if (table->n_printed)
		message(_("the output is incomplete"));
	table_drop(table);
}

int table_close(struct table *table)
{
	int rc = table->write_error ? table->write_error : table_print_rest(table);

	table_drop(table);
	return rc;
}

static const char *json_type_name(int type)
{
	switch (type) {
	case SCOLS_JSON_NUMBER:
		return "number";
	case SCOLS_JSON_BOOLEAN:
	case SCOLS_JSON_BOOLEAN_OPTIONAL:
		return "boolean";
	case SCOLS_JSON_ARRAY_STRING:
	case SCOLS_JSON_ARRAY_NUMBER:
		return "array";
	default:
		return "string";
	}
}

int table_list_columns(const struct table *table)
{
	enum { NAME, TYPE, DESCRIPTION };
	static const struct table_info infos[] = {
		[NAME] = { "NAME", 0, 0, SCOLS_JSON_STRING, NULL },
		[TYPE] = { "TYPE", 0, 0, SCOLS_JSON_STRING, NULL },
		[DESCRIPTION] = { "DESCRIPTION", 0, 0, SCOLS_JSON_STRING, NULL },
	};
	struct table list = {
		.infos = infos,
		.n_infos = 3,
		.name = "columns",
		.form = table->form,
		.noheadings = table->noheadings,
	};
	size_t i;
	int rc;

	table_choose_all(&list);
	rc = table_open(&list);
	for (i = 0; rc == 0 && i < table->n_infos; i++) {
		struct libscols_line *line = table_add_line(&list);

		if (!line)
			return -ENOMEM;
		rc = table_set(&list, line, NAME, table->infos[i].name);
		if (rc == 0)
			rc = table_set(&list, line, TYPE, json_type_name(table->infos[i].json));
		if (rc == 0)
			rc = table_set(&list, line, DESCRIPTION, _(table->infos[i].help));
	}
	return rc < 0 ? rc : table_close(&list);
}
