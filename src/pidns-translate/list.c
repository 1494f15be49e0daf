// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/list.h"

#include "common/cli.h"
#include "pidns-translate/gather.h"
#include "process/pid-list.h"

/* The process @here is in the namespace that is listed if it has a PID there. */
static int list_process(struct translate_gather *gather, struct pns_translate *inward, pid_t here)
{
	_cleanup_task_info_ struct pns_task_info task = PNS_TASK_INFO_INIT;
	struct translate_request request = { .text = "" };
	struct pns_answer answer;

	if (pns_translate(inward, here, 0, &answer) < 0)
		return translate_gather_error(&answer);
	request.pid = answer.pid;
	translate_gather(gather, &request, &answer, &task);
	/* it ended while the list was made */
	if (answer.reason == PNS_REASON_NO_SUCH_PROCESS || answer.reason == PNS_REASON_PROCESS_GONE)
		return 0;
	if (answer.reason && !pns_answer_is_none(&answer))
		return translate_gather_error(&answer);
	gather->run->good++;
	return translate_gather_row(gather, &request, &answer, &task);
}

int translate_list(struct translate_run *run)
{
	_cleanup_gather_ struct translate_gather gather = TRANSLATE_GATHER_INIT(run);
	_cleanup_proc_list_ struct pns_proc_list list = PNS_PROC_LIST_INIT;
	_cleanup_translate_ struct pns_translate *inward = NULL;
	int rc, status = translate_gather_open(&gather);
	pid_t here;

	if (status == 0)
		status = translate_gather_between(&gather, gather.own.nsfd, run->from_ref.nsfd, &inward);
	if (status == 0)
		status = translate_gather_need_procfs(&gather);
	if (status)
		return status;
	rc = pns_proc_list_open(&list, gather.procfs);
	while (rc == 0 && (rc = pns_proc_list_next(&list, &here)) > 0)
		rc = list_process(&gather, inward, here);
	if (rc == 0 && run->good == 0) {
		message(_("%s: there is no process that can be seen"), translate_from_name(run));
		run->bad++;
	}
	return translate_gather_print(&gather, rc);
}
