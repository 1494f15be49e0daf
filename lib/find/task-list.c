// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/task-list.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "process/procfs-root.h"

#ifdef HAVE_BPF
#include "find/bpf-load.h"
#include "task-list.skel.h"

static int load_for_good(void)
{
	struct task_list *skeleton = task_list__open();
	int rc = skeleton ? task_list__load(skeleton) : -ENOMEM;

	if (rc == 0) {
		rc = skeleton->progs.task_list.prog_fd;
		/* what is 0 there is not closed with it */
		skeleton->progs.task_list.prog_fd = 0;
	}
	task_list__destroy(skeleton);
	return rc;
}

int pns_task_list_load(void)
{
	return pns_bpf_load(load_for_good);
}
#else
int pns_task_list_load(void)
{
	return -EOPNOTSUPP;
}
#endif

static int open_iterator(int program, pid_t only)
{
	_cleanup_close_ int link = pns_sys_bpf_iter_link(program, only);
	int iterator = link < 0 ? -1 : pns_sys_bpf_iter_create(link);

	return iterator < 0 ? -errno : iterator;
}

enum {
	HEAD_SIZE = offsetof(struct pns_task_record, pid),
	/* twice what the kernel gathers for one read(2) with pages of 4 KiB */
	BUFFER_SIZE = 65536,
};

_Static_assert(PNS_TASK_RECORD_LEVELS == PNS_MAX_LEVELS, "as many as there can be");

struct reader {
	size_t used;
	char bytes[BUFFER_SIZE];
};

/* The record at @bytes. Returns its length, 0 if @available bytes are not all of it, or -EPROTO. */
static ssize_t take_record(const char *bytes, size_t available, struct pns_task_record *record)
{
	size_t length;

	if (available < HEAD_SIZE)
		return 0;
	memcpy(record, bytes, HEAD_SIZE);
	if (record->levels == 0 || record->levels > PNS_TASK_RECORD_LEVELS)
		return -EPROTO;
	length = HEAD_SIZE + record->levels * sizeof(record->pid[0]);
	if (available < length)
		return 0;
	memcpy(record->pid, bytes + HEAD_SIZE, length - HEAD_SIZE);
	return (ssize_t)length;
}

/* Tell what was read, and keep what is not complete. */
static int tell_all(struct reader *reader, pns_task_fn tell, void *data)
{
	struct pns_task_record record = { .levels = 0 };
	size_t at = 0;
	ssize_t length;
	int rc = 0;

	while (rc == 0) {
		length = take_record(reader->bytes + at, reader->used - at, &record);
		if (length <= 0)
			break;
		at += (size_t)length;
		rc = tell(data, &record);
	}
	if (rc == 0 && length < 0)
		rc = (int)length;
	reader->used -= at;
	memmove(reader->bytes, reader->bytes + at, reader->used);
	return rc;
}

/* Returns 1 if something came, 0 at the end, or -errno. */
static int read_more(struct reader *reader, int iterator)
{
	ssize_t got;

	/* it looks at a million tasks at a time */
	do
		got = read(iterator, reader->bytes + reader->used, BUFFER_SIZE - reader->used);
	while (got < 0 && (errno == EINTR || errno == EAGAIN));
	if (got < 0)
		return -errno;
	reader->used += (size_t)got;
	if (got == 0 && reader->used > 0)
		return -EPROTO;
	return got > 0;
}

int pns_task_list_run(int program, pid_t only, pns_task_fn tell, void *data)
{
	_cleanup_close_ int iterator = open_iterator(program, only);
	_cleanup_free_ struct reader *reader = NULL;
	int rc;

	if (iterator < 0)
		return iterator;
	reader = malloc(sizeof(*reader));
	if (!reader)
		return -ENOMEM;
	reader->used = 0;
	while ((rc = read_more(reader, iterator)) > 0) {
		rc = tell_all(reader, tell, data);
		if (rc != 0)
			return rc;
	}
	return rc;
}

int pns_task_list(pns_task_fn tell, void *data)
{
	_cleanup_close_ int program = pns_task_list_load();

	return program < 0 ? program : pns_task_list_run(program, 0, tell, data);
}
