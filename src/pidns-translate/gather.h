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
#include "pidns-translate/told.h"

struct translate_gather {
	struct translate_run *run;
	struct pns_ref own;
	uint64_t own_inode;
	struct pns_translate *here;	/* from the --from namespace to the caller's; NULL: not needed */
	int procfs;			/* of the caller's PID namespace, or PNS_NO_FD */
	int to_level;			/* of the --to namespace below the caller's, -1: above, or no single one */
	unsigned int wants_task;	/* what the columns take, of the process and of its PID namespace */
	unsigned int wants_pidns;
	bool wants_levels;		/* the numbers of a process in all namespaces as well */
	int pidns_of;			/* the last one that was looked at, and what was found */
	struct pns_pidns_info pidns;
	struct pns_pidns_info own_pidns;	/* of the caller's; its inode is 0 before that was looked at */
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

/* What the columns take of a PID namespace; NULL for PNS_NO_FD, or if none takes anything. */
const struct pns_pidns_info *translate_gather_pidns(struct translate_gather *gather, int nsfd);

/*
 * Translate, and look at the process if a column wants that: both are about the same one.
 * @task: filled if it is known (caller closes).
 */
void translate_gather(struct translate_gather *gather, const struct translate_request *request,
		      struct pns_answer *answer, struct pns_task_info *task);

/* As pns_task_look(), for what the columns take. */
int translate_gather_look(struct translate_gather *gather, struct pns_task_info *task);

/* The same for the process with the caller's number @here, held by this. With an error, @task is closed. */
int translate_gather_task(struct translate_gather *gather, pid_t here, struct pns_task_info *task);

/* Add a row to the table, unless a cell is blank that should not be. Returns 0 or -errno. */
int translate_gather_add(struct translate_gather *gather, const struct translate_row *row);

/* After the rows of a line of input: with --unbuffered they go out. Returns 0 or -errno. */
int translate_gather_settle(struct translate_gather *gather);

/* Add the row of the answer to @request, likewise. */
int translate_gather_row(struct translate_gather *gather, const struct translate_request *request,
			 const struct pns_answer *answer, const struct pns_task_info *task);

/* A row of a process that nothing holds. */
int translate_gather_told_row(struct translate_gather *gather, pid_t pid, pid_t to, const struct translate_told *told);

/*
 * Open a context between two namespaces, which are told of as that of --from; complains. Returns 0 or the exit status.
 */
int translate_gather_between(struct translate_gather *gather, int from, int to, struct pns_translate **translate);

/* Of a process that is only looked at: 0 if it has no answer because it has none to give, else the error. */
int translate_gather_error(const struct pns_answer *answer);

/* Print the table, or, if @rc is an error (-errno), that alone. Returns the exit status. */
int translate_gather_print(struct translate_gather *gather, int rc);

#endif /* PNS_PIDNS_TRANSLATE_GATHER_H */
