/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_LIBSMARTCOLS_DL_H
#define PNS_COMMON_LIBSMARTCOLS_DL_H
/*
 * libsmartcols, loaded by the runs that print a table. Only what Debian 12 has (2.38) is asked for.
 */
#include <libsmartcols.h>

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
#define PNS_LIBSMARTCOLS_MEMBER(name) __typeof__(&(name)) name;
	PNS_LIBSMARTCOLS_SYMBOLS(PNS_LIBSMARTCOLS_MEMBER)
#undef PNS_LIBSMARTCOLS_MEMBER
};

/* As pns_libmount_load(). */
int pns_libsmartcols_load(struct pns_libsmartcols *sc);

/*
 * The filter language of libsmartcols 2.40; declared here, because the installed headers
 * may be older than the library.
 */
struct libscols_filter;

struct pns_libsmartcols_filter {
	struct libscols_filter *(*scols_new_filter)(const char *text);
	void (*scols_unref_filter)(struct libscols_filter *filter);
	int (*scols_filter_parse_string)(struct libscols_filter *filter, const char *text);
	const char *(*scols_filter_get_errmsg)(struct libscols_filter *filter);
	int (*scols_filter_next_holder)(struct libscols_filter *filter, struct libscols_iter *iter,
					const char **name, int type);
	int (*scols_filter_assign_column)(struct libscols_filter *filter, struct libscols_iter *iter,
					  const char *name, struct libscols_column *column);
	int (*scols_line_apply_filter)(struct libscols_line *line, struct libscols_filter *filter,
				       int *status);
};

/* The same for the filter functions; -ELIBACC also for a library without them. */
int pns_libsmartcols_load_filter(struct pns_libsmartcols_filter *sc);

#endif /* PNS_COMMON_LIBSMARTCOLS_DL_H */
