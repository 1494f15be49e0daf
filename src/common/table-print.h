/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_TABLE_PRINT_H
#define PNS_COMMON_TABLE_PRINT_H
/*
 * Printing a table, a part at a time where no width has to be known: a million rows are never held.
 */
#include "common/table-columns.h"

/* How many lines there are to print: those that the filter takes away are not counted. */
size_t table_count_lines(struct table *table);

/*
 * In a form where no column has a width: print and drop the lines if they are many enough. And print what
 * is left, with what belongs behind it. Both return 0 or -errno.
 */
int table_print_part(struct table *table);
int table_print_rest(struct table *table);

/*
 * In JSON Lines: let all rows that there are go out to whoever waits for them. In other forms, and in a table that is
 * not open, nothing. Returns 0, or -errno, as table->write_error if standard output does not take them.
 */
int table_flush(struct table *table);

#endif /* PNS_COMMON_TABLE_PRINT_H */
