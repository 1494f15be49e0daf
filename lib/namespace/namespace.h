/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_NAMESPACE_NAMESPACE_H
#define PNS_NAMESPACE_NAMESPACE_H
/*
 * A namespace behind an open nsfs descriptor: what type it is, who owns it, where a
 * PID namespace stands below the caller's. All descriptors returned are O_CLOEXEC and
 * the caller's to close.
 */
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/diag.h"
#include "process/caller.h"

/*
 * The CLONE_NEW* type of the namespace (ioctl_ns(2), 4.11), -ENOTTY if @fd is no nsfs
 * file, -EBADF if it is an O_PATH descriptor or closed, another -errno if a filter denies the question and
 * /proc does not answer it either.
 */
int pns_ns_type(int fd);

/* Whether @fd, an nsfs file for certain, is a namespace of @type, as far as the kernel may be asked. */
bool pns_ns_has_type(int fd, int type);

/*
 * What an open file is, for a message that says so. @fd may be O_PATH.
 */
enum pns_kind pns_kind_of(int fd);

/*
 * The same of a path, followed to its end; PNS_KIND_UNKNOWN if it leads to nothing for the caller. Nothing but a
 * namespace is opened for more than to look at it.
 */
enum pns_kind pns_kind_of_path(const char *path);

/*
 * Check that @fd is an nsfs file of @type (CLONE_NEWPID, CLONE_NEWNS, CLONE_NEWUSER).
 * Returns 0, or -EINVAL with the reason and the kind in @diag; @object names it there.
 */
int pns_ns_check(int fd, int type, const char *object, struct pns_diag *diag);

/*
 * Refuse @fd, which is not the root of a procfs as far as can be told: with the reason not-a-procfs and its kind, or
 * with why nobody can tell.
 */
int pns_refuse_procfs(int fd, const char *object, struct pns_diag *diag);

/*
 * Whether two descriptors mean the same namespace. By device and inode, while both are
 * held: an inode number alone is given to the next namespace at once.
 */
bool pns_ns_is_same(int a, int b);

/* The inode number of an nsfs file, 0 on failure. */
uint64_t pns_ns_inode(int fd);

/* include/linux/proc_ns.h, PROC_USER_INIT_INO: the same number on every machine */
#define PNS_INITIAL_USERNS_INODE 0xEFFFFFFDU

/* Whether @fd is an nsfs file of the initial PID namespace. */
bool pns_is_initial_pidns(int fd);

/* The 64-bit ID (NS_GET_ID, 6.18). Returns 0 or -EOPNOTSUPP. */
int pns_ns_id(int fd, uint64_t *id);

/*
 * Open the namespace with the 64-bit ID @id by its nsfs file handle (6.18). 6.18 wants @type (CLONE_NEW*)
 * and @inode to be given and right, later kernels take 0 for both. Returns a descriptor,
 * -ESTALE (there is none, or nobody may open it: on 7.3 one that a procfs alone keeps),
 * or -errno.
 */
int pns_ns_open_by_id(uint64_t id, int type, uint64_t inode);

/*
 * The user namespace that owns it, -EPERM if that is above the caller's own, -EOPNOTSUPP if a filter denies the
 * question.
 */
int pns_ns_open_owner(int fd);

/* The same, with the reason no-privilege-over-owner or blocked-by-seccomp in @diag. */
int pns_ns_find_owner(int fd, const char *object, struct pns_diag *diag);

/* The parent PID namespace; errors as of pns_ns_open_owner(). */
int pns_pidns_open_parent(int fd);

/* A second descriptor of the namespace @fd. */
int pns_ns_dup(int fd);

/*
 * Open the PID namespace @fd and those above it: @chain[@levels - 1] is @fd itself (a second descriptor),
 * @chain[0] the highest, PNS_NO_FD where a filter denies the question. Returns 0 (caller closes
 * all) or -errno, and then none is open.
 */
int pns_pidns_open_chain(int fd, int *chain, int levels);

/* The uid, as the caller sees it, of the user who made the user namespace @userns. */
int pns_userns_owner_uid(int userns, uid_t *uid);

/*
 * How far the PID namespace @fd is below @above: 0 if they are the same. -EXDEV: it is not below it, as
 * far as the caller can see (nothing above the caller's own is shown). -EOPNOTSUPP: a filter denies the question.
 */
int pns_pidns_distance(struct pns_caller *caller, int fd, int above);

/*
 * How far below the caller's own PID namespace @fd is: 0 for the own one.
 * -EXDEV: it is neither the caller's nor below it.
 */
int pns_pidns_level(struct pns_caller *caller, int fd);

/*
 * Init of the PID namespace @fd: its number as the caller sees it and, if @process is
 * not NULL, a descriptor that holds it (see process.h). Verified: it is in @fd.
 * Returns 0, -ESRCH (no process there), -EXDEV (not visible from here) or -EOPNOTSUPP
 * (a kernel before 6.11, where /proc shows no such process: whether there is one stays unknown).
 */
int pns_pidns_init(struct pns_caller *caller, int fd, pid_t *pid, int *process);

/*
 * The number alone, of the moment of the question: it is that of init for as long as init has not been collected,
 * which the caller makes sure of. Returns as pns_pidns_init().
 */
int pns_pidns_init_number(struct pns_caller *caller, int fd, pid_t *pid);

/* Fill in who owns the PID namespace @fd (owner, owner_uid). @diag may be NULL. */
void pns_diag_set_owner(struct pns_diag *diag, int fd);

#endif /* PNS_NAMESPACE_NAMESPACE_H */
