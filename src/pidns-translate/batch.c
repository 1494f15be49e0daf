// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/batch.h"

#include <string.h>

#include "common/cli.h"
#include "pidns-translate/align.h"
#include "pidns-translate/answer.h"
#include "pidns-translate/sources.h"

/* Answers to what stands in one line stand in one. */
static void begin_answer(struct translate_run *run)
{
	if (run->began_line)
		pns_writer_put_byte(&run->writer, ' ');
	run->began_line = true;
}

static void end_answer(struct translate_run *run, const struct translate_request *request)
{
	if (!run->began_line || !request->ends_line)
		return;
	pns_writer_put_byte(&run->writer, run->end);
	run->began_line = false;
}

static void answer_missing(struct translate_run *run, const struct translate_request *request,
			   const struct pns_answer *answer)
{
	bool known = pns_answer_is_none(answer);

	if (run->missing <= TRANSLATE_MISSING_ERROR || !known)
		translate_complain(run, request, answer);
	else
		run->bad++;
	if (!known || !translate_puts_missing(run->missing))
		return;
	begin_answer(run);
	translate_put_missing(run, request, run->missing);
}

static void answer_request(struct translate_run *run, const struct translate_request *request)
{
	struct pns_answer answer;

	if (translate_one(run, request, &answer) == 0) {
		begin_answer(run);
		translate_put_answer(run, &answer);
		run->good++;
	} else {
		answer_missing(run, request, &answer);
	}
	end_answer(run, request);
}

int translate_batch(struct translate_run *run)
{
	struct translate_request request;
	int rc = 0;

	while (run->writer.err == 0 && (rc = translate_next(run, &request)) > 0) {
		answer_request(run, &request);
		translate_settle(run);
	}
	return translate_finish_output(run, rc);
}

/* A line of the filter while it is being written. */
struct filtered {
	struct translate_run *run;
	struct translate_sources *sources;
	const struct pns_line *line;
	size_t copied;		/* bytes of the line that are written or replaced */
	size_t begin;		/* of what the writer holds of this line */
	struct translate_span source;	/* with --from-field: what names the namespace, if it is there */
	bool has_source;	/* that was opened, or not */
	enum pns_reason no_source;	/* why there is none; that has been told */
	bool drop;
};

/* What cannot be taken back: not the padding, and what shows where it begins. */
static size_t passable(const struct translate_run *run, const char *bytes, size_t length)
{
	if (run->missing == TRANSLATE_MISSING_DROP)
		return 0;
	if (!run->align)
		return length;
	while (length > 0 && bytes[length - 1] == ' ')
		length--;
	return length > 0 ? length - 1 : 0;
}

static void copy_up_to(struct filtered *filtered, size_t end)
{
	struct translate_run *run = filtered->run;
	const char *bytes = filtered->line->text + filtered->copied;
	size_t length = end - filtered->copied, passed = passable(run, bytes, length);

	pns_writer_pass(&run->writer, bytes, passed);
	pns_writer_put(&run->writer, bytes + passed, length - passed);
	if (run->writer.used < filtered->begin)
		filtered->begin = 0;
	filtered->copied = end;
}

/* What stays in the text: the number, marked if that was asked for. */
static void put_kept(struct translate_run *run, const struct translate_request *request)
{
	translate_put_missing(run, request, run->missing == TRANSLATE_MISSING_MARK ? TRANSLATE_MISSING_MARK :
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

/* What the line itself names, which is looked for when its first number is found: headings have none. */
static void find_source(struct filtered *filtered)
{
	const struct translate_span *span = &filtered->source;
	const struct translate_source *source;
	struct translate_run *run = filtered->run;

	filtered->has_source = true;
	filtered->no_source = PNS_REASON_NOT_FOUND;
	if (span->length == 0)
		return;
	filtered->no_source = translate_source_get(filtered->sources, filtered->line->text + span->start,
						   span->length, &source);
	if (filtered->no_source)
		return;
	run->translate = source->translate;
	run->from = source->text;
}

/* It has no translation, or nobody can tell. */
static void put_without_source(struct filtered *filtered, const struct translate_request *request, bool decides)
{
	struct translate_run *run = filtered->run;
	bool is_missing = translate_is_missing(filtered->no_source) ||
			  filtered->no_source == PNS_REASON_BAD_REFERENCE;

	if (is_missing && run->missing != TRANSLATE_MISSING_ERROR) {
		put_untranslated(filtered, request, decides);
		return;
	}
	run->bad++;
	put_kept(run, request);
}

static void put_translation(struct filtered *filtered, const struct translate_request *request, bool decides)
{
	struct translate_run *run = filtered->run;
	struct pns_answer answer;

	if (run->from_field && !filtered->has_source)
		find_source(filtered);
	if (filtered->no_source) {
		put_without_source(filtered, request, decides);
	} else if (translate_one(run, request, &answer) == 0) {
		translate_put_answer(run, &answer);
		run->good++;
	} else if (run->missing == TRANSLATE_MISSING_ERROR || !pns_answer_is_none(&answer)) {
		/* a translation is not missing because it cannot be told */
		translate_complain(run, request, &answer);
		put_kept(run, request);
	} else {
		put_untranslated(filtered, request, decides);
	}
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
	struct translate_replaced replaced = { .line = filtered->line, .span = span };

	if (!translate_parse_pid(request.text, request.length, &request.pid))
		return;
	copy_up_to(filtered, span->start);
	filtered->copied = span->start + span->length;
	replaced.begin = filtered->begin;
	replaced.put = run->writer.used;
	put_translation(filtered, &request, span->decides);
	if (run->align)
		filtered->copied += translate_align(&run->writer, &replaced);
}

static void filter_line(struct translate_sources *sources, const struct pns_line *line)
{
	struct translate_run *run = sources->run;
	struct filtered filtered = { .run = run, .sources = sources, .line = line, .begin = run->writer.used };
	const struct translate_search search = {
		.line = line->text,
		.length = line->length,
		.found = replace_pid,
		.data = &filtered,
	};
	size_t before = run->writer.used;
	int rc;

	run->line++;
	/* now: while a field is searched there is a NUL behind it */
	if (run->from_field)
		translate_fields_find(&run->fields, &search, run->from_field, &filtered.source);
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
	_cleanup_sources_ struct translate_sources sources = { .run = run };
	struct pns_line line;
	int rc = 0;

	run->reader.grows = true;
	while (run->writer.err == 0 && (rc = pns_reader_next(&run->reader, &line)) > 0) {
		filter_line(&sources, &line);
		translate_settle(run);
	}
	if (run->kept)
		message(ngettext("%lu number without translation was left as it is (see --missing)",
				 "%lu numbers without translation were left as they are (see --missing)",
				 run->kept), run->kept);
	/* these are not the run's own */
	if (run->from_field)
		run->translate = NULL;
	return translate_finish_output(run, rc);
}
