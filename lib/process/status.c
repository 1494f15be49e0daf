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

/* A line with a number for each PID namespace. Returns 0, or -ENODATA if it does not look as it should. */
static int take_numbers(const char *field, pid_t *numbers, struct pns_proc_status *status)
{
	int count = pns_parse_pid_list(field, numbers, PNS_MAX_LEVELS);

	if (count <= 0 || count > PNS_MAX_LEVELS || (status->levels && status->levels != count))
		return -ENODATA;
	status->levels = count;
	return 0;
}

/* A line feed is written as "\n" here, and a backslash as two of them. */
static void take_command(const char *from, char *command, size_t size)
{
	char *end = command + size - 1;

	while (*from && *from != '\n' && command < end) {
		if (*from != '\\' || (from[1] != 'n' && from[1] != '\\')) {
			*command++ = *from++;
			continue;
		}
		*command++ = from[1] == 'n' ? '\n' : '\\';
		from += 2;
	}
	*command = '\0';
}

/* What is behind @key if the line begins with it. */
static const char *value_of(const char *line, const char *key)
{
	size_t length = strlen(key);

	return strncmp(line, key, length) == 0 ? line + length : NULL;
}

/* A line that begins with "N". */
static int take_name_or_numbers(const char *line, struct pns_proc_status *status)
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
	const char *value = value_of(line, "Name:\t");
	size_t i;

	if (value)
		take_command(value, status->command, sizeof(status->command));
	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		value = value_of(line, lists[i].key);
		if (value)
			return take_numbers(value, lists[i].numbers, status);
	}
	return 0;
}

/* Returns 0, or -ENODATA if it does not look as it should. */
static int take_text(const char *text, struct pns_proc_status *status)
{
	const char *line = text, *value;
	int rc = 0;

	while (rc == 0 && line && *line && !status->threads) {
		if (*line == 'N')
			rc = take_name_or_numbers(line, status);
		value = *line == 'S' ? value_of(line, "State:") : NULL;
		if (value)
			status->state = value[strspn(value, " \t")];
		value = *line == 'T' ? value_of(line, "Threads:") : NULL;
		if (value)
			status->threads = atoi(value);
		line = strchr(line, '\n');
		line += line ? 1 : 0;
	}
	return rc;
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

static int read_status(int dir, const char *path, struct pns_proc_status *status)
{
	struct pns_proc_status found = { .levels = 0 };
	_cleanup_free_ char *text = NULL;
	int fd = pns_proc_openat(dir, path, O_RDONLY);
	int rc = fd < 0 ? fd : read_text(fd, "Threads:", &text);

	if (rc == 0)
		rc = take_text(text, &found);
	if (rc == 0 && found.levels == 0)
		rc = -ENODATA;
	if (rc == 0)
		*status = found;
	return rc;
}

int pns_proc_status(int dir, struct pns_proc_status *status)
{
	return read_status(dir, "status", status);
}

int pns_proc_status_of(int root, pid_t tid, struct pns_proc_status *status)
{
	char path[32];

	snprintf(path, sizeof(path), "%d/status", (int)tid);
	return read_status(root, path, status);
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

int pns_proc_command(int root, pid_t tid, char *command, size_t size)
{
	_cleanup_close_ int fd = PNS_NO_FD;
	ssize_t length;
	char path[32];

	snprintf(path, sizeof(path), "%d/comm", (int)tid);
	fd = pns_proc_openat(root, path, O_RDONLY);
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
