// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/pidns-all.h"

#include <errno.h>
#include <sched.h>

#include "base/cleanup.h"
#include "base/diag.h"
#include "base/kernel-abi.h"
#include "namespace/namespace.h"

enum { IDS_AT_ONCE = 512 };

static int hand_on(uint64_t id, pns_pidns_fn fn, void *data)
{
	_cleanup_close_ int nsfd = pns_ns_open_by_id(id, 0, 0);

	if (nsfd < 0)
		return pns_is_shortage(nsfd) ? nsfd : 0;
	return fn(data, nsfd);
}

int pns_pidns_each(pns_pidns_fn fn, void *data)
{
	struct pns_ns_id_req req = { .size = sizeof(req), .ns_type = CLONE_NEWPID };
	uint64_t ids[IDS_AT_ONCE];
	ssize_t count, i;
	int rc = 0;

	while ((count = pns_sys_listns(&req, ids, IDS_AT_ONCE)) > 0) {
		for (i = 0; rc == 0 && i < count; i++)
			rc = hand_on(ids[i], fn, data);
		if (rc < 0)
			return rc;
		req.ns_id = ids[count - 1];
	}
	/* there is none behind the last one, which only a kernel that has named one can say */
	if (count == 0 || (errno == ENOENT && req.ns_id))
		return 0;
	return pns_is_shortage(-errno) ? -errno : -EOPNOTSUPP;
}
