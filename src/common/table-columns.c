// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "common/table-columns.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/cli.h"

enum table_form table_form_of_json(void)
{
	const char *wanted = getenv("LIBSMARTCOLS_JSON");

	return wanted && strcmp(wanted, "lines") == 0 ? TABLE_FORM_JSON_LINES : TABLE_FORM_JSON;
}

int table_find_column(const struct table *table, const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < table->n_infos; i++)
		if (strncasecmp(table->infos[i].name, name, length) == 0 &&
		    !table->infos[i].name[length])
			return (int)i;
	return -1;
}

static bool add_list(struct table *table, const char *list)
{
	const char *name = list;
	size_t length;
	int id;

	for (; *name; name += length + (name[length] == ',')) {
		length = strcspn(name, ",");
		id = table_find_column(table, name, length);
		if (id < 0 || length == 0) {
			message(_("unknown column: %.*s"), (int)length, name);
			return false;
		}
		if (table->n_columns == TABLE_MAX_COLUMNS) {
			message(_("too many columns: %s"), list);
			return false;
		}
		table->columns[table->n_columns++] = id;
	}
	return true;
}

bool table_choose(struct table *table, const char *list, const char *defaults)
{
	table->n_columns = 0;
	if (!list)
		return add_list(table, defaults);
	if (*list == '+')
		return add_list(table, defaults) && add_list(table, list + 1);
	if (!*list) {
		message(_("no columns given"));
		return false;
	}
	return add_list(table, list);
}

void table_choose_all(struct table *table)
{
	for (table->n_columns = 0; table->n_columns < table->n_infos; table->n_columns++)
		table->columns[table->n_columns] = (int)table->n_columns;
}

bool table_wants(const struct table *table, int id)
{
	size_t i;

	for (i = 0; i < table->n_columns; i++)
		if (table->columns[i] == id)
			return true;
	return false;
}

int table_add_column(struct table *table, int id, int flags)
{
	const struct table_info *info = &table->infos[id];
	struct libscols_column *column =
		table->sc.scols_table_new_column(table->scols, info->name, info->width, flags);

	if (!column)
		return -ENOMEM;
	/* a backslash is of table_set(), and not to be escaped again */
	if (table->form == TABLE_FORM_COLUMNS && table->sc.scols_column_set_safechars(column, "\\") < 0)
		return -ENOMEM;
	/* the lines of a cell are the elements of an array */
	if ((info->json == SCOLS_JSON_ARRAY_STRING || info->json == SCOLS_JSON_ARRAY_NUMBER) &&
	    table->sc.scols_column_set_wrapfunc(column, table->sc.scols_wrapnl_chunksize,
						table->sc.scols_wrapnl_nextchunk, NULL) < 0)
		return -ENOMEM;
	return table->sc.scols_column_set_json_type(column, info->json);
}

int table_add_hidden(struct table *table, int id)
{
	if (table->n_columns == TABLE_MAX_COLUMNS)
		return -ENOMEM;
	table->columns[table->n_columns++] = id;
	table->n_hidden++;
	return table_add_column(table, id, SCOLS_FL_HIDDEN);
}
