// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "procns-info/monitor.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "common/explain.h"
#include "common/procfs-columns.h"
#include "mount/mountinfo.h"
#include "procns-info/print.h"

struct monitor {
	struct info_plan *plan;
	struct pns_view view;
	struct pns_pidns_cache cache;
	struct pns_bpf bpf;
	struct pns_procfs_list before;
	struct pns_procfs_list now;
	int pidns;
	bool stale;		/* the table has changed since it was read */
};

/* Options that are changed by fsconfig(2) are no event: they are looked for this often. */
#define LOOK_AGAIN_MS 500

/* What --pidns cannot judge. */
static void tell_unknown(const struct pns_procfs_entry *entry)
{
	message(_("%s: left out: it cannot be told whether it shows the PID namespace"), entry->mount.target);
}

static int print_event(struct monitor *monitor, struct pns_procfs_entry *entry, const char *action)
{
	struct table *table = &monitor->plan->table;
	struct procfs_row row = {
		.mount = &entry->mount,
		.pidns = entry->pidns ? &entry->pidns->info : NULL,
		.entry = entry,
		.mountns = entry->mountns,
		.action = action,
	};
	int rc, shows = info_shows(monitor->plan->caller, entry, monitor->pidns);

	if (shows < 0)
		tell_unknown(entry);
	if (shows != 1)
		return 0;
	rc = table_open(table);
	if (rc == 0)
		rc = procfs_table_add(table, &row);
	if (rc == 0 && table->filter && table_count_lines(table) == 0) {
		table_drop(table);
		return 0;
	}
	if (rc == 0)
		rc = table_close(table);
	table->noheadings = true;
	if (rc == 0)
		rc = table->write_error = cli_flush();
	return rc;
}

static uint64_t key_of(const struct pns_procfs_entry *entry)
{
	return entry->mount.unique_id ? entry->mount.unique_id : entry->mount.id;
}

static int index_list(const struct pns_procfs_list *list, struct pns_map *index)
{
	uint64_t *place;
	size_t i;

	for (i = 0; i < list->count; i++) {
		place = pns_map_at(index, key_of(&list->entries[i]));
		if (!place)
			return -ENOMEM;
		*place = i;
	}
	return 0;
}

static struct pns_procfs_entry *find_entry(const struct pns_procfs_list *list,
					   const struct pns_map *index,
					   const struct pns_procfs_entry *other)
{
	const uint64_t *found = pns_map_find(index, key_of(other));

	return found ? &list->entries[*found] : NULL;
}

/* What has happened to a mount that was there before, or NULL. */
static const char *compare(const struct pns_procfs_mount *before, const struct pns_procfs_mount *now)
{
	if (strcmp(before->target, now->target) != 0)
		return "move";
	if (strcmp(before->options, now->options) != 0 || strcmp(before->flags, now->flags) != 0)
		return "remount";
	return NULL;
}

static int print_gone(struct monitor *monitor)
{
	_cleanup_map_ struct pns_map index = { 0 };
	int rc = index_list(&monitor->now, &index);
	size_t i;

	for (i = 0; rc == 0 && i < monitor->before.count; i++)
		if (!find_entry(&monitor->now, &index, &monitor->before.entries[i]))
			rc = print_event(monitor, &monitor->before.entries[i], "umount");
	return rc;
}

static void take_over(struct pns_procfs_entry *now, const struct pns_procfs_entry *before)
{
	now->pidns = before->pidns;
	now->via = before->via;
	now->above = before->above;
	now->is_other = before->is_other;
	now->state = before->state;
	now->trust = before->trust;
	now->mount.n_processes = before->mount.n_processes;
}

static int print_present(struct monitor *monitor)
{
	_cleanup_map_ struct pns_map index = { 0 };
	int rc = index_list(&monitor->before, &index);
	size_t i;

	for (i = 0; rc == 0 && i < monitor->now.count; i++) {
		struct pns_procfs_entry *now = &monitor->now.entries[i];
		const struct pns_procfs_entry *before = find_entry(&monitor->before, &index, now);
		const char *action = before ? compare(&before->mount, &now->mount) : "mount";

		if (before)
			take_over(now, before);
		if (action)
			rc = pns_procfs_list_identify(&monitor->now, &monitor->view, now);
		if (action && rc == 0)
			rc = print_event(monitor, now, action);
	}
	return rc;
}

/* The mount that could not be opened now was there before, as far as the table tells. */
static bool is_same_line(const struct pns_procfs_mount *before, const struct pns_procfs_mount *now)
{
	return before->id == now->id && before->major == now->major &&
	       before->minor == now->minor && strcmp(before->target, now->target) == 0;
}

static int index_ids(const struct pns_procfs_list *list, struct pns_map *index)
{
	uint64_t *place;
	size_t i;

	for (i = 0; i < list->count; i++) {
		place = pns_map_at(index, list->entries[i].mount.id);
		if (!place)
			return -ENOMEM;
		*place = i;
	}
	return 0;
}

/*
 * A mount that cannot be opened has no unique ID: it is covered, then it has that of before, or it
 * is gone again while the table was read, then the next reading tells.
 */
static int settle_unopened(struct monitor *monitor)
{
	_cleanup_map_ struct pns_map index = { 0 };
	int rc = index_ids(&monitor->before, &index);
	size_t i, kept = 0;

	for (i = 0; rc == 0 && i < monitor->now.count; i++) {
		struct pns_procfs_entry *now = &monitor->now.entries[i];
		const uint64_t *found = pns_map_find(&index, now->mount.id);
		const struct pns_procfs_mount *before =
			found ? &monitor->before.entries[*found].mount : NULL;

		if (!now->opened && before && is_same_line(before, &now->mount)) {
			now->mount.unique_id = before->unique_id;
		} else if (!now->opened && monitor->stale) {
			pns_procfs_mount_free(&now->mount);
			continue;
		}
		monitor->now.entries[kept++] = *now;
	}
	if (rc == 0)
		monitor->now.count = kept;
	return rc;
}

static int read_now(struct monitor *monitor)
{
	struct pns_mountinfo_index mounts;
	struct pns_procfs_source source = { .view = &monitor->view, .mounts = &mounts };
	int rc = pns_mountinfo_index_read(monitor->plan->caller, &mounts, pns_mountinfo_again(monitor->view.mountinfo));

	if (rc < 0)
		return rc;
	rc = pns_procfs_list_add_all(&monitor->now, &source);
	pns_mountinfo_index_free(&mounts);
	if (rc < 0)
		return rc;
	rc = pns_mountinfo_wait(monitor->view.mountinfo, PNS_NO_FD, 0);
	if (rc < 0)
		return rc;
	monitor->stale = rc > 0;
	return settle_unopened(monitor);
}

/* Now becomes before. A namespace that no procfs shows any more is neither kept nor kept alive. */
static int turn_over(struct monitor *monitor)
{
	struct pns_procfs_list old = monitor->before;
	size_t i;

	monitor->before = monitor->now;
	monitor->now = old;
	pns_procfs_list_free(&monitor->now);
	for (i = 0; i < monitor->before.count; i++)
		if (monitor->before.entries[i].pidns)
			monitor->before.entries[i].pidns->mark = 1;
	return pns_pidns_cache_sweep(&monitor->cache);
}

static int watch(struct monitor *monitor)
{
	int rc = read_now(monitor);

	/* what is there at the start is not printed, but its rows are wanted when it goes */
	if (rc == 0)
		rc = pns_procfs_list_identify_all(&monitor->now, &monitor->view);
	while (rc == 0) {
		rc = turn_over(monitor);
		if (rc == 0 && !monitor->stale)
			rc = pns_mountinfo_wait(monitor->view.mountinfo, STDOUT_FILENO, LOOK_AGAIN_MS);
		if (rc >= 0)
			rc = read_now(monitor);
		if (rc == 0)
			rc = print_gone(monitor);
		if (rc == 0)
			rc = print_present(monitor);
	}
	return rc;
}

static int start(struct monitor *monitor)
{
	struct table *table = &monitor->plan->table;
	struct info_print print = { .pidns = PNS_NO_FD };
	struct pns_procfs_list list = {
		.how = { .caller = monitor->plan->caller, .only = monitor->plan->via, .bpf = &monitor->bpf },
		.cache = &monitor->cache,
		.look = PNS_LOOK_AT,
		.with_unique_ids = true,
	};
	int rc;

	if (info_open_view(monitor->plan, &monitor->view) != CLI_EXIT_OK)
		return CLI_EXIT_USAGE;
	/* a mistake in --output or --filter shows now, not with the first event */
	if (info_print_begin(&print, monitor->plan) < 0)
		return CLI_EXIT_USAGE;
	table_drop(table);
	monitor->cache.wants |= procfs_table_wants_facts(table);
	list.count_processes = table_wants(table, PROCFS_PROCS);
	list.ask_state = table_wants(table, PROCFS_STATE);
	monitor->before = monitor->now = list;
	rc = watch(monitor);
	/* a reader that went away has seen what it wanted */
	if (rc == -EPIPE)
		return CLI_EXIT_USAGE;
	if (table->write_error) {
		cli_write_error(rc);
		return CLI_EXIT_USAGE;
	}
	message(_("cannot read the mount table: %s"), explain_errno(rc));
	return CLI_EXIT_SYSTEM;
}

int info_monitor_run(struct info_plan *plan)
{
	_cleanup_ref_ struct pns_ref pidns = PNS_REF_INIT;
	struct monitor monitor = {
		.plan = plan,
		.view = PNS_VIEW_INIT,
		.cache = { .caller = plan->caller, .wants = PNS_WANTS_ALL },
		.bpf = PNS_BPF_INIT,
	};
	int status;

	if (!info_open_pidns(plan, &pidns))
		return CLI_EXIT_USAGE;
	monitor.pidns = pidns.nsfd;
	status = start(&monitor);
	pns_procfs_list_free(&monitor.before);
	pns_procfs_list_free(&monitor.now);
	pns_pidns_cache_free(&monitor.cache);
	pns_bpf_close(&monitor.bpf);
	pns_view_close(&monitor.view);
	return status;
}
