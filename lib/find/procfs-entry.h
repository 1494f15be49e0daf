/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_PROCFS_ENTRY_H
#define PNS_FIND_PROCFS_ENTRY_H
/*
 * One procfs mount as it was found, the list that it is in, and the words for what is known of it.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/map.h"
#include "find/pidns-cache.h"
#include "find/procfs-mount-info.h"
#include "find/procfs-pidns.h"
#include "find/viewer.h"

/* What is the matter with the PID namespace of a procfs; names as in column STATE. */
enum pns_procfs_state {
	PNS_PROCFS_STATE_UNKNOWN,
	PNS_PROCFS_STATE_LIVE,		/* it has an init */
	PNS_PROCFS_STATE_EMPTY,		/* no process is in it */
	PNS_PROCFS_STATE_DEAD,		/* none will be in it again */
	PNS_PROCFS_STATE_HIDDEN,	/* what is in it may not be looked at, or is mounted over */
};

/* "live", ...; NULL for PNS_PROCFS_STATE_UNKNOWN. A string constant. */
const char *pns_procfs_state_name(enum pns_procfs_state state);

/* What could not be made sure of an entry, because this kernel or the caller cannot. */
enum pns_trust {
	PNS_TRUST_NO_OPENAT2 = 1 << 0,		/* walked step by step (before 5.6) */
	PNS_TRUST_NO_MOUNT_ID = 1 << 1,		/* not known to be the mount of the table (5.8) */
	PNS_TRUST_MOUNT_ID_REUSED = 1 << 2,	/* mount IDs are given again (before 6.8) */
	PNS_TRUST_INODE_REUSED = 1 << 3,	/* no 64-bit ID: the inode means nothing later (6.18) */
	PNS_TRUST_NOT_HELD = 1 << 4,		/* the namespace was read of, not opened */
	PNS_TRUST_NOT_OPENED = 1 << 5,		/* only read of in the mount table */
	PNS_TRUST_SAME_DEVICE = 1 << 6,		/* taken from another mount of the superblock */
};

/* The word for one of the bits, as in column TRUST. A string constant. */
const char *pns_trust_name(enum pns_trust bit);
#define PNS_TRUST_COUNT 7

struct pns_procfs_entry {
	struct pns_procfs_mount mount;
	struct pns_pidns_node *pidns;	/* NULL: unknown; belongs to the cache of the list */
	enum pns_via via;
	int above;			/* levels above the caller's namespace, where that is known */
	bool is_other;			/* it is neither the caller's namespace nor above it */
	enum pns_procfs_state state;
	unsigned int trust;		/* bits of enum pns_trust that are missing */
	uint64_t mountns;		/* inode of the mount namespace, 0: unknown */
	int root;			/* held if the list was told so, or PNS_NO_FD */
	size_t counted_by;	/* the place, from 1, of the entry whose root is held for this one too, or 0 */
	int visible;			/* whether it is fully visible (visible-verdict.h): 1, 0, -1: unknown */
	int count_error;		/* -errno that kept its processes from being counted, 0: none */
	bool covered;			/* paths do not lead to it */
	bool opened;			/* it was looked at, not only read of in the mount table */
	bool is_reused;			/* its device number was that of another superblock before */
	int errors[PNS_VIA_COUNT];	/* as in struct pns_procfs_pidns */
};

/* Whether it is all of a procfs, no bind mount of a part. */
bool pns_procfs_is_whole(const struct pns_procfs_entry *entry);

/* How closely the mounts are looked at: no more than what is to be told needs. */
enum pns_look {
	PNS_LOOK_INTO,		/* each is opened, and asked which PID namespace it shows */
	PNS_LOOK_AT,		/* each is found by its path and told from others, but not opened */
	PNS_LOOK_IN_TABLE,	/* only what the mount table says */
};

struct pns_procfs_list {
	struct pns_find_pidns how;	/* its caller is that of the list */
	struct pns_pidns_cache *cache;
	bool count_processes;
	bool ask_state;		/* ask the kernel to tell empty from dead, where it does */
	bool hold_roots;	/* keep those mounts open that are to be counted */
	bool with_unique_ids;	/* find out the unique IDs of the mounts as well */
	enum pns_look look;
	struct pns_procfs_entry *entries;
	size_t count;
	size_t allocated;
	size_t first;		/* where the entries of the present reading of a mount table begin */
	struct pns_map known;	/* device number to the place of an entry that was identified */
	struct pns_viewer self;	/* the caller, whom hidepid may concern, if that was asked */
	bool knows_self;
};

#endif /* PNS_FIND_PROCFS_ENTRY_H */
