/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_TRANSLATE_IOCTL_H
#define PNS_TRANSLATE_IOCTL_H
/*
 * Method ioctl: the ioctls of nsfs (6.11).
 */
#include "translate/method.h"

/* Whether the namespace @nsfd is above the caller's: the caller has a PID there. */
bool pns_ioctl_is_above(int nsfd);

extern const struct pns_method_ops pns_method_ioctl;

#endif /* PNS_TRANSLATE_IOCTL_H */
