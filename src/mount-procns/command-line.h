/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_MOUNT_PROCNS_COMMAND_LINE_H
#define PNS_MOUNT_PROCNS_COMMAND_LINE_H
/*
 * The command line of mount-procns made into a plan, one option or operand at a time. What is wrong is told.
 */
#include <stdbool.h>

#include "common/cli-options.h"
#include "mount-procns/plan.h"

/* Options without a short form. */
enum mount_option {
	OPT_HIDEPID = OPT_OWN,
	OPT_GID,
	OPT_SUBSET,
	OPT_REPLACE,
	OPT_REMOUNT,
	OPT_PROPAGATION,
	OPT_VIA,
	OPT_EXPLAIN,
	OPT_RAW,
};

/*
 * Take the option @option (a character or enum mount_option) with @argument.
 * Returns 0, 1 if it is none that goes into a plan, -EDOM if @argument is none of its values, or another -errno after a
 * complaint.
 */
int mount_cmdline_take_option(struct mount_plan *plan, int option, const char *argument);

/* Take the mount point. Returns false after a complaint. */
bool mount_cmdline_take_mountpoint(struct mount_plan *plan, const char *path);

/* Take what stands behind "--". Returns false if that is nothing. */
bool mount_cmdline_take_command(struct mount_plan *plan, char **command);

/* Take "remount" among the mount options. Returns false after a complaint. */
bool mount_cmdline_take_remount(struct mount_plan *plan);

/* Whether all that was taken goes together, beyond what excludes each other by name; else a complaint. */
bool mount_cmdline_is_consistent(const struct mount_plan *plan);

#endif /* PNS_MOUNT_PROCNS_COMMAND_LINE_H */
