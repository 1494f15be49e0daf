/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCNS_INFO_OPERAND_H
#define PNS_PROCNS_INFO_OPERAND_H
/*
 * An operand that was refused: why, and which option was probably meant.
 */
#include "base/diag.h"
#include "procns-info/plan.h"

/* Tell of the refusal @diag of the operand @path. */
void info_refuse_operand(const struct info_plan *plan, const char *path, const struct pns_diag *diag);

#endif /* PNS_PROCNS_INFO_OPERAND_H */
