/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_MOUNT_PROCNS_PLAN_H
#define PNS_MOUNT_PROCNS_PLAN_H
/*
 * What mount-procns was asked to do.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "common/table.h"
#include "create/create.h"
#include "mount-procns/operands.h"
#include "mount-procns/options.h"

enum mount_mode {
	MOUNT_MODE_MOUNT,
	MOUNT_MODE_REMOUNT,
	MOUNT_MODE_CHECK,	/* all but attaching */
	MOUNT_MODE_FAKE,	/* all but the mount */
};

struct mount_plan {
	struct pns_caller *caller;
	enum mount_mode mode;
	const char *pidns;		/* references as the user wrote them, NULL: not given */
	const char *target;
	const char *mountns;
	const char *userns;
	bool enter_userns;		/* with @userns NULL: the owner of the PID namespace */
	bool empty;
	bool replace;
	bool explain;
	bool verbose;
	enum pns_method method;
	struct mount_options options;
	struct mount_operands operands;
	const char *mountpoint;		/* NULL: none */
	char **command;			/* NULL: none */
	uint64_t descriptors;		/* the limit of descriptors that it is to have, 0: as it is */
	bool join;			/* run it as a member of the PID namespace */
	bool pass_fd;			/* leave the mount detached, the command gets it as @fd */
	int fd;				/* -1: the lowest free one */
	unsigned long propagation;	/* of the mount namespace of the command: MS_* or 0 */
	bool print;			/* print the new mount with @table */
	struct table table;
};


#endif /* PNS_MOUNT_PROCNS_PLAN_H */
