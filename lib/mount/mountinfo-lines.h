/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_MOUNT_MOUNTINFO_LINES_H
#define PNS_MOUNT_MOUNTINFO_LINES_H
/*
 * The lines of a mountinfo file, before they are parsed: what is left out here costs no memory and
 * no time.
 */
#include <stddef.h>

/*
 * Keep of @text, which is @length bytes of whole lines, in their order: those of procfs mounts, of mounts on the way to
 * one, over it or beside it on the same directory, and of mounts inside of one. A line that is not understood is kept.
 * Returns how many bytes are left; without memory, all.
 */
size_t pns_mountinfo_keep_procfs(char *text, size_t length);

#endif /* PNS_MOUNT_MOUNTINFO_LINES_H */
