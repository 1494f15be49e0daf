/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_BPF_LOAD_H
#define PNS_FIND_BPF_LOAD_H
/*
 * Loading a BPF program by the code that bpftool has made for it (a light skeleton): who may, and what the
 * kernel means by its answers.
 */

/*
 * Whether the caller may load what these programs are: 0, or -EPERM if it has not CAP_SYS_ADMIN, nor CAP_BPF and
 * CAP_PERFMON, of the initial user namespace, or another -errno if that cannot be told.
 */
int pns_bpf_check_privilege(void);

/*
 * Have @load load a program, if the caller may do that; it is called again where the kernel was interrupted.
 * Returns what @load does, a descriptor that the caller closes or -errno, or
 *   -EOPNOTSUPP  a kernel without what these programs need (5.17, with BTF)
 *   -EPERM       as pns_bpf_check_privilege(), or the kernel says so
 */
int pns_bpf_load(int (*load)(void));

#endif /* PNS_FIND_BPF_LOAD_H */
