/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_MOUNT_MOUNTPOINT_H
#define PNS_MOUNT_MOUNTPOINT_H
/*
 * The directory to mount on: found without following what somebody else may have put there,
 * made if it is missing, and taken away again if the mount fails.
 */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/diag.h"

struct pns_mountpoint {
	const char *path;
	bool untrusted;		/* somebody else controls @path: follow no symbolic link */
	bool make;		/* make missing directories with @mode */
	mode_t mode;
	size_t made_from;	/* length of the part of @path up to the first one made, 0: none */
};

/*
 * Open the directory that @point->path names: the topmost mount there. With @make, missing directories
 * are made first; none is left behind by a failure.
 * Returns an O_PATH descriptor (caller closes) or -errno with the reason in @diag:
 * bad-mountpoint, symlink-in-untrusted-namespace.
 */
int pns_mountpoint_open(struct pns_mountpoint *point, struct pns_diag *diag);

/*
 * The same without making anything: *@fd is a descriptor (caller closes), or PNS_NO_FD where @make would make it as
 * far as can be known: the nearest directory that is there may be written to, on a file system that has mkdir(2) and
 * takes such names. A Landlock domain, a full disk and a quota are not asked. Returns 0 or -errno like the above.
 */
int pns_mountpoint_check(const struct pns_mountpoint *point, int *fd, struct pns_diag *diag);

/* Remove the directories that were made, as far as they are empty. */
void pns_mountpoint_undo(struct pns_mountpoint *point);

/*
 * Take the mount off whose root @fd is, with all below it. Returns 0 or the -errno of umount2(2), -ENOTDIR
 * if the working directory was lost.
 */
int pns_mountpoint_detach(int fd);

#endif /* PNS_MOUNT_MOUNTPOINT_H */
