// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/procfs-entry.h"

#include <string.h>

const char *pns_procfs_state_name(enum pns_procfs_state state)
{
	static const char *const names[] = {
		[PNS_PROCFS_STATE_UNKNOWN] = NULL,
		[PNS_PROCFS_STATE_LIVE] = "live",
		[PNS_PROCFS_STATE_EMPTY] = "empty",
		[PNS_PROCFS_STATE_DEAD] = "dead",
		[PNS_PROCFS_STATE_HIDDEN] = "hidden",
	};

	return names[state];
}

const char *pns_trust_name(enum pns_trust bit)
{
	switch (bit) {
	case PNS_TRUST_NO_OPENAT2:
		return "no-openat2";
	case PNS_TRUST_NO_MOUNT_ID:
		return "no-mount-id";
	case PNS_TRUST_MOUNT_ID_REUSED:
		return "mount-id-reused";
	case PNS_TRUST_INODE_REUSED:
		return "inode-reused";
	case PNS_TRUST_NOT_HELD:
		return "not-held";
	case PNS_TRUST_NOT_OPENED:
		return "not-opened";
	case PNS_TRUST_SAME_DEVICE:
		return "same-device";
	}
	return "";
}

bool pns_procfs_is_whole(const struct pns_procfs_entry *entry)
{
	return !entry->mount.fsroot || strcmp(entry->mount.fsroot, "/") == 0;
}
