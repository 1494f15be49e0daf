// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "procns-info/lifeless.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "common/cli.h"
#include "common/escape.h"
#include "find/procfs-beneath.h"
#include "process/pid-list.h"

/* On standard error, or, with @sentences, on standard output. */
static void tell(const char *target, const char *what, bool sentences)
{
	_cleanup_free_ char *name = escape(target, ESCAPE_TERMINAL);
	_cleanup_free_ char *hint = NULL;

	if (!name || asprintf(&hint, _("hint: unmount it, as root: umount %s; or put a new one in its place: "
				       "mount-procns --replace %s (Linux 6.5)"), name, name) < 0)
		return;
	if (sentences) {
		printf("%s: %s\n%s\n", name, what, hint);
		return;
	}
	message("%s: %s", target, what);
	message_bare("%s", hint);
}

void info_tell_lifeless(const struct pns_procfs_entry *entry, const struct pns_procfs_source *source, bool sentences)
{
	const char *target = entry->mount.target;
	enum pns_beneath beneath;

	if (!target || !source->mounts || !source->view->is_own || !pns_procfs_is_lifeless(entry))
		return;
	beneath = pns_procfs_beneath(source->mounts, entry);
	if (beneath == PNS_BENEATH_OWN)
		tell(target, _("nothing lives in it, and it hides the procfs of the caller's own PID namespace, which "
			       "is below"), sentences);
	else if (beneath == PNS_BENEATH_PROCFS)
		tell(target, _("nothing lives in it, and it hides another procfs, which is below"), sentences);
}

void info_tell_lifeless_proc(struct pns_caller *caller)
{
	int root = pns_caller_proc(caller);

	if (root >= 0 && pns_caller_number(caller) == -ENOENT && pns_proc_list_count(root, 0) == 0)
		tell("/proc", _("no process is seen in it: it may be that of a container that has ended"), false);
}
