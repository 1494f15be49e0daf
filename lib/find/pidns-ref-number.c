// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/pidns-ref-number.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "base/kernel-abi.h"
#include "base/parse.h"
#include "find/pidns-search.h"
#include "namespace/denied-by.h"
#include "namespace/namespace.h"
#include "namespace/reason.h"

/* On 7.3 the ID alone makes a file handle; 6.18 wants the inode as well, so it is searched. */
static int open_by_id(struct pns_caller *caller, uint64_t id)
{
	int fd = pns_ns_open_by_id(id, 0, 0);

	return fd >= 0 ? fd : pns_pidns_search(&(struct pns_search){ .caller = caller, .id = id });
}

static int refuse_search(int err, const char *text, struct pns_diag *diag)
{
	int filter = err == EOPNOTSUPP ? pns_ioctl_filter_errno(PNS_NS_GET_ID) : 0;

	if (filter)
		return pns_refuse(diag, PNS_REASON_BLOCKED_BY_SECCOMP, PNS_CALL_IOCTL, filter, text);
	if (err == EOPNOTSUPP)
		return pns_refuse(diag, PNS_REASON_KERNEL_WITHOUT_FEATURE, PNS_CALL_IOCTL, ENOTTY, text);
	if (err == ENOENT || err == ENODEV || err == ESTALE)
		return pns_refuse(diag, PNS_REASON_NOT_FOUND, PNS_CALL_SEARCH, err, text);
	return pns_refuse_plain(diag, PNS_CALL_SEARCH, err, text);
}

/* What readlink(1) prints, the same without brackets, and the number alone, as lsns(8) and our tables print it. */
static bool parse_number(const char *text, uint64_t *number)
{
	if (*text == ':')
		return pns_parse_u64(text + 1, number) == 0;
	if (strncmp(text, "pid:", strlen("pid:")) != 0)
		return pns_parse_u64(text, number) == 0;
	return pns_parse_u64(text + strlen("pid:"), number) == 0 || pns_parse_ns_link(text, "pid", number) == 0;
}

/* No process ever has such a number; of an inode they are higher (fs/proc/generic.c, PROC_DYNAMIC_FIRST). */
static bool is_above_pids(const char *text)
{
	uint64_t number;

	return pns_parse_u64(text, &number) == 0 && number > INT_MAX;
}

bool pns_ref_is_number(const char *text)
{
	return *text == ':' || strncmp(text, "pid:", strlen("pid:")) == 0 || is_above_pids(text);
}

int pns_ref_open_number(struct pns_caller *caller, const char *text, struct pns_diag *diag)
{
	uint64_t number = 0;
	int nsfd;

	if (!parse_number(text, &number) || number == 0)
		return pns_refuse(diag, PNS_REASON_BAD_REFERENCE, PNS_CALL_PARSE, EINVAL, text);
	if (*text == ':')
		nsfd = open_by_id(caller, number);
	else
		nsfd = pns_pidns_search(&(struct pns_search){ .caller = caller, .inode = number });
	return nsfd < 0 ? refuse_search(-nsfd, text, diag) : nsfd;
}
