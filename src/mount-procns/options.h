/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_MOUNT_PROCNS_OPTIONS_H
#define PNS_MOUNT_PROCNS_OPTIONS_H
/*
 * Option lists as mount(8) takes them, split by libmount: what is for the kernel, what is a flag
 * of the mount, and what is for mount(8) itself.
 */
#include <stdbool.h>
#include <sys/types.h>

#include "base/diag.h"
#include "mount/procfs-options.h"
#include "process/caller.h"

struct mount_options {
	struct pns_caller *caller;
	struct pns_procfs_options procfs;
	char *pidns;		/* value of pidns=, NULL: not given; caller frees */
	bool remount;
	bool make;		/* X-mount.mkdir, with @mode */
	mode_t mode;
};

/*
 * Add the options of @list; later ones win. @sloppy: pass over those that are not known.
 * Returns 0, or -errno after a complaint.
 */
int mount_options_add_list(struct mount_options *options, const char *list, bool sloppy);

/* Add one of hidepid, gid (by name or number), subset. Returns as above. */
int mount_options_add(struct mount_options *options, const char *key, const char *value);

/*
 * Put numbers in the place of the names of groups: the kernel takes numbers only. Returns 0 or -errno with the reason
 * in @diag, no-such-group or system-error.
 */
int mount_options_find_groups(struct mount_options *options, struct pns_diag *diag);

/* MODE of --mkdir and X-mount.mkdir; NULL: 0755. Complains and returns false if it is none. */
bool mount_options_parse_mode(const char *text, mode_t *mode);

/*
 * Flags of the mount: those in @defaults, PNS_MOUNT_ATTR_*, unless they were taken off by name.
 */
void mount_options_apply_defaults(struct mount_options *options, uint32_t defaults);

void mount_options_free(struct mount_options *options);

#endif /* PNS_MOUNT_PROCNS_OPTIONS_H */
