/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_NAMESPACE_PRIVILEGE_H
#define PNS_NAMESPACE_PRIVILEGE_H
/*
 * What the caller is allowed to do in general: its capabilities, and whether they count
 * everywhere.
 */
#include <stdbool.h>
#include <stdint.h>

/* Whether the caller has @capability (CAP_*) in effect in its user namespace. */
bool pns_has_capability(int capability);

/*
 * Whether the caller has CAP_SYS_ADMIN in the user namespace that owns the namespace @nsfd: 1 or 0, or -errno
 * if it has it in its own and nobody can tell how that one is related to the owner.
 */
int pns_is_admin_over(int nsfd);

/* Whether the caller is in the initial user namespace. */
bool pns_userns_is_initial(void);

/* Whether @fd is an nsfs file of the initial user namespace. */
bool pns_is_initial_userns(int fd);

#define PNS_OVERFLOW_ID 65534

/*
 * Whether @id is what the kernel shows instead of a user or group that has no number in the caller's user
 * namespace (/proc/sys/kernel/overflowuid, 65534 everywhere).
 */
bool pns_is_unmapped(uint64_t id);

/*
 * Whether @gid certainly has no number in the caller's user namespace, so that the kernel takes it for nobody's
 * group. No /proc is needed. In doubt false.
 */
bool pns_is_group_unmapped(uint64_t gid);

#endif /* PNS_NAMESPACE_PRIVILEGE_H */
