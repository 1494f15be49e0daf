// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "process/status.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "base/parse.h"

int pns_proc_open(int root, pid_t tid)
{
	char path[16];

	snprintf(path, sizeof(path), "%d", (int)tid);
	return pns_procfs_openat(root, path, O_PATH | O_DIRECTORY);
}

static int take_numbers(const char *text, pid_t *numbers)
{
	int count = pns_parse_pid_list(text, numbers, PNS_MAX_LEVELS);

	return count > 0 && count <= PNS_MAX_LEVELS ? count : -ENODATA;
}

/* Take one line. Returns 0, or -ENODATA if it does not look as it should. */
static int take_line(const char *line, struct pns_proc_status *status)
{
	const struct {
		const char *key;
		pid_t *numbers;
	} lists[] = {
		{ "NStgid:", status->tgid },
		{ "NSpid:", status->pid },
		{ "NSpgid:", status->pgid },
		{ "NSsid:", status->sid },
	};
	const char *field;
	size_t i;
	int count;

	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		field = pns_find_field(line, lists[i].key);
		if (!field)
			continue;
		count = take_numbers(field, lists[i].numbers);
		if (count < 0 || (status->levels && status->levels != count))
			return -ENODATA;
		status->levels = count;
	}
	field = pns_find_field(line, "State:");
	if (field)
		status->state = *field;
	field = pns_find_field(line, "Threads:");
	if (field)
		status->threads = atoi(field);
	return 0;
}

bool pns_proc_is_missing(int rc)
{
	return rc == -ENOENT || rc == -ESRCH || rc == -EACCES;
}

int pns_proc_openat(int dir, const char *name, int flags)
{
	int fd = pns_procfs_openat(dir, name, flags);
	struct stat st;

	if (fd == -ENOENT)
		return -ESRCH;
	/* hidepid=noaccess says so to every call that goes in there; a seccomp profile to the one that it denies */
	if (fd == -EPERM && fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0 && errno == EPERM)
		return -EACCES;
	return fd;
}

int pns_proc_status(int dir, struct pns_proc_status *status)
{
	struct pns_proc_status found = { .levels = 0 };
	_cleanup_fclose_ FILE *stream = NULL;
	_cleanup_close_ int fd = PNS_NO_FD;
	_cleanup_free_ char *line = NULL;
	size_t size = 0;
	int rc = 0;

	fd = pns_proc_openat(dir, "status", O_RDONLY);
	if (fd < 0)
		return fd;
	stream = fdopen(fd, "re");
	if (!stream)
		return -errno;
	pns_steal_fd(&fd);
	/* line by line: "Groups:" may be of any length */
	while (rc == 0 && !found.threads && getline(&line, &size, stream) > 0)
		rc = take_line(line, &found);
	if (rc == 0 && !found.threads && !feof(stream))
		return -errno;
	if (rc < 0 || found.levels == 0)
		return -ENODATA;
	*status = found;
	return 0;
}

int pns_proc_command(int dir, char *command, size_t size)
{
	_cleanup_close_ int fd = pns_proc_openat(dir, "comm", O_RDONLY);
	ssize_t length;

	if (fd < 0)
		return fd;
	do {
		length = read(fd, command, size - 1);
	} while (length < 0 && errno == EINTR);
	if (length < 0)
		return -errno;
	/* one at the end is the kernel's, others are part of the name */
	if (length > 0 && command[length - 1] == '\n')
		length--;
	command[length] = '\0';
	return 0;
}
