/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PIDNS_TRANSLATE_GATHER_H
#define PNS_PIDNS_TRANSLATE_GATHER_H
/*
 * What the tables of pidns-translate are made of: an answer, and what else can be told about the very
 * process that it is about.
 */
#include "pidns-translate/answer.h"
#include "pidns-translate/columns.h"

struct translate_gather {
	struct translate_run *run;
	struct pns_ref own;
	struct pns_translate *here;	/* from the --from namespace to the caller's; NULL: not needed */
	int procfs;			/* of the caller's PID namespace, or PNS_NO_FD */
	int to_level;			/* of the --to namespace below the caller's, -1: above */
	bool wants_task;
	bool wants_pidns;
	int pidns_of;			/* the last one that was looked at, and what was found */
	struct pns_pidns_info pidns;
	int failed;			/* the -errno for which cells are blank that should not be, 0: none */
};

#define TRANSLATE_GATHER_INIT(run_) { \
	.run = (run_), .own = PNS_REF_INIT, .procfs = PNS_NO_FD, .pidns_of = PNS_NO_FD, \
}

/* Open what is needed besides @run, the table as well. Complains. Returns 0 or the exit status. */
int translate_gather_open(struct translate_gather *gather);

/* For what goes through all processes: complains if there is no procfs. Returns 0 or the exit status. */
int translate_gather_need_procfs(struct translate_gather *gather);

void translate_gather_close(struct translate_gather *gather);
#define _cleanup_gather_ __attribute__((cleanup(translate_gather_close)))

/* What is known about a PID namespace; NULL for PNS_NO_FD, or if no column wants it. */
const struct pns_pidns_info *translate_gather_pidns(struct translate_gather *gather, int nsfd);

/*
 * Translate, and look at the process if a column wants that: both are about the same one.
 * @task: filled if it is known (caller closes).
 */
void translate_gather(struct translate_gather *gather, const struct translate_request *request,
		      struct pns_answer *answer, struct pns_task_info *task);

/* Add a row to the table: the answer to @request. Returns 0 or -errno. */
int translate_gather_row(struct translate_gather *gather, const struct translate_request *request,
			 const struct pns_answer *answer, const struct pns_task_info *task);

/*
 * Open a context between two namespaces, which are told of as that of --from; complains. Returns 0 or the exit status.
 */
int translate_gather_between(struct translate_gather *gather, int from, int to, struct pns_translate **translate);

/* Of a process that is only looked at: 0 if it has no answer because it has none to give, else the error. */
int translate_gather_error(const struct pns_answer *answer);

/* Print the table, or, if @rc is an error (-errno), that alone. Returns the exit status. */
int translate_gather_print(struct translate_gather *gather, int rc);

#endif /* PNS_PIDNS_TRANSLATE_GATHER_H */
