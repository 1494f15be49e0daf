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

/* What --from and --to take besides references: the initial PID namespace, which has none from below. */
#define TRANSLATE_INITIAL "initial"

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

/* One PID to translate. */
struct translate_request {
	const char *text;
	size_t length;
	size_t line;		/* 0: an operand */
	pid_t pid;		/* 0: what the kernel prints for a process outside */
	uint64_t inode;		/* 0: not given */
	bool ends_line;		/* none follows in the same line or operand */
};

struct translate_run {
	bool one_question;	/* with --init: one is enough for the kernel to tell init */
	bool several;		/* with --init: there is more than one operand */
	struct pns_caller *caller;
	enum translate_mode mode;
	const char *from;	/* NSREF, NULL: not given */
	const char *to;
	bool to_own;		/* of each process its own namespace: @to_ref is none */
	enum pns_translator via;
	bool tgid;
	bool identity;
	bool unbuffered;
	char end;		/* what ends a line: '\n' or '\0' */
	enum translate_missing missing;
	const char *mark;
	struct translate_fields fields;
	bool align;
	unsigned int from_field;	/* which one names the namespace of a line; 0: not given */
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
	struct translate_request rest;	/* what is left of the line or operand */
	struct translate_request next;	/* the PID of it that comes next, if @has_next */
	bool has_next;
	bool told_field;	/* what to do with lines that are no PIDs */
	bool began_line;	/* of output: the answer before was to a PID of the same line */
	unsigned long good;	/* how many PIDs had an answer */
	unsigned long bad;	/* how many had none, or were no PID */
	unsigned long kept;	/* how many numbers without translation the filter left in the text */
};

void translate_run_init(struct translate_run *run, struct pns_caller *caller);
void translate_run_free(struct translate_run *run);

/* Open one NSREF; complains. Returns 0 or the exit status. */
int translate_open_ref(struct translate_run *run, const char *text, struct pns_ref *ref);

/*
 * The same for the namespace of --from or --to, which may be "initial": from below, @ref has PNS_TRANSLATE_INITIAL
 * then.
 */
int translate_open_end(struct translate_run *run, const char *text, struct pns_ref *ref);

/* Whether one of the two was given as "initial", wherever that is. */
bool translate_has_initial(const struct translate_run *run);

/* From which PID namespace to which one. */
struct translate_direction {
	int from;
	int to;			/* PNS_NO_FD: of each process its own */
	const char *from_name;	/* for messages */
	const char *to_name;
};

/* Open the context for that. Returns 0 or -errno with the reason in @diag. */
int translate_open(struct translate_run *run, const struct translate_direction *direction,
		   struct pns_translate **translate, struct pns_diag *diag);

/* The same; complains. Returns 0 or the exit status. */
int translate_open_context(struct translate_run *run, const struct translate_direction *direction,
			   struct pns_translate **translate);

/* The names of the namespaces, as given; "self" by default. */
const char *translate_from_name(const struct translate_run *run);
const char *translate_to_name(const struct translate_run *run);

/* Whether @text, where an NSREF is expected, stands for the own namespace of each process. */
bool translate_is_own(const char *text);

/* Open the reference of --to, if it is one; complains. Returns 0 or the exit status. */
int translate_open_to_ref(struct translate_run *run);

/* Tell of a refusal that ends the run, as JSON too if that is the form. Returns the exit status. */
int translate_refuse(const struct translate_run *run, const struct pns_diag *diag);

/* After an error of reading or writing (-errno): complain. Returns the exit status. */
int translate_io_error(int rc, const char *what);

/* An answer is complete: write it, or have it written with those to follow. */
void translate_settle(struct translate_run *run);

/* Write all that is left. @rc: of reading. Complains. Returns the exit status. */
int translate_finish_output(struct translate_run *run, int rc);

/* 0 all had an answer, 1 none, 64 some. */
int translate_status(const struct translate_run *run);

#endif /* PNS_PIDNS_TRANSLATE_RUN_H */
