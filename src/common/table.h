/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_TABLE_H
#define PNS_COMMON_TABLE_H
/*
 * The column engine of all tools, on libsmartcols: which columns there are, which are
 * wanted, and every form of printing them.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/libsmartcols-dl.h"

/* A column that a tool can print; tables of these are constant, their index is the column's ID. */
struct table_info {
	const char *name;	/* [A-Z0-9]+, so that .name works in jq */
	double width;		/* hint for libsmartcols: below 1 a share of the terminal */
	int flags;		/* SCOLS_FL_* */
	int json;		/* SCOLS_JSON_*; fixed for ever */
	const char *help;	/* one line, marked for translation */
};

enum table_form {
	TABLE_FORM_COLUMNS,
	TABLE_FORM_JSON,
	TABLE_FORM_RAW,
	TABLE_FORM_PAIRS,
};

#define TABLE_MAX_COLUMNS 64

struct table {
	const struct table_info *infos;
	size_t n_infos;
	const char *name;			/* top key in JSON */
	enum table_form form;
	bool noheadings;
	int columns[TABLE_MAX_COLUMNS];		/* IDs of the wanted columns, in their order */
	size_t n_columns;
	const int *tree;			/* ID of the column that shows the tree, NULL: no tree */
	const char *filter;			/* only lines for which this holds, NULL: all */
	struct table_filter *filtering;
	struct pns_libsmartcols sc;
	struct libscols_table *scols;
	size_t n_printed;			/* lines that are no longer in the table */
	char *json_tail;			/* end of the document whose beginning was printed */
};

/*
 * Want the columns of @list ("A,B", or "+A,B" behind @defaults, a list as well; NULL: the
 * defaults). Complains about an unknown name and returns false.
 */
bool table_choose(struct table *table, const char *list, const char *defaults);

/* Want column @id as well, but do not print it (a filter asks for it). Returns 0 or -ENOMEM. */
int table_add_hidden(struct table *table, int id);

/* ID of the column @name, of @length bytes, or -1. */
int table_find_column(const struct table *table, const char *name, size_t length);

/* Want all columns. */
void table_choose_all(struct table *table);

/* Load libsmartcols and set up the output. Returns 0, or -errno after a complaint. */
int table_open(struct table *table);

/*
 * A new line; those before it may be printed by this. The data is given for columns by ID with
 * table_set(); a cell without data is blank, null in JSON. Returns NULL without memory.
 */
struct libscols_line *table_add_line(struct table *table);

/* The same below @parent, in a tree. */
struct libscols_line *table_add_child(struct table *table, struct libscols_line *parent);

/*
 * Set the cell of column @id in @line, if that column is wanted, to any @text: it is escaped as the form
 * of the table needs it (escape.h). NULL: nothing. Returns 0 or -ENOMEM.
 */
int table_set(struct table *table, struct libscols_line *line, int id, const char *text);

/* Add @text to the array that column @id is in JSON. */
int table_set_element(struct table *table, struct libscols_line *line, int id, const char *text);

/* The same for a number. */
int table_set_number(struct table *table, struct libscols_line *line, int id, uint64_t number);

/* The same for a number that may be negative. */
int table_set_signed(struct table *table, struct libscols_line *line, int id, int64_t number);

/* Whether column @id is wanted: what is dear to find out can be left out else. */
bool table_wants(const struct table *table, int id);

/* How many lines there are to print: those that the filter takes away are not counted. */
size_t table_count_lines(struct table *table);

/* Print and free. Returns 0 or -errno. */
int table_close(struct table *table);

/*
 * In a form where no column has a width: print and drop the lines if they are many enough. And print what
 * is left, with what belongs behind it. Both return 0 or -errno.
 */
int table_print_part(struct table *table);
int table_print_rest(struct table *table);

/* Free without printing. */
void table_drop(struct table *table);

/* Print the columns that @infos offers, for --list-columns, in the form of @table. */
int table_list_columns(const struct table *table);

#endif /* PNS_COMMON_TABLE_H */
