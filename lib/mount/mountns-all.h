/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_MOUNT_MOUNTNS_ALL_H
#define PNS_MOUNT_MOUNTNS_ALL_H
/*
 * All mount namespaces that the caller can reach, each once: its own, those of the processes it
 * may look at, and (6.12, for root) those that only a descriptor or a mount keeps.
 */
#include "mount/mountns-view.h"

/* Called for each; @view is closed afterwards. A negative result ends the walk. */
typedef int (*pns_view_fn)(void *data, struct pns_view *view);

/*
 * Returns 0, what @fn returned, or -ENOMEM. @missed: why some are left out though the caller may look at them (an
 * errno, ENOENT: no procfs serves to find them), or 0.
 */
int pns_mountns_each(struct pns_caller *caller, pns_view_fn fn, void *data, int *missed);

/*
 * The view of the mount namespace @nsfd through one of its processes, without entering it: the whole of it if there is
 * one with its root directory. Returns 0, -ESRCH if no process that may be looked at is in it, or -errno.
 */
int pns_mountns_find(struct pns_caller *caller, int nsfd, struct pns_view *view);

#endif /* PNS_MOUNT_MOUNTNS_ALL_H */
