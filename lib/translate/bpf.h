/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_TRANSLATE_BPF_H
#define PNS_TRANSLATE_BPF_H
/*
 * Method bpf: between the initial PID namespace and the caller's own, by a BPF program that lists tasks.
 */
#include "translate/method.h"

extern const struct pns_method_ops pns_method_bpf;

#endif /* PNS_TRANSLATE_BPF_H */
