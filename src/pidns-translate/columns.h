/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PIDNS_TRANSLATE_COLUMNS_H
#define PNS_PIDNS_TRANSLATE_COLUMNS_H
/*
 * The columns of pidns-translate, and one row of them.
 */
#include "common/table.h"
#include "namespace/pidns-info.h"
#include "process/task-info.h"
#include "translate/translate.h"

enum translate_column {
	TRANSLATE_PID,
	TRANSLATE_TO,
	TRANSLATE_OWN,
	TRANSLATE_TGID,
	TRANSLATE_PGID,
	TRANSLATE_SID,
	TRANSLATE_LEVEL,
	TRANSLATE_PIDNS,
	TRANSLATE_NSID,
	TRANSLATE_COL_INIT,
	TRANSLATE_INO,
	TRANSLATE_OWNER,
	TRANSLATE_STATE,
	TRANSLATE_COMMAND,
	TRANSLATE_CGROUP,
	TRANSLATE_CONTAINER,
	TRANSLATE_VIA,
	TRANSLATE_ERROR,
};

struct translate_row {
	pid_t pid;
	pid_t to;				/* 0: no answer */
	const struct pns_task_info *task;	/* NULL: unknown */
	int level;				/* which of its numbers TGID, PGID and SID are; -1: unknown */
	int levels;				/* from the caller's namespace to @pidns, if that is unknown; or 0 */
	const struct pns_pidns_info *pidns;	/* NULL: unknown */
	enum pns_translator via;		/* AUTO: none */
	enum pns_reason reason;			/* NONE: no error */
};

void translate_table_init(struct table *table);

/* Add a row. Returns 0 or -errno. */
int translate_table_add(struct table *table, const struct translate_row *row);

/* What the wanted columns take: of the process (enum pns_task_wants), of its PID namespace (enum pns_pidns_wants). */
unsigned int translate_table_task_wants(const struct table *table);
unsigned int translate_table_pidns_wants(const struct table *table);

#endif /* PNS_PIDNS_TRANSLATE_COLUMNS_H */
