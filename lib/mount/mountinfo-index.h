/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_MOUNT_MOUNTINFO_INDEX_H
#define PNS_MOUNT_MOUNTINFO_INDEX_H
/*
 * A mount table with an index: a mount by its ID, and how many are mounted on it, each in constant
 * time (libmount's own ways of looking for children go through the whole table each time).
 */
#include "base/map.h"
#include "mount/mountinfo.h"

struct pns_mountinfo_index {
	struct pns_mountinfo table;
	struct pns_map by_id;		/* mount ID to struct libmnt_fs * */
	struct pns_map children;	/* mount ID to the number of mounts on it */
	struct pns_map covers;		/* mount ID to whether its root is mounted over */
	struct pns_map points;		/* hash of mount ID and path to the struct libmnt_fs * on it */
	struct pns_map reach;		/* mount ID to enum reach of mount-index.c */
};

/*
 * Read @mountinfo, which is closed (a negative errno is returned). Returns 0 (caller frees with
 * pns_mountinfo_index_free()), -ELIBACC, -ENOMEM or -errno.
 */
int pns_mountinfo_index_read(struct pns_caller *caller, struct pns_mountinfo_index *mounts, int mountinfo);

/* The same of a part of the table: of PNS_MOUNTINFO_PROCFS all below is right for procfs mounts, and for no others. */
int pns_mountinfo_index_read_part(struct pns_caller *caller, struct pns_mountinfo_index *mounts, int mountinfo,
				  enum pns_mountinfo_part part);

void pns_mountinfo_index_free(struct pns_mountinfo_index *mounts);

/* The mount with that ID, NULL: not in the table. */
struct libmnt_fs *pns_mountinfo_index_find(const struct pns_mountinfo_index *mounts, uint64_t id);

/* How many mounts are on the mount @id. */
uint64_t pns_mountinfo_index_children(const struct pns_mountinfo_index *mounts, uint64_t id);

/* Whether no path leads to the mount @id: something is mounted on its root, or over a directory above it. */
bool pns_mountinfo_index_is_covered(const struct pns_mountinfo_index *mounts, uint64_t id);

/* Whether it is of type "proc". */
bool pns_mountinfo_index_is_proc(const struct pns_mountinfo_index *mounts, struct libmnt_fs *fs);

#endif /* PNS_MOUNT_MOUNTINFO_INDEX_H */
