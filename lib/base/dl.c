// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "base/dl.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

/* dlerror(3) has no errno, but a lack of descriptors is still there. */
static int why_not_loaded(void)
{
	int fd = open("/", O_PATH | O_CLOEXEC);
	int err = fd < 0 ? errno : 0;

	pns_close(&fd);
	return err == EMFILE || err == ENFILE ? -err : -ELIBACC;
}

int pns_dl_load_names(const char *soname, const char *const *names, size_t count, void *functions)
{
	_cleanup_free_ void **found = calloc(count, sizeof(*found));
	void *handle;
	size_t i;

	if (!found)
		return -ENOMEM;
	handle = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
	if (!handle)
		return why_not_loaded();
	for (i = 0; i < count; i++) {
		found[i] = dlsym(handle, names[i]);
		if (!found[i])
			return -ELIBACC;
	}
	memcpy(functions, found, count * sizeof(*found));
	return 0;
}
