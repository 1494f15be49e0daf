/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_TABLE_JSON_LINES_H
#define PNS_COMMON_TABLE_JSON_LINES_H
/*
 * JSON Lines: each row of a table as a compact JSON object in a line of its own. libsmartcols can do that from 2.42 on
 * only, and only if the environment asks for it.
 */
#include "common/table-columns.h"

/*
 * Print the lines of the table that way, with the keys and the types that libsmartcols gives them. Returns 0, or
 * -errno, as table->write_error, if standard output does not take them: then nothing more is printed.
 */
int table_print_json_lines(struct table *table);

#endif /* PNS_COMMON_TABLE_JSON_LINES_H */
