// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "base/dl.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

int pns_dl_load_names(const char *soname, const char *const *names, size_t count, void *functions)
{
	_cleanup_free_ void **found = calloc(count, sizeof(*found));
	void *handle;
	size_t i;

	if (!found)
		return -ENOMEM;
	handle = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
	if (!handle)
		return -ELIBACC;
	for (i = 0; i < count; i++) {
		found[i] = dlsym(handle, names[i]);
		if (!found[i])
			return -ELIBACC;
	}
	memcpy(functions, found, count * sizeof(*found));
	return 0;
}
