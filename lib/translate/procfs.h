/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_TRANSLATE_PROCFS_H
#define PNS_TRANSLATE_PROCFS_H
/*
 * Method procfs: /proc/PID/status, and an index of all of them.
 */
#include "translate/method.h"

extern const struct pns_method_ops pns_method_procfs;

#endif /* PNS_TRANSLATE_PROCFS_H */
