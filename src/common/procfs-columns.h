/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_PROCFS_COLUMNS_H
#define PNS_COMMON_PROCFS_COLUMNS_H
/*
 * A procfs mount as a row of a table: the columns that mount-procns and procns-info share.
 */
#include "common/table.h"
#include "find/procfs-list.h"
#include "namespace/pidns-info.h"

/* IDs of the columns, in the order of --list-columns. */
enum procfs_column {
	PROCFS_TARGET,
	PROCFS_PIDNS,
	PROCFS_NSID,
	PROCFS_LEVEL,
	PROCFS_PARENT,
	PROCFS_USERNS,
	PROCFS_OWNER,
	PROCFS_UID,
	PROCFS_INIT,
	PROCFS_INITINO,
	PROCFS_COMMAND,
	PROCFS_PROCS,
	PROCFS_HIDEPID,
	PROCFS_HIDEPIDNUM,
	PROCFS_GID,
	PROCFS_SUBSET,
	PROCFS_FLAGS,
	PROCFS_OPTIONS,
	PROCFS_PROPAGATION,
	PROCFS_MAJMIN,
	PROCFS_MNTID,
	PROCFS_UNIQID,
	PROCFS_MNTNS,
	PROCFS_OVERMOUNTS,
	PROCFS_MATCH,
	/* of procns-info alone */
	PROCFS_CGROUP,
	PROCFS_CONTAINER,
	PROCFS_VISIBLE,
	PROCFS_STATE,
	PROCFS_VIA,
	PROCFS_TRUST,
	PROCFS_FSROOT,
	PROCFS_COVERED,
	PROCFS_SEES,
	PROCFS_ACTION,
};

#define PROCFS_DEFAULT_COLUMNS "TARGET,PIDNS,INIT,COMMAND,PROCS,HIDEPID,OPTIONS"

/* What a row is made from; what is not known is NULL or 0. */
struct procfs_row {
	const struct pns_procfs_mount *mount;
	const struct pns_pidns_info *pidns;
	const struct pns_procfs_entry *entry;	/* how it was found out */
	uint64_t mountns;	/* inode of the mount namespace */
	const char *target;	/* instead of the mount's */
	const char *action;	/* what happened to it */
	const char *sees;	/* what somebody sees in it */
};

/*
 * A table of these columns up to PROCFS_MATCH, named "procfs" in JSON; columns are still to be chosen.
 */
void procfs_table_init(struct table *table);

/* The same with all columns. */
void procfs_table_init_all(struct table *table);

/* What the chosen columns tell of a PID namespace: bits of enum pns_pidns_wants. */
unsigned int procfs_table_wants_facts(const struct table *table);

/* How closely the mounts must be looked at for the chosen columns, the filter's too. */
enum pns_look procfs_table_look(const struct table *table);

/* Add @row. Returns 0 or -ENOMEM. */
int procfs_table_add(struct table *table, const struct procfs_row *row);

/* Fill @line with @row. Returns 0 or -ENOMEM. */
int procfs_table_fill(struct table *table, struct libscols_line *line,
		      const struct procfs_row *row);

#endif /* PNS_COMMON_PROCFS_COLUMNS_H */
