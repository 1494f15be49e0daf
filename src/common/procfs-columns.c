// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "common/procfs-columns.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/cli.h"
#include "common/pidns-cell.h"
#include "mount/procfs-options.h"

static const struct table_info infos[] = {
	[PROCFS_TARGET] = { "TARGET", TABLE_STRING("mount point") },
	[PROCFS_PIDNS] = { "PIDNS", TABLE_NUMBER("PID namespace that it shows (inode number)") },
	[PROCFS_NSID] = { "NSID", TABLE_NUMBER("64-bit ID of the PID namespace") },
	[PROCFS_LEVEL] = { "LEVEL", TABLE_NUMBER("levels below the caller's PID namespace") },
	[PROCFS_PARENT] = { "PARENT", TABLE_NUMBER("parent PID namespace (inode number)") },
	[PROCFS_USERNS] = { "USERNS", TABLE_NUMBER("user namespace that owns the PID namespace (inode number)") },
	[PROCFS_OWNER] = { "OWNER", TABLE_STRING("user who made that user namespace") },
	[PROCFS_UID] = { "UID", TABLE_NUMBER("user ID of OWNER") },
	[PROCFS_INIT] = { "INIT", TABLE_NUMBER("PID of init of the PID namespace, as the caller sees it") },
	[PROCFS_INITINO] = { "INITINO", TABLE_NUMBER("inode number of the pidfd of init") },
	[PROCFS_COMMAND] = { "COMMAND", TABLE_STRING("command name of init") },
	[PROCFS_PROCS] = { "PROCS", TABLE_NUMBER("number of processes that the caller sees in it") },
	[PROCFS_HIDEPID] = { "HIDEPID", TABLE_STRING("hidepid mode") },
	[PROCFS_HIDEPIDNUM] = { "HIDEPIDNUM", TABLE_NUMBER("hidepid mode as a number") },
	[PROCFS_GID] = { "GID", TABLE_NUMBER("group that hidepid does not concern (initial user namespace)") },
	[PROCFS_SUBSET] = { "SUBSET", TABLE_STRING("part of the procfs that is there") },
	[PROCFS_FLAGS] = { "FLAGS", TABLE_STRING("flags of the mount") },
	[PROCFS_OPTIONS] = { "OPTIONS", TABLE_STRING("options of the superblock") },
	[PROCFS_PROPAGATION] = { "PROPAGATION", TABLE_STRING("propagation of the mount") },
	[PROCFS_MAJMIN] = { "MAJMIN", TABLE_STRING("device number of the superblock") },
	[PROCFS_MNTID] = { "MNTID", TABLE_NUMBER("mount ID") },
	[PROCFS_UNIQID] = { "UNIQID", TABLE_NUMBER("unique mount ID") },
	[PROCFS_MNTNS] = { "MNTNS", TABLE_NUMBER("mount namespace (inode number)") },
	[PROCFS_OVERMOUNTS] = { "OVERMOUNTS", TABLE_NUMBER("number of mounts inside of it") },
	[PROCFS_VISIBLE] = { "VISIBLE",
		TABLE_BOOLEAN("whether it is fully visible, so that a nested one may be mounted") },
	[PROCFS_STATE] = { "STATE", TABLE_STRING("live, empty, dead or hidden") },
	[PROCFS_MATCH] = { "MATCH", TABLE_BOOLEAN("whether it shows the caller's own PID namespace") },
	[PROCFS_CGROUP] = { "CGROUP", TABLE_STRING("cgroup of init of the PID namespace") },
	[PROCFS_CONTAINER] = { "CONTAINER", TABLE_STRING("container of that cgroup, inferred from names in it") },
	[PROCFS_VIA] = { "VIA", TABLE_STRING("how the PID namespace was found") },
	[PROCFS_TRUST] = { "TRUST", TABLE_STRING("full, or what this kernel could not guarantee") },
	[PROCFS_FSROOT] = { "FSROOT", TABLE_STRING("part of the procfs that is mounted") },
	[PROCFS_COVERED] = { "COVERED", TABLE_BOOLEAN("whether another mount hides it") },
	[PROCFS_SEES] = { "SEES", TABLE_STRING("what the user of --as sees: all, numbers or traceable") },
	[PROCFS_ACTION] = { "ACTION", TABLE_STRING("with --monitor: mount, umount, move or remount") },
};

#define N_INFOS (sizeof(infos) / sizeof(infos[0]))
_Static_assert(N_INFOS == PROCFS_ACTION + 1, "a row for each column");

void procfs_table_init(struct table *table)
{
	*table = (struct table){ .infos = infos, .n_infos = PROCFS_CONTAINER + 1, .name = "procfs" };
}

void procfs_table_init_all(struct table *table)
{
	procfs_table_init(table);
	table->n_infos = N_INFOS;
}

static int fill_pidns(struct table *table, struct libscols_line *line, int id,
		      const struct pns_pidns_info *info)
{
	static const enum pidns_fact facts[N_INFOS] = {
		[PROCFS_PIDNS] = PIDNS_INODE,
		[PROCFS_NSID] = PIDNS_ID,
		[PROCFS_LEVEL] = PIDNS_LEVEL,
		[PROCFS_PARENT] = PIDNS_PARENT,
		[PROCFS_USERNS] = PIDNS_USERNS,
		[PROCFS_OWNER] = PIDNS_OWNER,
		[PROCFS_UID] = PIDNS_UID,
		[PROCFS_INIT] = PIDNS_INIT,
		[PROCFS_INITINO] = PIDNS_INIT_INODE,
		[PROCFS_COMMAND] = PIDNS_COMMAND,
		[PROCFS_MATCH] = PIDNS_IS_OWN,
		[PROCFS_CGROUP] = PIDNS_CGROUP,
		[PROCFS_CONTAINER] = PIDNS_CONTAINER,
	};

	return pidns_cell_set(table, line, id, facts[id], info);
}

static int fill_options(struct table *table, struct libscols_line *line, int id,
			const struct pns_procfs_mount *mount)
{
	switch (id) {
	case PROCFS_HIDEPID:
		return mount->hidepid < 0 ? 0 :
			table_set(table, line, id, pns_hidepid_word((unsigned int)mount->hidepid));
	case PROCFS_HIDEPIDNUM:
		return mount->hidepid < 0 ? 0 :
			table_set_number(table, line, id, (uint64_t)mount->hidepid);
	case PROCFS_GID:
		return mount->gid < 0 ? 0 : table_set_number(table, line, id, (uint64_t)mount->gid);
	case PROCFS_SUBSET:
		return table_set(table, line, id, mount->subset_pid ? "pid" : NULL);
	case PROCFS_FLAGS:
		return table_set(table, line, id, mount->flags);
	case PROCFS_OPTIONS:
		return table_set(table, line, id, mount->options);
	default:
		return 0;
	}
}

static int fill_mount(struct table *table, struct libscols_line *line, int id,
		      const struct pns_procfs_mount *mount)
{
	char majmin[32];

	switch (id) {
	case PROCFS_TARGET:
		return table_set(table, line, id, mount->target);
	case PROCFS_PROCS:
		return mount->n_processes < 0 ? 0 :
			table_set_number(table, line, id, (uint64_t)mount->n_processes);
	case PROCFS_FSROOT:
		return table_set(table, line, id, mount->fsroot);
	case PROCFS_PROPAGATION:
		return table_set(table, line, id, mount->propagation);
	case PROCFS_MAJMIN:
		snprintf(majmin, sizeof(majmin), "%u:%u", mount->major, mount->minor);
		return table_set(table, line, id, majmin);
	case PROCFS_MNTID:
		return table_set_known(table, line, id, mount->id);
	case PROCFS_UNIQID:
		return table_set_known(table, line, id, mount->unique_id);
	case PROCFS_OVERMOUNTS:
		return mount->n_overmounts < 0 ? 0 :
			table_set_number(table, line, id, (uint64_t)mount->n_overmounts);
	default:
		return fill_options(table, line, id, mount);
	}
}

/* "full", or what is missing, separated by commas. */
static int set_trust(struct table *table, struct libscols_line *line, unsigned int trust)
{
	char text[128] = "";
	unsigned int i;

	for (i = 0; i < PNS_TRUST_COUNT; i++) {
		if (!(trust & 1U << i))
			continue;
		if (*text)
			strcat(text, ",");
		strcat(text, pns_trust_name((enum pns_trust)(1U << i)));
	}
	return table_set(table, line, PROCFS_TRUST, *text ? text : "full");
}

static int fill_entry(struct table *table, struct libscols_line *line, int id,
		      const struct pns_procfs_entry *entry)
{
	switch (id) {
	case PROCFS_LEVEL:
		return entry->above ? table_set_signed(table, line, id, -entry->above) : 0;
	case PROCFS_MATCH:
		return entry->above || entry->is_other ? table_set(table, line, id, "0") : 0;
	case PROCFS_STATE:
		return table_set(table, line, id, pns_procfs_state_name(entry->state));
	case PROCFS_VIA:
		return table_set(table, line, id, entry->via ? pns_via_name(entry->via) : NULL);
	case PROCFS_TRUST:
		return set_trust(table, line, entry->trust);
	case PROCFS_VISIBLE:
		return entry->visible < 0 ? 0 : table_set(table, line, id, entry->visible ? "1" : "0");
	case PROCFS_COVERED:
		return table_set(table, line, id, entry->covered ? "1" : "0");
	default:
		return 0;
	}
}

static int fill_row(struct table *table, struct libscols_line *line, int id,
		    const struct procfs_row *row)
{
	switch (id) {
	case PROCFS_TARGET:
		return table_set(table, line, id, row->target);
	case PROCFS_MNTNS:
		return table_set_known(table, line, id, row->mountns);
	case PROCFS_ACTION:
		return table_set(table, line, id, row->action);
	case PROCFS_SEES:
		return table_set(table, line, id, row->sees);
	default:
		return 0;
	}
}

static unsigned int facts_of(int column)
{
	switch (column) {
	case PROCFS_LEVEL:
	case PROCFS_PARENT:
	case PROCFS_MATCH:
		return PNS_WANTS_PLACE;
	case PROCFS_USERNS:
		return PNS_WANTS_USERNS;
	case PROCFS_OWNER:
	case PROCFS_UID:
		return PNS_WANTS_OWNER;
	case PROCFS_INITINO:
		return PNS_WANTS_INIT | PNS_WANTS_INIT_INODE;
	case PROCFS_CGROUP:
	case PROCFS_CONTAINER:
		return PNS_WANTS_INIT | PNS_WANTS_CGROUP;
	case PROCFS_INIT:
	case PROCFS_COMMAND:
	case PROCFS_STATE:
		return PNS_WANTS_INIT;
	default:
		return 0;
	}
}

unsigned int procfs_table_wants_facts(const struct table *table)
{
	unsigned int facts = 0;
	size_t i;

	/* a filter may name columns that are not shown */
	if (table->filter)
		return PNS_WANTS_ALL | PNS_WANTS_CGROUP;
	for (i = 0; i < table->n_columns; i++)
		facts |= facts_of(table->columns[i]);
	return facts;
}

static enum pns_look look_of(int column)
{
	switch (column) {
	case PROCFS_TARGET:
	case PROCFS_HIDEPID:
	case PROCFS_HIDEPIDNUM:
	case PROCFS_GID:
	case PROCFS_SUBSET:
	case PROCFS_FLAGS:
	case PROCFS_OPTIONS:
	case PROCFS_PROPAGATION:
	case PROCFS_MAJMIN:
	case PROCFS_MNTID:
	case PROCFS_MNTNS:
	case PROCFS_OVERMOUNTS:
	case PROCFS_VISIBLE:
	case PROCFS_FSROOT:
	case PROCFS_SEES:
		return PNS_LOOK_IN_TABLE;
	case PROCFS_UNIQID:
	case PROCFS_COVERED:
		return PNS_LOOK_AT;
	default:
		return PNS_LOOK_INTO;
	}
}

enum pns_look procfs_table_look(const struct table *table)
{
	enum pns_look look = table->filter ? PNS_LOOK_INTO : PNS_LOOK_IN_TABLE, wanted;
	size_t i;

	for (i = 0; i < table->n_columns; i++) {
		wanted = look_of(table->columns[i]);
		look = wanted < look ? wanted : look;
	}
	return look;
}

int procfs_table_fill(struct table *table, struct libscols_line *line,
		      const struct procfs_row *row)
{
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < table->n_columns; i++) {
		int id = table->columns[i];

		if (row->mount)
			rc = fill_mount(table, line, id, row->mount);
		if (rc == 0 && row->pidns)
			rc = fill_pidns(table, line, id, row->pidns);
		if (rc == 0 && row->entry)
			rc = fill_entry(table, line, id, row->entry);
		if (rc == 0)
			rc = fill_row(table, line, id, row);
	}
	return rc;
}

int procfs_table_add(struct table *table, const struct procfs_row *row)
{
	struct libscols_line *line = table_add_line(table);

	return line ? procfs_table_fill(table, line, row) : -ENOMEM;
}
