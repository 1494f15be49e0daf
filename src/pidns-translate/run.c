// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/run.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/parse.h"
#include "common/cli.h"
#include "common/explain-json.h"
#include "common/explain.h"
#include "common/ref-note.h"
#include "namespace/namespace.h"

/* Before a wait for more input, all answers to what came so far go out. */
static void before_read(void *data)
{
	struct translate_run *run = data;

	if (run->writer.used && pns_reader_would_wait(&run->reader))
		pns_writer_flush(&run->writer);
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
	if (run->table.form == TABLE_FORM_JSON)
		explain_refusal_json(diag);
	return diag->reason == PNS_REASON_SYSTEM_ERROR ? CLI_EXIT_SYSTEM : CLI_EXIT_USAGE;
}

int translate_open_ref(struct translate_run *run, const char *text, struct pns_ref *ref)
{
	struct pns_diag diag;

	pns_diag_init(&diag, NULL, NULL);
	return pns_ref_open(run->caller, text, CLONE_NEWPID, ref, &diag) < 0 ? translate_refuse(run, &diag) : 0;
}

int translate_open(struct translate_run *run, const struct translate_ends *ends,
		   struct pns_translate **translate, struct pns_diag *diag)
{
	const struct pns_translate_plan plan = {
		.caller = run->caller,
		.from = ends->from,
		.to = ends->to,
		.from_name = ends->from_name,
		.to_name = ends->to_name,
		.via = run->via,
		.tgid = run->tgid,
		.identity = run->identity,
		.held = run->mode == TRANSLATE_INIT,
		.single = run->mode == TRANSLATE_INIT,
		.clock = &run->clock,
	};

	return pns_translate_open(&plan, translate, diag);
}

/* At most so much of what is no PID is shown. */
#define SHOWN 40

static void complain_no_pid(struct translate_run *run, const struct translate_request *request)
{
	int shown = (int)strnlen(request->text, request->length < SHOWN ? request->length : SHOWN);
	const char *more = (size_t)shown < request->length ? "..." : "";

	if (request->line)
		message(_("line %zu: '%.*s%s': not a PID"), request->line, shown, request->text, more);
	else
		message(_("'%.*s%s': not a PID"), shown, request->text, more);
	run->bad++;
}

bool translate_parse_pid(const char *text, size_t length, pid_t *pid)
{
	size_t zeros = 0;

	while (zeros < length && text[zeros] == '0')
		zeros++;
	*pid = 0;
	return (length && zeros == length) || pns_parse_pid_span(text, length, pid) == 0;
}

static bool parse_request(struct translate_request *request)
{
	request->inode = 0;
	if (translate_parse_pid(request->text, request->length, &request->pid))
		return true;
	return strlen(request->text) == request->length && strchr(request->text, ':') &&
	       pns_parse_pid_inode(request->text, &request->pid, &request->inode) == 0;
}

/* One line of standard input. Returns 1, or 0 if it is to be passed over, or as translate_next(). */
static int take_line(struct translate_run *run, struct translate_request *request, bool *end)
{
	struct pns_line line;
	int rc = pns_reader_next(&run->reader, &line);
	bool skipped = run->skipping;

	*end = rc <= 0;
	if (rc <= 0)
		return rc;
	run->skipping = line.cut;
	if (skipped)
		return 0;
	run->line++;
	request->text = line.text;
	request->length = line.length;
	request->line = run->line;
	if (!line.cut && parse_request(request))
		return 1;
	complain_no_pid(run, request);
	return 0;
}

static int next_operand(struct translate_run *run, struct translate_request *request)
{
	while (*run->operands) {
		request->text = *run->operands++;
		request->length = strlen(request->text);
		request->line = 0;
		if (parse_request(request))
			return 1;
		complain_no_pid(run, request);
	}
	return 0;
}

int translate_next(struct translate_run *run, struct translate_request *request)
{
	bool end;
	int rc;

	if (run->has_operands)
		return next_operand(run, request);
	do {
		rc = take_line(run, request, &end);
	} while (rc == 0 && !end);
	return rc;
}

int translate_one(const struct translate_run *run, const struct translate_request *request,
		  struct pns_answer *answer)
{
	if (request->pid)
		return pns_translate(run->translate, request->pid, request->inode, answer);
	*answer = (struct pns_answer){ .reason = PNS_REASON_NOT_VISIBLE };
	return -ESRCH;
}

void translate_put_answer(struct translate_run *run, const struct pns_answer *answer)
{
	pns_writer_put_number(&run->writer, (uint64_t)answer->pid);
	if (!run->identity)
		return;
	pns_writer_put_byte(&run->writer, ':');
	pns_writer_put_number(&run->writer, answer->inode);
}

static const char *sentence(const struct pns_answer *answer, struct pns_diag *diag)
{
	switch ((int)answer->reason) {
	case PNS_REASON_NO_SUCH_PROCESS:
		return _("no process has this PID there");
	case PNS_REASON_DEAD_NAMESPACE:
		return _("this PID namespace has no init (any more), so there is no process in it");
	case PNS_REASON_NO_ACCESS:
		return _("not permitted: /proc does not show the process, or its PID namespace, to the caller");
	case PNS_REASON_NO_PRIVILEGE_OVER_OWNER:
		return _("not permitted: this method takes CAP_SYS_ADMIN over the PID namespace");
	case PNS_REASON_KERNEL_WITHOUT_FEATURE:
		return _("this kernel cannot do that");
	default:
		pns_diag_init(diag, NULL, NULL);
		diag->reason = answer->reason;
		diag->err = answer->err;
		return explain_reason(diag);
	}
}

void translate_complain(struct translate_run *run, const struct translate_request *request,
			const struct pns_answer *answer)
{
	bool about_to = answer->about_to || answer->reason == PNS_REASON_NOT_VISIBLE;
	const char *where = about_to && request->pid ? translate_to_name(run) : translate_from_name(run);
	const char *id = pns_reason_id(answer->reason);
	struct pns_diag diag;
	const char *why = request->pid ? sentence(answer, &diag) :
			  _("0 stands for a process that is not visible there");

	run->bad++;
	if (request->line)
		message(_("line %zu: %.*s: PID namespace %s: %s (%s)"), request->line,
			(int)request->length, request->text, where, why, id);
	else
		message(_("%.*s: PID namespace %s: %s (%s)"), (int)request->length, request->text,
			where, why, id);
}

int translate_io_error(int rc, const char *what)
{
	/* a reader that went away has seen what it wanted */
	if (rc != -EPIPE)
		message("%s: %s", what, strerror(-rc));
	return CLI_EXIT_USAGE;
}

int translate_status(const struct translate_run *run)
{
	if (run->bad == 0)
		return CLI_EXIT_OK;
	return run->good ? CLI_EXIT_SOME : CLI_EXIT_USAGE;
}

static int open_context(struct translate_run *run)
{
	const struct translate_ends ends = {
		.from = run->from_ref.nsfd,
		.to = run->to_ref.nsfd,
		.from_name = translate_from_name(run),
		.to_name = translate_to_name(run),
	};
	struct pns_diag diag;

	pns_diag_init(&diag, NULL, NULL);
	return translate_open(run, &ends, &run->translate, &diag) < 0 ?
		translate_refuse(run, &diag) : 0;
}

/* What was named is perhaps not what was meant: told once. */
static void note_refs(const struct translate_run *run)
{
	const char *from = translate_from_name(run), *to = translate_to_name(run);

	if (note_children(run->caller, from, &run->from_ref) || note_children(run->caller, to, &run->to_ref))
		return;
	if (run->mode != TRANSLATE_PIDS && run->mode != TRANSLATE_FILTER)
		return;
	/* who writes the same word twice knows it */
	if (strcmp(from, to) != 0 && pns_ns_is_same(run->from_ref.nsfd, run->to_ref.nsfd))
		note_same(from, to, run->to_ref.nsfd);
}

int translate_run(struct translate_run *run)
{
	int status = translate_open_ref(run, translate_to_name(run), &run->to_ref);

	run->has_operands = *run->operands != NULL;
	run->reader.end = run->end;
	run->reader.data = run;
	if (status == 0 && run->mode == TRANSLATE_INIT) {
		note_children(run->caller, translate_to_name(run), &run->to_ref);
		return translate_init(run);
	}
	if (status == 0)
		status = translate_open_ref(run, translate_from_name(run), &run->from_ref);
	if (status == 0)
		status = open_context(run);
	if (status)
		return status;
	note_refs(run);
	if (run->mode == TRANSLATE_FILTER)
		return translate_filter(run);
	return run->print_table ? translate_table(run) : translate_batch(run);
}
