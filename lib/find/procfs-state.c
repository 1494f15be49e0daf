// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/procfs-state.h"

#include <errno.h>

#include "base/diag.h"
#include "find/viewer.h"
#include "process/init-state.h"
#include "process/procfs-root.h"

/* Whether no process in it is kept from the caller by the hidepid option. */
static bool sees_all(struct pns_procfs_list *list, const struct pns_procfs_entry *entry)
{
	enum pns_sees sees;

	if (!list->knows_self && pns_viewer_of_self(list->how.caller, &list->self) < 0)
		return false;
	list->knows_self = true;
	sees = pns_viewer_sees(&list->self, &entry->mount);
	return sees == PNS_SEES_ALL || sees == PNS_SEES_NUMBERS;
}

/* An enum pns_bpf_state, or -errno for want of descriptors; of memory, BPF has limits of its own. */
static int ask_state(struct pns_procfs_list *list, const struct pns_procfs_entry *entry, int fd)
{
	struct pns_pidns_node *node = entry->pidns;
	struct pns_bpf_record record;
	int rc;

	if (!node)
		return PNS_BPF_STATE_UNKNOWN;
	if (!node->asked && list->ask_state && list->how.bpf) {
		rc = pns_bpf_ask(list->how.bpf, fd, 0, &record);
		if (rc == -EMFILE || rc == -ENFILE)
			return rc;
		node->asked = true;
		if (rc == 0 && record.inode == node->info.inode)
			node->state = (enum pns_bpf_state)record.state;
	}
	return node->state;
}

/*
 * PID 1 of a procfs is init of what it shows: that may be looked at where the namespace cannot be. Returns an enum
 * pns_init_state, or -errno for want of descriptors or memory.
 */
static int find_init(struct pns_procfs_list *list, const struct pns_procfs_entry *entry, bool is_root, int fd)
{
	enum pns_init_state known = entry->pidns ? entry->pidns->info.init_state : PNS_INIT_UNKNOWN;
	int seen;

	if (known == PNS_INIT_LIVE || known == PNS_INIT_DEAD || !is_root)
		return known;
	seen = pns_init_state(fd, 1, NULL, 0);
	if (pns_is_shortage(seen))
		return seen;
	if (seen == PNS_INIT_NONE && !sees_all(list, entry))
		return known;
	return seen <= PNS_INIT_UNKNOWN ? (int)known : seen;
}

static enum pns_procfs_state state_of_record(enum pns_bpf_state state)
{
	switch (state) {
	case PNS_BPF_STATE_EMPTY:
		return PNS_PROCFS_STATE_EMPTY;
	case PNS_BPF_STATE_LIVE:
		return PNS_PROCFS_STATE_LIVE;
	case PNS_BPF_STATE_DEAD:
		return PNS_PROCFS_STATE_DEAD;
	case PNS_BPF_STATE_UNKNOWN:
		break;
	}
	return PNS_PROCFS_STATE_UNKNOWN;
}

/* What is seen in it, where neither init nor the kernel told. @has_no_init: that is known. */
static enum pns_procfs_state state_by_sight(struct pns_procfs_list *list, const struct pns_procfs_entry *entry,
					    bool has_no_init, int64_t n_seen)
{
	/* those who are there were left behind, or have ended since */
	if (has_no_init)
		return n_seen > 0 ? PNS_PROCFS_STATE_DEAD : PNS_PROCFS_STATE_EMPTY;
	if (n_seen > 0 && entry->pidns)
		return PNS_PROCFS_STATE_LIVE;
	if (n_seen < 0 && n_seen != -EACCES)
		return PNS_PROCFS_STATE_UNKNOWN;
	return n_seen == 0 && sees_all(list, entry) ? PNS_PROCFS_STATE_EMPTY : PNS_PROCFS_STATE_HIDDEN;
}

int pns_procfs_find_state(struct pns_procfs_list *list, const struct pns_procfs_entry *entry, int fd, int64_t n_seen)
{
	bool is_root = n_seen != -ENODATA;
	int init, asked;

	/* the caller is in it, or in one below */
	if (entry->via == PNS_VIA_LEVEL)
		return PNS_PROCFS_STATE_LIVE;
	init = find_init(list, entry, is_root, fd);
	if (init < 0)
		return init;
	if (init == PNS_INIT_LIVE)
		return PNS_PROCFS_STATE_LIVE;
	if (init == PNS_INIT_DEAD)
		return PNS_PROCFS_STATE_DEAD;
	asked = ask_state(list, entry, fd);
	if (asked < 0)
		return asked;
	if (asked != PNS_BPF_STATE_UNKNOWN)
		return state_of_record((enum pns_bpf_state)asked);
	if (!is_root)
		return PNS_PROCFS_STATE_UNKNOWN;
	return state_by_sight(list, entry, init == PNS_INIT_NONE, n_seen);
}
