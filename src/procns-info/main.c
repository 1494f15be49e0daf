// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * procns-info: which PID namespace a procfs mount shows, with which options, who sees what in it.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>

#include "base/descriptors.h"
#include "common/cli-options.h"
#include "common/cli.h"
#include "common/procfs-columns.h"
#include "procns-info/check.h"
#include "procns-info/list.h"
#include "procns-info/monitor.h"
#include "procns-info/plan.h"
#include "procns-info/print.h"

enum {
	OPT_AS = OPT_OWN,
	OPT_FILTER,
	OPT_VIA,
};

static const struct cli_option options[] = {
	{ .help = N_("Options:") },
	{ 'a', "all", NULL, N_("the mounts of every mount namespace") },
	{ 'N', "namespace", "<ref>", N_("the mounts of this mount namespace") },
	{ 't', "target", "<pid>[:<inode>]", N_("the mounts of the mount namespace of this process") },
	{ 'p', "pidns", "<nsref>", N_("only procfs that show this PID namespace") },
	{ 'T', "tree", NULL, N_("PID namespaces as a tree, their procfs below") },
	{ 'k', "overmounts", NULL, N_("list what is mounted inside of each procfs") },
	{ 'x', "explain", NULL, N_("tell in sentences") },
	{ OPT_AS, "as", "<user>|<pid>", N_("what this user or process sees") },
	{ 'c', "check", NULL, N_("print nothing, say by the status whether they show it") },
	{ 'w', "monitor", NULL, N_("keep running, print what is mounted and unmounted") },
	{ OPT_VIA, "via", "<way>", N_("auto, ioctl, init, member, bpf or level") },
	{ .help = N_("Output:") },
	{ 'J', "json", NULL, N_("use the JSON output format") },
	{ OPT_JSON_LINES, "json-lines", NULL, N_("print a JSON object a line, as soon as it is there") },
	{ 'r', "raw", NULL, N_("use the raw output format") },
	{ 'P', "pairs", NULL, N_("use the key=\"value\" output format") },
	CLI_COLUMN_OPTIONS('o'),
	{ OPT_FILTER, "filter", "<expression>", N_("only rows for which this holds") },
	{ 0 },
};

static const struct cli_exclusive exclusive[] = {
	{ { 'a', 'N', 't' } },
	{ { 'a', 'c' } },
	{ { 'c', 'H' } },
	{ { 'a', 'w' } },
	{ { 'T', 'k', 'x', 'c', 'w' } },
	{ { 'T', OPT_FILTER } },
	{ { 'T', OPT_JSON_LINES } },
	{ { 'J', OPT_JSON_LINES, 'r', 'P' } },
	{ { 'o', OPT_OUTPUT_ALL } },
	{ { 'x', 'J', OPT_JSON_LINES, 'r', 'P' } },
	{ { 'x', 'o' } },
	{ { 'x', OPT_OUTPUT_ALL } },
	{ { 'x', OPT_FILTER } },
	{ { OPT_AS, 'k', 'c', 'w' } },
	{ { 0 } },
};

static void print_usage(void)
{
	fputs(_("\nUsage:\n"), stdout);
	printf(_(" %s [options] [<procfs>...]\n"), program_invocation_short_name);
	fputs(_("\nShow which PID namespace each procfs mount shows.\n"), stdout);
}

static int parse_via(const char *text, enum pns_via *via)
{
	int found = pns_via_by_name(text);

	if (found < 0)
		return -EDOM;
	*via = (enum pns_via)found;
	return 0;
}

/* Options that say what is looked at. Returns 1 if @option is none of them, else 0, or -EDOM for a wrong value. */
static int take_object_option(struct info_plan *plan, int option, const char *argument)
{
	switch (option) {
	case 'a':
		plan->all = true;
		return 0;
	case 'N':
		plan->mountns = argument;
		return 0;
	case 't':
		plan->target = argument;
		return 0;
	case 'p':
		plan->pidns = argument;
		return 0;
	case OPT_AS:
		plan->as = argument;
		return 0;
	case OPT_VIA:
		return parse_via(argument, &plan->via);
	default:
		return 1;
	}
}

/* Options that say what to do with it, as above. */
static int take_mode_option(struct info_plan *plan, int option)
{
	switch (option) {
	case 'T':
		plan->mode = INFO_MODE_TREE;
		return 0;
	case 'k':
		plan->mode = INFO_MODE_OVERMOUNTS;
		info_overmounts_table_init(&plan->table);
		return 0;
	case 'x':
		plan->mode = INFO_MODE_EXPLAIN;
		return 0;
	case 'c':
		plan->mode = INFO_MODE_CHECK;
		return 0;
	case 'w':
		plan->mode = INFO_MODE_MONITOR;
		return 0;
	default:
		return 1;
	}
}

/* Options about what is printed, as above. */
static int take_output_option(struct info_plan *plan, int option, const char *argument)
{
	switch (option) {
	case 'J':
		plan->table.form = table_form_of_json();
		return 0;
	case OPT_JSON_LINES:
		plan->table.form = TABLE_FORM_JSON_LINES;
		return 0;
	case 'r':
		plan->table.form = TABLE_FORM_RAW;
		return 0;
	case 'P':
		plan->table.form = TABLE_FORM_PAIRS;
		return 0;
	case 'n':
		plan->table.noheadings = true;
		return 0;
	case 'o':
		plan->columns = argument;
		return 0;
	case OPT_OUTPUT_ALL:
		plan->all_columns = true;
		return 0;
	case OPT_FILTER:
		plan->table.filter = argument;
		return 0;
	default:
		return 1;
	}
}

/* A cli_tool.take(). */
static int take(void *data, int option, const char *argument)
{
	struct info_plan *plan = data;
	int rc = take_object_option(plan, option, argument);

	if (rc == 1)
		rc = take_mode_option(plan, option);
	return rc == 1 ? take_output_option(plan, option, argument) : rc;
}

static int run(struct info_plan *plan)
{
	if (*plan->operands && (plan->all || plan->mode == INFO_MODE_MONITOR)) {
		message(_("--all and --monitor take no operands"));
		return cli_try_help();
	}
	if (plan->mode == INFO_MODE_TREE && plan->table.form == TABLE_FORM_JSON_LINES) {
		message(_("--tree: a tree cannot be printed line by line, as LIBSMARTCOLS_JSON=lines wants it"));
		return cli_try_help();
	}
	switch (plan->mode) {
	case INFO_MODE_CHECK:
		return info_check_run(plan);
	case INFO_MODE_MONITOR:
		return info_monitor_run(plan);
	case INFO_MODE_LIST:
	case INFO_MODE_TREE:
	case INFO_MODE_OVERMOUNTS:
	case INFO_MODE_EXPLAIN:
		break;
	}
	return info_list_run(plan);
}

/* Whether --check is there in whatever form, be it behind a mistake. */
static bool asks_for_check(const struct cli *cli, int argc, char **argv)
{
	int option;

	/* from the start again; what is wrong was said */
	optind = 0;
	opterr = 0;
	do {
		option = getopt_long(argc, argv, cli->letters, cli->longopts, NULL);
	} while (option != -1 && option != 'c');
	return option == 'c';
}

int main(int argc, char **argv)
{
	static const struct cli_tool tool = { options, exclusive, "", print_usage, "procns-info(8)", take };
	_cleanup_caller_ struct pns_caller caller = PNS_CALLER_INIT;
	struct info_plan plan = { .caller = &caller, .mode = INFO_MODE_LIST };
	struct cli cli;
	int status;

	cli_init();
	pns_raise_descriptor_limit();
	procfs_table_init_all(&plan.table);
	cli_begin(&cli, &tool);
	switch (cli_take_options(&cli, argc, argv, &plan)) {
	case CLI_END_RUN:
		break;
	case CLI_END_LIST:
		return table_list_columns(&plan.table) < 0 ? CLI_EXIT_SYSTEM : CLI_EXIT_OK;
	case CLI_END_DONE:
		return CLI_EXIT_OK;
	case CLI_END_UNKNOWN:
		/* --check has another meaning for 1, and this may have been that */
		cli_try_help();
		return CLI_EXIT_SYSTEM;
	case CLI_END_MISTAKE:
		status = cli_try_help();
		return asks_for_check(&cli, argc, argv) ? CLI_EXIT_SYSTEM : status;
	}
	plan.operands = argv + optind;
	return run(&plan);
}
