/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCESS_PROCFS_ROOT_H
#define PNS_PROCESS_PROCFS_ROOT_H
/*
 * A procfs opened and read as if it were hostile: that its root is one, and that
 * nothing mounted inside it is taken for a part of it.
 */
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Deepest nesting of PID namespaces (include/linux/pid_namespace.h), plus the initial one. */
#define PNS_MAX_LEVELS 33

/*
 * Whether @fd (O_PATH will do) is the root directory of a procfs: its file system says
 * PROC_SUPER_MAGIC and its inode is 1, which no FUSE can pretend.
 */
bool pns_is_procfs_root(int fd);

/* Whether @fd is anything on a procfs. */
bool pns_is_on_procfs(int fd);

/*
 * The root of the mount that the directory @fd of a procfs is on: that of the procfs, or of a bind mount of a part.
 * It is walked up to, so that it does not matter where it is. Returns an O_PATH descriptor (caller closes), -EXDEV if
 * something is mounted over it, so that only itself leads to it, or -errno.
 */
int pns_procfs_mount_root(int fd);
/* The same: 0, -ENODEV if it is something else, or -errno if nobody can tell. */
int pns_procfs_check_root(int fd);

/*
 * Open the procfs root at @path. Returns an O_PATH descriptor (caller closes),
 * -ENODEV if it is something else, or -errno of open(2) or fstatfs(2). Waits for no FUSE server.
 */
int pns_procfs_open(const char *path);

/*
 * Make a procfs of the PID namespace that this process is in, which is attached nowhere and gone when it is closed.
 * Returns an O_PATH descriptor of its root (caller closes), or -errno: EPERM without CAP_SYS_ADMIN in the user
 * namespaces that own the mount namespace and the PID namespace, or, in a user namespace, by the rule of
 * visible/rule.h; ENOSYS before 5.2.
 */
int pns_procfs_make_detached(void);

/*
 * Open @path below the procfs root @rootfd: no symbolic link, no magic link, nothing
 * that is mounted on it. Returns a descriptor (caller closes) or -errno, where
 * -EXDEV means that something is mounted there.
 */
int pns_procfs_openat(int rootfd, const char *path, int flags);

/*
 * Read the file @path below @rootfd into @buffer, NUL-terminated, cut off at @size - 1. It has to be one that the
 * kernel writes in one piece, as those of a process but its mounts and maps: less than was asked for is the end.
 * Returns the number of bytes or -errno.
 */
ssize_t pns_procfs_read(int rootfd, const char *path, char *buffer, size_t size);

/* The number of the caller in this procfs (what its "self" points to), -ENOENT if it has none. */
pid_t pns_procfs_self(int rootfd);

/*
 * Open the namespace file @name ("pid", "mnt", "pid_for_children", ...) of process @pid.
 * The magic link is followed from a directory that was verified, and the result is an
 * nsfs file. Returns a descriptor (caller closes) or -errno; -EACCES: no ptrace access.
 */
int pns_procfs_open_ns(int rootfd, pid_t pid, const char *name);

/*
 * Only read its inode number, without following the link: it means a namespace while that is held. Returns 0 or
 * -errno as pns_procfs_open_ns(), -EXDEV if it is no link of a namespace.
 */
int pns_procfs_ns_link(int rootfd, pid_t pid, const char *name, uint64_t *inode);

#endif /* PNS_PROCESS_PROCFS_ROOT_H */
