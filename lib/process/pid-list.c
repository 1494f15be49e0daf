// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "process/pid-list.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "base/parse.h"

/* As much as readdir(3) takes, which makes three system calls more. */
#define BUFFER 32768

int pns_proc_list_open(struct pns_proc_list *list, int dir)
{
	int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	*list = (struct pns_proc_list){ .fd = fd, .entries = malloc(BUFFER) };
	if (list->entries)
		return 0;
	pns_close(&list->fd);
	return -ENOMEM;
}

/* The name of the next entry, NULL at the end; *@rc: -errno if that is not the end. */
static const char *next_name(struct pns_proc_list *list, int *rc)
{
	const struct dirent *entry;	/* as in the kernel: offsets have 64 bits everywhere */
	ssize_t length;

	if (list->at == list->used) {
		length = pns_sys_getdents64(list->fd, list->entries, BUFFER);
		*rc = length < 0 ? -errno : 0;
		if (length <= 0)
			return NULL;
		list->used = (size_t)length;
		list->at = 0;
	}
	entry = (const struct dirent *)(const void *)(list->entries + list->at);
	list->at += entry->d_reclen;
	return entry->d_name;
}

int pns_proc_list_next(struct pns_proc_list *list, pid_t *pid)
{
	const char *name;
	int rc = 0;

	while ((name = next_name(list, &rc)))
		if (pns_parse_pid(name, pid) == 0)
			return 1;
	return rc;
}

int pns_proc_list_next_number(struct pns_proc_list *list, uint64_t *number)
{
	const char *name;
	int rc = 0;

	while ((name = next_name(list, &rc)))
		if (pns_parse_u64(name, number) == 0)
			return 1;
	return rc;
}

int64_t pns_proc_list_count(int dir, pid_t except)
{
	_cleanup_proc_list_ struct pns_proc_list list = PNS_PROC_LIST_INIT;
	int rc = pns_proc_list_open(&list, dir);
	int64_t count = 0;
	pid_t pid;

	while (rc == 0 && (rc = pns_proc_list_next(&list, &pid)) > 0) {
		count += pid != except;
		rc = 0;
	}
	return rc < 0 ? rc : count;
}

void pns_proc_list_close(struct pns_proc_list *list)
{
	pns_close(&list->fd);
	pns_free(&list->entries);
}
