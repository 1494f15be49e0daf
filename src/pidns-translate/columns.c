// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/columns.h"

#include <errno.h>

#include "base/diag.h"
#include "common/cli.h"
#include "common/pidns-cell.h"

static const struct table_info infos[] = {
	[TRANSLATE_PID] = { "PID", TABLE_NUMBER("process ID that was given, or that is in the namespace given") },
	[TRANSLATE_TO] = { "TO", TABLE_NUMBER("process ID in the namespace wanted") },
	[TRANSLATE_OWN] = { "OWN", TABLE_NUMBER("process ID in its own PID namespace") },
	[TRANSLATE_TGID] = { "TGID", TABLE_NUMBER("ID of its thread group, there") },
	[TRANSLATE_PGID] = { "PGID", TABLE_NUMBER("ID of its process group, there") },
	[TRANSLATE_SID] = { "SID", TABLE_NUMBER("ID of its session, there") },
	[TRANSLATE_LEVEL] = { "LEVEL", TABLE_NUMBER("levels of its PID namespace below the caller's") },
	[TRANSLATE_PIDNS] = { "PIDNS", TABLE_NUMBER("its PID namespace (inode number)") },
	[TRANSLATE_NSID] = { "NSID", TABLE_NUMBER("64-bit ID of its PID namespace") },
	[TRANSLATE_COL_INIT] = { "INIT", TABLE_NUMBER("PID of init of its PID namespace, as the caller sees it") },
	[TRANSLATE_INO] = { "INO", TABLE_NUMBER("inode number of its pidfd") },
	[TRANSLATE_OWNER] = { "OWNER", TABLE_STRING("user who made the owner of its PID namespace") },
	[TRANSLATE_STATE] = { "STATE", TABLE_STRING("state of the process, a letter as in ps(1)") },
	[TRANSLATE_COMMAND] = { "COMMAND", TABLE_STRING("command name") },
	[TRANSLATE_CGROUP] = { "CGROUP", TABLE_STRING("cgroup of init of its PID namespace") },
	[TRANSLATE_CONTAINER] = { "CONTAINER", TABLE_STRING("container of that cgroup, inferred from names in it") },
	[TRANSLATE_VIA] = { "VIA", TABLE_STRING("method that answered") },
	[TRANSLATE_ERROR] = { "ERROR", TABLE_STRING("why there is no answer") },
};

#define N_INFOS (sizeof(infos) / sizeof(infos[0]))
_Static_assert(N_INFOS == TRANSLATE_ERROR + 1, "a row for each column");

void translate_table_init(struct table *table)
{
	*table = (struct table){ .infos = infos, .n_infos = N_INFOS, .name = "pids" };
}

/* Which of two kinds of facts a column takes. */
struct needs {
	unsigned int task;	/* enum pns_task_wants */
	unsigned int pidns;	/* enum pns_pidns_wants */
};

static struct needs needs_of(const struct table *table)
{
	static const struct needs of_column[N_INFOS] = {
		[TRANSLATE_OWN] = { .task = PNS_TASK_OWN_NUMBER },
		[TRANSLATE_TGID] = { .task = PNS_TASK_STATUS },
		[TRANSLATE_PGID] = { .task = PNS_TASK_STATUS },
		[TRANSLATE_SID] = { .task = PNS_TASK_STATUS },
		[TRANSLATE_LEVEL] = { PNS_TASK_PIDNS, PNS_WANTS_LEVEL },
		[TRANSLATE_PIDNS] = { PNS_TASK_PIDNS, 0 },
		[TRANSLATE_NSID] = { PNS_TASK_PIDNS, PNS_WANTS_ID },
		[TRANSLATE_COL_INIT] = { PNS_TASK_PIDNS, PNS_WANTS_INIT_NUMBER },
		[TRANSLATE_INO] = { .task = PNS_TASK_INODE },
		[TRANSLATE_OWNER] = { PNS_TASK_PIDNS, PNS_WANTS_OWNER },
		[TRANSLATE_STATE] = { .task = PNS_TASK_STATUS },
		[TRANSLATE_COMMAND] = { .task = PNS_TASK_COMMAND },
		[TRANSLATE_CGROUP] = { PNS_TASK_PIDNS, PNS_WANTS_INIT | PNS_WANTS_CGROUP },
		[TRANSLATE_CONTAINER] = { PNS_TASK_PIDNS, PNS_WANTS_INIT | PNS_WANTS_CGROUP },
	};
	struct needs needs = { 0, 0 };
	size_t i;

	for (i = 0; i < table->n_columns; i++) {
		needs.task |= of_column[table->columns[i]].task;
		needs.pidns |= of_column[table->columns[i]].pidns;
	}
	return needs;
}

unsigned int translate_table_task_wants(const struct table *table)
{
	return needs_of(table).task;
}

unsigned int translate_table_pidns_wants(const struct table *table)
{
	return needs_of(table).pidns;
}

static int set_number_of(struct table *table, struct libscols_line *line, int id,
			 const struct translate_row *row)
{
	const struct pns_proc_status *status = &row->task->status;

	if (!row->task->has_status || row->level < 0 || row->level >= status->levels)
		return 0;
	switch (id) {
	case TRANSLATE_TGID:
		return table_set_known(table, line, id, (uint64_t)status->tgid[row->level]);
	case TRANSLATE_PGID:
		return table_set_known(table, line, id, (uint64_t)status->pgid[row->level]);
	default:
		return table_set_known(table, line, id, (uint64_t)status->sid[row->level]);
	}
}

static int fill_task(struct table *table, struct libscols_line *line, int id,
		     const struct translate_row *row)
{
	const struct pns_task_info *task = row->task;
	const char state[2] = { task->status.state, '\0' };

	switch (id) {
	case TRANSLATE_OWN:
		return table_set_known(table, line, id, (uint64_t)task->own_number);
	case TRANSLATE_TGID:
	case TRANSLATE_PGID:
	case TRANSLATE_SID:
		return set_number_of(table, line, id, row);
	case TRANSLATE_INO:
		return table_set_known(table, line, id, task->inode);
	case TRANSLATE_STATE:
		return table_set(table, line, id, task->has_status && *state ? state : NULL);
	case TRANSLATE_COMMAND:
		return table_set(table, line, id, task->command[0] ? task->command : NULL);
	default:
		return 0;
	}
}

static int fill_pidns(struct table *table, struct libscols_line *line, int id,
		      const struct pns_pidns_info *pidns)
{
	static const enum pidns_fact facts[N_INFOS] = {
		[TRANSLATE_LEVEL] = PIDNS_LEVEL,
		[TRANSLATE_PIDNS] = PIDNS_INODE,
		[TRANSLATE_NSID] = PIDNS_ID,
		[TRANSLATE_COL_INIT] = PIDNS_INIT,
		[TRANSLATE_OWNER] = PIDNS_OWNER,
		[TRANSLATE_CGROUP] = PIDNS_CGROUP,
		[TRANSLATE_CONTAINER] = PIDNS_CONTAINER,
	};

	return pidns_cell_set(table, line, id, facts[id], pidns);
}

static int fill_answer(struct table *table, struct libscols_line *line, int id,
		       const struct translate_row *row)
{
	switch (id) {
	case TRANSLATE_PID:
		return table_set_number(table, line, id, (uint64_t)row->pid);
	case TRANSLATE_TO:
		return table_set_known(table, line, id, (uint64_t)row->to);
	case TRANSLATE_LEVEL:
		return row->pidns || !row->levels ? 0 : table_set_number(table, line, id, (uint64_t)row->levels - 1);
	case TRANSLATE_VIA:
		return table_set(table, line, id,
				 row->via ? pns_translator_name(row->via) : NULL);
	case TRANSLATE_ERROR:
		return table_set(table, line, id,
				 row->reason ? pns_reason_id(row->reason) : NULL);
	default:
		return 0;
	}
}

int translate_table_add(struct table *table, const struct translate_row *row)
{
	struct libscols_line *line = table_add_line(table);
	int rc = line ? 0 : -ENOMEM;
	size_t i;

	for (i = 0; rc == 0 && i < table->n_columns; i++) {
		int id = table->columns[i];

		rc = fill_answer(table, line, id, row);
		if (rc == 0 && row->task)
			rc = fill_task(table, line, id, row);
		if (rc == 0 && row->pidns)
			rc = fill_pidns(table, line, id, row->pidns);
	}
	return rc;
}
