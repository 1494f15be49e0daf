// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/request.h"

#include <string.h>

#include "base/parse.h"
#include "common/cli.h"

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
	if (request->line && !run->told_field) {
		message_bare(_("hint: --field takes PIDs out of other text"));
		run->told_field = true;
	}
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
	char text[64];

	request->inode = 0;
	if (translate_parse_pid(request->text, request->length, &request->pid))
		return true;
	if (request->length >= sizeof(text) || !memchr(request->text, ':', request->length) ||
	    memchr(request->text, '\0', request->length))
		return false;
	memcpy(text, request->text, request->length);
	text[request->length] = '\0';
	return pns_parse_pid_inode(text, &request->pid, &request->inode) == 0;
}

/* The next line of standard input, of one that is too long the first part. Returns as translate_next(). */
static int take_line(struct translate_run *run, struct translate_request *request)
{
	struct pns_line line;
	bool skipped;
	int rc;

	do {
		skipped = run->skipping;
		rc = pns_reader_next(&run->reader, &line);
		if (rc <= 0)
			return rc;
		run->skipping = line.cut;
	} while (skipped);
	run->line++;
	*request = (struct translate_request){ .text = line.text, .length = line.length, .line = run->line };
	return 1;
}

static int take_operand(struct translate_run *run, struct translate_request *request)
{
	if (!*run->operands)
		return 0;
	*request = (struct translate_request){ .text = *run->operands, .length = strlen(*run->operands) };
	run->operands++;
	return 1;
}

int translate_next_ref(struct translate_run *run, struct translate_request *request)
{
	return run->has_operands ? take_operand(run, request) : take_line(run, request);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static size_t count_blanks(const char *text, size_t length)
{
	size_t n = 0;

	while (n < length && is_blank(text[n]))
		n++;
	return n;
}

/* The first word of what is left of the line. One that is too long is taken whole: its last word may be cut. */
static void take_word(struct translate_run *run, struct translate_request *request)
{
	struct translate_request *rest = &run->rest;
	size_t length = 0;

	while (length < rest->length && (run->skipping || !is_blank(rest->text[length])))
		length++;
	*request = *rest;
	request->length = length;
	length += count_blanks(rest->text + length, rest->length - length);
	rest->text += length;
	rest->length -= length;
}

/* The next PID of the line. Returns false at its end. */
static bool take_pid(struct translate_run *run, struct translate_request *request)
{
	while (run->rest.length) {
		take_word(run, request);
		if (!run->skipping && parse_request(request))
			return true;
		complain_no_pid(run, request);
	}
	return false;
}

static int next_line(struct translate_run *run)
{
	int rc = translate_next_ref(run, &run->rest);
	size_t blanks;

	if (rc <= 0)
		return rc;
	blanks = run->skipping ? 0 : count_blanks(run->rest.text, run->rest.length);
	run->rest.text += blanks;
	run->rest.length -= blanks;
	if (run->rest.length == 0)
		complain_no_pid(run, &run->rest);
	run->has_next = take_pid(run, &run->next);
	return rc;
}

int translate_next(struct translate_run *run, struct translate_request *request)
{
	int rc = 1;

	while (rc > 0 && !run->has_next)
		rc = next_line(run);
	if (rc <= 0)
		return rc;
	*request = run->next;
	/* one ahead, so that it is known which is the last one of the line */
	run->has_next = take_pid(run, &run->next);
	request->ends_line = !run->has_next;
	return 1;
}
