/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_MOUNT_PROCNS_REPORT_H
#define PNS_MOUNT_PROCNS_REPORT_H
/*
 * The new mount of mount-procns as a row of a table.
 */
#include "child/in-mountns.h"
#include "common/table.h"

struct mount_report {
	struct pns_caller *caller;
	int mount;		/* the mount, attached */
	int pidns;		/* the namespace it shows; PNS_NO_FD: nobody has a descriptor of it */
	const struct pns_mountns *mountns;	/* where it is attached; NULL: here */
};

/* Print it with the columns of @table. Returns 0, or -errno after a complaint. */
int mount_report_print(const struct mount_report *what, struct table *table);

#endif /* PNS_MOUNT_PROCNS_REPORT_H */
