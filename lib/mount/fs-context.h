/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_MOUNT_FS_CONTEXT_H
#define PNS_MOUNT_FS_CONTEXT_H
/*
 * fsopen(2), fsconfig(2), fspick(2) and the log that the kernel keeps in a file system context: the
 * only place where it says in words what it did not like. Each call is told
 * to the listener of @diag with the kernel's text.
 */
#include <stdbool.h>

#include "base/diag.h"
#include "base/kernel-abi.h"
#include "mount/procfs-options.h"

/*
 * fsopen("proc") in the PID namespace that the caller is in, which fixes the one of the procfs.
 * Returns a context descriptor (caller closes) or -errno with the reason in @diag:
 * no-privilege, blocked-by-seccomp, blocked-by-lsm, system-error.
 */
int pns_context_open(struct pns_diag *diag);

/* The arguments of fsconfig(2). */
struct pns_fsconfig {
	enum pns_fsconfig_cmd cmd;
	const char *key;	/* of all that set something */
	const char *value;	/* PNS_FSCONFIG_SET_STRING */
	int fd;			/* PNS_FSCONFIG_SET_FD */
};

/*
 * One fsconfig(2) call. The log is read out afterwards: text of a failure goes to @diag->kernel.
 * Returns 0 or -errno; the reason is the caller's to find.
 */
int pns_context_config(int context, const struct pns_fsconfig *config, struct pns_diag *diag);

/*
 * A context with a superblock, ready for fsmount(2), of the PID namespace that the caller is in; @subset_pid: with
 * subset=pid. Returns a descriptor (caller closes) or -errno, without a reason.
 */
int pns_context_create(bool subset_pid);

/*
 * Give all options to the context, in their order, as mount(2) does: the kernel judges each, and the last one of
 * a key wins.
 * Returns 0 or -errno with the reason: bad-option, blocked-by-seccomp, system-error.
 */
int pns_context_set_options(int context, const struct pns_procfs_options *options,
			    struct pns_diag *diag);

/*
 * fsmount(2). Returns a detached mount (O_PATH, O_CLOEXEC, caller closes) or -errno; the text is in
 * @diag->kernel, the reason is the caller's to find.
 */
int pns_context_mount(int context, uint32_t attributes, struct pns_diag *diag);

#endif /* PNS_MOUNT_FS_CONTEXT_H */
