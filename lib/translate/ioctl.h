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

/*
 * The number that init of the PID namespace @nsfd has in the caller's own, by one question, -ESRCH if none is visible
 * there, or another -errno.
 */
pid_t pns_ioctl_find_init(int nsfd);

/*
 * The number that the task with the caller's number @pid has in the PID namespace @nsfd, -ESRCH if it has none, or
 * another -errno.
 */
pid_t pns_ioctl_number_in(int nsfd, pid_t pid);

#endif /* PNS_TRANSLATE_IOCTL_H */
