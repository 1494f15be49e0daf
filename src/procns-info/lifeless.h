/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCNS_INFO_LIFELESS_H
#define PNS_PROCNS_INFO_LIFELESS_H
/*
 * A procfs without processes that hides another one: what it is, and how to get at the other one.
 */
#include "find/procfs-list.h"

/* Tell of @entry on standard error, or with @sentences on standard output, if it is such a one. */
void info_tell_lifeless(const struct pns_procfs_entry *entry, const struct pns_procfs_source *source, bool sentences);

/* The same of /proc where for want of a procfs nothing more is known than that no process is seen in it. */
void info_tell_lifeless_proc(struct pns_caller *caller);

#endif /* PNS_PROCNS_INFO_LIFELESS_H */
