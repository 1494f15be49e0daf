/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_VISIBLE_MOUNTNS_COPY_H
#define PNS_VISIBLE_MOUNTNS_COPY_H
/*
 * The mount table of a copy of a mount namespace (unshare(2)): which mount there is a copy of which, although all have
 * new IDs, and in which order they can be taken off.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/map.h"
#include "mount/mountinfo-index.h"

/* A mount of the copy, and what it is a copy of. */
struct pns_mount_node {
	struct libmnt_fs *fs;
	const char *target;
	uint64_t id;
	uint64_t original;	/* ID, 0: none */
	struct pns_mount_node *parent;	/* what it is mounted on, NULL: nothing in the table */
	struct pns_mount_node *first;	/* mounted on it, ... */
	struct pns_mount_node *next;	/* and beside it: what may cover others comes first */
	uint64_t children;	/* that are not done with */
	size_t judged;		/* of it and all above it in the tree, that many */
	bool is_judged;		/* the rule looks at it */
	bool is_wanted;		/* it, or what hides such a one */
	bool is_done;
};

struct pns_mountns_copy {
	struct pns_mountinfo_index mounts;
	struct pns_mount_node *nodes;
	struct pns_mount_node **order;	/* in which they can be taken off */
	size_t count;
	struct pns_map rows;	/* mount ID to its row in @nodes */
};

/*
 * Read @mountinfo, which is closed (a negative errno is returned), of a copy of the namespace whose table is
 * @originals. Returns 0, -ENOMEM or -errno. It is for a process that ends soon: nothing frees it.
 */
int pns_mountns_copy_read(struct pns_mountns_copy *copy, int mountinfo, struct pns_mountinfo_index *originals);

/* The part of it behind the reading of @copy->mounts; the rest of @copy is zero. */
int pns_mountns_copy_settle(struct pns_mountns_copy *copy, struct pns_mountinfo_index *originals);

/* Whether it is a procfs, from its root on. */
bool pns_mountns_copy_is_procfs(const struct pns_mountns_copy *copy, const struct pns_mount_node *node);

#endif /* PNS_VISIBLE_MOUNTNS_COPY_H */
