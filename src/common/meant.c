// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "common/meant.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "child/command.h"
#include "namespace/namespace.h"

/* /proc/PID, as it is completed: with a slash behind it or without. */
static bool is_process_directory(const char *path)
{
	char digits[sizeof("2147483647")];
	size_t length;
	pid_t pid;

	if (strncmp(path, "/proc/", strlen("/proc/")) != 0)
		return false;
	path += strlen("/proc/");
	length = strcspn(path, "/");
	if (length >= sizeof(digits) || path[length + strspn(path + length, "/")])
		return false;
	memcpy(digits, path, length);
	digits[length] = '\0';
	return pns_parse_pid(digits, &pid) == 0;
}

static enum meant meant_of_path(const char *path)
{
	enum pns_kind kind = pns_kind_of_path(path);

	if (kind == PNS_KIND_PIDNS)
		return MEANT_PIDNS;
	if (kind == PNS_KIND_MNTNS)
		return MEANT_MOUNTNS;
	if (kind == PNS_KIND_USERNS)
		return MEANT_USERNS;
	if (kind == PNS_KIND_REGULAR && pns_command_exists(path, NULL))
		return MEANT_COMMAND;
	return is_process_directory(path) ? MEANT_PROCESS : MEANT_PATH;
}

static bool begins_as_reference(const char *word)
{
	static const char *const beginnings[] = { "pid:", "fd:", "container:", ":" };
	size_t i;

	for (i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++)
		if (strncmp(word, beginnings[i], strlen(beginnings[i])) == 0)
			return true;
	return strcmp(word, "self") == 0 || strcmp(word, "children") == 0;
}

enum meant meant_of(const char *operand)
{
	uint64_t number;
	pid_t pid;

	if (strchr(operand, '/'))
		return meant_of_path(operand);
	if (meant_exists(operand))
		return MEANT_PATH;
	if (pns_parse_pid_inode(operand, &pid, &number) == 0)
		return MEANT_PROCESS;
	/* a number above all PIDs is that of a namespace */
	if (begins_as_reference(operand) || pns_parse_u64(operand, &number) == 0)
		return MEANT_PIDNS;
	return pns_command_exists(operand, getenv("PATH")) ? MEANT_COMMAND : MEANT_PATH;
}

bool meant_exists(const char *path)
{
	return pns_kind_of_path(path) != PNS_KIND_UNKNOWN;
}
