// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount-procns/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/descriptors.h"
#include "child/command.h"
#include "common/cli.h"
#include "namespace/mountns.h"
#include "namespace/namespace.h"
#include "process/procfs-root.h"

int mount_command_prepare(const struct mount_plan *plan, struct mount_refs *refs, struct pns_diag *diag)
{
	int rc = 0;

	if (refs->userns.nsfd >= 0)
		rc = pns_userns_enter(refs->userns.nsfd, diag);
	/* a command that gets a descriptor stays in its mount namespace: a child creates the mount */
	if (rc < 0 || plan->pass_fd)
		return rc;
	pns_close(&refs->userns.nsfd);
	rc = pns_mountns_unshare(plan->propagation, diag);
	/* what was asked is of other namespaces */
	pns_caller_close(plan->caller);
	return rc;
}

int mount_command_keep(const struct mount_plan *plan, struct mount_refs *refs, struct pns_diag *diag)
{
	int kept = PNS_NO_FD;

	if (plan->join && plan->pass_fd && refs->pidns.nsfd == plan->fd) {
		kept = pns_ns_dup(refs->pidns.nsfd);
		if (kept < 0)
			return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_FCNTL, -kept, plan->command[0]);
	} else if (plan->join) {
		kept = pns_steal_fd(&refs->pidns.nsfd);
	}
	mount_refs_use_up(plan);
	mount_refs_close(refs);
	pns_caller_close(plan->caller);
	refs->pidns.nsfd = kept;
	return 0;
}

int mount_command_pass(const struct mount_plan *plan, int *mount, struct pns_diag *diag)
{
	char number[16];
	int fd = pns_command_pass_fd(pns_steal_fd(mount), plan->fd);

	if (fd < 0)
		return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_DUP2, -fd, plan->command[0]);
	snprintf(number, sizeof(number), "%d", fd);
	if (setenv("PROCNS_FD", number, 1) < 0)
		return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_SETENV, errno, "PROCNS_FD");
	return 0;
}

/*
 * Whether the command is to find a /proc without itself in it: programs that need /proc/self fail then, each with a
 * message of its own. A member of an empty PID namespace it cannot become.
 */
static bool lacks_self(const struct mount_plan *plan)
{
	_cleanup_close_ int proc = PNS_NO_FD;

	if (plan->join || plan->pass_fd || plan->empty || strcmp(plan->mountpoint, "/proc") != 0)
		return false;
	proc = pns_procfs_open("/proc");
	return proc >= 0 && pns_procfs_self(proc) == -ENOENT;
}

int mount_command_run(const struct mount_plan *plan, const struct mount_refs *refs, struct pns_diag *diag)
{
	bool is_stranger = lacks_self(plan);
	int status = 0, rc;

	pns_lower_descriptor_limit(plan->descriptors);
	if (!plan->join && !is_stranger)
		return pns_command_exec(plan->command, diag);
	rc = pns_command_join(plan->command, plan->join ? refs->pidns.nsfd : PNS_NO_FD, &status, diag);
	if (rc < 0)
		return rc;
	if (is_stranger && WIFEXITED(status) && WEXITSTATUS(status) != 0)
		message_bare(_("hint: use --join if %s needs /proc/self: it is not a member of the PID namespace"),
			     plan->command[0]);
	status = WIFSIGNALED(status) ? CLI_EXIT_SIGNAL + WTERMSIG(status) : WEXITSTATUS(status);
	/*
	 * What this process forks belongs to another PID namespace by now, dead perhaps: exit handlers
	 * that fork (LeakSanitizer's does) have no place here. Standard output is flushed.
	 */
	_exit(status);
}

int mount_command_status(const struct pns_diag *diag)
{
	if (diag->call != PNS_CALL_EXECVP)
		return CLI_EXIT_TOOL;
	return diag->err == ENOENT ? CLI_EXIT_NOT_FOUND : CLI_EXIT_NOT_EXECUTABLE;
}
