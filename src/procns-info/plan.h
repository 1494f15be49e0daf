/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCNS_INFO_PLAN_H
#define PNS_PROCNS_INFO_PLAN_H
/*
 * What procns-info was asked for.
 */
#include <stdbool.h>

#include "common/cli.h"
#include "common/table.h"
#include "find/pidns-ref.h"
#include "find/procfs-list.h"
#include "find/viewer.h"

enum info_mode {
	INFO_MODE_LIST,
	INFO_MODE_TREE,
	INFO_MODE_OVERMOUNTS,
	INFO_MODE_EXPLAIN,
	INFO_MODE_CHECK,
	INFO_MODE_MONITOR,
};

struct info_plan {
	struct pns_caller *caller;
	enum info_mode mode;
	bool all;		/* every mount namespace */
	const char *mountns;	/* references as the user wrote them, NULL: not given */
	const char *target;
	const char *pidns;
	const char *as;
	const char *columns;	/* list of --output, NULL: not given */
	bool all_columns;
	enum pns_via via;
	char **operands;	/* ends with NULL */
	struct table table;
};

/* Open what -p names. Returns false after telling of a refusal. */
bool info_open_pidns(const struct info_plan *plan, struct pns_ref *ref);

/* Open the mount namespace that the plan is about. Returns 0, or the exit status after telling why not. */
int info_open_view(const struct info_plan *plan, struct pns_view *view);

/*
 * Whether @entry shows the namespace @nsfd: 1, 0, or -ENODATA if it cannot be told. @nsfd: PNS_NO_FD for any.
 */
int info_shows(struct pns_caller *caller, const struct pns_procfs_entry *entry, int nsfd);

/* Tell of a refusal, as JSON where that is the form of the table. */
void info_refuse(const struct info_plan *plan, const struct pns_diag *diag);

#endif /* PNS_PROCNS_INFO_PLAN_H */
