// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "translate/translator.h"

#include <errno.h>
#include <string.h>

static const char *const names[PNS_TRANSLATOR_COUNT] = {
	[PNS_TRANSLATOR_AUTO] = "auto",
	[PNS_TRANSLATOR_BPF] = "bpf",
	[PNS_TRANSLATOR_IOCTL] = "ioctl",
	[PNS_TRANSLATOR_PIDFD] = "pidfd",
	[PNS_TRANSLATOR_PROCFS] = "procfs",
	[PNS_TRANSLATOR_UCRED] = "ucred",
};

const char *pns_translator_name(enum pns_translator translator)
{
	return names[translator];
}

int pns_translator_by_name(const char *name)
{
	int i;

	for (i = 0; i < PNS_TRANSLATOR_COUNT; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -EINVAL;
}
