// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * pidns-translate: translate process IDs between PID namespaces.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/descriptors.h"
#include "common/cli-options.h"
#include "common/cli.h"
#include "common/ref-note.h"
#include "namespace/namespace.h"
#include "pidns-translate/batch.h"
#include "pidns-translate/columns.h"
#include "pidns-translate/command-line.h"
#include "pidns-translate/find.h"
#include "pidns-translate/forms.h"
#include "pidns-translate/init.h"
#include "pidns-translate/list.h"
#include "pidns-translate/table.h"

static const struct cli_option options[] = {
	{ .help = N_("Options:") },
	{ 'f', "from", "<nsref>", N_("PID namespace that the PIDs are from (default: self)") },
	{ 't', "to", "<nsref>", N_("where they are wanted (default: self); own: of each its own") },
	{ 'g', "tgid", NULL, N_("translate to the thread group leader") },
	{ 'i', "init", NULL, N_("the PID of init of each namespace") },
	{ 'l', "list", NULL, N_("every process of the namespace and those below it") },
	{ OPT_FIND, "find", NULL, N_("who has this PID in its own namespace") },
	{ 'I', "inode", NULL, N_("print PID:INODE, which names a process for good") },
	{ OPT_MISSING, "missing", "<what>", N_("without translation: error, keep, drop, mark[=<text>]") },
	{ 'u', "unbuffered", NULL, N_("answer each line at once") },
	{ 'z', "zero", NULL, N_("lines end with NUL, not newline") },
	{ OPT_VIA, "via", "<method>", N_("auto, bpf, ioctl, pidfd, procfs or ucred") },
	{ .help = N_("Replace the PIDs in standard input:") },
	{ 'F', "field", "<n>[,<n>...]", N_("those in these fields") },
	{ 'F', "field", "<n>:<regex>", N_("those that its group matches there; 0: in the line") },
	{ 'd', "delimiter", "<c>", N_("what separates fields (default: blanks)") },
	{ OPT_FROM_FIELD, "from-field", "<n>", N_("this field names the PID namespace that they are from") },
	{ OPT_ALIGN, "align", NULL, N_("keep the columns of tables that are padded with blanks") },
	{ .help = N_("Print a table:") },
	{ 'J', "json", NULL, N_("use the JSON output format, also for a refusal") },
	{ OPT_JSON_LINES, "json-lines", NULL, N_("print a JSON object a line, as soon as it is there") },
	{ 'r', "raw", NULL, N_("use the raw output format") },
	CLI_COLUMN_OPTIONS('o'),
	{ 0 },
};

static const struct cli_exclusive exclusive[] = {
	{ { 'i', 'l', OPT_FIND, 'F' } },
	{ { 'f', OPT_FROM_FIELD } },
	{ { 'J', OPT_JSON_LINES, 'r' } },
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

/* What was named is perhaps not what was meant: told once. */
static void note_refs(const struct translate_run *run)
{
	const char *from = translate_from_name(run), *to = translate_to_name(run);

	if (note_children(run->caller, from, &run->from_ref) || note_children(run->caller, to, &run->to_ref))
		return;
	if (run->mode != TRANSLATE_PIDS && run->mode != TRANSLATE_FILTER)
		return;
	/* who writes the same word twice knows it; "initial" is for who need not know where this runs */
	if (strcmp(from, to) == 0 || translate_has_initial(run))
		return;
	if (pns_ns_is_same(run->from_ref.nsfd, run->to_ref.nsfd))
		note_same(from, to, run->to_ref.nsfd);
}

/* Open the namespaces and what translates between them. Returns 0 or the exit status. */
static int open_namespaces(struct translate_run *run)
{
	struct translate_direction direction = {
		.from_name = translate_from_name(run),
		.to_name = translate_to_name(run),
	};
	/* what is above cannot be listed */
	int status = run->mode == TRANSLATE_LIST ? translate_open_ref(run, direction.from_name, &run->from_ref) :
						   translate_open_end(run, direction.from_name, &run->from_ref);

	if (status)
		return status;
	direction.from = run->from_ref.nsfd;
	direction.to = run->to_ref.nsfd;
	status = translate_open_context(run, &direction, &run->translate);
	if (status == 0)
		note_refs(run);
	return status;
}

/* Run the mode that was asked for. Returns the exit status. */
static int run_mode(struct translate_run *run)
{
	int status = translate_open_to_ref(run);

	run->has_operands = *run->operands != NULL;
	run->reader.end = run->end;
	run->reader.data = run;
	/* what these translate from is in their operands or lines */
	if (status == 0 && (run->mode == TRANSLATE_INIT || run->from_field)) {
		note_children(run->caller, translate_to_name(run), &run->to_ref);
		return run->from_field ? translate_filter(run) : translate_init(run);
	}
	if (status == 0)
		status = open_namespaces(run);
	if (status)
		return status;
	if (run->mode == TRANSLATE_FILTER)
		return translate_filter(run);
	if (run->mode == TRANSLATE_LIST)
		return translate_list(run);
	if (run->mode == TRANSLATE_FIND)
		return translate_find(run);
	return run->print_table ? translate_table(run) : translate_batch(run);
}

/* What the command line asked for. */
struct command_line {
	struct translate_run run;
	unsigned int given;	/* options, as of translate_option_bit() */
};

/* A cli_tool.take(). */
static int take_option(void *data, int option, const char *argument)
{
	struct command_line *line = data;

	line->given |= translate_option_bit(option);
	return translate_cmdline_take_option(&line->run, option, argument);
}

static int main_pidns_translate(struct command_line *line, int argc, char **argv)
{
	static const struct cli_tool tool = { options, exclusive, "", print_usage, "pidns-translate(1)", take_option };
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
	if (!translate_cmdline_is_consistent(run))
		return cli_try_help();
	translate_cmdline_complete(run);
	return run_mode(run);
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
	status = main_pidns_translate(&line, argc, argv);
	translate_run_free(&line.run);
	return status;
}
