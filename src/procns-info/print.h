/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCNS_INFO_PRINT_H
#define PNS_PROCNS_INFO_PRINT_H
/*
 * Listed procfs mounts on standard output: as rows, as a tree of their PID namespaces, as what
 * is mounted inside of them, or in sentences.
 */
#include "find/procfs-list.h"
#include "find/viewer.h"
#include "procns-info/plan.h"

struct info_print {
	struct info_plan *plan;
	const struct pns_viewer *viewer;	/* of --as, NULL: nobody */
	int pidns;			/* only what shows this namespace, PNS_NO_FD: all */
	struct table overmounts;
	size_t n_explained;		/* entries that were told of already */
	int n_told;
	int n_unknown;			/* entries of which it cannot be told whether they show pidns */
};

/* Choose the columns and open the table. Returns 0, or -errno after a complaint. */
int info_print_begin(struct info_print *print, struct info_plan *plan);

/*
 * The entries from @first on were added from @source, which is going to be closed. Returns 0 or -ENOMEM.
 */
int info_print_source(struct info_print *print, struct pns_procfs_list *list, size_t first,
		      const struct pns_procfs_source *source);

/* Print. Returns how many there were, or -errno, and then the table is still open. */
int info_print_end(struct info_print *print, struct pns_procfs_list *list);

/* The columns of --overmounts. */
void info_overmounts_table_init(struct table *table);
#define OVERMOUNTS_DEFAULT_COLUMNS "PROCFS,TARGET,FSTYPE,FSROOT,MASKS,COUNTS,FLAGS"

#endif /* PNS_PROCNS_INFO_PRINT_H */
