// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "common/explain-json.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "common/cli.h"
#include "common/explain.h"
#include "common/table.h"

enum refusal_column { REASON, STAGE, ERRNO, KERNEL, OBJECT, CULPRITS, MNTIDS, WHAT, COVERED, INFERRED,
		      HINT, HINTID, N_COLUMNS };

static const struct table_info refusal_infos[N_COLUMNS] = {
	[REASON] = { "REASON", 0, 0, SCOLS_JSON_STRING, NULL },
	[STAGE] = { "STAGE", 0, 0, SCOLS_JSON_STRING, NULL },
	[ERRNO] = { "ERRNO", 0, 0, SCOLS_JSON_STRING, NULL },
	[KERNEL] = { "KERNEL", 0, 0, SCOLS_JSON_STRING, NULL },
	[OBJECT] = { "OBJECT", 0, 0, SCOLS_JSON_STRING, NULL },
	[CULPRITS] = { "CULPRITS", 0, SCOLS_FL_WRAP, SCOLS_JSON_ARRAY_STRING, NULL },
	[MNTIDS] = { "MNTIDS", 0, SCOLS_FL_WRAP, SCOLS_JSON_ARRAY_NUMBER, NULL },
	[WHAT] = { "MOUNTED", 0, SCOLS_FL_WRAP, SCOLS_JSON_ARRAY_STRING, NULL },
	[COVERED] = { "COVERED", 0, SCOLS_FL_WRAP, SCOLS_JSON_ARRAY_STRING, NULL },
	[INFERRED] = { "INFERRED", 0, 0, SCOLS_JSON_BOOLEAN_OPTIONAL, NULL },
	[HINT] = { "HINT", 0, 0, SCOLS_JSON_STRING, NULL },
	[HINTID] = { "HINTID", 0, 0, SCOLS_JSON_STRING, NULL },
};

static const char *member(const struct pns_culprit *culprit, int id, char *number, size_t size)
{
	switch (id) {
	case CULPRITS:
		return culprit->path;
	case WHAT:
		return culprit->mounted;
	case COVERED:
		return culprit->procfs;
	default:
		snprintf(number, size, "%" PRIu64, culprit->id);
		return number;
	}
}

static int set_culprits(struct table *table, struct libscols_line *line, int id,
			const struct pns_why *why)
{
	char number[24];
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < why->count; i++)
		rc = table_set_element(table, line, id, member(&why->culprits[i], id, number, sizeof(number)));
	return rc;
}

static int fill_why(struct table *table, struct libscols_line *line, const struct pns_why *why)
{
	int id, rc = 0;

	for (id = CULPRITS; rc == 0 && id <= COVERED; id++)
		rc = set_culprits(table, line, id, why);
	return rc < 0 || !why->is_known ? rc :
		table_set(table, line, INFERRED, why->is_inferred ? "1" : "0");
}

/* What stands between the caller and the kernel is never told by the kernel. */
static bool is_inference(const struct pns_diag *diag)
{
	return diag->reason == PNS_REASON_BLOCKED_BY_SECCOMP || diag->reason == PNS_REASON_BLOCKED_BY_LSM ||
	       diag->reason == PNS_REASON_BLOCKED_BY_LANDLOCK;
}

static int fill_refusal(struct table *table, const struct pns_diag *diag, const struct pns_why *why)
{
	_cleanup_free_ char *hint = NULL;
	const char *hint_id = explain_hint(diag, why, &hint);
	const char *const cells[N_COLUMNS] = {
		[REASON] = pns_reason_id(diag->reason),
		[STAGE] = pns_call_name(diag->call),
		[ERRNO] = cli_errno_name(diag->err),
		[KERNEL] = diag->kernel[0] ? diag->kernel : NULL,
		[OBJECT] = diag->object[0] ? diag->object : NULL,
		[INFERRED] = is_inference(diag) ? "1" : NULL,
		[HINT] = hint,
		[HINTID] = hint_id,
	};
	struct libscols_line *line = table_add_line(table);
	int id, rc = line ? 0 : -ENOMEM;

	for (id = 0; rc == 0 && id < N_COLUMNS; id++)
		rc = table_set(table, line, id, cells[id]);
	return rc < 0 || !why ? rc : fill_why(table, line, why);
}

int explain_refusal_json_why(const struct pns_diag *diag, const struct pns_why *why, enum table_form form)
{
	struct table_info infos[N_COLUMNS];
	struct table table = {
		.infos = infos,
		.n_infos = N_COLUMNS,
		.name = "refusal",
		.form = form,
		.names_rows = true,
	};
	int id, rc;

	if (!table_form_is_json(form))
		return 0;
	memcpy(infos, refusal_infos, sizeof(infos));
	/* libsmartcols 2.38 makes [null] of an array without elements, but null of text without any */
	for (id = CULPRITS; id <= COVERED; id++)
		if (!why || !why->count)
			infos[id].json = SCOLS_JSON_STRING;
	table_choose_all(&table);
	rc = table_open(&table);
	if (rc == 0)
		rc = fill_refusal(&table, diag, why);
	return rc < 0 ? rc : table_close(&table);
}

int explain_refusal_json(const struct pns_diag *diag, enum table_form form)
{
	return explain_refusal_json_why(diag, NULL, form);
}
