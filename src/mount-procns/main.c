// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * mount-procns: mount a procfs for the PID namespace you name. Under the name mount.procns it is
 * mount(8)'s helper for the type "procns".
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>

#include "base/beneath.h"
#include "base/descriptors.h"
#include "base/kernel-abi.h"
#include "common/cli-options.h"
#include "common/cli.h"
#include "common/procfs-columns.h"
#include "mount-procns/command-line.h"
#include "mount-procns/run.h"

/* What every container runtime mounts a procfs with. */
#define DEFAULT_ATTRS (PNS_MOUNT_ATTR_NOSUID | PNS_MOUNT_ATTR_NODEV | PNS_MOUNT_ATTR_NOEXEC)

static const struct cli_option options[] = {
	{ .help = N_("Options:") },
	{ 'p', "pidns", "<nsref>", N_("PID namespace to show (default: self)") },
	{ 'e', "empty", NULL, N_("a new PID namespace without any process") },
	{ 't', "target", "<pid>[:<inode>]", N_("PID namespace and mount namespace of this process") },
	{ 'N', "namespace", "<ref>", N_("attach in this mount namespace") },
	{ 'U', "userns", "[=<ref>]", N_("enter this user namespace first (default: the owner)") },
	{ 'o', "options", "<list>", N_("comma-separated list of mount options") },
	{ OPT_HIDEPID, "hidepid", "<mode>", N_("off, noaccess, invisible, ptraceable, or a number") },
	{ OPT_GID, "gid", "<group>", N_("group that hidepid does not concern") },
	{ OPT_SUBSET, "subset", "pid", N_("nothing but processes") },
	{ 'r', "read-only", NULL, N_("mount read-only") },
	{ 'm', "mkdir", "[=<mode>]", N_("create the mount point if missing") },
	{ OPT_REPLACE, "replace", NULL, N_("take the place of the procfs that is mounted there") },
	{ OPT_REMOUNT, "remount", NULL, N_("change options of a mounted procfs") },
	{ OPT_VIA, "via", "<method>", N_("auto, fsconfig, mount or helper") },
	{ 'c', "check", NULL, N_("do everything but attach it") },
	{ OPT_EXPLAIN, "explain", NULL, N_("say more about a refusal") },
	{ 'f', "fake", NULL, N_("do everything but the mount") },
	{ 'v', "verbose", NULL, N_("say what is being done") },
	{ .help = N_("With a command:") },
	{ 'j', "join", NULL, N_("join the PID namespace, as ps and top need") },
	{ 'F', "fd", "[=<number>]", N_("leave the mount detached, pass it as a descriptor") },
	{ OPT_PROPAGATION, "propagation", "<mode>", N_("private, slave or unchanged") },
	{ .help = N_("Print the new mount:") },
	{ 'J', "json", NULL, N_("use the JSON output format, also for a refusal") },
	{ OPT_RAW, "raw", NULL, N_("use the raw output format") },
	CLI_COLUMN_OPTIONS('O'),
	{ 0 },
};

static const struct cli_exclusive exclusive[] = {
	{ { 'p', 'e', 't' } },
	{ { 'e', OPT_REMOUNT } },
	{ { 'e', 'j' } },
	{ { 'N', 't' } },
	{ { OPT_REMOUNT, OPT_REPLACE } },
	{ { OPT_REMOUNT, 'm' } },
	{ { OPT_REMOUNT, 'c', 'f' } },
	{ { 'F', OPT_REPLACE } },
	{ { 'F', 'm' } },
	{ { 'F', OPT_PROPAGATION } },
	{ { 'J', OPT_RAW } },
	{ { 'O', OPT_OUTPUT_ALL } },
	{ { 0 } },
};

static void print_usage(void)
{
	const char *name = program_invocation_short_name;

	fputs(_("\nUsage:\n"), stdout);
	printf(_(" %s [options] <mountpoint>\n"), name);
	printf(_(" %s [options] [<mountpoint>] -- <command> [<argument>...]\n"), name);
	printf(_(" %s --check [options] [<mountpoint>]\n"), name);
	printf(_(" %s --remount [options] <mountpoint>\n"), name);
	fputs(_("\nMount a procfs for the PID namespace you name.\n"), stdout);
}

/* A mistake on the command line; with a command, status 1 is the command's to give. */
static int refuse_usage(char **argv)
{
	int status = CLI_EXIT_USAGE;

	for (; *argv; argv++) {
		if (strcmp(*argv, "--") != 0)
			continue;
		status = CLI_EXIT_TOOL;
		if (!argv[1])
			message(_("no command given behind --"));
	}
	cli_try_help();
	return status;
}

/* All that was taken made into what is to be done. Returns false after a complaint. */
static bool settle(struct mount_plan *plan)
{
	if (plan->options.remount && !mount_cmdline_take_remount(plan))
		return false;
	if (!mount_cmdline_is_consistent(plan))
		return false;
	/* the output of a command is its own, unless something is asked for beside it: --json may be for a refusal */
	if (plan->command && plan->table.n_columns == 0)
		plan->print = false;
	if (plan->table.n_columns == 0)
		table_choose(&plan->table, NULL, PROCFS_DEFAULT_COLUMNS);
	if (plan->mode != MOUNT_MODE_REMOUNT)
		mount_options_apply_defaults(&plan->options, DEFAULT_ATTRS);
	return true;
}

/* A cli_tool.take(). */
static int take(void *data, int option, const char *argument)
{
	struct mount_plan *plan = data;

	if (option == 1) {
		mount_operands_add(&plan->operands, argument);
		return 0;
	}
	mount_operands_note_option(&plan->operands, option, argument);
	return mount_cmdline_take_option(plan, option, argument);
}

/* Make the operand the mount point. Returns false after a complaint. */
static bool take_operand(struct mount_plan *plan)
{
	const struct mount_operands *operands = &plan->operands;
	bool is_elsewhere = plan->mountns || plan->target;

	if (!mount_operands_check(operands, plan->target, !plan->options.make && !is_elsewhere))
		return false;
	return operands->count == 0 || mount_cmdline_take_mountpoint(plan, operands->list[0].text);
}

/* A cli.tell_meant(). What stands behind a command without "--" is taken for options. */
static bool tell_meant(void *data, int option, int other)
{
	const struct mount_plan *plan = data;

	if (mount_operands_tell_command(&plan->operands))
		return true;
	if ((option != 'p' || other != 't') && (option != 't' || other != 'p'))
		return false;
	message(_("options --target and --pidns exclude each other"));
	message_bare(_("hint: use --namespace with --pidns, for two processes"));
	return true;
}

static int main_mount_procns(struct mount_plan *plan, int argc, char **argv)
{
	/* "-": so that "--" parts operands from the command */
	static const struct cli_tool tool = { options, exclusive, "-", print_usage, "mount-procns(8)", take };
	struct cli cli;

	cli_begin(&cli, &tool);
	cli.tell_meant = tell_meant;
	switch (cli_take_options(&cli, argc, argv, plan)) {
	case CLI_END_RUN:
		break;
	case CLI_END_LIST:
		return table_list_columns(&plan->table) < 0 ? CLI_EXIT_SYSTEM : CLI_EXIT_OK;
	case CLI_END_DONE:
		return CLI_EXIT_OK;
	case CLI_END_UNKNOWN:
	case CLI_END_MISTAKE:
		return refuse_usage(argv);
	}
	if (!take_operand(plan))
		return refuse_usage(argv);
	if (strcmp(argv[optind - 1], "--") == 0 && !mount_cmdline_take_command(plan, argv + optind))
		return refuse_usage(argv);
	return settle(plan) ? mount_plan_run(plan) : refuse_usage(argv);
}

/*
 * A source that is only a name; every other one is the PID namespace. mount(8) makes a path of a word if
 * there is such a file: in the root directory, "proc" comes as /proc.
 */
static bool is_name_only(const char *source)
{
	static const char *const names[] = { "none", "proc", "procns" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(source, names[i]) == 0 || (*source == '/' && pns_is_path_of(source, names[i])))
			return true;
	return false;
}

/* @operands: SOURCE and MOUNTPOINT, NULL where there is none. Returns false after a complaint. */
static bool take_operands(struct mount_plan *plan, const char *const *operands)
{
	if (!operands[1]) {
		message("%s", _("a source and a mount point are needed"));
		return false;
	}
	if (operands[2]) {
		message("%s: %s", _("more than a source and a mount point"), operands[2]);
		return false;
	}
	if (!*operands[0]) {
		message("%s", _("the source is an empty string"));
		return false;
	}
	plan->options.procfs.source = strdup(operands[0]);
	/* a remount finds the mount by its mount point; what was its source may be gone */
	if (!plan->options.remount && !is_name_only(operands[0]))
		plan->pidns = operands[0];
	return mount_cmdline_take_mountpoint(plan, operands[1]);
}

/* mount.procns SOURCE MOUNTPOINT [-sfnv] [-N NAMESPACE] [-o OPTIONS] [-t TYPE], as mount(8) calls it. */
static int main_mount_helper(struct mount_plan *plan, int argc, char **argv)
{
	static const struct option none[] = { { 0 } };
	static const char letters[] = "-sfnvN:o:t:";
	const char *operands[3] = { NULL, NULL, NULL };
	const char *list = NULL;
	bool sloppy = false;
	int option, n_operands = 0;

	opterr = 0;
	/* operands come first: "-" hands them over in their places, also under POSIXLY_CORRECT */
	while ((option = getopt_long(argc, argv, letters, none, NULL)) != -1) {
		if (option == 1 && n_operands < 3)
			operands[n_operands++] = optarg;
		else if (option == 'o')
			list = optarg;
		else if (option == 's')
			sloppy = true;
		else if (option == 'N' || option == 'f' || option == 'v')
			mount_cmdline_take_option(plan, option, optarg);
		else if (option == '?')
			break;
	}
	if (option == '?') {
		message_bad_option(argv, letters, none);
		return CLI_EXIT_USAGE;
	}
	while (optind < argc && n_operands < 3)
		operands[n_operands++] = argv[optind++];
	if (list && mount_options_add_list(&plan->options, list, sloppy) < 0)
		return CLI_EXIT_USAGE;
	/* mount(8) adds rw to every list: for a new mount it is nobody's wish */
	if (!plan->options.remount)
		plan->options.procfs.attr_clr &= ~PNS_MOUNT_ATTR_RDONLY;
	/* no command here, whatever "--" parts, and no --help to point to */
	return take_operands(plan, operands) && settle(plan) ? mount_plan_run(plan) : CLI_EXIT_USAGE;
}

int main(int argc, char **argv)
{
	_cleanup_caller_ struct pns_caller caller = PNS_CALLER_INIT;
	struct mount_plan plan = { .caller = &caller, .options.caller = &caller, .fd = -1, .propagation = MS_PRIVATE };
	int status;

	cli_init();
	plan.descriptors = pns_raise_descriptor_limit();
	procfs_table_init(&plan.table);
	if (strcmp(program_invocation_short_name, "mount.procns") == 0)
		status = main_mount_helper(&plan, argc, argv);
	else
		status = main_mount_procns(&plan, argc, argv);
	mount_options_free(&plan.options);
	return status;
}
