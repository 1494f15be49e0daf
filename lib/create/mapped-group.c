// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "create/mapped-group.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/parse.h"
#include "namespace/privilege.h"

int pns_check_group(const struct pns_procfs_options *options, struct pns_diag *diag)
{
	const char *value = pns_procfs_options_get(options, "gid");
	char object[32];
	uint64_t gid;

	/* what is no number the kernel refuses */
	if (!value || pns_parse_u64(value, &gid) < 0 || !pns_is_group_unmapped(gid))
		return 0;
	snprintf(object, sizeof(object), "gid=%" PRIu64, gid);
	return pns_refuse(diag, PNS_REASON_GROUP_NOT_MAPPED, PNS_CALL_CHECK, EINVAL, object);
}
