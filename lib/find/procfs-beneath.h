/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_PROCFS_BENEATH_H
#define PNS_FIND_PROCFS_BENEATH_H
/*
 * What a procfs without life hides: a container whose mounts were shared leaves its procfs on /proc, over the one that
 * everybody used.
 */
#include "find/procfs-entry.h"
#include "mount/mountinfo-index.h"

enum pns_beneath {
	PNS_BENEATH_NO_PROCFS,
	PNS_BENEATH_PROCFS,	/* a procfs is mounted on the same directory, below it */
	PNS_BENEATH_OWN,	/* and it shows the caller's own PID namespace */
};

/* Whether no process is in it, as far as that can be told, and paths lead to it. */
bool pns_procfs_is_lifeless(const struct pns_procfs_entry *entry);

/*
 * What is below the mount of @entry, by the table @mounts of the caller's own mount namespace. Whose it is is looked
 * at in a copy of the namespace, by a child that takes the mount off there: that takes CAP_SYS_ADMIN.
 */
enum pns_beneath pns_procfs_beneath(const struct pns_mountinfo_index *mounts, const struct pns_procfs_entry *entry);

#endif /* PNS_FIND_PROCFS_BENEATH_H */
