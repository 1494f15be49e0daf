// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount/flags.h"

#include <string.h>

bool pns_has_mount_option(const char *list, const char *option)
{
	size_t length = strlen(option);

	for (;;) {
		if (strncmp(list, option, length) == 0 && (list[length] == ',' || list[length] == '\0'))
			return true;
		list = strchr(list, ',');
		if (!list)
			return false;
		list++;
	}
}

uint32_t pns_mount_flags(const char *list)
{
	uint32_t flags = 0;

	if (!list)
		return 0;
	if (pns_has_mount_option(list, "ro"))
		flags |= PNS_MOUNT_ATTR_RDONLY;
	if (pns_has_mount_option(list, "nodiratime"))
		flags |= PNS_MOUNT_ATTR_NODIRATIME;
	/* the table has no word for strictatime: it is what is left */
	if (pns_has_mount_option(list, "noatime"))
		flags |= PNS_MOUNT_ATTR_NOATIME;
	else if (!pns_has_mount_option(list, "relatime"))
		flags |= PNS_MOUNT_ATTR_STRICTATIME;
	return flags;
}
