/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_TRANSLATE_UCRED_H
#define PNS_TRANSLATE_UCRED_H
/*
 * Method ucred: credentials that are sent over a socket.
 */
#include "translate/method.h"

extern const struct pns_method_ops pns_method_ucred;

#endif /* PNS_TRANSLATE_UCRED_H */
