/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCESS_CALLER_H
#define PNS_PROCESS_CALLER_H
/*
 * What a run knows of itself and of its kernel, each asked when it is first needed and then kept: /proc, the
 * namespaces that it is in (own-namespace.h), what this kernel was found to lack. Each tool has one and hands it
 * down; what enters another namespace, a child above all, begins with an empty one.
 */
#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

#include "base/libmount-dl.h"
#include "base/map.h"

/* What a call that failed has shown to be missing, or denied, for the whole run. */
enum pns_lack {
	PNS_LACKS_PROCFS_IOCTL = 1 << 0,	/* PROCFS_GET_PID_NAMESPACE */
};

#define PNS_NOT_ASKED INT_MIN

/* All members belong to the functions: -errno is kept as well, unless it is a shortage. */
struct pns_caller {
	int proc;		/* root of the procfs at /proc, or of one of its own in its place */
	pid_t number;		/* the caller's in there */
	int levels;		/* how many numbers it has in there */
	int namespaces[3];	/* pid, mnt, user */
	int openat2;		/* whether it is there */
	int own_procfs;		/* of its own PID namespace, attached nowhere, beside @proc of another one */
	struct pns_libmount libmount;	/* loaded if @libmount_error is 0 */
	int libmount_error;
	unsigned int lacks;	/* bits of enum pns_lack */
	struct pns_map inits;	/* inode of a PID namespace to the PID that its init had in a scan (proc-links.h) */
};

#define PNS_CALLER_INIT { \
	.proc = PNS_NOT_ASKED, .number = PNS_NOT_ASKED, .levels = PNS_NOT_ASKED, .openat2 = PNS_NOT_ASKED, \
	.own_procfs = PNS_NOT_ASKED, .libmount_error = PNS_NOT_ASKED, \
	.namespaces = { PNS_NOT_ASKED, PNS_NOT_ASKED, PNS_NOT_ASKED } }

/*
 * The root of a procfs: of the one at /proc, if it shows this process, as that of a PID namespace above does; else of
 * one of the caller's own that is attached nowhere, made here and now if the caller may; else of the one at /proc all
 * the same. Returns an O_PATH descriptor that belongs to @caller, -ENODEV if there is something else, or -errno of
 * open(2).
 */
int pns_caller_proc(struct pns_caller *caller);

/* The number that this process has in there; -ENOENT if it does not show it, errors as above. */
pid_t pns_caller_number(struct pns_caller *caller);

/* The same, if it shows the caller. Returns a descriptor that belongs to @caller, -ENOENT, or a lack of descriptors. */
int pns_caller_serving_proc(struct pns_caller *caller);

/*
 * A procfs of the caller's own PID namespace: the numbers of another one are not the caller's. /proc, or else one that
 * is attached nowhere, as above.
 * Returns a descriptor that belongs to @caller, -EOPNOTSUPP, or another -errno if that cannot be told.
 */
int pns_caller_own_proc(struct pns_caller *caller);

/* Whether openat2(2) is there and allowed (5.6). */
bool pns_caller_has_openat2(struct pns_caller *caller);

/*
 * Open again what @fd refers to, with other @flags, through /proc/self/fd.
 * Returns a descriptor (caller closes) or -errno; -ENOENT or -ENODEV: /proc is no help.
 */
int pns_caller_reopen(struct pns_caller *caller, int fd, int flags);

/* libmount, loaded at the first call; it belongs to @caller. Returns 0 or an error of pns_dl_load(). */
int pns_caller_libmount(struct pns_caller *caller, const struct pns_libmount **lm);

/* Forget what was asked, and close what is held, so that it can be asked again. What was loaded stays. */
void pns_caller_close(struct pns_caller *caller);

#define _cleanup_caller_ __attribute__((cleanup(pns_caller_close)))

/*
 * The error for a procfs at /proc that is to tell something: -EOPNOTSUPP if @rc says that it is not there, or not
 * of the caller's PID namespace, or not to be asked. All else, such as a lack of descriptors, says nothing about it.
 */
int pns_without_proc(int rc);

#endif /* PNS_PROCESS_CALLER_H */
