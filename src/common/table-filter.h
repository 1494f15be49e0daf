/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_TABLE_FILTER_H
#define PNS_COMMON_TABLE_FILTER_H
/*
 * --filter: expressions over columns, as lsns(8) and lsfd(1) take them, where libsmartcols has
 * the language (2.40).
 */
#include "common/table-columns.h"

/* Take table->filter for the open table. Returns 0, or -errno after a complaint. */
int table_filter_open(struct table *table);

/* Remove the lines for which it does not hold. */
void table_filter_apply(struct table *table);

void table_filter_close(struct table *table);

#endif /* PNS_COMMON_TABLE_FILTER_H */
