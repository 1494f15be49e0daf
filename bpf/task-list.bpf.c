// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * All tasks with their numbers, an iterator: a struct pns_task_record of each, cut off behind the
 * last number. It tells what the reader could see in a /proc of its own, the tasks of its PID
 * namespace and below, and what no /proc in there shows: their numbers in the initial one.
 *
 * As for procfs-pidns.bpf.c, only the fields that are read are declared.
 */
#include "find/task-record.h"
#include "kernel.h"

struct ns_common {
	unsigned int inum;
	__u64 ns_id;			/* 6.18 */
} KERNEL_STRUCT;

typedef struct {
	__u32 val;
} KERNEL_STRUCT kuid_t;

struct user_namespace {
	kuid_t owner;
} KERNEL_STRUCT;

struct pid_namespace {
	struct ns_common ns;
	struct user_namespace *user_ns;
} KERNEL_STRUCT;

struct upid {
	int nr;
	struct pid_namespace *ns;
} KERNEL_STRUCT;

struct pid {
	unsigned int level;
	struct upid numbers[1];		/* as many as levels */
} KERNEL_STRUCT;

struct task_struct {
	unsigned int flags;
	struct task_struct *group_leader;
	struct pid *thread_pid;
	__u64 start_boottime;
	char comm[PNS_TASK_RECORD_COMMAND];
} KERNEL_STRUCT;

/* the same on every kernel */
#define PF_KTHREAD 0x00200000

/* these two are the same everywhere */
struct bpf_iter_meta {
	struct seq_file *seq;
};

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
};

static struct upid *number_at(struct pid *pid, __u32 level)
{
	return (void *)pid + bpf_core_field_offset(struct pid, numbers) + level * bpf_core_type_size(struct upid);
}

static struct pid_namespace *namespace_at(struct pid *pid, __u32 level)
{
	struct upid *number = number_at(pid, level);

	return BPF_CORE_READ(number, ns);
}

static int number_of(struct pid *pid, __u32 level)
{
	struct upid *number = number_at(pid, level);

	return BPF_CORE_READ(number, nr);
}

/* How many numbers @pid has from @level, which is that of the namespace @from, down; 0: it is not below */
static __u32 levels_from(struct pid *pid, __u32 level, struct pid_namespace *from)
{
	__u32 own = BPF_CORE_READ(pid, level);

	if (own < level || namespace_at(pid, level) != from)
		return 0;
	return own - level + 1;
}

struct copy {
	struct pns_task_record *to;
	void *next;
};

/* For bpf_loop() (5.17), whose body is verified once; 1: no further */
static long copy_number(__u32 i, struct copy *copy)
{
	struct upid *number = copy->next;

	if (i >= PNS_TASK_RECORD_LEVELS)
		return 1;
	copy->to->pid[i] = BPF_CORE_READ(number, nr);
	copy->next += bpf_core_type_size(struct upid);
	return 0;
}

static void describe(struct pns_task_record *record, struct task_struct *task, struct pid_namespace *ns)
{
	record->inode = BPF_CORE_READ(ns, ns.inum);
	if (bpf_core_field_exists(ns->ns.ns_id))
		record->id = BPF_CORE_READ(ns, ns.ns_id);
	record->start = BPF_CORE_READ(task, start_boottime);
	BPF_CORE_READ_STR_INTO(&record->command, task, comm);
	record->owner = BPF_CORE_READ(ns, user_ns, owner.val);
	record->is_kernel_thread = (BPF_CORE_READ(task, flags) & PF_KTHREAD) != 0;
}

static void tell(struct seq_file *seq, struct pns_task_record *record, __u32 levels)
{
	__u64 size = __builtin_offsetof(struct pns_task_record, pid) + levels * sizeof(record->pid[0]);

	/* the compiler knows that already, the verifier does not */
	barrier_var(size);
	if (size <= sizeof(*record))
		bpf_seq_write(seq, record, size);
}

SEC("iter/task")
int task_list(struct bpf_iter__task *ctx)
{
	struct pns_task_record record = { 0 };
	struct task_struct *task = ctx->task, *reader = (void *)bpf_get_current_task();
	struct pid *pid, *own, *leader;
	struct copy copy = { .to = &record };
	__u32 level, levels;

	if (!task)
		return 0;
	own = BPF_CORE_READ(reader, thread_pid);
	level = BPF_CORE_READ(own, level);
	/* none: it is being reaped */
	pid = BPF_CORE_READ(task, thread_pid);
	leader = BPF_CORE_READ(task, group_leader, thread_pid);
	if (!pid || !leader)
		return 0;
	levels = levels_from(pid, level, namespace_at(own, level));
	if (levels == 0 || levels > PNS_TASK_RECORD_LEVELS)
		return 0;
	record.levels = levels;
	record.tgid = number_of(leader, level);
	record.initial = number_of(pid, 0);
	record.initial_tgid = number_of(leader, 0);
	copy.next = number_at(pid, level);
	bpf_loop(levels, copy_number, &copy, 0);
	describe(&record, task, namespace_at(pid, level + levels - 1));
	tell(ctx->meta->seq, &record, levels);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
