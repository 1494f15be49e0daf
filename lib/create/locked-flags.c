// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "create/locked-flags.h"

#include <errno.h>

#include "base/cleanup.h"
#include "mount/flags.h"

/* The set of attributes to try as number @index: 0, 1, ... Returns false behind the last one. */
static bool candidate(unsigned int index, uint32_t wanted, uint32_t *attributes)
{
	static const uint32_t access_times[] = {
		0,
		PNS_MOUNT_ATTR_NOATIME,
		PNS_MOUNT_ATTR_STRICTATIME,
		PNS_MOUNT_ATTR_NODIRATIME,
		PNS_MOUNT_ATTR_NOATIME | PNS_MOUNT_ATTR_NODIRATIME,
		PNS_MOUNT_ATTR_STRICTATIME | PNS_MOUNT_ATTR_NODIRATIME,
	};
	const unsigned int count = sizeof(access_times) / sizeof(access_times[0]);

	if (index >= 2 * count)
		return false;
	*attributes = (wanted & ~PNS_MOUNT_FLAGS_ATIME) | access_times[index % count];
	if (index >= count)
		*attributes |= PNS_MOUNT_ATTR_RDONLY;
	return true;
}

/* Whether the user asked by name for what @found would not give. */
static bool is_contrary(const struct pns_procfs_options *options, uint32_t found)
{
	uint32_t changed = options->attr_set ^ found;

	if (changed & options->attr_clr)
		return true;
	return (changed & PNS_MOUNT_FLAGS_ATIME) &&
	       ((options->attr_set | options->attr_clr) & PNS_MOUNT_FLAGS_ATIME);
}

int pns_mount_with_locked_flags(const struct pns_locked_flags *flags, int *fd, struct pns_diag *diag)
{
	uint32_t wanted = flags->options->attr_set, found;
	_cleanup_close_ int mount = PNS_NO_FD;
	enum pns_reason reason = PNS_REASON_MASKED;
	unsigned int i;

	for (i = 0; candidate(i, wanted, &found); i++) {
		if (found == wanted || flags->mount(flags->arg, found, &mount) < 0)
			continue;
		if (!is_contrary(flags->options, found)) {
			*fd = pns_steal_fd(&mount);
			return pns_step(diag, flags->call, "with the locked flags of the visible procfs", 0);
		}
		reason = (wanted ^ found) & PNS_MOUNT_ATTR_RDONLY ? PNS_REASON_LOCKED_READONLY :
								    PNS_REASON_LOCKED_ATIME;
		break;
	}
	return pns_refuse(diag, reason, flags->call, EPERM, flags->object);
}
