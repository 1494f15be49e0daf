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
