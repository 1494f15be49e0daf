// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * Which PID namespace a procfs shows, read from its superblock: for each open file of the
 * calling process that is on a procfs, one struct pns_bpf_record.
 *
 * Only the few fields that are read are declared; libbpf finds where the running kernel
 * has them (CO-RE), so no generated vmlinux.h is needed.
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

#include "find/procfs-pidns-record.h"

#define PROC_SUPER_MAGIC	0x9fa0		/* include/uapi/linux/magic.h */
#define PIDNS_ADDING		(1U << 31)	/* include/linux/pid_namespace.h */
#define MAX_LEVELS		33

#define KERNEL_STRUCT __attribute__((preserve_access_index))

struct ns_common {
	unsigned int inum;
	__u64 ns_id;			/* 6.18 */
} KERNEL_STRUCT;

typedef struct {
	unsigned int val;
} KERNEL_STRUCT kuid_t;

struct user_namespace {
	kuid_t owner;
	struct ns_common ns;
} KERNEL_STRUCT;

struct pid_namespace {
	unsigned int pid_allocated;
	struct task_struct *child_reaper;
	unsigned int level;
	struct pid_namespace *parent;
	struct user_namespace *user_ns;
	struct ns_common ns;
} KERNEL_STRUCT;

struct proc_fs_info {			/* the superblock's own since 5.8 */
	struct pid_namespace *pid_ns;
} KERNEL_STRUCT;

struct super_block {
	unsigned long s_magic;
	void *s_fs_info;
} KERNEL_STRUCT;

struct inode {
	struct super_block *i_sb;
} KERNEL_STRUCT;

struct file {
	struct inode *f_inode;
} KERNEL_STRUCT;

struct pid {
	unsigned int level;
} KERNEL_STRUCT;

struct task_struct {
	int tgid;
	struct pid *thread_pid;
} KERNEL_STRUCT;

struct bpf_iter_meta {
	struct seq_file *seq;
} KERNEL_STRUCT;

struct bpf_iter__task_file {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
	__u32 fd;
	struct file *file;
} KERNEL_STRUCT;

static __u32 state_of(struct pid_namespace *ns)
{
	if (!bpf_core_field_exists(ns->pid_allocated) || !bpf_core_field_exists(ns->child_reaper))
		return PNS_BPF_STATE_UNKNOWN;
	if (!(BPF_CORE_READ(ns, pid_allocated) & PIDNS_ADDING))
		return PNS_BPF_STATE_DEAD;
	return BPF_CORE_READ(ns, child_reaper) ? PNS_BPF_STATE_LIVE : PNS_BPF_STATE_EMPTY;
}

/* Inode of the ancestor of @ns at @level; 0: @ns is above it */
static __u64 ancestor_at(struct pid_namespace *ns, __u32 level)
{
	int i;

	for (i = 0; i < MAX_LEVELS && ns; i++) {
		if (BPF_CORE_READ(ns, level) == level)
			return BPF_CORE_READ(ns, ns.inum);
		ns = BPF_CORE_READ(ns, parent);
	}
	return 0;
}

static void fill(struct pns_bpf_record *record, struct pid_namespace *ns, struct task_struct *task)
{
	record->inode = BPF_CORE_READ(ns, ns.inum);
	if (bpf_core_field_exists(ns->ns.ns_id))
		record->id = BPF_CORE_READ(ns, ns.ns_id);
	record->level = BPF_CORE_READ(ns, level);
	record->parent = BPF_CORE_READ(ns, parent, ns.inum);
	record->owner = BPF_CORE_READ(ns, user_ns, ns.inum);
	record->owner_uid = BPF_CORE_READ(ns, user_ns, owner.val);
	record->caller_level = BPF_CORE_READ(task, thread_pid, level);
	record->peer = ancestor_at(ns, record->caller_level);
	record->state = state_of(ns);
}

SEC("iter/task_file")
int procfs_pidns(struct bpf_iter__task_file *ctx)
{
	struct pns_bpf_record record = { 0 };
	struct file *file = ctx->file;
	struct task_struct *task = ctx->task;
	struct super_block *sb;
	struct proc_fs_info *info;
	struct pid_namespace *ns;

	if (!file || !task)
		return 0;
	/* before 6.1 the iterator cannot be restricted to one task */
	if ((__u32)task->tgid != (__u32)(bpf_get_current_pid_tgid() >> 32))
		return 0;
	sb = file->f_inode->i_sb;
	if (sb->s_magic != PROC_SUPER_MAGIC)
		return 0;
	info = sb->s_fs_info;
	ns = BPF_CORE_READ(info, pid_ns);
	if (!ns)
		return 0;
	fill(&record, ns, task);
	record.fd = ctx->fd;
	bpf_seq_write(ctx->meta->seq, &record, sizeof(record));
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
