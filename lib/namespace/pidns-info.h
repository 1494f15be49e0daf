/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_NAMESPACE_PIDNS_INFO_H
#define PNS_NAMESPACE_PIDNS_INFO_H
/*
 * What can be told of a PID namespace: its place, its owner, its init. What is unknown is marked
 * so and never guessed.
 */
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "process/caller.h"
#include "process/cgroup.h"
#include "process/init-state.h"

struct pns_pidns_info {
	uint64_t inode;		/* of its nsfs file */
	uint64_t id;		/* 64-bit ID, 0: unknown (before 6.18) */
	int level;		/* below the caller's own, -1: unknown */
	bool is_outside;	/* certainly neither the caller's own nor below it */
	uint64_t parent;	/* inode of the parent's nsfs file, 0: unknown */
	uint64_t userns;	/* inode of the owner's nsfs file, 0: unknown */
	uid_t owner_uid;	/* user who made the owner, (uid_t)-1: unknown */
	pid_t init;		/* as the caller sees it, 0: unknown, or there is none */
	uint64_t init_inode;	/* of its pidfd, 0: unknown */
	enum pns_init_state init_state;	/* as it was behind reading the others */
	char command[64];	/* of init, "": unknown */
	char *cgroup;		/* of init, NULL: unknown; allocated, since most runs never ask for it */
	bool is_own;		/* the caller's own */
};

/* What is asked for; the inode is always told. */
enum pns_pidns_wants {
	PNS_WANTS_LEVEL = 1 << 0,	/* level, is_own */
	PNS_WANTS_PARENT = 1 << 1,	/* the same, and parent */
	PNS_WANTS_OWNER = 1 << 2,	/* owner_uid */
	PNS_WANTS_INIT_NUMBER = 1 << 3,	/* init */
	PNS_WANTS_INIT = 1 << 4,	/* init, init_state, command */
	PNS_WANTS_INIT_INODE = 1 << 5,	/* that of init as well */
	PNS_WANTS_CGROUP = 1 << 6,	/* that of init, if that is wanted as well */
	PNS_WANTS_USERNS = 1 << 7,	/* userns, owner_uid */
	PNS_WANTS_ID = 1 << 8,		/* id */
	PNS_WANTS_PLACE = PNS_WANTS_LEVEL | PNS_WANTS_PARENT,
	/* all that messages tell; only columns have the rest */
	PNS_WANTS_ALL = PNS_WANTS_PLACE | PNS_WANTS_OWNER | PNS_WANTS_USERNS | PNS_WANTS_INIT | PNS_WANTS_INIT_INODE |
			PNS_WANTS_ID,
};

/*
 * Fill @info for the open PID namespace @nsfd; of it, what @wants names. Returns 0, or -errno if descriptors or memory
 * ran out: then something is marked as unknown that is not. Either way the caller frees it.
 */
int pns_pidns_info(struct pns_caller *caller, int nsfd, unsigned int wants, struct pns_pidns_info *info);

/*
 * The two parts of it: the inode and the ID, and then the rest. @root: of a procfs that is known to show @nsfd, where
 * init is looked at with less, or PNS_NO_FD.
 */
void pns_pidns_identify(int nsfd, struct pns_pidns_info *info);
int pns_pidns_describe(struct pns_caller *caller, int nsfd, int root, unsigned int wants, struct pns_pidns_info *info);

/* Look again how init is, which may have changed since @info was filled for @nsfd by @wants. */
void pns_pidns_info_refresh(struct pns_caller *caller, int nsfd, unsigned int wants, struct pns_pidns_info *info);

void pns_pidns_info_free(struct pns_pidns_info *info);

#endif /* PNS_NAMESPACE_PIDNS_INFO_H */
