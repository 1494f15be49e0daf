/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_BASE_LIBBPF_DL_H
#define PNS_BASE_LIBBPF_DL_H
/*
 * libbpf, loaded by the runs that need a BPF program. Only what all versions since 1.0 have is asked for.
 */
#ifdef HAVE_BPF
#include <bpf/libbpf.h>

#include "base/dl.h"

#define PNS_LIBBPF_SYMBOLS(X) \
	X(libbpf_set_print) \
	X(bpf_object__open_mem) \
	X(bpf_object__load) \
	X(bpf_object__find_program_by_name) \
	X(bpf_program__attach_iter) \
	X(bpf_link__fd) \
	X(bpf_link__destroy) \
	X(bpf_object__close)

struct pns_libbpf {
	PNS_LIBBPF_SYMBOLS(PNS_DL_MEMBER)
};

/* As pns_dl_load(). */
static inline int pns_libbpf_load(struct pns_libbpf *lb)
{
	return pns_dl_load("libbpf.so.1", PNS_LIBBPF_SYMBOLS, lb);
}
#endif /* HAVE_BPF */

#endif /* PNS_BASE_LIBBPF_DL_H */
