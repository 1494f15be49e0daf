/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_MOUNT_FLAGS_H
#define PNS_MOUNT_FLAGS_H
/*
 * The option lists of a mount table.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/kernel-abi.h"
#include "base/libmount-dl.h"

/* Those about access times: one of relatime (0), noatime and strictatime, and nodiratime beside it. */
#define PNS_MOUNT_FLAGS_ATIME (PNS_MOUNT_ATTR__ATIME | PNS_MOUNT_ATTR_NODIRATIME)

/* Whether the comma-separated @list (NULL: an empty one) has the option @name, with @value if that is not NULL. */
bool pns_has_mount_option(const struct pns_libmount *lm, const char *list, const char *name, const char *value);

/* PNS_MOUNT_ATTR_RDONLY and those about access times for the flags of a mount as the table has them; NULL: none. */
uint32_t pns_mount_flags(const struct pns_libmount *lm, const char *list);

#endif /* PNS_MOUNT_FLAGS_H */
