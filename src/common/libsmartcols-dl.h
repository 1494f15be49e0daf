/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_LIBSMARTCOLS_DL_H
#define PNS_COMMON_LIBSMARTCOLS_DL_H
/*
 * libsmartcols, loaded by the runs that print a table. Only what Debian 12 has (2.38) is asked for.
 */
#include <libsmartcols.h>

#include "base/dl.h"

#define PNS_LIBSMARTCOLS_SYMBOLS(X) \
	X(scols_init_debug) \
	X(scols_new_table) \
	X(scols_unref_table) \
	X(scols_table_set_name) \
	X(scols_table_enable_json) \
	X(scols_table_enable_raw) \
	X(scols_table_enable_export) \
	X(scols_table_enable_noheadings) \
	X(scols_table_new_column) \
	X(scols_column_set_json_type) \
	X(scols_column_set_safechars) \
	X(scols_column_set_wrapfunc) \
	X(scols_wrapnl_chunksize) \
	X(scols_wrapnl_nextchunk) \
	X(scols_table_new_line) \
	X(scols_line_set_data) \
	X(scols_line_get_cell) \
	X(scols_cell_get_data) \
	X(scols_print_table) \
	X(scols_print_table_to_string) \
	X(scols_new_iter) \
	X(scols_free_iter) \
	X(scols_table_next_line) \
	X(scols_table_remove_line) \
	X(scols_table_remove_lines) \
	X(scols_table_get_nlines) \
	X(scols_table_get_column)

struct pns_libsmartcols {
	PNS_LIBSMARTCOLS_SYMBOLS(PNS_DL_MEMBER)
};

/* As pns_dl_load(). */
static inline int pns_libsmartcols_load(struct pns_libsmartcols *sc)
{
	return pns_dl_load("libsmartcols.so.1", PNS_LIBSMARTCOLS_SYMBOLS, sc);
}

/*
 * The filter language of libsmartcols 2.40: X(function, what it returns, arguments), because the installed
 * headers may be older than the library.
 */
struct libscols_filter;

#define PNS_LIBSMARTCOLS_FILTER_SYMBOLS(X) \
	X(scols_new_filter, struct libscols_filter *, (const char *text)) \
	X(scols_unref_filter, void, (struct libscols_filter *filter)) \
	X(scols_filter_parse_string, int, (struct libscols_filter *filter, const char *text)) \
	X(scols_filter_get_errmsg, const char *, (struct libscols_filter *filter)) \
	X(scols_filter_next_holder, int, \
	  (struct libscols_filter *filter, struct libscols_iter *iter, const char **name, int type)) \
	X(scols_filter_assign_column, int, \
	  (struct libscols_filter *filter, struct libscols_iter *iter, const char *name, \
	   struct libscols_column *column)) \
	X(scols_line_apply_filter, int, \
	  (struct libscols_line *line, struct libscols_filter *filter, int *status))

struct pns_libsmartcols_filter {
#define PNS_LIBSMARTCOLS_FILTER_MEMBER(function, returned, arguments) returned(*function) arguments;
	PNS_LIBSMARTCOLS_FILTER_SYMBOLS(PNS_LIBSMARTCOLS_FILTER_MEMBER)
#undef PNS_LIBSMARTCOLS_FILTER_MEMBER
};

/* The same for the filter functions; -ELIBACC also for a library without them. */
static inline int pns_libsmartcols_load_filter(struct pns_libsmartcols_filter *sc)
{
	return pns_dl_load("libsmartcols.so.1", PNS_LIBSMARTCOLS_FILTER_SYMBOLS, sc);
}

#endif /* PNS_COMMON_LIBSMARTCOLS_DL_H */
