// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "procns-info/explain.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "common/cli.h"
#include "common/escape.h"
#include "common/explain.h"
#include "mount/procfs-options.h"

/* Whose PIDs are in it, by where its namespace is from the caller's own. Returns false if that is not known. */
static bool explain_place(const char *target, const struct pns_procfs_entry *entry)
{
	int below = entry->pidns ? entry->pidns->info.level : -1;

	if (entry->pidns && entry->pidns->info.is_own)
		printf(_("%s: shows the caller's own PID namespace: the PIDs in it are those that the caller uses\n"),
		       target);
	else if (entry->above > 0)
		printf(ngettext("%s: shows a PID namespace %d level above the caller's own: the PIDs in it are not "
				"the caller's, this is the procfs of an outer container or of the host\n",
				"%s: shows a PID namespace %d levels above the caller's own: the PIDs in it are not "
				"the caller's, this is the procfs of an outer container or of the host\n",
				(unsigned long)entry->above), target, entry->above);
	else if (below > 0)
		printf(ngettext("%s: shows a PID namespace %d level below the caller's own: the PIDs in it are not "
				"the caller's, pidns-translate tells them\n",
				"%s: shows a PID namespace %d levels below the caller's own: the PIDs in it are not "
				"the caller's, pidns-translate tells them\n",
				(unsigned long)below), target, below);
	else if (entry->is_other && entry->pidns && entry->pidns->info.is_outside)
		printf(_("%s: shows a PID namespace that is neither the caller's own, nor above it, nor below it: the "
			 "PIDs in it mean nothing to the caller\n"), target);
	else if (entry->is_other)
		printf(_("%s: shows a PID namespace that is neither the caller's own nor above it: the PIDs in it are "
			 "not the caller's\n"), target);
	else
		return false;
	return true;
}

static void explain_found(const char *target, const struct pns_procfs_entry *entry)
{
	const struct pns_pidns_info *info = &entry->pidns->info;

	printf(_("%s: that is PID namespace %ju (found by way of '%s')\n"), target,
	       (uintmax_t)info->inode, pns_via_name(entry->via));
	if (info->init)
		printf(_("%s: its init is process %d\n"), target, (int)info->init);
}

/* By which ways it was tried, and what each said. */
static void explain_failure(const char *target, const struct pns_procfs_entry *entry)
{
	int via;

	if (entry->covered)
		printf(_("%s: another mount hides it, so it cannot be looked at\n"), target);
	else
		printf(_("%s: it cannot be told which PID namespace this shows\n"), target);
	for (via = PNS_VIA_NONE + 1; via < PNS_VIA_COUNT; via++)
		if (entry->errors[via])
			printf(_("%s: tried by way of '%s': %s\n"), target,
			       pns_via_name((enum pns_via)via), explain_errno(-entry->errors[via]));
}

static void explain_state(const char *target, enum pns_procfs_state state)
{
	switch (state) {
	case PNS_PROCFS_STATE_EMPTY:
		printf(_("%s: no process is in that PID namespace\n"), target);
		break;
	case PNS_PROCFS_STATE_DEAD:
		printf(_("%s: its init is gone, no process can be in it any more\n"), target);
		break;
	case PNS_PROCFS_STATE_HIDDEN:
		printf(_("%s: what is in it is hidden from the caller\n"), target);
		break;
	case PNS_PROCFS_STATE_UNKNOWN:
	case PNS_PROCFS_STATE_LIVE:
		break;
	}
}

static void explain_hidepid(const char *target, const struct pns_procfs_mount *mount)
{
	switch (mount->hidepid) {
	case 0:
		printf(_("%s: every user sees every process in it\n"), target);
		break;
	case 1:
		printf(_("%s: every user sees that a process is there, but only those who may trace it see more\n"),
		       target);
		break;
	case 2:
	case 4:
		printf(_("%s: only those who may trace a process see it\n"), target);
		break;
	default:
		return;
	}
	if (mount->hidepid == 1 || mount->hidepid == 2)
		printf(_("%s: except for members of group %jd, who see all\n"), target,
		       (intmax_t)(mount->gid < 0 ? 0 : mount->gid));
	if (mount->subset_pid)
		printf(_("%s: nothing but processes is in it (subset=pid)\n"), target);
}

void info_explain(const struct pns_procfs_entry *entry, const char *sees)
{
	const struct pns_procfs_mount *mount = &entry->mount;
	_cleanup_free_ char *target = escape(mount->target ? mount->target : "procfs", ESCAPE_TERMINAL);
	bool placed;

	if (!target)
		return;
	placed = explain_place(target, entry);
	if (entry->pidns)
		explain_found(target, entry);
	else if (!placed || entry->is_other)
		explain_failure(target, entry);
	explain_state(target, entry->state);
	explain_hidepid(target, mount);
	if (sees)
		printf(_("%s: the one who was asked about sees: %s\n"), target, sees);
	if (mount->n_overmounts > 0)
		printf(ngettext("%s: %d mount is inside of it (see --overmounts)\n",
				"%s: %d mounts are inside of it (see --overmounts)\n",
				(unsigned long)mount->n_overmounts), target, mount->n_overmounts);
}
