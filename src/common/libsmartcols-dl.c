// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "common/libsmartcols-dl.h"

#include "base/dl.h"

int pns_libsmartcols_load(struct pns_libsmartcols *sc)
{
	static const char *const names[] = {
#define PNS_LIBSMARTCOLS_NAME(name) #name,
		PNS_LIBSMARTCOLS_SYMBOLS(PNS_LIBSMARTCOLS_NAME)
#undef PNS_LIBSMARTCOLS_NAME
	};

	_Static_assert(sizeof(*sc) == sizeof(names) / sizeof(names[0]) * sizeof(void *),
		       "one function pointer a name");
	return pns_dl_load("libsmartcols.so.1", names, sizeof(names) / sizeof(names[0]), sc);
}

int pns_libsmartcols_load_filter(struct pns_libsmartcols_filter *sc)
{
	static const char *const names[] = {
		"scols_new_filter",
		"scols_unref_filter",
		"scols_filter_parse_string",
		"scols_filter_get_errmsg",
		"scols_filter_next_holder",
		"scols_filter_assign_column",
		"scols_line_apply_filter",
	};

	_Static_assert(sizeof(*sc) == sizeof(names) / sizeof(names[0]) * sizeof(void *),
		       "one function pointer a name, in their order");
	return pns_dl_load("libsmartcols.so.1", names, sizeof(names) / sizeof(names[0]), sc);
}
