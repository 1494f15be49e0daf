// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/batch.h"

#include <string.h>

#include "common/cli.h"
#include "pidns-translate/answer.h"

/* Returns false if the line is to be left out. */
static bool put_missing(struct translate_run *run, const struct translate_request *request,
			enum translate_missing missing)
{
	switch (missing) {
	case TRANSLATE_MISSING_KEEP:
		pns_writer_put(&run->writer, request->text, request->length);
		return true;
	case TRANSLATE_MISSING_MARK:
		pns_writer_put(&run->writer, run->mark, strlen(run->mark));
		return true;
	case TRANSLATE_MISSING_DEFAULT:
	case TRANSLATE_MISSING_ERROR:
	case TRANSLATE_MISSING_DROP:
		break;
	}
	return false;
}

static void answer_line(struct translate_run *run, const struct translate_request *request)
{
	struct pns_answer answer;
	bool put = true;

	if (translate_one(run, request, &answer) == 0) {
		translate_put_answer(run, &answer);
		run->good++;
	} else {
		bool known = pns_answer_is_none(&answer);

		if (run->missing <= TRANSLATE_MISSING_ERROR || !known)
			translate_complain(run, request, &answer);
		else
			run->bad++;
		put = put_missing(run, request, known ? run->missing : TRANSLATE_MISSING_ERROR);
	}
	if (put)
		pns_writer_put_byte(&run->writer, run->end);
}

/* @rc: of reading. Returns the exit status. */
static int finish_output(struct translate_run *run, int rc)
{
	if (pns_writer_flush(&run->writer) < 0)
		return translate_io_error(run->writer.err, _("write error"));
	return rc < 0 ? translate_io_error(rc, _("standard input")) : translate_status(run);
}

int translate_batch(struct translate_run *run)
{
	struct translate_request request;
	int rc = 0;

	while (run->writer.err == 0 && (rc = translate_next(run, &request)) > 0) {
		answer_line(run, &request);
		if (run->unbuffered)
			pns_writer_flush(&run->writer);
		else
			pns_writer_settle(&run->writer);
	}
	return finish_output(run, rc);
}

/* A line of the filter while it is being written. */
struct filtered {
	struct translate_run *run;
	const struct pns_line *line;
	size_t copied;		/* bytes of the line that are written or replaced */
	bool drop;
};

static void copy_up_to(struct filtered *filtered, size_t end)
{
	struct translate_run *run = filtered->run;
	const char *bytes = filtered->line->text + filtered->copied;

	if (run->missing == TRANSLATE_MISSING_DROP)
		pns_writer_put(&run->writer, bytes, end - filtered->copied);
	else
		pns_writer_pass(&run->writer, bytes, end - filtered->copied);
	filtered->copied = end;
}

/* What stays in the text: the number, marked if that was asked for. */
static void put_kept(struct translate_run *run, const struct translate_request *request)
{
	put_missing(run, request, run->missing == TRANSLATE_MISSING_MARK ? TRANSLATE_MISSING_MARK :
		    TRANSLATE_MISSING_KEEP);
}

/*
 * What a number without translation becomes. Where lines are dropped the others are as the programs in the namespace
 * print them: what is outside is 0 there, and only the PID that a line is about decides about the line.
 */
static void put_untranslated(struct filtered *filtered, const struct translate_request *request, bool decides)
{
	struct translate_run *run = filtered->run;

	if (run->missing == TRANSLATE_MISSING_DROP) {
		filtered->drop |= decides;
		pns_writer_put_byte(&run->writer, '0');
		return;
	}
	if (run->missing != TRANSLATE_MISSING_MARK && request->pid)
		run->kept++;
	put_kept(run, request);
}

static void replace_pid(void *data, const struct translate_span *span)
{
	struct filtered *filtered = data;
	struct translate_run *run = filtered->run;
	struct translate_request request = {
		.text = filtered->line->text + span->start,
		.length = span->length,
		.line = run->line,
	};
	struct pns_answer answer;

	if (!translate_parse_pid(request.text, request.length, &request.pid))
		return;
	copy_up_to(filtered, span->start);
	filtered->copied = span->start + span->length;
	if (translate_one(run, &request, &answer) == 0) {
		translate_put_answer(run, &answer);
		run->good++;
	} else if (run->missing == TRANSLATE_MISSING_ERROR || !pns_answer_is_none(&answer)) {
		/* a translation is not missing because it cannot be told */
		translate_complain(run, &request, &answer);
		put_kept(run, &request);
	} else {
		put_untranslated(filtered, &request, span->decides);
	}
}

static void filter_line(struct translate_run *run, const struct pns_line *line)
{
	struct filtered filtered = { .run = run, .line = line };
	const struct translate_search search = {
		.line = line->text,
		.length = line->length,
		.found = replace_pid,
		.data = &filtered,
	};
	size_t before = run->writer.used;
	int rc;

	run->line++;
	rc = translate_fields_search(&run->fields, &search);
	if (rc < 0) {
		run->bad++;
		message(_("line %zu: the regular expression cannot be matched: %s"), run->line, strerror(-rc));
	}
	copy_up_to(&filtered, line->length);
	if (line->ended)
		pns_writer_put_byte(&run->writer, run->end);
	if (filtered.drop)
		run->writer.used = before;
}

int translate_filter(struct translate_run *run)
{
	struct pns_line line;
	int rc = 0;

	run->reader.grows = true;
	while (run->writer.err == 0 && (rc = pns_reader_next(&run->reader, &line)) > 0) {
		filter_line(run, &line);
		if (run->unbuffered)
			pns_writer_flush(&run->writer);
		else
			pns_writer_settle(&run->writer);
	}
	if (run->kept)
		message(ngettext("%lu number without translation was left as it is (see --missing)",
				 "%lu numbers without translation were left as they are (see --missing)",
				 run->kept), run->kept);
	return finish_output(run, rc);
}
