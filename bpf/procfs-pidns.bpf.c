// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * Which PID namespace a procfs shows, read from its superblock: run by the calling process with a
 * struct pns_bpf_record that says which of its own descriptors is meant, and that gets the answer.
 *
 * Only the few fields that are read are declared. Where the running kernel has them it finds out
 * itself when it loads the program (CO-RE, 5.17), so no generated vmlinux.h is needed. For each
 * struct it searches all its types, and keeps what it found by a hash of the name: "pid" and
 * "pid_namespace" share a place there, so that a program with both makes it search time and again.
 */
#include "find/procfs-pidns-record.h"
#include "kernel.h"

#define PROC_SUPER_MAGIC	0x9fa0		/* include/uapi/linux/magic.h */
#define PIDNS_ADDING		(1U << 31)	/* include/linux/pid_namespace.h */
#define MAX_LEVELS		33

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

struct fdtable {
	unsigned int max_fds;
	struct file **fd;
} KERNEL_STRUCT;

struct files_struct {
	struct fdtable *fdt;
} KERNEL_STRUCT;

struct task_struct {
	struct files_struct *files;
} KERNEL_STRUCT;

struct climb {
	struct pid_namespace *ns;
	__u32 own;
	__u32 below;
};

static __u32 state_of(struct pid_namespace *ns)
{
	if (!bpf_core_field_exists(ns->pid_allocated) || !bpf_core_field_exists(ns->child_reaper))
		return PNS_BPF_STATE_UNKNOWN;
	if (!(BPF_CORE_READ(ns, pid_allocated) & PIDNS_ADDING))
		return PNS_BPF_STATE_DEAD;
	return BPF_CORE_READ(ns, child_reaper) ? PNS_BPF_STATE_LIVE : PNS_BPF_STATE_EMPTY;
}

/* One level up, for bpf_loop() (5.17), whose body is verified once; 1: no further */
static long climb(__u32 i, struct climb *at)
{
	struct pid_namespace *ns = at->ns;

	if (BPF_CORE_READ(ns, ns.inum) == at->own) {
		at->below = i;
		return 1;
	}
	at->ns = BPF_CORE_READ(ns, parent);
	return !at->ns;
}

static __u32 levels_below(struct pid_namespace *ns, __u32 own)
{
	struct climb at = { .ns = ns, .own = own, .below = PNS_BPF_NOT_BELOW };

	bpf_loop(MAX_LEVELS, climb, &at, 0);
	return at.below;
}

static void fill(struct pns_bpf_record *record, struct pid_namespace *ns)
{
	record->inode = BPF_CORE_READ(ns, ns.inum);
	if (bpf_core_field_exists(ns->ns.ns_id))
		record->id = BPF_CORE_READ(ns, ns.ns_id);
	record->parent = BPF_CORE_READ(ns, parent, ns.inum);
	record->owner = BPF_CORE_READ(ns, user_ns, ns.inum);
	record->owner_uid = BPF_CORE_READ(ns, user_ns, owner.val);
	record->below = levels_below(ns, record->own);
	record->state = state_of(ns);
}

static struct file *file_of_caller(__u32 fd)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct fdtable *table = BPF_CORE_READ(task, files, fdt);
	struct file *file = 0;

	if (fd < BPF_CORE_READ(table, max_fds))
		bpf_probe_read_kernel(&file, sizeof(file), BPF_CORE_READ(table, fd) + fd);
	return file;
}

SEC("syscall")
int procfs_pidns(struct pns_bpf_record *record)
{
	struct file *file = file_of_caller(record->fd);
	struct super_block *sb = BPF_CORE_READ(file, f_inode, i_sb);
	struct proc_fs_info *info;
	struct pid_namespace *ns;

	if (!file || BPF_CORE_READ(sb, s_magic) != PROC_SUPER_MAGIC)
		return PNS_BPF_NO_PROCFS;
	info = BPF_CORE_READ(sb, s_fs_info);
	ns = BPF_CORE_READ(info, pid_ns);
	if (!ns)
		return PNS_BPF_NO_PROCFS;
	fill(record, ns);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
