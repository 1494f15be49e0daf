// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "visible/why.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "namespace/mountns.h"
#include "process/procfs-root.h"
#include "visible/probe.h"

static char *describe(const struct pns_libmount *lm, struct libmnt_fs *fs)
{
	const char *type = lm->mnt_fs_get_fstype(fs), *root = lm->mnt_fs_get_root(fs);
	bool is_part = root && strcmp(root, "/") != 0;
	char *text;

	if (asprintf(&text, "%s%s%s", type ? type : "none", is_part ? ":" : "", is_part ? root : "") < 0)
		return NULL;
	return text;
}

static int add_culprit(struct pns_why *why, const struct pns_libmount *lm, struct libmnt_fs *fs,
		       struct libmnt_fs *procfs)
{
	struct pns_culprit *culprits = reallocarray(why->culprits, why->count + 1, sizeof(*culprits));
	struct pns_culprit *culprit;

	if (!culprits)
		return -ENOMEM;
	why->culprits = culprits;
	culprit = &culprits[why->count++];
	*culprit = (struct pns_culprit){
		.id = (uint64_t)lm->mnt_fs_get_id(fs),
		.path = strdup(lm->mnt_fs_get_target(fs)),
		.mounted = describe(lm, fs),
		.procfs = strdup(lm->mnt_fs_get_target(procfs)),
	};
	return culprit->path && culprit->mounted && culprit->procfs ? 0 : -ENOMEM;
}

/* A procfs over a procfs: it would vouch for a new one itself, if it were not masked in turn. */
static bool is_whole_procfs(const struct pns_visible *visible, const struct pns_libmount *lm,
			    struct libmnt_fs *fs)
{
	const struct pns_visible_procfs *procfs =
		pns_visible_find(visible, (uint64_t)lm->mnt_fs_get_id(fs));

	return procfs && procfs->state != PNS_VISIBLE_PART && procfs->state != PNS_VISIBLE_RESTRICTED;
}

/* What is mounted over @procfs, or, if it vouches for nothing as a whole, itself. */
static int add_masks(struct pns_why *why, const struct pns_libmount *lm, const struct pns_visible *visible,
		     const struct pns_visible_procfs *procfs)
{
	size_t i;
	int rc = 0;

	if (procfs->state == PNS_VISIBLE_RESTRICTED)
		return add_culprit(why, lm, procfs->mount, procfs->mount);
	if (procfs->state == PNS_VISIBLE_PART)
		return 0;
	for (i = procfs->first; rc == 0 && i < procfs->first + procfs->count; i++)
		if (visible->covers[i].is_locked && visible->covers[i].masks &&
		    !is_whole_procfs(visible, lm, visible->covers[i].mount))
			rc = add_culprit(why, lm, visible->covers[i].mount, procfs->mount);
	return rc;
}

static int add_culprits(struct pns_why *why, const struct pns_libmount *lm,
			const struct pns_visible *visible, enum pns_reason reason)
{
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < visible->n_procfs; i++) {
		const struct pns_visible_procfs *procfs = &visible->procfs[i];

		why->has_procfs |= procfs->state != PNS_VISIBLE_PART;
		if (reason == PNS_REASON_MASKED)
			rc = add_masks(why, lm, visible, procfs);
		else if (procfs->is_full)
			rc = add_culprit(why, lm, procfs->mount, procfs->mount);
	}
	return rc;
}

/* The marks of a container may be gone, and the masks still be those of its manager. */
static void guess_manager(struct pns_why *why)
{
	_cleanup_close_ int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	_cleanup_free_ const char **paths = calloc(why->count + 1, sizeof(*paths));
	size_t i;

	why->manager = root < 0 ? PNS_MANAGER_UNKNOWN : pns_manager_guess(root);
	if (!paths)
		return;
	for (i = 0; i < why->count; i++) {
		const char *path = why->culprits[i].path, *procfs = why->culprits[i].procfs;

		paths[i] = strncmp(path, procfs, strlen(procfs)) == 0 ? path + strlen(procfs) : path;
	}
	if (why->manager == PNS_MANAGER_UNKNOWN)
		why->manager = pns_manager_guess_by_masks(paths, why->count);
	why->option_helps = pns_manager_lifts(why->manager, paths, why->count);
}

static int judge(const struct pns_diag *diag, struct pns_mountinfo_index *mounts, const struct pns_locks *locks,
		 const struct pns_visible_wish *wish, struct pns_why *why)
{
	_cleanup_visible_ struct pns_visible visible = { .n_procfs = 0 };
	int rc = pns_visible_judge(mounts, locks, wish, &visible);

	if (rc < 0)
		return rc;
	why->is_known = true;
	why->is_inferred = visible.is_inferred;
	why->subset_helps = wish->exempts_subset && !wish->subset_pid;
	/* for "masked" other flags were tried as well */
	why->disagrees = !visible.is_inferred &&
			 (visible.is_allowed || (diag->reason == PNS_REASON_MASKED && visible.has_full));
	rc = add_culprits(why, mounts->table.lm, &visible, diag->reason);
	guess_manager(why);
	return rc;
}

int pns_why_refused(struct pns_caller *caller, const struct pns_diag *diag, bool copied,
		    const struct pns_visible_wish *wish, struct pns_why *why)
{
	int procfs = pns_caller_proc(caller);
	_cleanup_locks_ struct pns_locks locks = { .source = PNS_LOCKS_COPIED };
	struct pns_visible_wish known = *wish;
	struct pns_mountinfo_index mounts;
	int rc;

	*why = (struct pns_why){ .count = 0 };
	known.exempts_subset = pns_kernel_exempts_subset() == 1;
	if (pns_mountinfo_index_read(caller, &mounts, pns_mountinfo_open(caller, NULL)) < 0) {
		why->is_lost = procfs < 0;
		why->subset_helps = known.exempts_subset && !wish->subset_pid;
		return 0;
	}
	if (!copied)
		pns_locks_ask(NULL, procfs, &mounts, &locks);
	rc = judge(diag, &mounts, &locks, &known, why);
	pns_mountinfo_index_free(&mounts);
	return rc;
}

void pns_why_free(struct pns_why *why)
{
	size_t i;

	for (i = 0; i < why->count; i++) {
		free(why->culprits[i].path);
		free(why->culprits[i].mounted);
		free(why->culprits[i].procfs);
	}
	free(why->culprits);
	*why = (struct pns_why){ .count = 0 };
}
