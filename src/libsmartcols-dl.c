// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "libsmartcols-dl.h"

#include "dl.h"

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
