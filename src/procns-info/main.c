// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * procns-info: which PID namespace a procfs mount shows, with which options, who sees what in it.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>

#include "common/cli.h"
#include "common/procfs-columns.h"
#include "namespace/privilege.h"
#include "procns-info/check.h"
#include "procns-info/list.h"
#include "procns-info/monitor.h"
#include "procns-info/plan.h"
#include "procns-info/print.h"

enum {
	OPT_AS = CHAR_MAX + 1,
	OPT_FILTER,
	OPT_OUTPUT_ALL,
	OPT_VIA,
};

static const struct option longopts[] = {
	{ "all", no_argument, NULL, 'a' },
	{ "namespace", required_argument, NULL, 'N' },
	{ "target", required_argument, NULL, 't' },
	{ "pidns", required_argument, NULL, 'p' },
	{ "tree", no_argument, NULL, 'T' },
	{ "overmounts", no_argument, NULL, 'k' },
	{ "explain", no_argument, NULL, 'x' },
	{ "as", required_argument, NULL, OPT_AS },
	{ "check", no_argument, NULL, 'c' },
	{ "monitor", no_argument, NULL, 'w' },
	{ "via", required_argument, NULL, OPT_VIA },
	{ "json", no_argument, NULL, 'J' },
	{ "raw", no_argument, NULL, 'r' },
	{ "pairs", no_argument, NULL, 'P' },
	{ "noheadings", no_argument, NULL, 'n' },
	{ "output", required_argument, NULL, 'o' },
	{ "output-all", no_argument, NULL, OPT_OUTPUT_ALL },
	{ "list-columns", no_argument, NULL, 'H' },
	{ "filter", required_argument, NULL, OPT_FILTER },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

static const struct cli_exclusive exclusive[] = {
	{ { 'a', 'N', 't' } },
	{ { 'a', 'c' } },
	{ { 'c', 'H' } },
	{ { 'a', 'w' } },
	{ { 'T', 'k', 'x', 'c', 'w' } },
	{ { 'T', OPT_FILTER } },
	{ { 'J', 'r', 'P' } },
	{ { 'o', OPT_OUTPUT_ALL } },
	{ { 'x', 'J', 'r', 'P' } },
	{ { 'x', 'o' } },
	{ { 'x', OPT_OUTPUT_ALL } },
	{ { 'x', OPT_FILTER } },
	{ { OPT_AS, 'k', 'c', 'w' } },
	{ { 0 } },
};

#define N_EXCLUSIVE (sizeof(exclusive) / sizeof(exclusive[0]))

static void print_what(void)
{
	const char *name = program_invocation_short_name;

	fputs(_("\nUsage:\n"), stdout);
	printf(_(" %s [options] [<procfs>...]\n"), name);
	fputs(_("\nShow which PID namespace each procfs mount shows.\n"), stdout);
	fputs(_("\nOptions:\n"), stdout);
	fputs(_(" -a, --all                    the mounts of every mount namespace\n"), stdout);
	fputs(_(" -N, --namespace <ref>        the mounts of this mount namespace\n"), stdout);
	fputs(_(" -t, --target <pid>[:<inode>] the mounts of the mount namespace of this process\n"), stdout);
	fputs(_(" -p, --pidns <nsref>          only procfs that show this PID namespace\n"), stdout);
	fputs(_(" -T, --tree                   PID namespaces as a tree, their procfs below\n"), stdout);
	fputs(_(" -k, --overmounts             list what is mounted inside of each procfs\n"), stdout);
	fputs(_(" -x, --explain                tell in sentences\n"), stdout);
	fputs(_("     --as <user>|<pid>        what this user or process sees\n"), stdout);
	fputs(_(" -c, --check                  print nothing, say by the status whether they show it\n"), stdout);
	fputs(_(" -w, --monitor                keep running, print what is mounted and unmounted\n"), stdout);
	fputs(_("     --via <way>              auto, ioctl, init, member, bpf or level\n"), stdout);
}

static int usage(void)
{
	print_what();
	fputs(_("\nOutput:\n"), stdout);
	fputs(_(" -J, --json                   use the JSON output format\n"), stdout);
	fputs(_(" -r, --raw                    use the raw output format\n"), stdout);
	fputs(_(" -P, --pairs                  use the key=\"value\" output format\n"), stdout);
	fputs(_(" -n, --noheadings             do not print headings\n"), stdout);
	fputs(_(" -o, --output <list>          output columns (see --list-columns)\n"), stdout);
	fputs(_("     --output-all             output all columns\n"), stdout);
	fputs(_(" -H, --list-columns           list the available columns\n"), stdout);
	fputs(_("     --filter <expression>    only rows for which this holds\n"), stdout);
	cli_print_help_tail("procns-info(8)");
	return CLI_EXIT_OK;
}

static bool parse_via(const char *text, enum pns_via *via)
{
	int found = pns_via_by_name(text);

	if (found < 0) {
		message(_("unknown way: '%s'"), text);
		return false;
	}
	*via = (enum pns_via)found;
	return true;
}

/* Options that say what is looked at. Returns 1 if @option is none of them, else 0 or -EINVAL. */
static int take_object_option(struct info_plan *plan, int option)
{
	switch (option) {
	case 'a':
		plan->all = true;
		return 0;
	case 'N':
		plan->mountns = optarg;
		return 0;
	case 't':
		plan->target = optarg;
		return 0;
	case 'p':
		plan->pidns = optarg;
		return 0;
	case OPT_AS:
		plan->as = optarg;
		return 0;
	case OPT_VIA:
		return parse_via(optarg, &plan->via) ? 0 : -EINVAL;
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
static int take_output_option(struct info_plan *plan, int option)
{
	switch (option) {
	case 'J':
		plan->table.form = TABLE_FORM_JSON;
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
		plan->columns = optarg;
		return 0;
	case OPT_OUTPUT_ALL:
		plan->all_columns = true;
		return 0;
	case OPT_FILTER:
		plan->table.filter = optarg;
		return 0;
	default:
		return 1;
	}
}

static int take_option(struct info_plan *plan, int option)
{
	int rc = take_object_option(plan, option);

	if (rc == 1)
		rc = take_mode_option(plan, option);
	return rc == 1 ? take_output_option(plan, option) : rc;
}

static int run(struct info_plan *plan)
{
	if (*plan->operands && (plan->all || plan->mode == INFO_MODE_MONITOR)) {
		message(_("--all and --monitor take no operands"));
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

static const char optstring[] = "aN:t:p:TkxcwJrPno:HhV";

/* Whether --check is there in whatever form, be it behind a mistake. */
static bool asks_for_check(int argc, char **argv)
{
	int option;

	/* from the start again; what is wrong was said */
	optind = 0;
	opterr = 0;
	do {
		option = getopt_long(argc, argv, optstring, longopts, NULL);
	} while (option != -1 && option != 'c');
	return option == 'c';
}

/* Status of a mistake: --check has another meaning for 1, and an option that is not known may have been that. */
static int mistake(int option, int argc, char **argv)
{
	int status = cli_try_help();

	return option == '?' || asks_for_check(argc, argv) ? CLI_EXIT_SYSTEM : status;
}

int main(int argc, char **argv)
{
	_cleanup_caller_ struct pns_caller caller = PNS_CALLER_INIT;
	struct info_plan plan = { .caller = &caller, .mode = INFO_MODE_LIST };
	int option, seen[N_EXCLUSIVE] = { 0 };
	bool list = false;

	cli_init();
	pns_raise_descriptor_limit();
	procfs_table_init_all(&plan.table);
	while ((option = message_getopt(argc, argv, optstring, longopts)) != -1) {
		if (!cli_note_option(exclusive, seen, option, longopts))
			return mistake(option, argc, argv);
		switch (option) {
		case 'h':
			return usage();
		case 'V':
			cli_print_version();
			return CLI_EXIT_OK;
		case 'H':
			list = true;
			break;
		default:
			if (option == '?' || take_option(&plan, option) != 0)
				return mistake(option, argc, argv);
		}
	}
	if (list)
		return table_list_columns(&plan.table) < 0 ? CLI_EXIT_SYSTEM : CLI_EXIT_OK;
	plan.operands = argv + optind;
	return run(&plan);
}
