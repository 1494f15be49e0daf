/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_WHOLE_PROCFS_H
#define PNS_FIND_WHOLE_PROCFS_H
/*
 * Bind mounts of a part of a procfs, and the procfs that they are a part of.
 */
#include <stdbool.h>

#include "mount/mountinfo.h"
#include "mount/mountns-view.h"

/* Whether @fd is the root of a bind mount of a part of a procfs. */
bool pns_procfs_is_part(int fd);

/*
 * The root of the procfs that @fd is a part of, if that is mounted somewhere in @mounts, the table of @view. Returns
 * an O_PATH descriptor (caller closes), -ENOENT, or the -errno of the last that could not be opened.
 */
int pns_procfs_open_whole(const struct pns_view *view, struct pns_mountinfo *mounts, int fd);

#endif /* PNS_FIND_WHOLE_PROCFS_H */
