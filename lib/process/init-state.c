// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "process/init-state.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/diag.h"
#include "base/kernel-abi.h"
#include "process/pid-list.h"
#include "process/procfs-root.h"

/* Read the "stat" file @path below @root. Returns LIVE if there is one in @text, else what that says, or -errno. */
static int read_stat(int root, const char *path, char *text, size_t size)
{
	ssize_t length = pns_procfs_read(root, path, text, size);

	if (pns_is_shortage((int)length))
		return (int)length;
	if (length == -ESRCH)
		return PNS_INIT_DEAD;
	if (length < 0)
		return length == -ENOENT ? PNS_INIT_NONE : PNS_INIT_UNKNOWN;
	return PNS_INIT_LIVE;
}

/* The command name stands in parentheses, as it is: it may have any byte but NUL in it. */
static void take_command(const char *text, char *command, size_t size)
{
	const char *begin = strchr(text, '('), *end = strrchr(text, ')');

	if (begin && end && end > begin)
		snprintf(command, size, "%.*s", (int)(end - begin - 1), begin + 1);
}

static enum pns_init_state state_in(const char *text)
{
	const char *behind = strrchr(text, ')');
	unsigned int flags;

	if (!behind || sscanf(behind, ") %*c %*d %*d %*d %*d %*d %u", &flags) != 1)
		return PNS_INIT_UNKNOWN;
	return flags & PNS_PF_EXITING ? PNS_INIT_DEAD : PNS_INIT_LIVE;
}

/* The state of the one task whose "stat" is @path below @root: LIVE, DEAD, NONE or UNKNOWN, or -errno. */
static int state_of_task(int root, const char *path)
{
	char text[512];
	int state = read_stat(root, path, text, sizeof(text));

	return state == PNS_INIT_LIVE ? (int)state_in(text) : state;
}

/* The leader has ended: another thread is init as long as it runs. */
static int state_of_threads(int root, pid_t pid)
{
	_cleanup_proc_list_ struct pns_proc_list list = PNS_PROC_LIST_INIT;
	_cleanup_close_ int dir = PNS_NO_FD;
	char path[48];
	pid_t tid;
	int rc;

	snprintf(path, sizeof(path), "%d/task", (int)pid);
	dir = pns_procfs_openat(root, path, O_PATH | O_DIRECTORY);
	rc = dir < 0 ? dir : pns_proc_list_open(&list, dir);
	if (rc < 0)
		return rc == -ENOENT || rc == -ESRCH ? PNS_INIT_DEAD : PNS_INIT_UNKNOWN;
	while ((rc = pns_proc_list_next(&list, &tid)) > 0) {
		snprintf(path, sizeof(path), "%d/task/%d/stat", (int)pid, (int)tid);
		if (state_of_task(root, path) == PNS_INIT_LIVE)
			return PNS_INIT_LIVE;
	}
	return rc == 0 || rc == -ENOENT || rc == -ESRCH ? PNS_INIT_DEAD : PNS_INIT_UNKNOWN;
}

int pns_init_state(int root, pid_t pid, char *command, size_t size)
{
	char path[32], text[512];
	int leader;

	if (command)
		*command = '\0';
	snprintf(path, sizeof(path), "%d/stat", (int)pid);
	leader = read_stat(root, path, text, sizeof(text));
	if (leader == PNS_INIT_LIVE) {
		if (command)
			take_command(text, command, size);
		leader = state_in(text);
	}
	return leader == PNS_INIT_DEAD ? state_of_threads(root, pid) : leader;
}
