// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount-procns/report.h"

#include <sched.h>
#include <string.h>

#include "base/cleanup.h"
#include "common/cli.h"
#include "common/explain.h"
#include "common/procfs-columns.h"
#include "mount/mountinfo.h"
#include "namespace/namespace.h"
#include "process/own-namespace.h"
#include "process/pid-list.h"

/* What the mount table knows is left blank where it cannot be read. */
static int look_up(const struct mount_report *what, struct pns_procfs_mount *mount)
{
	struct pns_mountinfo mounts;
	int rc;

	if (pns_mountinfo_read(what->caller, &mounts, pns_mountinfo_open(what->caller, what->mountns)) < 0)
		return 0;
	rc = pns_procfs_mount_lookup(&mounts, mount);
	pns_mountinfo_free(&mounts);
	return rc;
}

static uint64_t mountns_inode(const struct mount_report *what)
{
	int own = what->mountns ? PNS_NO_FD : pns_caller_ns(what->caller, CLONE_NEWNS);

	return pns_ns_inode(what->mountns ? what->mountns->nsfd : own);
}

static int print_row(const struct procfs_row *row, struct table *table)
{
	int rc = table_open(table);

	if (rc == 0)
		rc = procfs_table_add(table, row);
	if (rc == 0)
		rc = table_close(table);
	return rc < 0 ? rc : cli_flush();
}

int mount_report_print(const struct mount_report *what, struct table *table)
{
	struct pns_procfs_mount mount;
	struct pns_pidns_info pidns = { .cgroup = NULL };
	struct procfs_row row = { .mount = &mount, .mountns = mountns_inode(what) };
	int rc = pns_procfs_mount_stat(what->mount, true, &mount);

	if (rc == 0 && table_wants(table, PROCFS_PROCS))
		mount.n_processes = pns_proc_list_count(what->mount, 0);
	if (rc == 0 && what->pidns >= 0) {
		pns_pidns_info(what->caller, what->pidns, procfs_table_wants_facts(table) | PNS_WANTS_ID, &pidns);
		row.pidns = &pidns;
	}
	if (rc == 0) {
		rc = look_up(what, &mount);
		if (rc == 0)
			rc = print_row(&row, table);
		pns_procfs_mount_free(&mount);
	}
	pns_pidns_info_free(&pidns);
	if (rc < 0)
		message(_("mounted, but it cannot be shown: %s"), explain_errno(rc));
	return rc;
}
