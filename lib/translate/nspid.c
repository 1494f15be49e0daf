// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "translate/nspid.h"

#include <errno.h>
#include <sched.h>

#include "base/cleanup.h"
#include "namespace/namespace.h"
#include "process/process.h"

int pns_nspid_number(const struct pns_side *side, const pid_t *numbers, int levels, int process)
{
	_cleanup_close_ int nsfd = PNS_NO_FD;
	int distance = levels - 1 - side->level;

	if (side->level >= levels)
		return PNS_ASK_NOT_VISIBLE;
	if (side->level > 0) {
		nsfd = pns_process_open_ns(side->caller, process, CLONE_NEWPID);
		if (nsfd < 0)
			return nsfd;
		/* on the same level, only the same one will do: no question about parents, which a filter may deny */
		if (side->level == levels - 1 && !pns_ns_is_same(nsfd, side->nsfd))
			return PNS_ASK_NOT_VISIBLE;
		if (side->level < levels - 1)
			distance = pns_pidns_distance(side->caller, nsfd, side->nsfd);
		if (distance < 0 && distance != -EXDEV)
			return distance;
		if (distance != levels - 1 - side->level)
			return PNS_ASK_NOT_VISIBLE;
	}
	return numbers[side->level] > 0 ? numbers[side->level] : PNS_ASK_NOT_VISIBLE;
}
