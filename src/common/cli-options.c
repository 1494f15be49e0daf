// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "common/cli-options.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/cli.h"

/* Of all tools, the last ones of --help. */
static const struct cli_option last_options[] = {
	{ 'h', "help", NULL, N_("display this help and exit") },
	{ 'V', "version", NULL, N_("display version and exit") },
	{ 0 },
};

static int argument_kind(const char *argument)
{
	if (!argument)
		return no_argument;
	return *argument == '[' ? optional_argument : required_argument;
}

/* Where in longopts the option @value is, or would be added. */
static size_t find(const struct cli *cli, int value)
{
	size_t i = 0;

	while (cli->longopts[i].name && cli->longopts[i].val != value)
		i++;
	return i;
}

static void add_options(struct cli *cli, const struct cli_option *row)
{
	char *letters = cli->letters + strlen(cli->letters);
	size_t at;
	int kind;

	for (; row->help; row++) {
		at = find(cli, row->value);
		if (!row->value || cli->longopts[at].name || at == CLI_MAX_OPTIONS)
			continue;
		kind = argument_kind(row->argument);
		cli->longopts[at] = (struct option){ row->name, kind, NULL, row->value };
		if (row->value > CHAR_MAX)
			continue;
		*letters++ = (char)row->value;
		while (kind-- > 0)
			*letters++ = ':';
	}
}

void cli_begin(struct cli *cli, const struct cli_tool *tool)
{
	*cli = (struct cli){ .tool = tool };
	strcpy(cli->letters, tool->order);
	add_options(cli, tool->options);
	add_options(cli, last_options);
}

static void print_options(const struct cli_option *row)
{
	char left[80];

	for (; row->help; row++) {
		if (!row->value) {
			printf("\n%s\n", _(row->help));
			continue;
		}
		snprintf(left, sizeof(left), "--%s%s%s", row->name, row->argument && *row->argument != '[' ? " " : "",
			 row->argument ? row->argument : "");
		if (row->value > CHAR_MAX)
			printf("     %-24s %s\n", left, _(row->help));
		else
			printf(" -%c, %-24s %s\n", row->value, left, _(row->help));
	}
}

static void print_help(const struct cli_tool *tool)
{
	tool->print_usage();
	print_options(tool->options);
	putchar('\n');
	print_options(last_options);
	printf(_("\nFor more details see %s.\n"), tool->manual);
}

static bool contains(const struct cli_exclusive *row, int option)
{
	size_t i;

	for (i = 0; i < sizeof(row->options) / sizeof(row->options[0]); i++)
		if (row->options[i] == option)
			return true;
	return false;
}

/* The first option given that @exclusive has beside @option, or NULL. */
static const struct option *find_excluded(const struct cli *cli, const struct cli_exclusive *exclusive, int option)
{
	const struct option *other;

	for (other = cli->longopts; other->name; other++)
		if (cli->given[other - cli->longopts] && other->val != option && contains(exclusive, other->val))
			return other;
	return NULL;
}

/* Whether the tool has said what was meant, so that there is nothing to add. */
static bool is_told(const struct cli *cli, void *data, int option, int other)
{
	return cli->tell_meant && cli->tell_meant(data, option, other);
}

/* Note that @option is given. Returns false after a complaint about one that it excludes. */
static bool note(struct cli *cli, int option, void *data)
{
	const struct cli_exclusive *exclusive;
	const struct option *excluded;
	size_t at = find(cli, option);

	if (!cli->longopts[at].name)
		return true;
	for (exclusive = cli->tool->exclusive; exclusive->options[0]; exclusive++) {
		excluded = contains(exclusive, option) ? find_excluded(cli, exclusive, option) : NULL;
		if (!excluded)
			continue;
		if (!is_told(cli, data, option, excluded->val))
			message(_("options --%s and --%s exclude each other"), excluded->name, cli->longopts[at].name);
		return false;
	}
	cli->given[at] = true;
	return true;
}

/* The values are what the option's argument or its help says. */
static void complain_value(const struct cli *cli, int option, const char *value)
{
	const struct cli_option *row = cli->tool->options;

	while (row->value != option)
		row++;
	message(_("unknown --%s value: '%s'"), row->name, value);
	message_bare(_("hint: use %s"), *row->argument == '<' ? _(row->help) : row->argument);
}

/* Take one option. Returns false after a complaint. */
static bool take(struct cli *cli, int option, const char *argument, void *data)
{
	int rc;

	if (!note(cli, option, data))
		return false;
	/* getopt_long(3) takes it for the value of an option that wants one */
	if (option != 1 && argument && strcmp(argument, "--") == 0) {
		message(_("option --%s requires an argument"), cli->longopts[find(cli, option)].name);
		return false;
	}
	rc = cli->tool->take(data, option, argument);
	if (rc == -EDOM)
		complain_value(cli, option, argument);
	return rc == 0;
}

enum cli_end cli_take_options(struct cli *cli, int argc, char **argv, void *data)
{
	enum cli_end end = CLI_END_RUN;
	int option;

	opterr = 0;
	while ((option = getopt_long(argc, argv, cli->letters, cli->longopts, NULL)) != -1) {
		switch (option) {
		case '?':
			if (!is_told(cli, data, 0, 0))
				message_bad_option(argv, cli->letters, cli->longopts);
			return CLI_END_UNKNOWN;
		case 'h':
			print_help(cli->tool);
			return CLI_END_DONE;
		case 'V':
			cli_print_version();
			return CLI_END_DONE;
		case 'H':
			if (!note(cli, option, data))
				return CLI_END_MISTAKE;
			end = CLI_END_LIST;
			break;
		default:
			if (!take(cli, option, optarg, data))
				return CLI_END_MISTAKE;
		}
	}
	return end;
}
