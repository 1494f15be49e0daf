// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "common/unmask-hint.h"

#include <stdio.h>

#include "common/cli.h"

/*
 * From outside a procfs is mounted over what is there, which masks that are locked cannot prevent; --replace would fail
 * there.
 */
char *unmask_hint(const struct pns_why *why)
{
	const char *manager = pns_manager_name(why->manager);
	const char *option = why->option_helps ? pns_manager_unmask_option(why->manager) : NULL;
	const char *subset = why->subset_helps ?
		_("use --subset pid, which this kernel allows in spite of that; for a whole one, ") : "";
	char *text = NULL;
	int rc;

	if (!why->has_procfs)
		rc = asprintf(&text, _("%slet a procfs be mounted from outside: mount-procns --target PID /proc"),
			      subset);
	else if (manager && option)
		rc = asprintf(&text, _("%slet a procfs be mounted over it from outside: mount-procns --target PID "
				       "/proc, or beside it: mount-procns --empty --namespace PID DIR; or make the "
				       "container with an unmasked /proc (%s: %s)"), subset, manager, option);
	else if (manager)
		rc = asprintf(&text, _("%slet a procfs be mounted over it from outside: mount-procns --target PID "
				       "/proc, or beside it: mount-procns --empty --namespace PID DIR"), subset);
	else
		rc = asprintf(&text, _("%sunmount what is at fault, as root in the mount namespace where it was "
				       "mounted, or mount a second, full procfs there: mount-procns --mkdir DIR; or, "
				       "for what is running: mount-procns --target PID /proc from outside"), subset);
	return rc < 0 ? NULL : text;
}

const char *unmask_hint_id(const struct pns_why *why)
{
	if (why->subset_helps)
		return "subset-pid";
	if (!why->has_procfs)
		return "mount-from-outside";
	if (pns_manager_name(why->manager))
		return "unmask";
	return "second-procfs";
}
