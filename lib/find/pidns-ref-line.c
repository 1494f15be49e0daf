// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/pidns-ref-line.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

#include "base/descriptors.h"
#include "base/kernel-abi.h"
#include "base/parse.h"

/* What the tool itself holds open has a number as well. */
static int open_inherited(struct pns_caller *caller, const char *text, struct pns_ref *ref, struct pns_diag *diag)
{
	int fd, rc = pns_parse_fd(text + strlen("fd:"), &fd);

	if (rc < 0)
		return pns_refuse(diag, PNS_REASON_BAD_REFERENCE, PNS_CALL_PARSE, -rc, text);
	if (!pns_is_inherited(fd))
		return pns_refuse(diag, PNS_REASON_BAD_DESCRIPTOR, PNS_CALL_FCNTL, EBADF, text);
	rc = pns_ref_open(caller, text, CLONE_NEWPID, ref, diag);
	/* the next line that has it shall find it as this one did */
	pns_leave_inherited(fd);
	return rc;
}

int pns_ref_open_line(struct pns_caller *caller, const char *text, struct pns_ref *ref, struct pns_diag *diag)
{
	char link[sizeof("pid:[18446744073709551615]")];
	uint64_t number;

	if (strncmp(text, "fd:", strlen("fd:")) == 0)
		return open_inherited(caller, text, ref, diag);
	if (pns_parse_u64(text, &number) < 0 || number <= PNS_PID_MAX_LIMIT)
		return pns_ref_open(caller, text, CLONE_NEWPID, ref, diag);
	snprintf(link, sizeof(link), "pid:[%ju]", (uintmax_t)number);
	return pns_ref_open(caller, link, CLONE_NEWPID, ref, diag);
}
