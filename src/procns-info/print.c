// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "procns-info/print.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "common/cli.h"
#include "common/procfs-columns.h"
#include "find/pidns-all.h"
#include "find/procfs-beneath.h"
#include "find/procfs-list-as.h"
#include "procns-info/explain.h"
#include "procns-info/lifeless.h"
#include "procns-info/visible.h"
#include "visible/overmounts.h"
#include "visible/verdict.h"

#define DEFAULT_COLUMNS "TARGET,PIDNS,STATE,INIT,COMMAND,PROCS,HIDEPID,OPTIONS"

static const int tree_column = PROCFS_TARGET;

static const char *default_columns(const struct info_plan *plan)
{
	if (plan->mode == INFO_MODE_MONITOR)
		return "ACTION," DEFAULT_COLUMNS;
	if (plan->as)
		return plan->all ? "MNTNS," DEFAULT_COLUMNS ",SEES" : DEFAULT_COLUMNS ",SEES";
	/* the tree hangs on the column TARGET, which comes first */
	if (plan->all)
		return plan->mode == INFO_MODE_TREE ? DEFAULT_COLUMNS ",MNTNS" :
						      "MNTNS," DEFAULT_COLUMNS;
	return DEFAULT_COLUMNS;
}

int info_print_begin(struct info_print *print, struct info_plan *plan)
{
	struct table *table = &plan->table;
	const char *defaults = default_columns(plan);

	print->plan = plan;
	if (plan->mode == INFO_MODE_OVERMOUNTS)
		defaults = OVERMOUNTS_DEFAULT_COLUMNS;
	if (plan->all_columns)
		table_choose_all(table);
	else if (!table_choose(table, plan->columns, defaults))
		return -EINVAL;
	if (plan->mode == INFO_MODE_TREE && table_wants(table, tree_column))
		table->tree = &tree_column;
	return plan->mode == INFO_MODE_EXPLAIN ? 0 : table_open(table);
}

enum overmount_column { PROCFS, TARGET, FSTYPE, FSROOT, MASKS, COUNTS, FLAGS, MNTID };

static const struct table_info overmount_infos[] = {
	[PROCFS] = { "PROCFS", TABLE_STRING("mount point of the procfs") },
	[TARGET] = { "TARGET", TABLE_STRING("mount point inside of it") },
	[FSTYPE] = { "FSTYPE", TABLE_STRING("file system type") },
	[FSROOT] = { "FSROOT", TABLE_STRING("part of the file system that is mounted") },
	[MASKS] = { "MASKS", TABLE_BOOLEAN("whether it keeps something of the procfs from being reached") },
	[COUNTS] = { "COUNTS", TABLE_BOOLEAN("whether it counts for the kernel's visibility rule") },
	[FLAGS] = { "FLAGS", TABLE_STRING("flags of the mount") },
	[MNTID] = { "MNTID", TABLE_NUMBER("mount ID") },
};

void info_overmounts_table_init(struct table *table)
{
	table->infos = overmount_infos;
	table->n_infos = sizeof(overmount_infos) / sizeof(overmount_infos[0]);
	table->name = "overmounts";
}

static int add_overmount(void *data, const struct pns_overmount *overmount)
{
	struct info_print *print = data;
	struct table *table = &print->plan->table;
	struct libscols_line *line;
	int rc;

	if (info_shows(print->plan->caller, overmount->procfs, print->pidns) != 1)
		return 0;
	line = table_add_line(table);
	rc = line ? table_set(table, line, PROCFS, overmount->procfs->mount.target) : -ENOMEM;
	if (rc == 0)
		rc = table_set(table, line, TARGET, overmount->target);
	if (rc == 0)
		rc = table_set(table, line, FSTYPE, overmount->fstype);
	if (rc == 0)
		rc = table_set(table, line, FSROOT, overmount->fsroot);
	if (rc == 0 && overmount->masks >= 0)
		rc = table_set(table, line, MASKS, overmount->masks ? "1" : "0");
	if (rc == 0 && overmount->counts >= 0)
		rc = table_set(table, line, COUNTS, overmount->counts ? "1" : "0");
	if (rc == 0)
		rc = table_set(table, line, FLAGS, overmount->flags);
	return rc < 0 ? rc : table_set_number(table, line, MNTID, overmount->id);
}

/* What the one of --as sees in it, NULL: unknown, or nobody was asked about. */
static const char *look_as(const struct info_print *print, const struct pns_procfs_entry *entry)
{
	return print->viewer ? pns_sees_name(pns_viewer_sees(print->viewer, &entry->mount)) : NULL;
}

/* Whether it is one of those that were asked for; the ones that may be are counted. */
static bool is_wanted(struct info_print *print, const struct pns_procfs_entry *entry)
{
	int shows = info_shows(print->plan->caller, entry, print->pidns);

	print->n_unknown += shows < 0;
	return shows == 1;
}

/* In sentences, as long as the mount table is there. */
static int explain_source(struct info_print *print, struct pns_procfs_list *list, size_t first,
			  const struct pns_procfs_source *source)
{
	_cleanup_visible_ struct pns_visible visible = { .n_procfs = 0 };
	int rc = pns_visible_judge_nested(source->mounts, &visible);
	size_t i;

	for (i = first; rc == 0 && i < list->count; i++) {
		struct pns_procfs_entry *entry = &list->entries[i];

		if (!is_wanted(print, entry))
			continue;
		print->n_told++;
		info_explain(entry, look_as(print, entry));
		info_explain_visible(entry, source->mounts->table.lm, &visible);
		info_tell_lifeless(entry, source, true);
	}
	print->n_explained = list->count;
	return rc < 0 || list->count == first ? rc : info_explain_verdicts(print->plan->caller, source);
}

int info_print_source(struct info_print *print, struct pns_procfs_list *list, size_t first,
		      const struct pns_procfs_source *source)
{
	struct pns_overmount_call call = { .fn = add_overmount, .data = print };
	size_t i;

	if (print->plan->mode == INFO_MODE_EXPLAIN)
		return explain_source(print, list, first, source);
	if (print->plan->mode == INFO_MODE_OVERMOUNTS)
		return pns_procfs_each_overmount(list, first, source, &call);
	/* most are not: whether they are wanted takes a call each */
	for (i = first; !print->plan->all && i < list->count; i++)
		if (pns_procfs_is_lifeless(&list->entries[i]) &&
		    info_shows(print->plan->caller, &list->entries[i], print->pidns) == 1)
			info_tell_lifeless(&list->entries[i], source, false);
	if (table_wants(&print->plan->table, PROCFS_VISIBLE))
		return pns_procfs_list_mark_visible(list, first, source);
	return 0;
}

/* The line of @node in the tree, made below that of its parent if it is not there yet. */
static struct libscols_line *tree_line(struct table *table, struct pns_pidns_node *node)
{
	struct libscols_line *line;
	struct procfs_row row = { .pidns = &node->info };
	char label[32];

	if (node->mark)
		return (struct libscols_line *)(uintptr_t)node->mark;
	if (node->parent) {
		line = tree_line(table, node->parent);
		line = line ? table_add_child(table, line) : NULL;
	} else {
		line = table_add_line(table);
	}
	if (!line)
		return NULL;
	snprintf(label, sizeof(label), "pid:[%" PRIu64 "]", node->info.inode);
	row.target = label;
	node->mark = (uintptr_t)line;
	return procfs_table_fill(table, line, &row) < 0 ? NULL : line;
}

static int print_entry(struct info_print *print, struct pns_procfs_entry *entry)
{
	struct table *table = &print->plan->table;
	struct libscols_line *line;
	struct procfs_row row = {
		.mount = &entry->mount,
		.pidns = entry->pidns ? &entry->pidns->info : NULL,
		.entry = entry,
		.mountns = entry->mountns,
		.sees = look_as(print, entry),
	};

	if (print->plan->mode == INFO_MODE_EXPLAIN) {
		info_explain(entry, row.sees);
		return 0;
	}
	if (print->plan->mode != INFO_MODE_TREE || !entry->pidns)
		return procfs_table_add(table, &row);
	line = tree_line(table, entry->pidns);
	line = line ? table_add_child(table, line) : NULL;
	return line ? procfs_table_fill(table, line, &row) : -ENOMEM;
}

struct tree {
	struct table *table;
	struct pns_pidns_cache *cache;
	int count;
};

/* A pns_pidns_fn */
static int add_named(void *data, int nsfd)
{
	struct tree *tree = data;
	struct pns_pidns_node *node;
	int rc = pns_pidns_cache_get(tree->cache, nsfd, PNS_NO_FD, &node);

	if (rc < 0)
		return rc;
	tree->count++;
	return tree_line(tree->table, node) ? 0 : -ENOMEM;
}

/*
 * The PID namespaces that no mount has brought into the tree, where the kernel names them. Returns how many the kernel
 * has named, or -errno.
 */
static int print_named(struct info_print *print, struct pns_procfs_list *list)
{
	struct tree tree = { .table = &print->plan->table, .cache = list->cache };
	int rc;

	/* of one mount namespace, or of one PID namespace, the tree has the mounts and what they hang on */
	if (print->plan->mode != INFO_MODE_TREE || !print->plan->all || print->pidns >= 0)
		return 0;
	rc = pns_pidns_each(add_named, &tree);
	return rc == 0 || rc == -EOPNOTSUPP ? tree.count : rc;
}

/* PROCS of the one of --as, who sees fewer than the caller does. */
static int count_as(const struct info_print *print, struct pns_procfs_list *list)
{
	if (!print->viewer || !table_wants(&print->plan->table, PROCFS_PROCS))
		return 0;
	return pns_procfs_list_count_as(list, 0, print->viewer);
}

int info_print_end(struct info_print *print, struct pns_procfs_list *list)
{
	struct table *table = &print->plan->table;
	size_t i;
	int count = print->n_told, rc = count_as(print, list);

	for (i = print->n_explained; rc == 0 && i < list->count; i++) {
		if (!is_wanted(print, &list->entries[i]))
			continue;
		count++;
		if (print->plan->mode != INFO_MODE_OVERMOUNTS)
			rc = print_entry(print, &list->entries[i]);
	}
	if (print->plan->mode == INFO_MODE_EXPLAIN)
		return rc < 0 ? rc : count;
	if (rc == 0)
		rc = print_named(print, list);
	if (rc < 0)
		return rc;
	count += rc;
	if (table->filter)
		count = (int)table_count_lines(table);
	/* nothing found prints nothing, but JSON is a document also then */
	if (count == 0 && table->form != TABLE_FORM_JSON) {
		table_drop(table);
		return 0;
	}
	rc = table_close(table);
	return rc < 0 ? rc : count;
}
