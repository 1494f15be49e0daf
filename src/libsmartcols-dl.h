/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_LIBSMARTCOLS_DL_H
#define PNS_LIBSMARTCOLS_DL_H
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
	X(scols_table_new_line) \
	X(scols_line_set_data) \
	X(scols_print_table)

struct pns_libsmartcols {
#define PNS_LIBSMARTCOLS_MEMBER(name) __typeof__(&(name)) name;
	PNS_LIBSMARTCOLS_SYMBOLS(PNS_LIBSMARTCOLS_MEMBER)
#undef PNS_LIBSMARTCOLS_MEMBER
};

/* As pns_libmount_load(). */
int pns_libsmartcols_load(struct pns_libsmartcols *sc);

#endif /* PNS_LIBSMARTCOLS_DL_H */
