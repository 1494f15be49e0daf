/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_VISIBLE_OVERMOUNTS_H
#define PNS_VISIBLE_OVERMOUNTS_H
/*
 * What is mounted inside a procfs.
 */
#include "find/procfs-list.h"

/* Strings belong to the mount table. */
struct pns_overmount {
	const struct pns_procfs_entry *procfs;	/* what it is mounted on */
	const char *target;
	const char *fstype;
	const char *fsroot;
	const char *flags;
	uint64_t id;
	int masks;	/* 1: something of the procfs cannot be reached for it, 0: nothing, -1: unknown */
	/*
	 * 1: for it the procfs is not fully visible, so that it does not let another one be mounted in a new user
	 * namespace; 0: it does not matter for that; -1: unknown
	 */
	int counts;
};

struct pns_overmount_call {
	/* A negative result ends the walk. */
	int (*fn)(void *data, const struct pns_overmount *overmount);
	void *data;
};

/*
 * Make the @call for each, in the order of the table of @source, of which the entries of @list from @first on
 * are. Returns 0, what the function returned, or -ENOMEM.
 */
int pns_procfs_each_overmount(const struct pns_procfs_list *list, size_t first,
			      const struct pns_procfs_source *source,
			      const struct pns_overmount_call *call);

#endif /* PNS_VISIBLE_OVERMOUNTS_H */
