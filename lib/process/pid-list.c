// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "process/pid-list.h"

#include <errno.h>
#include <fcntl.h>

#include "base/cleanup.h"
#include "base/parse.h"

int pns_proc_list_open(struct pns_proc_list *list, int dir)
{
	int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc;

	if (fd < 0)
		return -errno;
	list->dir = fdopendir(fd);
	if (list->dir)
		return 0;
	rc = -errno;
	pns_close(&fd);
	return rc;
}

int pns_proc_list_next(struct pns_proc_list *list, pid_t *pid)
{
	struct dirent *entry;

	for (;;) {
		errno = 0;
		entry = readdir(list->dir);
		if (!entry)
			return -errno;
		if (pns_parse_pid(entry->d_name, pid) == 0)
			return 1;
	}
}

void pns_proc_list_close(struct pns_proc_list *list)
{
	pns_closedir(&list->dir);
}
