/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_TABLE_COLUMNS_H
#define PNS_COMMON_TABLE_COLUMNS_H
/*
 * A table of libsmartcols: which columns there are, which are wanted, in which form.
 */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "common/libsmartcols-dl.h"

/* A column that a tool can print; tables of these are constant, their index is the column's ID. */
struct table_info {
	const char *name;	/* [A-Z0-9]+, so that .name works in jq */
	double width;		/* hint for libsmartcols: below 1 a share of the terminal */
	int flags;		/* SCOLS_FL_* */
	int json;		/* SCOLS_JSON_*; fixed for ever */
	const char *help;	/* one line, marked for translation */
};

/* The rest of a row behind its name; @help: its text, marked by this */
#define TABLE_NUMBER(help) 0, SCOLS_FL_RIGHT, SCOLS_JSON_NUMBER, help
#define TABLE_STRING(help) 0, 0, SCOLS_JSON_STRING, help
#define TABLE_BOOLEAN(help) 0, 0, SCOLS_JSON_BOOLEAN_OPTIONAL, help

enum table_form {
	TABLE_FORM_COLUMNS,
	TABLE_FORM_JSON,
	TABLE_FORM_JSON_LINES,
	TABLE_FORM_RAW,
	TABLE_FORM_PAIRS,
};

/* The form that --json asks for: LIBSMARTCOLS_JSON=lines in the environment makes it that of --json-lines. */
enum table_form table_form_of_json(void);

/* Whether programs read it, as either form of JSON. */
static inline bool table_form_is_json(enum table_form form)
{
	return form == TABLE_FORM_JSON || form == TABLE_FORM_JSON_LINES;
}

#define TABLE_MAX_COLUMNS 64

/* The last user whose name was asked for: it takes a look at the database of users, and they repeat. */
struct table_user {
	bool is_known;
	uid_t uid;
	char *name;		/* NULL: none */
};

struct table {
	const struct table_info *infos;
	size_t n_infos;
	const char *name;			/* top key in JSON */
	enum table_form form;
	bool noheadings;
	int columns[TABLE_MAX_COLUMNS];		/* IDs of the wanted columns, in their order */
	size_t n_columns;
	size_t n_hidden;			/* how many of them, the last ones, are not printed */
	bool names_rows;			/* in JSON Lines: each row is in an object with the name as its key */
	const int *tree;			/* ID of the column that shows the tree, NULL: no tree */
	const char *filter;			/* only lines for which this holds, NULL: all */
	struct table_filter *filtering;
	struct table_user user;
	struct pns_libsmartcols sc;
	struct libscols_table *scols;
	size_t n_printed;			/* lines that are no longer in the table */
	char *json_tail;			/* end of the document whose beginning was printed */
	int write_error;			/* -errno of standard output, 0: none. What comes after it is dropped */
};

/*
 * Want the columns of @list ("A,B", or "+A,B" behind @defaults, a list as well; NULL: the
 * defaults). Complains about an unknown name and returns false.
 */
bool table_choose(struct table *table, const char *list, const char *defaults);

/* Want column @id as well, but do not print it (a filter asks for it). Returns 0 or -ENOMEM. */
int table_add_hidden(struct table *table, int id);

/* Put column @id, with @flags (SCOLS_FL_*), into the open table, behind those that are there. Returns 0 or -ENOMEM. */
int table_add_column(struct table *table, int id, int flags);

/* ID of the column @name, of @length bytes, or -1. */
int table_find_column(const struct table *table, const char *name, size_t length);

/* Want all columns. */
void table_choose_all(struct table *table);

/* Whether column @id is wanted: what is dear to find out can be left out else. */
bool table_wants(const struct table *table, int id);

#endif /* PNS_COMMON_TABLE_COLUMNS_H */
