// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/pidns-ref-line.h"

#include <sched.h>
#include <stdio.h>

#include "base/kernel-abi.h"
#include "base/parse.h"

int pns_ref_open_line(struct pns_caller *caller, const char *text, struct pns_ref *ref, struct pns_diag *diag)
{
	char link[sizeof("pid:[18446744073709551615]")];
	uint64_t number;

	if (pns_parse_u64(text, &number) < 0 || number <= PNS_PID_MAX_LIMIT)
		return pns_ref_open(caller, text, CLONE_NEWPID, ref, diag);
	snprintf(link, sizeof(link), "pid:[%ju]", (uintmax_t)number);
	return pns_ref_open(caller, link, CLONE_NEWPID, ref, diag);
}
