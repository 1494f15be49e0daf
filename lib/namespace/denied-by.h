/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_NAMESPACE_DENIED_BY_H
#define PNS_NAMESPACE_DENIED_BY_H
/*
 * What stands between a privileged caller and the kernel: a seccomp filter, a Landlock domain, another security
 * module. Told apart by experiment, with calls that do nothing; what that leaves open is an inference.
 */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/call.h"

/*
 * Whether a seccomp filter answers @err to the system call @call: it does so to
 * arguments that lead nowhere as well, on which the kernel itself would say EFAULT, EBADF or EINVAL. A filter that
 * looks at the arguments may escape that. @type: of unshare(2) and setns(2) the CLONE_NEW* that it was, or 0.
 */
bool pns_call_is_filtered(enum pns_call call, int type, int err);

/* Whether a seccomp filter is on; if that may not be asked, one is. No /proc is needed. */
bool pns_has_seccomp_filter(void);

/* What a filter answers to the request @request of ioctl(2), whatever the file, as a positive errno; 0 if none does. */
int pns_ioctl_filter_errno(unsigned int request);

/* Whether this kernel has Landlock, so that the caller may be in a domain; no call tells if it is. */
bool pns_has_landlock(void);

/*
 * What the security module calls the caller, as "docker-default (enforce)", from /proc/self/attr/current. Returns its
 * length, 0 if there is none, or -errno.
 */
ssize_t pns_security_label(char *label, size_t size);

#endif /* PNS_NAMESPACE_DENIED_BY_H */
