/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_BASE_MOUNT_ID_H
#define PNS_BASE_MOUNT_ID_H
/*
 * Which mount a descriptor is on.
 */
#include <stdint.h>

/*
 * An identity of the mount that @fd is on, for comparing within this run: the unique
 * mount ID (6.8), the reusable one (5.8), or the device number of the superblock, which
 * cannot tell two bind mounts of one file system apart. Returns 0 or -errno.
 */
int pns_mount_identity(int fd, uint64_t *identity);

/*
 * The mount IDs of the mount that @fd is on, 0 where one is not known: the unique one before 6.8, both where
 * statx(2) is denied and /proc does not tell the other.
 */
void pns_mount_ids(int fd, uint64_t *id, uint64_t *unique_id);

/* 1: @fd is the root of its mount, 0: it is not, -EOPNOTSUPP before 5.8, or -errno. */
int pns_is_mount_root(int fd);

#endif /* PNS_BASE_MOUNT_ID_H */
