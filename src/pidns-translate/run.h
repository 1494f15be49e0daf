/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PIDNS_TRANSLATE_RUN_H
#define PNS_PIDNS_TRANSLATE_RUN_H
/*
 * A run of pidns-translate: what was asked for, and what all of its modes need: the open namespaces, the
 * PIDs from operands or standard input, complaints, the count that makes the exit status.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/stream.h"
#include "common/table.h"
#include "find/pidns-ref.h"
#include "pidns-translate/field.h"
#include "translate/translate.h"

enum translate_mode {
	TRANSLATE_PIDS,		/* bare numbers, or a table */
	TRANSLATE_INIT,
	TRANSLATE_LIST,
	TRANSLATE_FIND,
	TRANSLATE_FILTER,
};

/* What a PID without translation becomes. */
enum translate_missing {
	TRANSLATE_MISSING_DEFAULT,
	TRANSLATE_MISSING_ERROR,
	TRANSLATE_MISSING_KEEP,
	TRANSLATE_MISSING_DROP,
	TRANSLATE_MISSING_MARK,
};

struct translate_run {
	struct pns_caller *caller;
	enum translate_mode mode;
	const char *from;	/* NSREF, NULL: not given */
	const char *to;
	enum pns_translator via;
	bool tgid;
	bool identity;
	bool unbuffered;
	char end;		/* what ends a line: '\n' or '\0' */
	enum translate_missing missing;
	const char *mark;
	struct translate_fields fields;
	bool print_table;
	struct table table;
	const char *columns;	/* -o, NULL: not given */
	bool all_columns;
	char **operands;	/* ends with NULL */

	bool has_operands;	/* else PIDs come from standard input */
	struct pns_ref from_ref;
	struct pns_ref to_ref;
	struct pns_translate *translate;
	struct pns_reader reader;
	uint64_t clock;		/* how often input was read: the same for all contexts */
	struct pns_writer writer;
	size_t line;		/* of standard input, from 1 */
	bool skipping;		/* the rest of a line that is too long */
	unsigned long good;	/* how many PIDs had an answer */
	unsigned long bad;	/* how many had none, or were no PID */
	unsigned long kept;	/* how many numbers without translation the filter left in the text */
};

/* One PID to translate. */
struct translate_request {
	const char *text;
	size_t length;
	size_t line;		/* 0: an operand */
	pid_t pid;		/* 0: what the kernel prints for a process outside */
	uint64_t inode;		/* 0: not given */
};

void translate_run_init(struct translate_run *run, struct pns_caller *caller);
void translate_run_free(struct translate_run *run);

/* Run the mode that was asked for. Returns the exit status. */
int translate_run(struct translate_run *run);

/* Open one NSREF; complains. Returns 0 or the exit status. */
int translate_open_ref(struct translate_run *run, const char *text, struct pns_ref *ref);

/*
 * Open the context for translating from @from to @to (named for messages). @complain: tell of a refusal, and
 * @status of it. Returns 0 or -errno.
 */
struct translate_ends {
	int from;
	int to;
	const char *from_name;
	const char *to_name;
};
int translate_open(struct translate_run *run, const struct translate_ends *ends,
		   struct pns_translate **translate, struct pns_diag *diag);

/* The names of the namespaces, as given; "self" by default. */
const char *translate_from_name(const struct translate_run *run);
const char *translate_to_name(const struct translate_run *run);

/*
 * The next PID, from the operands or, without any, from standard input. What is none is complained about
 * and counted. Returns 1, 0 at the end, or -errno.
 */
int translate_next(struct translate_run *run, struct translate_request *request);

/* As pns_parse_pid_span(), and 0 is one as well. */
bool translate_parse_pid(const char *text, size_t length, pid_t *pid);

/* As pns_translate() of the run's namespaces, and 0 has no translation. */
int translate_one(const struct translate_run *run, const struct translate_request *request,
		  struct pns_answer *answer);

/* Write the answer. */
void translate_put_answer(struct translate_run *run, const struct pns_answer *answer);

/* Say why there is no answer, and count it. */
void translate_complain(struct translate_run *run, const struct translate_request *request,
			const struct pns_answer *answer);

/* Tell of a refusal that ends the run, as JSON too if that is the form. Returns the exit status. */
int translate_refuse(const struct translate_run *run, const struct pns_diag *diag);

/* After an error of reading or writing (-errno): complain. Returns the exit status. */
int translate_io_error(int rc, const char *what);

/* 0 all had an answer, 1 none, 64 some. */
int translate_status(const struct translate_run *run);

/* The modes; each returns an exit status. */
int translate_list(struct translate_run *run);
int translate_find(struct translate_run *run);
int translate_batch(struct translate_run *run);
int translate_filter(struct translate_run *run);
int translate_table(struct translate_run *run);
int translate_init(struct translate_run *run);

#endif /* PNS_PIDNS_TRANSLATE_RUN_H */
