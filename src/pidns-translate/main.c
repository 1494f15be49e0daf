// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * pidns-translate: translate process IDs between PID namespaces.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/descriptors.h"
#include "common/cli-options.h"
#include "common/cli.h"
#include "pidns-translate/columns.h"
#include "pidns-translate/forms.h"
#include "pidns-translate/run.h"

static const struct cli_option options[] = {
	{ .help = N_("Options:") },
	{ 'f', "from", "<nsref>", N_("PID namespace that the PIDs are from (default: self)") },
	{ 't', "to", "<nsref>", N_("PID namespace that they are wanted in (default: self)") },
	{ 'g', "tgid", NULL, N_("translate to the thread group leader") },
	{ 'i', "init", NULL, N_("the PID of init of each namespace") },
	{ 'l', "list", NULL, N_("every process of the namespace and those below it") },
	{ OPT_FIND, "find", NULL, N_("who has this PID in its own namespace") },
	{ 'I', "inode", NULL, N_("print PID:INODE, which names a process for good") },
	{ OPT_MISSING, "missing", "<what>", N_("without translation: error, keep, drop, mark[=<text>]") },
	{ 'u', "unbuffered", NULL, N_("answer each line at once") },
	{ 'z', "zero", NULL, N_("lines end with NUL, not newline") },
	{ OPT_VIA, "via", "<method>", N_("auto, ioctl, pidfd, procfs or ucred") },
	{ .help = N_("Replace the PIDs in standard input:") },
	{ 'F', "field", "<n>[,<n>...]", N_("those in these fields") },
	{ 'F', "field", "<n>:<regex>", N_("those that its group matches there; 0: in the line") },
	{ 'd', "delimiter", "<c>", N_("what separates fields (default: blanks)") },
	{ .help = N_("Print a table:") },
	{ 'J', "json", NULL, N_("use the JSON output format, also for a refusal") },
	{ 'r', "raw", NULL, N_("use the raw output format") },
	CLI_COLUMN_OPTIONS('o'),
	{ 0 },
};

static const struct cli_exclusive exclusive[] = {
	{ { 'i', 'l', OPT_FIND, 'F' } },
	{ { 'J', 'r' } },
	{ { 'o', OPT_OUTPUT_ALL } },
	{ { 0 } },
};

static void print_usage(void)
{
	const char *name = program_invocation_short_name;

	fputs(_("\nUsage:\n"), stdout);
	printf(_(" %s [options] [<pid>[:<inode>]...]\n"), name);
	printf(_(" %s --field <n>[,<n>...] [options]\n"), name);
	printf(_(" %s --init [options] [<nsref>...]\n"), name);
	printf(_(" %s --list [options] <nsref>\n"), name);
	printf(_(" %s --find [options] [<pid>...]\n"), name);
	fputs(_("\nTranslate process IDs between PID namespaces.\n"), stdout);
}

static bool parse_missing(struct translate_run *run, const char *text)
{
	static const struct {
		const char *name;
		enum translate_missing missing;
	} words[] = {
		{ "error", TRANSLATE_MISSING_ERROR },
		{ "keep", TRANSLATE_MISSING_KEEP },
		{ "drop", TRANSLATE_MISSING_DROP },
		{ "mark", TRANSLATE_MISSING_MARK },
	};
	size_t i;

	if (strncmp(text, "mark=", strlen("mark=")) == 0) {
		run->mark = text + strlen("mark=");
		run->missing = TRANSLATE_MISSING_MARK;
		return true;
	}
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(text, words[i].name) == 0) {
			run->missing = words[i].missing;
			return true;
		}
	}
	message(_("unknown way to treat what is missing: '%s'"), text);
	return false;
}

static bool parse_via(struct translate_run *run, const char *text)
{
	int found = pns_translator_by_name(text);

	if (found < 0) {
		message(_("unknown method: '%s'"), text);
		return false;
	}
	run->via = (enum pns_translator)found;
	return true;
}

/* Options that say what to do. Returns 1 if @option is none of them, else 0 or -EINVAL. */
static int take_mode_option(struct translate_run *run, int option, const char *argument)
{
	switch (option) {
	case 'f':
		run->from = argument;
		return 0;
	case 't':
		run->to = argument;
		return 0;
	case 'g':
		run->tgid = true;
		return 0;
	case 'i':
		run->mode = TRANSLATE_INIT;
		return 0;
	case 'l':
		run->mode = TRANSLATE_LIST;
		return 0;
	case OPT_FIND:
		run->mode = TRANSLATE_FIND;
		return 0;
	case 'I':
		run->identity = true;
		return 0;
	case OPT_VIA:
		return parse_via(run, argument) ? 0 : -EINVAL;
	default:
		return 1;
	}
}

/* Options about standard input and output, as above. */
static int take_stream_option(struct translate_run *run, int option, const char *argument)
{
	switch (option) {
	case 'F':
		run->mode = TRANSLATE_FILTER;
		return translate_fields_add(&run->fields, argument) ? 0 : -EINVAL;
	case 'd':
		return translate_fields_delimit(&run->fields, argument) ? 0 : -EINVAL;
	case OPT_MISSING:
		return parse_missing(run, argument) ? 0 : -EINVAL;
	case 'u':
		run->unbuffered = true;
		return 0;
	case 'z':
		run->end = '\0';
		return 0;
	default:
		return 1;
	}
}

/* Options about the table, as above. */
static int take_table_option(struct translate_run *run, int option, const char *argument)
{
	switch (option) {
	case 'J':
		run->table.form = TABLE_FORM_JSON;
		break;
	case 'r':
		run->table.form = TABLE_FORM_RAW;
		break;
	case 'n':
		run->table.noheadings = true;
		break;
	case 'o':
		run->columns = argument;
		break;
	case OPT_OUTPUT_ALL:
		run->all_columns = true;
		break;
	default:
		return 1;
	}
	run->print_table = true;
	return 0;
}

/* What the command line asked for. */
struct command_line {
	struct translate_run run;
	unsigned int given;	/* options, as of translate_option_bit() */
};

/* A cli_tool.take(). */
static int take(void *data, int option, const char *argument)
{
	struct command_line *line = data;
	int rc = take_mode_option(&line->run, option, argument);

	line->given |= translate_option_bit(option);
	if (rc == 1)
		rc = take_stream_option(&line->run, option, argument);
	if (rc == 1)
		rc = take_table_option(&line->run, option, argument);
	return rc;
}

static bool complain(const char *why)
{
	message("%s", why);
	return false;
}

/* Whether the options go together, beyond what excludes each other by name. */
static bool is_consistent(const struct translate_run *run)
{
	bool filter = run->mode == TRANSLATE_FILTER;

	if (filter && *run->operands)
		return complain(_("--field works on standard input: it takes no operands"));
	if (filter && !run->from && !run->to)
		return complain(_("--field needs --from or --to"));
	if (run->mode == TRANSLATE_LIST && (!*run->operands || run->operands[1]))
		return complain(_("--list needs one reference to a PID namespace"));
	if (run->tgid && run->via == PNS_TRANSLATOR_UCRED)
		return complain(_("--via ucred cannot translate to the thread group leader"));
	return true;
}

/* What is not said but meant. */
static void complete(struct translate_run *run)
{
	if (run->mode == TRANSLATE_LIST)
		run->from = *run->operands++;
	if (run->mode == TRANSLATE_LIST || run->mode == TRANSLATE_FIND)
		run->print_table = true;
	if (run->mode == TRANSLATE_PIDS && !run->from && !run->to)
		run->print_table = true;
}

static int run_main(struct command_line *line, int argc, char **argv)
{
	static const struct cli_tool tool = { options, exclusive, "", print_usage, "pidns-translate(1)", take };
	struct translate_run *run = &line->run;
	struct cli cli;
	enum cli_end end;

	cli_begin(&cli, &tool);
	end = cli_take_options(&cli, argc, argv, line);
	if (end == CLI_END_DONE)
		return CLI_EXIT_OK;
	if (end != CLI_END_RUN && end != CLI_END_LIST)
		return cli_try_help();
	if (!translate_options_are_meant(run, end == CLI_END_LIST, line->given, cli.longopts))
		return cli_try_help();
	if (end == CLI_END_LIST)
		return table_list_columns(&run->table) < 0 ? CLI_EXIT_SYSTEM : CLI_EXIT_OK;
	run->operands = argv + optind;
	if (!is_consistent(run))
		return cli_try_help();
	complete(run);
	return translate_run(run);
}

int main(int argc, char **argv)
{
	_cleanup_caller_ struct pns_caller caller = PNS_CALLER_INIT;
	struct command_line line = { .given = 0 };
	int status;

	cli_init();
	pns_raise_descriptor_limit();
	translate_run_init(&line.run, &caller);
	translate_table_init(&line.run.table);
	status = run_main(&line, argc, argv);
	translate_run_free(&line.run);
	return status;
}
