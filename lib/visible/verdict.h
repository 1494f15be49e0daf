/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_VISIBLE_VERDICT_H
#define PNS_VISIBLE_VERDICT_H
/*
 * Whether a procfs may be mounted in a mount namespace, and in one of a new user namespace made from it: predicted from
 * the mount table, and asked where that is possible.
 */
#include <stdbool.h>

#include "child/in-mountns.h"
#include "find/procfs-list.h"
#include "visible/rule.h"

struct pns_verdict {
	bool has_rule;		/* false: the initial user namespace owns it, there is no rule */
	bool predicted;
	int asked;		/* the kernel's own answer: 1, 0, or -errno: it could not be asked */
	bool is_inferred;	/* the prediction assumes what is locked */
};

/* What holds: the kernel's answer where there is one. */
bool pns_verdict_allows(const struct pns_verdict *verdict);

/* Whether prediction and kernel differ, which is a bug of the prediction. */
bool pns_verdict_differs(const struct pns_verdict *verdict);

/*
 * The verdict on a new user namespace made from the mount namespace of @mounts. @mountns: that namespace, NULL: the
 * caller's own; @ask: false: predict only. The procfs asked for has the flags of a visible one, as mount-procns would
 * mount it. Returns 0 or -ENOMEM.
 */
int pns_verdict_nested(const struct pns_mountns *mountns, bool ask, struct pns_mountinfo_index *mounts,
		       struct pns_verdict *verdict);

/*
 * The verdict on the mount namespace itself. @mountns as above, with the user namespace that owns it. Returns 0,
 * -ENOMEM, or -errno of finding out who owns it.
 */
int pns_verdict_here(struct pns_caller *caller, const struct pns_mountns *mountns, struct pns_mountinfo_index *mounts,
		     struct pns_verdict *verdict);

/* The same for the caller's own mount namespace, whose table is read. -errno also if it cannot be. */
int pns_verdict_own(struct pns_caller *caller, struct pns_verdict *verdict);

/*
 * Mark the entries of @list from @first on, which are of @source, by whether they are fully visible, so that
 * they vouch for a procfs in a new user namespace (entry->visible). Returns 0 or -ENOMEM.
 */
int pns_procfs_list_mark_visible(struct pns_procfs_list *list, size_t first,
				 const struct pns_procfs_source *source);

/* Judge all mounts as in a new user namespace made from there. As pns_visible_judge(). */
int pns_visible_judge_nested(struct pns_mountinfo_index *mounts, struct pns_visible *visible);

#endif /* PNS_VISIBLE_VERDICT_H */
