// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "proc-list.h"

#include <errno.h>
#include <fcntl.h>

#include "cleanup.h"
#include "parse.h"

int pns_proc_list_open(struct pns_proc_list *list, int dir)
{
	int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	list->dir = fdopendir(fd);
	if (list->dir)
		return 0;
	pns_close(&fd);
	return -ENOMEM;
}

pid_t pns_proc_list_next(struct pns_proc_list *list)
{
	struct dirent *entry;
	pid_t pid;

	while ((entry = readdir(list->dir)))
		if (pns_parse_pid(entry->d_name, &pid) == 0)
			return pid;
	return 0;
}

void pns_proc_list_close(struct pns_proc_list *list)
{
	pns_closedir(&list->dir);
}
