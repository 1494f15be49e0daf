// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount-procns/command-line.h"

#include <errno.h>
#include <string.h>
#include <sys/mount.h>

#include "base/kernel-abi.h"
#include "base/parse.h"
#include "common/cli.h"
#include "common/procfs-columns.h"

static int parse_propagation(const char *text, unsigned long *propagation)
{
	static const struct {
		const char *name;
		unsigned long flag;
	} modes[] = { { "private", MS_PRIVATE }, { "slave", MS_SLAVE }, { "unchanged", 0 } };
	size_t i;

	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		if (strcmp(modes[i].name, text) == 0) {
			*propagation = modes[i].flag;
			return 0;
		}
	}
	return -EDOM;
}

static int parse_via(const char *text, enum pns_method *method)
{
	int found = pns_method_by_name(text);

	if (found < 0)
		return -EDOM;
	*method = (enum pns_method)found;
	return 0;
}

static bool parse_fd(const char *text, struct mount_plan *plan)
{
	plan->pass_fd = true;
	if (!text || pns_parse_fd(text, &plan->fd) == 0)
		return true;
	message(_("invalid file descriptor number: '%s'"), text);
	return false;
}

/* Options that name namespaces. Returns 1 if @option is none of them, else 0 or -EINVAL. */
static int take_namespace_option(struct mount_plan *plan, int option, const char *argument)
{
	switch (option) {
	case 'p':
		plan->pidns = argument;
		return 0;
	case 'e':
		plan->empty = true;
		return 0;
	case 't':
		plan->target = argument;
		return 0;
	case 'N':
		plan->mountns = argument;
		return 0;
	case 'U':
		plan->enter_userns = true;
		plan->userns = argument;
		return 0;
	default:
		return 1;
	}
}

/* Options that say with what to mount, as above. */
static int take_mount_option(struct mount_plan *plan, int option, const char *argument)
{
	switch (option) {
	case 'o':
		return mount_options_add_list(&plan->options, argument, false);
	case OPT_HIDEPID:
		return mount_options_add(&plan->options, "hidepid", argument);
	case OPT_GID:
		return mount_options_add(&plan->options, "gid", argument);
	case OPT_SUBSET:
		return mount_options_add(&plan->options, "subset", argument);
	case 'r':
		plan->options.procfs.attr_set |= PNS_MOUNT_ATTR_RDONLY;
		plan->options.procfs.attr_clr &= ~PNS_MOUNT_ATTR_RDONLY;
		return 0;
	case 'm':
		plan->options.make = true;
		return mount_options_parse_mode(argument, &plan->options.mode) ? 0 : -EINVAL;
	default:
		return 1;
	}
}

/* Options that say how to go about it, as above. */
static int take_way_option(struct mount_plan *plan, int option, const char *argument)
{
	switch (option) {
	case OPT_REPLACE:
		plan->replace = true;
		return 0;
	case OPT_REMOUNT:
		plan->mode = MOUNT_MODE_REMOUNT;
		return 0;
	case 'c':
		plan->mode = MOUNT_MODE_CHECK;
		return 0;
	case 'f':
		plan->mode = MOUNT_MODE_FAKE;
		return 0;
	case 'F':
		return parse_fd(argument, plan) ? 0 : -EINVAL;
	case 'j':
		plan->join = true;
		return 0;
	case OPT_PROPAGATION:
		return parse_propagation(argument, &plan->propagation);
	case OPT_VIA:
		return parse_via(argument, &plan->method);
	default:
		return 1;
	}
}

/* Options about what is printed, as above. */
static int take_output_option(struct mount_plan *plan, int option, const char *argument)
{
	switch (option) {
	case OPT_EXPLAIN:
		plan->explain = true;
		return 0;
	case 'v':
		plan->verbose = true;
		return 0;
	case 'J':
		plan->table.form = table_form_of_json();
		break;
	case OPT_RAW:
		plan->table.form = TABLE_FORM_RAW;
		break;
	case 'n':
		plan->table.noheadings = true;
		break;
	case 'O':
		if (!table_choose(&plan->table, argument, PROCFS_DEFAULT_COLUMNS))
			return -EINVAL;
		break;
	case OPT_OUTPUT_ALL:
		table_choose_all(&plan->table);
		break;
	default:
		return 1;
	}
	plan->print = true;
	return 0;
}

int mount_cmdline_take_option(struct mount_plan *plan, int option, const char *argument)
{
	int rc = take_namespace_option(plan, option, argument);

	if (rc == 1)
		rc = take_mount_option(plan, option, argument);
	if (rc == 1)
		rc = take_way_option(plan, option, argument);
	if (rc == 1)
		rc = take_output_option(plan, option, argument);
	return rc;
}

static bool complain(const char *why)
{
	message("%s", why);
	return false;
}

/* What was to be the mount point may have been taken for the value of --subset. */
static bool complain_no_mountpoint(const struct mount_plan *plan)
{
	const char *subset = pns_procfs_options_get(&plan->options.procfs, "subset");

	message("%s", _("no mount point given"));
	if (subset && strcmp(subset, "pid") != 0)
		message_bare(_("hint: use --subset pid"));
	return false;
}

bool mount_cmdline_take_mountpoint(struct mount_plan *plan, const char *path)
{
	if (!*path)
		return complain(_("the mount point is an empty string"));
	plan->mountpoint = path;
	return true;
}

bool mount_cmdline_take_command(struct mount_plan *plan, char **command)
{
	if (!*command)
		return false;
	plan->command = command;
	if (!plan->mountpoint && !plan->pass_fd)
		plan->mountpoint = "/proc";
	return true;
}

bool mount_cmdline_take_remount(struct mount_plan *plan)
{
	if (plan->mode == MOUNT_MODE_CHECK || plan->mode == MOUNT_MODE_FAKE)
		return complain(_("a remount cannot be combined with --check or --fake"));
	if (plan->replace || plan->empty)
		return complain(_("a remount cannot be combined with --replace or --empty"));
	plan->mode = MOUNT_MODE_REMOUNT;
	return true;
}

bool mount_cmdline_is_consistent(const struct mount_plan *plan)
{
	if (plan->options.pidns && (plan->pidns || plan->target || plan->empty))
		return complain(_("the PID namespace is given twice"));
	if (plan->enter_userns && !plan->userns && plan->empty)
		return complain(_("--userns needs a reference here: nothing owns the new PID namespace yet"));
	if (plan->command && plan->mode != MOUNT_MODE_MOUNT)
		return complain(_("a command cannot be combined with --check, --fake or --remount"));
	if (plan->command && (plan->mountns || plan->target))
		return complain(_("a command cannot be combined with --namespace or --target"));
	if (!plan->command && (plan->join || plan->pass_fd || plan->propagation != MS_PRIVATE))
		return complain(_("--join, --fd and --propagation need a command"));
	if (plan->pass_fd && plan->mountpoint)
		return complain(_("--fd attaches nothing: it takes no mount point"));
	if (!plan->mountpoint && !plan->command && plan->mode != MOUNT_MODE_CHECK)
		return complain_no_mountpoint(plan);
	if (plan->mode == MOUNT_MODE_REMOUNT && (plan->enter_userns || plan->method))
		return complain(_("--remount cannot be combined with --userns or --via"));
	return true;
}
