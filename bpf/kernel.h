/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_BPF_KERNEL_H
#define PNS_BPF_KERNEL_H
/*
 * What each BPF program begins with: the types that the headers of libbpf take from a generated vmlinux.h, these
 * headers, and the mark of a struct of which only the fields that are read are declared.
 */
typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef int __s32;
typedef unsigned long long __u64;
typedef long long __s64;
typedef __u16 __be16;
typedef __u32 __be32;
typedef __u32 __wsum;

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

#define KERNEL_STRUCT __attribute__((preserve_access_index))

#endif /* PNS_BPF_KERNEL_H */
