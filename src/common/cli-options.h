/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_COMMON_CLI_OPTIONS_H
#define PNS_COMMON_CLI_OPTIONS_H
/*
 * The options of a tool, each one row: what getopt_long(3) takes and what --help shows of it come from there. And
 * what excludes each other.
 */
#include <getopt.h>
#include <limits.h>
#include <stdbool.h>

#include "common/message.h"

struct cli_option {
	int value;		/* its letter, or from OPT_OWN on if it has none; 0: a heading of --help */
	const char *name;	/* behind "--"; twice for two forms of one option */
	const char *argument;	/* as --help shows it: "<pid>", "[=<mode>]" where it may be left out, NULL: none */
	const char *help;	/* marked for translation; NULL in the last row */
};

/* Options of more than one tool that have no letter, and the first that is a tool's own. */
enum {
	OPT_OUTPUT_ALL = CHAR_MAX + 1,
	OPT_JSON_LINES,
	OPT_OWN,
};

/* The rows about the columns of a table. @output: the letter of --output */
#define CLI_COLUMN_OPTIONS(output) \
	{ 'n', "noheadings", NULL, N_("do not print headings") }, \
	{ output, "output", "<list>", N_("output columns (see --list-columns)") }, \
	{ OPT_OUTPUT_ALL, "output-all", NULL, N_("output all columns") }, \
	{ 'H', "list-columns", NULL, N_("list the available columns") }

/* Options that exclude each other: their values, 0 behind the last. */
struct cli_exclusive {
	int options[8];
};

struct cli_tool {
	const struct cli_option *options;	/* without --help and --version, which all tools have */
	const struct cli_exclusive *exclusive;	/* ends with an empty row */
	const char *order;			/* "-": operands come in their places as option 1; else "" */
	void (*print_usage)(void);		/* what --help begins with */
	const char *manual;			/* the page it ends with */
	/*
	 * Take an option, or an operand. Returns 0, -EDOM if @argument is none of the values that the help has, or
	 * another value after a complaint.
	 */
	int (*take)(void *data, int option, const char *argument);
};

#define CLI_MAX_OPTIONS 48

/* A command line that is being read; filled by cli_begin(). */
struct cli {
	const struct cli_tool *tool;
	struct option longopts[CLI_MAX_OPTIONS + 1];	/* as of getopt_long(3) */
	char letters[3 * CLI_MAX_OPTIONS + 2];
	bool given[CLI_MAX_OPTIONS];			/* of longopts */
	/*
	 * Before a complaint: say instead what was meant, and return whether that is known. @option: the one that
	 * excludes @other, 0 and 0 if it is not known. NULL: it never is; else set it behind cli_begin().
	 */
	bool (*tell_meant)(void *data, int option, int other);
};

enum cli_end {
	CLI_END_RUN,		/* all options are taken */
	CLI_END_LIST,		/* and --list-columns was among them */
	CLI_END_DONE,		/* --help or --version, which was answered */
	CLI_END_UNKNOWN,	/* a complaint about an option that there is not */
	CLI_END_MISTAKE,	/* another complaint */
};

void cli_begin(struct cli *cli, const struct cli_tool *tool);

/* Take the options of @argv, as of getopt_long(3). @data: for take() */
enum cli_end cli_take_options(struct cli *cli, int argc, char **argv, void *data);

#endif /* PNS_COMMON_CLI_OPTIONS_H */
