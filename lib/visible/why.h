/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_VISIBLE_WHY_H
#define PNS_VISIBLE_WHY_H
/*
 * Why the visibility rule refuses a procfs in a mount namespace: which mounts are at fault, and what helps. Made from
 * lib/visible after a refusal, so that the kernel's verdict is known already.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "visible/container-manager.h"
#include "visible/rule.h"

/* A mount that is at fault. */
struct pns_culprit {
	uint64_t id;		/* mount ID */
	char *path;		/* mount point */
	char *mounted;		/* what is mounted there: "tmpfs", or "devtmpfs:/null" for a part */
	char *procfs;		/* mount point of the procfs that it covers, or that it is */
};

struct pns_why {
	struct pns_culprit *culprits;
	size_t count;
	bool has_procfs;	/* there is a procfs in that mount namespace */
	bool is_inferred;	/* nobody could be asked which mounts are locked */
	bool disagrees;		/* by the rule as it is known here this would be allowed */
	bool subset_helps;	/* this kernel would allow subset=pid */
	enum pns_manager manager;	/* who may have made the container */
	bool option_helps;	/* what @manager takes to mask nothing lifts these mounts */
	bool is_known;		/* the mount table could be read */
	bool is_lost;		/* it could not, since /proc is no procfs */
};

/*
 * Find what the refusal in @diag (masked, locked-atime, locked-readonly) is due to, in the caller's mount namespace;
 * @copied: in a copy of it for a new user namespace. @wish->exempts_subset is found out. Returns 0 (caller frees with
 * pns_why_free()) or -ENOMEM; what cannot be found is left empty.
 */
int pns_why_refused(struct pns_caller *caller, const struct pns_diag *diag, bool copied,
		    const struct pns_visible_wish *wish, struct pns_why *why);

void pns_why_free(struct pns_why *why);
#define _cleanup_why_ __attribute__((cleanup(pns_why_free)))

#endif /* PNS_VISIBLE_WHY_H */
