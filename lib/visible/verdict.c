// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "visible/verdict.h"

#include <errno.h>
#include <sched.h>
#include <string.h>

#include "base/cleanup.h"
#include "mount/flags.h"
#include "namespace/namespace.h"
#include "namespace/privilege.h"
#include "process/own-namespace.h"
#include "process/procfs-root.h"
#include "visible/probe.h"

bool pns_verdict_allows(const struct pns_verdict *verdict)
{
	return verdict->asked >= 0 ? verdict->asked : verdict->predicted;
}

bool pns_verdict_differs(const struct pns_verdict *verdict)
{
	return verdict->asked >= 0 && verdict->asked != verdict->predicted && !verdict->is_inferred;
}

static bool is_restricted(const struct pns_mountinfo_index *mounts, struct libmnt_fs *fs)
{
	const struct pns_libmount *lm = mounts->table.lm;

	return pns_mountinfo_index_is_proc(mounts, fs) &&
	       pns_has_mount_option(lm, lm->mnt_fs_get_fs_options(fs), "subset", "pid");
}

/* Asked for only where it makes a difference. */
static bool exempts_subset(struct pns_mountinfo_index *mounts)
{
	struct libmnt_fs *fs;
	bool has_restricted = false;

	while ((fs = pns_mountinfo_next(&mounts->table)))
		has_restricted |= is_restricted(mounts, fs);
	pns_mountinfo_rewind(&mounts->table);
	return has_restricted && pns_kernel_exempts_subset() == 1;
}

int pns_visible_judge_nested(struct pns_mountinfo_index *mounts, struct pns_visible *visible)
{
	struct pns_locks locks = { .source = PNS_LOCKS_COPIED };
	struct pns_visible_wish wish = { .exempts_subset = exempts_subset(mounts) };

	return pns_visible_judge(mounts, &locks, &wish, visible);
}

/* The flags with which a procfs is allowed, if it is at all: those of one that is fully visible. */
static uint32_t visible_flags(const struct pns_mountinfo_index *mounts, const struct pns_visible *visible)
{
	const struct pns_libmount *lm = mounts->table.lm;
	uint32_t flags;
	size_t i;

	for (i = 0; i < visible->n_procfs; i++) {
		if (!visible->procfs[i].is_full)
			continue;
		flags = pns_mount_flags(lm, lm->mnt_fs_get_vfs_options(visible->procfs[i].mount));
		if (pns_has_mount_option(lm, lm->mnt_fs_get_fs_options(visible->procfs[i].mount), "ro", NULL))
			flags |= PNS_MOUNT_ATTR_RDONLY;
		return flags;
	}
	return 0;
}

/* Judge twice: what is fully visible tells which flags to wish for. */
static int judge(struct pns_mountinfo_index *mounts, const struct pns_locks *locks,
		 struct pns_visible_wish *wish, struct pns_verdict *verdict)
{
	_cleanup_visible_ struct pns_visible first = { .n_procfs = 0 };
	_cleanup_visible_ struct pns_visible visible = { .n_procfs = 0 };
	int rc;

	*wish = (struct pns_visible_wish){ .exempts_subset = exempts_subset(mounts) };
	rc = pns_visible_judge(mounts, locks, wish, &first);
	if (rc < 0)
		return rc;
	wish->attributes = visible_flags(mounts, &first);
	rc = pns_visible_judge(mounts, locks, wish, &visible);
	verdict->predicted = visible.is_allowed;
	verdict->is_inferred = visible.is_inferred;
	return rc;
}

/* The child that asks had no descriptor: that is no answer, and nobody said that the kernel cannot be asked. */
static int take_answer(struct pns_verdict *verdict, int answer)
{
	verdict->asked = answer;
	return answer == -EMFILE || answer == -ENFILE ? answer : 0;
}

int pns_verdict_nested(const struct pns_mountns *mountns, bool ask, struct pns_mountinfo_index *mounts,
		       struct pns_verdict *verdict)
{
	struct pns_locks locks = { .source = PNS_LOCKS_COPIED };
	struct pns_visible_wish wish;
	int rc;

	*verdict = (struct pns_verdict){ .has_rule = true, .asked = -EOPNOTSUPP };
	rc = judge(mounts, &locks, &wish, verdict);
	if (rc == 0 && ask)
		rc = take_answer(verdict, pns_visible_probe_nested(mountns, &wish));
	return rc;
}

/* Whether the initial user namespace owns the mount namespace: 1, 0, or -errno. */
static int is_initial(struct pns_caller *caller, const struct pns_mountns *mountns)
{
	int own = mountns ? PNS_NO_FD : pns_caller_ns(caller, CLONE_NEWNS);
	_cleanup_close_ int owner = PNS_NO_FD;

	if (!mountns && own < 0)
		return own;
	owner = pns_ns_open_owner(mountns ? mountns->nsfd : own);
	/* above the caller's: it may be the initial one or not, the caller may not mount there anyway */
	return owner < 0 ? owner : pns_is_initial_userns(owner);
}

int pns_verdict_here(struct pns_caller *caller, const struct pns_mountns *mountns,
		     struct pns_mountinfo_index *mounts, struct pns_verdict *verdict)
{
	int procfs = pns_caller_proc(caller);
	_cleanup_locks_ struct pns_locks locks = { .source = PNS_LOCKS_NO_RULE };
	struct pns_visible_wish wish;
	int rc = is_initial(caller, mountns);

	if (rc < 0)
		return rc;
	*verdict = (struct pns_verdict){ .has_rule = rc == 0, .asked = -EOPNOTSUPP };
	if (verdict->has_rule)
		pns_locks_ask(mountns, procfs, mounts, &locks);
	rc = judge(mounts, &locks, &wish, verdict);
	if (rc == 0 && verdict->has_rule)
		rc = take_answer(verdict, pns_visible_probe(mountns, &wish));
	return rc;
}

int pns_verdict_own(struct pns_caller *caller, struct pns_verdict *verdict)
{
	struct pns_mountinfo_index mounts;
	int rc = pns_mountinfo_index_read(caller, &mounts, pns_mountinfo_open(caller, NULL));

	if (rc < 0)
		return rc;
	rc = pns_verdict_here(caller, NULL, &mounts, verdict);
	pns_mountinfo_index_free(&mounts);
	return rc;
}

int pns_procfs_list_mark_visible(struct pns_procfs_list *list, size_t first,
				 const struct pns_procfs_source *source)
{
	_cleanup_visible_ struct pns_visible visible = { .n_procfs = 0 };
	int rc = source->mounts ? pns_visible_judge_nested(source->mounts, &visible) : 0;
	size_t i;

	for (i = first; rc == 0 && i < list->count; i++) {
		const struct pns_visible_procfs *found =
			pns_visible_find(&visible, list->entries[i].mount.id);

		if (found && list->entries[i].mount.fsroot)
			list->entries[i].visible = found->is_full;
	}
	return rc;
}
