/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_VISIBLE_RULE_H
#define PNS_VISIBLE_RULE_H
/*
 * The kernel's visibility rule (fs/namespace.c, mount_too_revealing()), applied to a mount table: a mount namespace
 * whose owner is not the initial user namespace gets a new procfs only if it has one of which nothing is masked, with
 * flags that the new one does not get around. Which mounts are locked no table says: see mount-locks.h.
 */
#include <stdbool.h>
#include <stdint.h>

#include "mount/mountinfo-index.h"
#include "visible/locks.h"

/* Why a procfs mount does not vouch for a new one; the first that holds, in the order of the kernel. */
enum pns_visible_state {
	PNS_VISIBLE_COUNTS,
	PNS_VISIBLE_PART,		/* it is a bind mount of a part of a procfs */
	PNS_VISIBLE_RESTRICTED,		/* subset=pid shows less than all (7.2) */
	PNS_VISIBLE_READONLY,		/* it is read-only and locked so, the new one is not */
	PNS_VISIBLE_ATIME,		/* its access time flags are locked, the new one has others */
	PNS_VISIBLE_MASKED,		/* something that is not empty is mounted over, and locked */
};

/* The word for it: "counts", "part", "restricted", "readonly", "atime", "masked". A string constant. */
const char *pns_visible_state_name(enum pns_visible_state state);

/* A mount on a procfs mount. */
struct pns_cover {
	struct libmnt_fs *mount;
	size_t row;		/* of the procfs */
	bool is_locked;
	bool masks;		/* what it covers is not permanently empty */
};

/* A procfs mount; strings and @mount belong to the mount table. */
struct pns_visible_procfs {
	struct libmnt_fs *mount;
	enum pns_visible_state state;
	bool is_full;		/* nothing of it is masked: it vouches for a procfs with the same flags */
	size_t first;		/* of its covers in struct pns_visible */
	size_t count;
};

struct pns_visible {
	struct pns_visible_procfs *procfs;
	size_t n_procfs;
	struct pns_cover *covers;
	size_t n_covers;
	size_t allocated;
	struct pns_map rows;	/* mount ID to its row in @procfs */
	bool is_allowed;
	bool has_full;		/* there is a procfs that is full */
	bool is_inferred;	/* locks that decide were not asked for but assumed */
};

/* The procfs that somebody wants to mount, and the kernel that is to decide. */
struct pns_visible_wish {
	uint32_t attributes;	/* PNS_MOUNT_ATTR_* */
	bool subset_pid;
	/*
	 * subset=pid is allowed anywhere and vouches for nothing (7.2; pns_kernel_exempts_subset());
	 * before, it is a procfs like any other.
	 */
	bool exempts_subset;
};

/*
 * Apply the rule to the mounts of a namespace. Returns 0 (free with pns_visible_free()) or -ENOMEM.
 */
int pns_visible_judge(struct pns_mountinfo_index *mounts, const struct pns_locks *locks,
		      const struct pns_visible_wish *wish, struct pns_visible *visible);

/* The procfs mount with that mount ID, or NULL. */
const struct pns_visible_procfs *pns_visible_find(const struct pns_visible *visible, uint64_t id);

/* What @cover covers: the path below the root of @procfs, "" for all of it. */
const char *pns_cover_path(const struct pns_mountinfo_index *mounts,
			   const struct pns_visible_procfs *procfs, const struct pns_cover *cover);

void pns_visible_free(struct pns_visible *visible);
#define _cleanup_visible_ __attribute__((cleanup(pns_visible_free)))

/*
 * Whether the directory @path of any procfs, relative to its root, is one that the kernel keeps empty for ever as a
 * place to mount something. It is asked for where nothing covers it, else known by name.
 */
bool pns_is_empty_procfs_dir(const char *path);

#endif /* PNS_VISIBLE_RULE_H */
