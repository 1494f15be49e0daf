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

int pns_status_numbers(const char *text, const char *key, pid_t *numbers, int max)
{
	const char *field = pns_find_field(text, key);
	int count = field ? pns_parse_pid_list(field, numbers, max) : -ENOENT;

	return field && (count <= 0 || count > PNS_MAX_LEVELS) ? -ENODATA : count;
}

/* Returns 0, or -ENODATA if it does not look as it should. */
static int take_text(const char *text, struct pns_proc_status *status)
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
		count = pns_status_numbers(text, lists[i].key, lists[i].numbers, PNS_MAX_LEVELS);
		if (count == -ENOENT)
			continue;
		if (count < 0 || (status->levels && status->levels != count))
			return -ENODATA;
		status->levels = count;
	}
	field = pns_find_field(text, "State:");
	if (field)
		status->state = *field;
	field = pns_find_field(text, "Threads:");
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

static bool has_line(const char *text, const char *key)
{
	const char *field = pns_find_field(text, key);

	return field && strchr(field, '\n');
}

/*
 * Read the status file @fd, which is closed, up to the line @last into memory that the caller frees: "Groups:" may
 * be of any length. Returns 0, -ENODATA if there is no such line, or -errno.
 */
static int read_text(int fd, const char *last, char **text)
{
	_cleanup_close_ int status = fd;
	_cleanup_free_ char *buffer = NULL;
	size_t size = 0, used = 0;
	ssize_t got;
	char *larger;

	do {
		if (used + 1 >= size) {
			size = size ? size * 2 : 4096;
			larger = realloc(buffer, size);
			if (!larger)
				return -ENOMEM;
			buffer = larger;
		}
		got = read(status, buffer + used, size - 1 - used);
		used += got > 0 ? (size_t)got : 0;
		buffer[used] = '\0';
		if (has_line(buffer, last))
			*text = pns_steal_ptr(buffer);
	} while (buffer && (got > 0 || (got < 0 && errno == EINTR)));
	if (!buffer)
		return 0;
	return got < 0 ? -errno : -ENODATA;
}

int pns_proc_status(int dir, struct pns_proc_status *status)
{
	struct pns_proc_status found = { .levels = 0 };
	_cleanup_free_ char *text = NULL;
	int fd = pns_proc_openat(dir, "status", O_RDONLY);
	int rc = fd < 0 ? fd : read_text(fd, "Threads:", &text);

	if (rc == 0)
		rc = take_text(text, &found);
	if (rc == 0 && found.levels == 0)
		rc = -ENODATA;
	if (rc == 0)
		*status = found;
	return rc;
}

int pns_proc_nspid(int root, pid_t pid, pid_t *numbers, int max)
{
	_cleanup_free_ char *text = NULL;
	char path[32];
	int fd, rc;

	snprintf(path, sizeof(path), "%d/status", (int)pid);
	fd = pns_procfs_openat(root, path, O_RDONLY);
	rc = fd < 0 ? fd : read_text(fd, "NSpid:", &text);
	return rc < 0 ? rc : pns_status_numbers(text, "NSpid:", numbers, max);
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
