// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "common/table-filter.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/cli.h"

struct table_filter {
	struct pns_libsmartcols_filter sc;
	struct libscols_filter *filter;
};

static struct libscols_column *column_of(struct table *table, const char *name)
{
	int id = table_find_column(table, name, strlen(name));
	size_t i;

	if (id < 0) {
		message(_("unknown column: %.*s"), (int)strlen(name), name);
		return NULL;
	}
	for (i = 0; i < table->n_columns && table->columns[i] != id; i++)
		;
	if (i == table->n_columns && table_add_hidden(table, id) < 0)
		return NULL;
	return table->sc.scols_table_get_column(table->scols, i);
}

static int assign_columns(struct table *table, const struct table_filter *state)
{
	struct libscols_iter *iter = table->sc.scols_new_iter(SCOLS_ITER_FORWARD);
	struct libscols_column *column;
	const char *name;
	int rc = iter ? 0 : -ENOMEM;

	while (rc == 0 && state->sc.scols_filter_next_holder(state->filter, iter, &name, 0) == 0) {
		column = column_of(table, name);
		rc = column ? state->sc.scols_filter_assign_column(state->filter, iter, name, column) :
			      -EINVAL;
	}
	table->sc.scols_free_iter(iter);
	return rc;
}

static int parse(struct table *table, struct table_filter *state)
{
	const char *why;

	state->filter = state->sc.scols_new_filter(NULL);
	if (!state->filter)
		return -ENOMEM;
	if (state->sc.scols_filter_parse_string(state->filter, table->filter) != 0) {
		why = state->sc.scols_filter_get_errmsg(state->filter);
		message(_("bad filter '%s': %s"), table->filter, why ? why : strerror(EINVAL));
		return -EINVAL;
	}
	return assign_columns(table, state);
}

int table_filter_open(struct table *table)
{
	struct table_filter *state = calloc(1, sizeof(*state));
	int rc;

	if (!state)
		return -ENOMEM;
	if (pns_libsmartcols_load_filter(&state->sc) < 0) {
		free(state);
		message(_("--filter is not supported by this libsmartcols (2.40 is needed)"));
		return -EOPNOTSUPP;
	}
	table->filtering = state;
	rc = parse(table, state);
	if (rc < 0)
		table_filter_close(table);
	return rc;
}

void table_filter_apply(struct table *table)
{
	const struct table_filter *state = table->filtering;
	struct libscols_iter *iter = table->sc.scols_new_iter(SCOLS_ITER_FORWARD);
	struct libscols_line *line;
	int holds;

	while (iter && table->sc.scols_table_next_line(table->scols, iter, &line) == 0) {
		holds = 0;
		if (state->sc.scols_line_apply_filter(line, state->filter, &holds) < 0 || !holds)
			table->sc.scols_table_remove_line(table->scols, line);
	}
	table->sc.scols_free_iter(iter);
}

void table_filter_close(struct table *table)
{
	struct table_filter *state = table->filtering;

	if (state->filter)
		state->sc.scols_unref_filter(state->filter);
	free(state);
	table->filtering = NULL;
}
