// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * pidns-translate: translate process IDs between PID namespaces.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "common/cli.h"
#include "namespace/privilege.h"
#include "pidns-translate/columns.h"
#include "pidns-translate/forms.h"
#include "pidns-translate/run.h"

static const struct option longopts[] = {
	{ "from", required_argument, NULL, 'f' },
	{ "to", required_argument, NULL, 't' },
	{ "tgid", no_argument, NULL, 'g' },
	{ "init", no_argument, NULL, 'i' },
	{ "list", no_argument, NULL, 'l' },
	{ "find", no_argument, NULL, OPT_FIND },
	{ "inode", no_argument, NULL, 'I' },
	{ "field", required_argument, NULL, 'F' },
	{ "delimiter", required_argument, NULL, 'd' },
	{ "missing", required_argument, NULL, OPT_MISSING },
	{ "unbuffered", no_argument, NULL, 'u' },
	{ "zero", no_argument, NULL, 'z' },
	{ "via", required_argument, NULL, OPT_VIA },
	{ "json", no_argument, NULL, 'J' },
	{ "raw", no_argument, NULL, 'r' },
	{ "noheadings", no_argument, NULL, 'n' },
	{ "output", required_argument, NULL, 'o' },
	{ "output-all", no_argument, NULL, OPT_OUTPUT_ALL },
	{ "list-columns", no_argument, NULL, 'H' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

static const struct cli_exclusive exclusive[] = {
	{ { 'i', 'l', OPT_FIND, 'F' } },
	{ { 'J', 'r' } },
	{ { 'o', OPT_OUTPUT_ALL } },
	{ { 0 } },
};

#define N_EXCLUSIVE (sizeof(exclusive) / sizeof(exclusive[0]))

static void print_forms(void)
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

static int usage(void)
{
	print_forms();
	fputs(_("\nOptions:\n"), stdout);
	fputs(_(" -f, --from <nsref>           PID namespace that the PIDs are from (default: self)\n"), stdout);
	fputs(_(" -t, --to <nsref>             PID namespace that they are wanted in (default: self)\n"), stdout);
	fputs(_(" -g, --tgid                   translate to the thread group leader\n"), stdout);
	fputs(_(" -i, --init                   the PID of init of each namespace\n"), stdout);
	fputs(_(" -l, --list                   every process of the namespace and those below it\n"), stdout);
	fputs(_("     --find                   who has this PID in its own namespace\n"), stdout);
	fputs(_(" -I, --inode                  print PID:INODE, which names a process for good\n"), stdout);
	fputs(_("     --missing <what>         without translation: error, keep, drop, mark[=<text>]\n"), stdout);
	fputs(_(" -u, --unbuffered             answer each line at once\n"), stdout);
	fputs(_(" -z, --zero                   lines end with NUL, not newline\n"), stdout);
	fputs(_("     --via <method>           auto, ioctl, pidfd, procfs or ucred\n"), stdout);
	fputs(_("\nReplace the PIDs in standard input:\n"), stdout);
	fputs(_(" -F, --field <n>[,<n>...]     those in these fields\n"), stdout);
	fputs(_(" -F, --field <n>:<regex>      those that its group matches there; 0: in the line\n"), stdout);
	fputs(_(" -d, --delimiter <c>          what separates fields (default: blanks)\n"), stdout);
	fputs(_("\nPrint a table:\n"), stdout);
	fputs(_(" -J, --json                   use the JSON output format, also for a refusal\n"), stdout);
	fputs(_(" -r, --raw                    use the raw output format\n"), stdout);
	fputs(_(" -n, --noheadings             do not print headings\n"), stdout);
	fputs(_(" -o, --output <list>          output columns (see --list-columns)\n"), stdout);
	fputs(_("     --output-all             output all columns\n"), stdout);
	fputs(_(" -H, --list-columns           list the available columns\n"), stdout);
	cli_print_help_tail("pidns-translate(1)");
	return CLI_EXIT_OK;
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
static int take_mode_option(struct translate_run *run, int option)
{
	switch (option) {
	case 'f':
		run->from = optarg;
		return 0;
	case 't':
		run->to = optarg;
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
		return parse_via(run, optarg) ? 0 : -EINVAL;
	default:
		return 1;
	}
}

/* Options about standard input and output, as above. */
static int take_stream_option(struct translate_run *run, int option)
{
	switch (option) {
	case 'F':
		run->mode = TRANSLATE_FILTER;
		return translate_fields_add(&run->fields, optarg) ? 0 : -EINVAL;
	case 'd':
		return translate_fields_delimit(&run->fields, optarg) ? 0 : -EINVAL;
	case OPT_MISSING:
		return parse_missing(run, optarg) ? 0 : -EINVAL;
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
static int take_table_option(struct translate_run *run, int option)
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
		run->columns = optarg;
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

static int take_option(struct translate_run *run, int option)
{
	int rc = take_mode_option(run, option);

	if (rc == 1)
		rc = take_stream_option(run, option);
	if (rc == 1)
		rc = take_table_option(run, option);
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

static int run_main(struct translate_run *run, int argc, char **argv)
{
	static const char optstring[] = "f:t:gilIF:d:uzJrno:HhV";
	int seen[N_EXCLUSIVE] = { 0 };
	unsigned int given = 0;
	bool list = false;
	int option;

	while ((option = message_getopt(argc, argv, optstring, longopts)) != -1) {
		if (!cli_note_option(exclusive, seen, option, longopts))
			return cli_try_help();
		given |= translate_option_bit(option);
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
			if (option == '?' || take_option(run, option) != 0)
				return cli_try_help();
		}
	}
	if (!translate_options_are_meant(run, list, given, longopts))
		return cli_try_help();
	if (list)
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
	struct translate_run run;
	int status;

	cli_init();
	pns_raise_descriptor_limit();
	translate_run_init(&run, &caller);
	translate_table_init(&run.table);
	status = run_main(&run, argc, argv);
	translate_run_free(&run);
	return status;
}
