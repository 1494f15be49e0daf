/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_VISIBLE_LOCKS_H
#define PNS_VISIBLE_LOCKS_H
/*
 * Which mounts of a mount namespace are locked: those that came with a copy into another user namespace cannot be taken
 * off there, nor lose some of their flags (mount_namespaces(7)). The kernel shows that nowhere. With privilege it
 * can be asked, in a copy of the namespace that is thrown away; without, it can only be assumed.
 */
#include <stdint.h>

#include "base/map.h"
#include "child/in-mountns.h"
#include "mount/mountinfo-index.h"

enum {
	PNS_LOCK_MOUNT = 1 << 0,	/* it cannot be taken off */
	PNS_LOCK_READONLY = 1 << 1,	/* it cannot be made writable */
	PNS_LOCK_ATIME = 1 << 2,	/* its access time flags cannot be changed */
	PNS_LOCK_ALL = PNS_LOCK_MOUNT | PNS_LOCK_READONLY | PNS_LOCK_ATIME,
};

enum pns_locks_source {
	PNS_LOCKS_NO_RULE,	/* the initial user namespace owns it: nothing is locked, and all is allowed */
	PNS_LOCKS_COPIED,	/* a copy for a new user namespace, where all is locked */
	PNS_LOCKS_ASKED,	/* the kernel was asked; what could not be reached is beneath something locked */
	PNS_LOCKS_ASSUMED,	/* nobody could be asked: taken for locked */
};

struct pns_locks {
	enum pns_locks_source source;
	struct pns_map known;	/* mount ID to bits, with PNS_LOCKS_ASKED */
};

/* The bits of the mount with that ID. */
unsigned int pns_locks_of(const struct pns_locks *locks, uint64_t id);

/*
 * Ask for the locks of those mounts of @mounts that the visibility rule looks at.
 * @mountns: the mount namespace, with the user namespace that owns it; NULL: the caller's own
 * @procfs: root of a procfs that shows the caller
 * Nothing is changed there. Returns 0 (caller frees with pns_locks_free()), -EPERM without CAP_SYS_ADMIN in the
 * owner of the namespace, -ENOMEM, or -errno of what did not work; then *@locks says PNS_LOCKS_ASSUMED.
 */
int pns_locks_ask(const struct pns_mountns *mountns, int procfs, struct pns_mountinfo_index *mounts,
		  struct pns_locks *locks);

void pns_locks_free(struct pns_locks *locks);
#define _cleanup_locks_ __attribute__((cleanup(pns_locks_free)))

#endif /* PNS_VISIBLE_LOCKS_H */
