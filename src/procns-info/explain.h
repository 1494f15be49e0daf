/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCNS_INFO_EXPLAIN_H
#define PNS_PROCNS_INFO_EXPLAIN_H
/*
 * A listed procfs in sentences.
 */
#include "find/procfs-list.h"

/* One entry. @sees: what the one of --as sees in it, NULL: nobody was asked about, or it is unknown. */
void info_explain(const struct pns_procfs_entry *entry, const char *sees);

#endif /* PNS_PROCNS_INFO_EXPLAIN_H */
