// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "base/libmount-dl.h"

#include "base/dl.h"

int pns_libmount_load(struct pns_libmount *lm)
{
	static const char *const names[] = {
#define PNS_LIBMOUNT_NAME(name) #name,
		PNS_LIBMOUNT_SYMBOLS(PNS_LIBMOUNT_NAME)
#undef PNS_LIBMOUNT_NAME
	};

	_Static_assert(sizeof(*lm) == sizeof(names) / sizeof(names[0]) * sizeof(void *),
		       "one function pointer a name");
	return pns_dl_load("libmount.so.1", names, sizeof(names) / sizeof(names[0]), lm);
}
