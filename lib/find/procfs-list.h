/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_PROCFS_LIST_H
#define PNS_FIND_PROCFS_LIST_H
/*
 * Procfs mounts with the PID namespaces that they show: all of a mount namespace, or those that
 * the user names. Each mount is opened once, each namespace described once.
 */
#include <stdbool.h>
#include <stdint.h>

#include "find/procfs-entry.h"
#include "mount/mountinfo-index.h"
#include "mount/mountns-view.h"

/* A mount namespace and its table (NULL: it cannot be read, paths can be looked at only). */
struct pns_procfs_source {
	const struct pns_view *view;
	struct pns_mountinfo_index *mounts;
};

/*
 * Add all procfs mounts of @source. A mount of a part of a procfs counts unless it is on a procfs
 * itself (where runtimes bind parts onto themselves). What belongs to the superblock is found out once
 * for all of its mounts. Returns 0, -ENOMEM, or -EMFILE or -ENFILE if one could not be opened for that.
 */
int pns_procfs_list_add_all(struct pns_procfs_list *list, const struct pns_procfs_source *source);

/*
 * Look for the PID namespaces of the entries of the last reading, of a list that was made with less than PNS_LOOK_INTO.
 * Returns as pns_procfs_list_add_all().
 */
int pns_procfs_list_identify_all(struct pns_procfs_list *list, const struct pns_view *view);

/* The same for one entry. */
int pns_procfs_list_identify(struct pns_procfs_list *list, const struct pns_view *view,
			     struct pns_procfs_entry *entry);

/* The steps of adding one. A new entry belongs to the list; NULL: no memory. */
struct pns_procfs_entry *pns_procfs_list_new_entry(struct pns_procfs_list *list,
						   const struct pns_procfs_source *source);

/* What the mount table says of it. Returns 0 or -ENOMEM. */
int pns_procfs_list_take_line(struct pns_procfs_entry *entry, const struct pns_mountinfo_index *mounts,
			      struct libmnt_fs *fs);

/* What its open descriptor @seen tells. Returns 0, or -ENODEV if that is another mount than the line in the table. */
int pns_procfs_list_take_opened(struct pns_procfs_list *list, struct pns_procfs_entry *entry,
				const struct pns_procfs_mount *seen);

/* Which PID namespace it shows: @fd is the root of the mount, kept if the list is to hold it. Returns 0 or -ENOMEM. */
int pns_procfs_list_identify_root(struct pns_procfs_list *list, struct pns_procfs_entry *entry, int *fd);

/* Free the entries; the cache stays. */
void pns_procfs_list_free(struct pns_procfs_list *list);

#endif /* PNS_FIND_PROCFS_LIST_H */
