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

int translate_next(struct translate_run *run, struct translate_request *request)
{
	int rc;

	while ((rc = translate_next_ref(run, request)) > 0) {
		if (!run->skipping && parse_request(request))
			break;
		complain_no_pid(run, request);
	}
	return rc;
}
