// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/answer.h"

#include <errno.h>
#include <string.h>

#include "common/cli.h"
#include "common/explain.h"

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

bool translate_is_missing(enum pns_reason reason)
{
	const struct pns_answer answer = { .reason = reason };

	return pns_answer_is_none(&answer) || reason == PNS_REASON_NOT_FOUND || reason == PNS_REASON_NO_SUCH_FILE;
}

bool translate_puts_missing(enum translate_missing missing)
{
	return missing == TRANSLATE_MISSING_KEEP || missing == TRANSLATE_MISSING_MARK;
}

bool translate_put_missing(struct translate_run *run, const struct translate_request *request,
			   enum translate_missing missing)
{
	if (missing == TRANSLATE_MISSING_KEEP)
		pns_writer_put(&run->writer, request->text, request->length);
	else if (missing == TRANSLATE_MISSING_MARK)
		pns_writer_put(&run->writer, run->mark, strlen(run->mark));
	return translate_puts_missing(missing);
}

static const char *explain_answer(const struct pns_answer *answer, struct pns_diag *diag)
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
	const char *why = request->pid ? explain_answer(answer, &diag) :
			  _("0 stands for a process that is not visible there");

	run->bad++;
	if (request->line)
		message(_("line %zu: %.*s: PID namespace %s: %s (%s)"), request->line,
			(int)request->length, request->text, where, why, id);
	else
		message(_("%.*s: PID namespace %s: %s (%s)"), (int)request->length, request->text,
			where, why, id);
}
