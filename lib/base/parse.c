// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "base/parse.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Digits of @base up to a character that is none; *@end is behind the last one. */
static int parse_digits(const char *text, int base, uint64_t *value, const char **end)
{
	char *stop;
	unsigned long long number;

	/* strtoull() would take a sign, blanks and, for base 16, a prefix */
	if (*text < '0' || *text >= '0' + base)
		return -EINVAL;
	errno = 0;
	number = strtoull(text, &stop, base);
	if (errno == ERANGE)
		return -ERANGE;
	*value = number;
	*end = stop;
	return 0;
}

static int parse_whole(const char *text, int base, uint64_t max, uint64_t *value)
{
	const char *end;
	uint64_t number;
	int rc = parse_digits(text, base, &number, &end);

	if (rc < 0)
		return *text && !text[strspn(text, "0123456789")] ? rc : -EINVAL;
	if (*end)
		return -EINVAL;
	if (number > max)
		return -ERANGE;
	*value = number;
	return 0;
}

int pns_parse_u64(const char *text, uint64_t *value)
{
	return parse_whole(text, 10, UINT64_MAX, value);
}

int pns_parse_pid(const char *text, pid_t *pid)
{
	uint64_t number;
	int rc = parse_whole(text, 10, INT_MAX, &number);

	if (rc < 0)
		return rc;
	if (number == 0)
		return -EINVAL;
	*pid = (pid_t)number;
	return 0;
}

int pns_parse_pid_span(const char *text, size_t length, pid_t *pid)
{
	uint64_t number = 0;
	size_t i;

	for (i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -EINVAL;
		/* one digit beyond the range is enough to know */
		if (number <= INT_MAX)
			number = number * 10 + (uint64_t)(text[i] - '0');
	}
	if (number == 0)
		return -EINVAL;
	if (number > INT_MAX)
		return -ERANGE;
	*pid = (pid_t)number;
	return 0;
}

int pns_parse_fd(const char *text, int *fd)
{
	uint64_t number;
	int rc = parse_whole(text, 10, INT_MAX, &number);

	if (rc < 0)
		return rc;
	*fd = (int)number;
	return 0;
}

int pns_parse_mode(const char *text, mode_t *mode)
{
	uint64_t number;
	int rc = parse_whole(text, 8, 07777, &number);

	if (rc < 0)
		return rc;
	*mode = (mode_t)number;
	return 0;
}

int pns_parse_pid_inode(const char *text, pid_t *pid, uint64_t *inode)
{
	char digits[sizeof("2147483647")];
	const char *colon = strchr(text, ':');
	uint64_t number = 0;
	int rc;

	if (!colon) {
		rc = pns_parse_pid(text, pid);
		if (rc == 0)
			*inode = 0;
		return rc;
	}
	if ((size_t)(colon - text) >= sizeof(digits))
		return -EINVAL;
	memcpy(digits, text, (size_t)(colon - text));
	digits[colon - text] = '\0';
	rc = pns_parse_u64(colon + 1, &number);
	if (rc < 0)
		return rc;
	if (number == 0)
		return -EINVAL;
	rc = pns_parse_pid(digits, pid);
	if (rc == 0)
		*inode = number;
	return rc;
}

int pns_parse_ns_link(const char *text, const char *type, uint64_t *inode)
{
	size_t length = strlen(type);
	const char *end;
	uint64_t number;
	int rc;

	if (strncmp(text, type, length) != 0 || strncmp(text + length, ":[", 2) != 0)
		return -EINVAL;
	rc = parse_digits(text + length + 2, 10, &number, &end);
	if (rc < 0)
		return rc;
	if (strcmp(end, "]") != 0)
		return -EINVAL;
	*inode = number;
	return 0;
}

const char *pns_find_field(const char *text, const char *key)
{
	size_t length = strlen(key);
	const char *line = text;

	while (line && *line) {
		if (strncmp(line, key, length) == 0)
			return line + length + strspn(line + length, " \t");
		line = strchr(line, '\n');
		if (line)
			line++;
	}
	return NULL;
}

int pns_parse_pid_list(const char *text, pid_t *pids, int max)
{
	const char *at = text;
	uint64_t number;
	int count = 0;

	for (at += strspn(at, " \t"); *at && *at != '\n'; at += strspn(at, " \t")) {
		if (parse_digits(at, 10, &number, &at) < 0 || number > INT_MAX)
			return -EINVAL;
		if (count < max)
			pids[count] = (pid_t)number;
		count++;
	}
	return count;
}
