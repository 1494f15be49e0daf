// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "base/libbpf-dl.h"

#ifdef HAVE_BPF
#include "base/dl.h"

int pns_libbpf_load(struct pns_libbpf *lb)
{
	static const char *const names[] = {
#define PNS_LIBBPF_NAME(name) #name,
		PNS_LIBBPF_SYMBOLS(PNS_LIBBPF_NAME)
#undef PNS_LIBBPF_NAME
	};

	_Static_assert(sizeof(*lb) == sizeof(names) / sizeof(names[0]) * sizeof(void *),
		       "one function pointer a name");
	return pns_dl_load("libbpf.so.1", names, sizeof(names) / sizeof(names[0]), lb);
}
#else
typedef int pns_built_without_bpf;
#endif
