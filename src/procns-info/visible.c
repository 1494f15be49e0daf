// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "procns-info/visible.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "common/cli.h"
#include "common/escape.h"
#include "common/explain.h"
#include "namespace/namespace.h"
#include "visible/verdict.h"

static void tell_cover(const char *target, const struct pns_libmount *lm, const struct pns_cover *cover)
{
	_cleanup_free_ char *path = escape(lm->mnt_fs_get_target(cover->mount), ESCAPE_TERMINAL);
	_cleanup_free_ char *type = escape(lm->mnt_fs_get_fstype(cover->mount), ESCAPE_TERMINAL);
	_cleanup_free_ char *root = escape(lm->mnt_fs_get_root(cover->mount), ESCAPE_TERMINAL);

	if (path && type && root)
		printf(_("%s: mount %d covers %s (%s, part %s)\n"), target,
		       lm->mnt_fs_get_id(cover->mount), path, type, root);
}

static void tell_masked(const char *target, const struct pns_libmount *lm,
			const struct pns_visible *visible, const struct pns_visible_procfs *procfs)
{
	size_t i;

	for (i = procfs->first; i < procfs->first + procfs->count; i++)
		if (visible->covers[i].masks)
			tell_cover(target, lm, &visible->covers[i]);
	printf(_("%s: so it is not fully visible, and lets no procfs be mounted in a new user namespace\n"),
	       target);
}

void info_explain_visible(const struct pns_procfs_entry *entry, const struct pns_libmount *lm,
			  const struct pns_visible *visible)
{
	const struct pns_visible_procfs *procfs = pns_visible_find(visible, entry->mount.id);
	_cleanup_free_ char *target = escape(entry->mount.target ? entry->mount.target : "procfs", ESCAPE_TERMINAL);

	if (!procfs || !target)
		return;
	if (procfs->is_full)
		printf(_("%s: it is fully visible, so a procfs may be mounted in a new user namespace\n"), target);
	else if (procfs->state == PNS_VISIBLE_PART)
		printf(_("%s: it is a part of a procfs, which lets no other one be mounted\n"), target);
	else if (procfs->state == PNS_VISIBLE_RESTRICTED)
		printf(_("%s: with subset=pid, it lets no other one be mounted (since Linux 7.2)\n"), target);
	else
		tell_masked(target, lm, visible, procfs);
}

/* How the verdict came about, in parentheses. */
static const char *origin(const struct pns_verdict *verdict)
{
	if (verdict->asked >= 0)
		return _("the kernel was asked");
	return verdict->is_inferred ? _("an inference: which mounts are locked is assumed") :
				      _("by the kernel's rule; it could not be asked");
}

static void tell_verdict(uint64_t mountns, const char *where, const struct pns_verdict *verdict)
{
	if (pns_verdict_allows(verdict))
		printf(_("mount namespace %ju: a procfs may be mounted %s (%s)\n"), (uintmax_t)mountns, where,
		       origin(verdict));
	else
		printf(_("mount namespace %ju: no procfs may be mounted %s (%s)\n"), (uintmax_t)mountns, where,
		       origin(verdict));
	if (pns_verdict_differs(verdict))
		message(_("the kernel's rule, as it is known here, says otherwise: please report this bug"));
}

/* What lets a procfs be mounted in a new user namespace after all. */
static void tell_cure(struct pns_caller *caller)
{
	_cleanup_why_ struct pns_why why = { .count = 0 };
	_cleanup_free_ char *hint = NULL;
	struct pns_visible_wish wish = { 0 };
	struct pns_diag diag;

	pns_diag_init(&diag, NULL, NULL);
	diag.reason = PNS_REASON_MASKED;
	if (pns_why_refused(caller, &diag, true, &wish, &why) < 0)
		return;
	/* that is an option of another tool */
	why.subset_helps = false;
	explain_hint(&diag, &why, &hint);
	if (hint)
		printf(_("hint: %s\n"), hint);
}

static void tell_here(uint64_t mountns, const struct pns_verdict *verdict)
{
	if (verdict->has_rule)
		tell_verdict(mountns, _("in it"), verdict);
	else
		printf(_("mount namespace %ju: a procfs may be mounted in it: the initial user namespace owns it\n"),
		       (uintmax_t)mountns);
}

/* The namespace of @view, to be entered. Returns false if the caller has it from a process alone. */
static bool find_where(const struct pns_view *view, struct pns_mountns *where)
{
	*where = (struct pns_mountns){
		.process = PNS_NO_FD,
		.userns = view->nsfd < 0 ? PNS_NO_FD : pns_ns_open_owner(view->nsfd),
		.nsfd = view->nsfd,
	};
	return view->nsfd >= 0;
}

int info_explain_verdicts(struct pns_caller *caller, const struct pns_procfs_source *source)
{
	_cleanup_close_ int owner = PNS_NO_FD;
	struct pns_mountns where;
	struct pns_verdict verdict;
	bool is_refused;
	const struct pns_view *view = source->view;
	bool can_enter = view->is_own || find_where(view, &where);
	int rc;

	if (can_enter && !view->is_own)
		owner = where.userns;
	rc = pns_verdict_nested(view->is_own ? NULL : &where, can_enter, source->mounts, &verdict);
	if (rc < 0)
		return rc;
	tell_verdict(view->inode, _("in a new user namespace made from it"), &verdict);
	is_refused = view->is_own && !pns_verdict_allows(&verdict);
	if (!can_enter)
		return 0;
	rc = pns_verdict_here(caller, view->is_own ? NULL : &where, source->mounts, &verdict);
	if (rc == 0)
		tell_here(view->inode, &verdict);
	else if (rc == -EOPNOTSUPP)
		printf(_("mount namespace %ju: cannot determine whether procfs can be mounted in it: a seccomp filter "
			 "denies the question who owns it\n"), (uintmax_t)view->inode);
	if (is_refused)
		tell_cure(caller);
	return rc < 0 && rc != -EPERM && rc != -EOPNOTSUPP ? rc : 0;
}
