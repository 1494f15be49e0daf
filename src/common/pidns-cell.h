/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_PIDNS_CELL_H
#define PNS_COMMON_PIDNS_CELL_H
/*
 * What is known of a PID namespace as cells of a table, whatever its columns are called.
 */
#include "common/table.h"
#include "namespace/pidns-info.h"

enum pidns_fact {
	PIDNS_NO_FACT,
	PIDNS_INODE,
	PIDNS_ID,
	PIDNS_LEVEL,
	PIDNS_PARENT,
	PIDNS_USERNS,
	PIDNS_OWNER,		/* name of the user */
	PIDNS_UID,		/* number of the same */
	PIDNS_INIT,
	PIDNS_INIT_INODE,
	PIDNS_COMMAND,
	PIDNS_IS_OWN,
	PIDNS_CGROUP,
	PIDNS_CONTAINER,	/* what the names in there say */
};

/* Set the cell of column @id in @line to @fact of @info, if it is known. Returns 0 or -ENOMEM. */
int pidns_cell_set(struct table *table, struct libscols_line *line, int id, enum pidns_fact fact,
		   const struct pns_pidns_info *info);

#endif /* PNS_COMMON_PIDNS_CELL_H */
