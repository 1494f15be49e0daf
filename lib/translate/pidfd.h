/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_TRANSLATE_PIDFD_H
#define PNS_TRANSLATE_PIDFD_H
/*
 * Method pidfd: the fdinfo of a pidfd.
 */
#include "translate/method.h"

extern const struct pns_method_ops pns_method_pidfd;

#endif /* PNS_TRANSLATE_PIDFD_H */
