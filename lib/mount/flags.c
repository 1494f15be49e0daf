// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount/flags.h"

#include <string.h>
#include <sys/mount.h>

#include "mount/procfs-options.h"

bool pns_has_mount_option(const struct pns_libmount *lm, const char *list, const char *name, const char *value)
{
	size_t size = 0;
	char *found = NULL;

	if (!list || lm->mnt_optstr_get_option(list, name, &found, &size) != 0)
		return false;
	return !value || (found && size == strlen(value) && memcmp(found, value, size) == 0);
}

uint32_t pns_mount_flags(const struct pns_libmount *lm, const char *list)
{
	const struct libmnt_optmap *map = lm->mnt_get_builtin_optmap(MNT_LINUX_MAP);
	unsigned long flags = 0;
	uint32_t attributes;

	if (!list || lm->mnt_optstr_get_flags(list, &flags, map) < 0)
		return 0;
	attributes = pns_ms_to_attr(flags) & (PNS_MOUNT_ATTR_RDONLY | PNS_MOUNT_FLAGS_ATIME);
	/* the table has no word for strictatime: it is what is left */
	return flags & (MS_NOATIME | MS_RELATIME) ? attributes : attributes | PNS_MOUNT_ATTR_STRICTATIME;
}
