/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_CREATE_LOCKED_FLAGS_H
#define PNS_CREATE_LOCKED_FLAGS_H
/*
 * The flags of the visible procfs that vouches for a new one may be locked, and the new one must have the same
 * (mount_namespaces(7)): access times and read-only. The kernel does not say which; they are found by trying.
 */
#include <stdint.h>

#include "base/diag.h"
#include "mount/procfs-options.h"

struct pns_locked_flags {
	enum pns_call call;		/* the one that said EPERM */
	const char *object;		/* for @diag; NULL: what is there stays */
	const struct pns_procfs_options *options;
	/* Mount with these attributes: 0, and a descriptor in *@fd if there is one, or negative. */
	int (*mount)(const void *arg, uint32_t attributes, int *fd);
	const void *arg;
};

/*
 * Mount with other flags than those that were refused: nothing but what may be locked differs. Returns 0, with the
 * descriptor of @flags->mount in *@fd, or -EPERM with the reason masked (none will do), locked-readonly or locked-atime
 * (what will do is not what the user asked for by name; a mount without a descriptor is left then).
 */
int pns_mount_with_locked_flags(const struct pns_locked_flags *flags, int *fd, struct pns_diag *diag);

#endif /* PNS_CREATE_LOCKED_FLAGS_H */
