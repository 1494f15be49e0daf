/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_BASE_PARSE_H
#define PNS_BASE_PARSE_H
/*
 * Strict parsers for the numbers that users and the kernel write: digits only, the
 * whole string, in range; no sign, no blanks, nothing written into the argument.
 * All return 0, -EINVAL (not such a number) or -ERANGE (too large), and write
 * their out-parameter on success only.
 */
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* @text: decimal digits, 0 to 2^64-1. */
int pns_parse_u64(const char *text, uint64_t *value);

/* @text: a process ID, 1 to INT_MAX (the kernel's ioctls would cut off the rest). */
int pns_parse_pid(const char *text, pid_t *pid);

/* The same for @length bytes that need not end with a NUL. */
int pns_parse_pid_span(const char *text, size_t length, pid_t *pid);

/* @text: a descriptor number, 0 to INT_MAX. */
int pns_parse_fd(const char *text, int *fd);

/* @text: octal permission bits, 0 to 7777. */
int pns_parse_mode(const char *text, mode_t *mode);

/*
 * @text: PID or PID:INODE, the form of getino -p and kill(1) of util-linux 2.42.
 * *@inode is 0 where there is none: no pidfd has the inode 0.
 */
int pns_parse_pid_inode(const char *text, pid_t *pid, uint64_t *inode);

/* @text: TYPE:[INODE], as readlink(2) on /proc/PID/ns/TYPE gives it; @type: "pid", "mnt", ... */
int pns_parse_ns_link(const char *text, const char *type, uint64_t *inode);

/*
 * The value of one "Key:\tvalue\n" line in the text of a file such as /proc/PID/status.
 * @key: with the colon. Returns a pointer into @text, behind the blanks, or NULL.
 */
const char *pns_find_field(const char *text, const char *key);

/*
 * Numbers separated by blanks up to the end of the line, as in "NSpid:".
 * Returns how many there are (at most @max are stored), or -EINVAL.
 */
int pns_parse_pid_list(const char *text, pid_t *pids, int max);

#endif /* PNS_BASE_PARSE_H */
