/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCNS_INFO_VISIBLE_H
#define PNS_PROCNS_INFO_VISIBLE_H
/*
 * In sentences: what hides a part of a procfs, and where new ones may be mounted.
 */
#include "base/libmount-dl.h"
#include "find/procfs-list.h"
#include "visible/rule.h"

/* What of @entry is masked. @visible: of the mount table that it is in, as in a new user namespace. */
void info_explain_visible(const struct pns_procfs_entry *entry, const struct pns_libmount *lm,
			  const struct pns_visible *visible);

/* Where in the mount namespace of @source a procfs may be mounted. Returns 0 or -errno. */
int info_explain_verdicts(struct pns_caller *caller, const struct pns_procfs_source *source);

#endif /* PNS_PROCNS_INFO_VISIBLE_H */
