/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * What the floors share: no more than the calls that a job cannot do without, and no care
 * about anything that may go wrong.
 */
#ifndef BENCH_FLOOR_H
#define BENCH_FLOOR_H

#include "../../tests/helpers/helper.h"

#include <ctype.h>
#include <dirent.h>
#include <sys/ioctl.h>

#define FLOOR_PID_FROM_PIDNS	_IOR(0xb7, 0x6, int)	/* NS_GET_PID_FROM_PIDNS, linux/nsfs.h, 6.11 */

/* The small file @name below @dirfd, by one read(2); the number of bytes */
static inline size_t floor_read(int dirfd, const char *name, char *text, size_t size)
{
	int fd = openat(dirfd, name, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, text, size - 1);

	if (fd >= 0)
		close(fd);
	text[n < 0 ? 0 : n] = '\0';
	return n < 0 ? 0 : (size_t) n;
}

/* The mount table @name below @dirfd, which comes in pieces of up to a page */
static inline size_t floor_read_table(int dirfd, const char *name, char *text, size_t size)
{
	int fd = openat(dirfd, name, O_RDONLY | O_CLOEXEC);
	size_t length = 0;
	ssize_t n;

	while (fd >= 0 && length < size - 1 && (n = read(fd, text + length, size - 1 - length)) > 0)
		length += (size_t) n;
	if (fd >= 0)
		close(fd);
	text[length] = '\0';
	return length;
}

/* Of a status file: the text behind @key, which begins with a newline */
static inline const char *floor_field(const char *status, const char *key)
{
	const char *at = strstr(status, key);

	return at ? at + strlen(key) : "";
}

/* Number behind "pid:[" in the namespace link @name below @dirfd; 0 where it cannot be read */
static inline uint64_t floor_link(int dirfd, const char *name)
{
	char link[64] = "";

	if (readlinkat(dirfd, name, link, sizeof(link) - 1) < 0)
		return 0;
	return strtoull(strchr(link, '[') + 1, NULL, 10);
}

/* Number of processes that the procfs at @dirfd lists */
static inline int floor_count(int dirfd)
{
	DIR *dir = fdopendir(openat(dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	struct dirent *entry;
	int count = 0;

	if (!dir)
		return 0;
	while ((entry = readdir(dir)))
		count += isdigit((unsigned char) entry->d_name[0]) != 0;
	closedir(dir);
	return count;
}

/*
 * The next procfs of a mount table: its mount point in @target, options in @options, which point
 * into the table. @table is moved on, and changed. False at the end.
 */
static inline bool floor_next_procfs(char **table, char **target, char **options)
{
	char *line, *type;

	while ((line = strsep(table, "\n")) && *line) {
		type = strstr(line, " - ") + 3;
		if (strncmp(type, "proc ", 5) != 0)
			continue;
		type[-3] = '\0';
		for (int i = 0; i < 4; i++)
			strsep(&line, " ");
		*target = strsep(&line, " ");
		strsep(&type, " ");
		strsep(&type, " ");
		*options = type;
		return true;
	}
	return false;
}

#endif /* BENCH_FLOOR_H */
