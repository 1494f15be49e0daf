// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/run.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "common/cli.h"
#include "common/explain-json.h"
#include "common/explain.h"
#include "namespace/namespace.h"

/* Before a wait for more input, all answers to what came so far go out. */
static void before_read(void *data)
{
	struct translate_run *run = data;

	if ((run->writer.used || run->table.scols) && pns_reader_would_wait(&run->reader)) {
		pns_writer_flush(&run->writer);
		table_flush(&run->table);
	}
	run->clock++;
}

void translate_run_init(struct translate_run *run, struct pns_caller *caller)
{
	*run = (struct translate_run){
		.caller = caller,
		.end = '\n',
		.mark = "?",
		.from_ref = PNS_REF_INIT,
		.to_ref = PNS_REF_INIT,
		.reader = { .fd = STDIN_FILENO, .before_read = before_read },
		.writer = { .fd = STDOUT_FILENO },
	};
}

void translate_run_free(struct translate_run *run)
{
	pns_translate_close(&run->translate);
	pns_ref_close(&run->from_ref);
	pns_ref_close(&run->to_ref);
	pns_reader_free(&run->reader);
	pns_writer_free(&run->writer);
	translate_fields_free(&run->fields);
}

const char *translate_from_name(const struct translate_run *run)
{
	return run->from ? run->from : "self";
}

const char *translate_to_name(const struct translate_run *run)
{
	return run->to ? run->to : "self";
}

int translate_refuse(const struct translate_run *run, const struct pns_diag *diag)
{
	explain_refusal(diag);
	explain_refusal_json(diag, run->table.form);
	return diag->reason == PNS_REASON_SYSTEM_ERROR ? CLI_EXIT_SYSTEM : CLI_EXIT_USAGE;
}

int translate_open_ref(struct translate_run *run, const char *text, struct pns_ref *ref)
{
	struct pns_diag diag;

	pns_diag_init(&diag, NULL, NULL);
	return pns_ref_open(run->caller, text, CLONE_NEWPID, ref, &diag) < 0 ? translate_refuse(run, &diag) : 0;
}

static bool is_initial(const char *name)
{
	return strcmp(name, TRANSLATE_INITIAL) == 0;
}

bool translate_has_initial(const struct translate_run *run)
{
	return is_initial(translate_from_name(run)) || is_initial(translate_to_name(run));
}

int translate_open_end(struct translate_run *run, const char *text, struct pns_ref *ref)
{
	int status;

	if (!is_initial(text))
		return translate_open_ref(run, text, ref);
	status = translate_open_ref(run, "self", ref);
	if (status)
		return status;
	if (pns_is_initial_pidns(ref->nsfd)) {
		/* the only method for who is below it is none in there */
		if (run->via == PNS_TRANSLATOR_BPF)
			run->via = PNS_TRANSLATOR_AUTO;
		return 0;
	}
	pns_ref_close(ref);
	ref->nsfd = PNS_TRANSLATE_INITIAL;
	return 0;
}

bool translate_is_own(const char *text)
{
	return strcmp(text, "own") == 0;
}

int translate_open_to_ref(struct translate_run *run)
{
	return run->to_own ? 0 : translate_open_end(run, translate_to_name(run), &run->to_ref);
}

int translate_open(struct translate_run *run, const struct translate_direction *direction,
		   struct pns_translate **translate, struct pns_diag *diag)
{
	const struct pns_translate_plan plan = {
		.caller = run->caller,
		.from = direction->from,
		.to = direction->to,
		.to_own = run->to_own && direction->to < 0,
		.from_name = direction->from_name,
		.to_name = direction->to_name,
		.via = run->via,
		.tgid = run->tgid,
		.identity = run->identity,
		.held = run->mode == TRANSLATE_INIT,
		.single = run->mode == TRANSLATE_INIT,
		.clock = &run->clock,
		/* not for each of many namespaces: what is kept takes as many descriptors as there are */
		.recurring = !run->has_operands && !run->print_table && !run->from_field &&
			     (run->mode == TRANSLATE_PIDS || run->mode == TRANSLATE_FILTER),
	};

	return pns_translate_open(&plan, translate, diag);
}

int translate_open_context(struct translate_run *run, const struct translate_direction *direction,
			   struct pns_translate **translate)
{
	struct pns_diag diag;

	pns_diag_init(&diag, NULL, NULL);
	return translate_open(run, direction, translate, &diag) < 0 ? translate_refuse(run, &diag) : 0;
}

int translate_io_error(int rc, const char *what)
{
	/* a reader that went away has seen what it wanted */
	if (rc != -EPIPE)
		message("%s: %s", what, strerror(-rc));
	return CLI_EXIT_USAGE;
}

void translate_settle(struct translate_run *run)
{
	if (run->unbuffered)
		pns_writer_flush(&run->writer);
	else
		pns_writer_settle(&run->writer);
}

int translate_finish_output(struct translate_run *run, int rc)
{
	if (pns_writer_flush(&run->writer) < 0)
		return translate_io_error(run->writer.err, _("write error"));
	return rc < 0 ? translate_io_error(rc, _("standard input")) : translate_status(run);
}

int translate_status(const struct translate_run *run)
{
	if (run->bad == 0)
		return CLI_EXIT_OK;
	return run->good ? CLI_EXIT_SOME : CLI_EXIT_USAGE;
}
