/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_TABLE_H
#define PNS_COMMON_TABLE_H
/*
 * The column engine of all tools, on libsmartcols: a table from its opening over its lines and cells to its end.
 */
#include <stddef.h>
#include <stdint.h>

#include "common/table-columns.h"
#include "common/table-print.h"

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

/* The same for a number of which 0 means that it is unknown: no data. */
int table_set_known(struct table *table, struct libscols_line *line, int id, uint64_t number);

/* The same for a number that may be negative. */
int table_set_signed(struct table *table, struct libscols_line *line, int id, int64_t number);

/* Print and free. Returns 0 or -errno. */
int table_close(struct table *table);

/* Free without printing. */
void table_drop(struct table *table);

/* The same after an error that was told of: says that the output is incomplete, if there is any. */
void table_give_up(struct table *table);

/* Print the columns that @infos offers, for --list-columns, in the form of @table. */
int table_list_columns(const struct table *table);

#endif /* PNS_COMMON_TABLE_H */
