/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Asks the running kernel for one feature, by calling it: the words that "requires" of
 * tests/helper.bash takes.  Exit status 0: there; 1: not there; 2: no such word.
 * Without an argument it lists the words.
 *
 * Why not a shell: these are system calls and ioctls without a command, and each is
 * tried in a child with namespaces of its own, so that an ordinary user gets the same
 * answer and nothing is changed.
 */
#include "helper.h"

#include <linux/bpf.h>
#include <linux/mount.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/vfs.h>

enum {
	FEATURE_MISSING = 1,
	FEATURE_UNKNOWN = 2,
	SYS_LANDLOCK_CREATE_RULESET = 444,	/* 5.13 */
	LANDLOCK_VERSION = 1,		/* LANDLOCK_CREATE_RULESET_VERSION, linux/landlock.h */
	SYS_STATMOUNT = 457,		/* 6.8, all architectures */
	SYS_LISTNS = 470,		/* 6.19 */
	MOVE_BENEATH = 0x200,		/* 6.5, linux/mount.h */
	MOUNT_PRIVATELY = 0x44000,	/* MS_REC | MS_PRIVATE, sys/mount.h (clashes with linux/mount.h) */
	NSFS_ROOT = -10003,		/* FD_NSFS_ROOT, 6.18, linux/fcntl.h */
};

#define NS_GET_ID_IOCTL		_IOR(0xb7, 13, uint64_t)	/* 6.18, linux/nsfs.h */
#define NS_PID_FROM_IOCTL	_IOR(0xb7, 6, int)		/* 6.11 */
#define PROCFS_PIDNS_IOCTL	_IO('f', 32)			/* proposed in 2025, not merged */

static int open_own_pidns(void)
{
	return open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC);
}

static int open_own_pidfd(void)
{
	return (int) syscall(SYS_pidfd_open, getpid(), 0);
}

static int open_procfs_context(void)
{
	return (int) syscall(SYS_fsopen, "proc", 0);
}

static bool has_fsopen(void)
{
	return open_procfs_context() >= 0;
}

/* With a good value, where the calls below are denied: in the mount namespace of the probe */
static bool is_pidns_mounted(void)
{
	return syscall(SYS_mount, "none", "/", NULL, MOUNT_PRIVATELY, NULL) == 0 &&
	       syscall(SYS_mount, "proc", "/", "proc", 0, "pidns=/proc/self/ns/pid") == 0;
}

/* EINVAL either way; only the kernel's own text tells "flag given, value wanted" from "unknown" */
static bool has_pidns_option(void)
{
	char text[256];
	int fd = open_procfs_context();
	ssize_t n;

	if (fd < 0 || syscall(SYS_fsconfig, fd, FSCONFIG_SET_FLAG, "pidns", NULL, 0) == 0 || errno != EINVAL)
		return is_pidns_mounted();
	n = read(fd, text, sizeof(text) - 1);
	text[n > 0 ? n : 0] = '\0';
	return strstr(text, "Bad value") != NULL;
}

static bool has_translate(void)
{
	return ioctl(open_own_pidns(), NS_PID_FROM_IOCTL, getpid()) > 0;
}

static bool has_ns_id(void)
{
	uint64_t id;

	return ioctl(open_own_pidns(), NS_GET_ID_IOCTL, &id) == 0;
}

static bool has_pidfs(void)
{
	struct statfs fs;

	return fstatfs(open_own_pidfd(), &fs) == 0 && fs.f_type == HELPER_PIDFS_MAGIC;
}

/* PIDFD_THREAD */
static bool has_pidfd_thread(void)
{
	return syscall(SYS_pidfd_open, getpid(), O_EXCL) >= 0;
}

static bool has_pidfd_ns(void)
{
	return ioctl(open_own_pidfd(), HELPER_PIDFD_GET_PID_NS, 0) >= 0;
}

static bool has_unborn(void)
{
	return unshare(CLONE_NEWPID) == 0 &&
	       ioctl(open_own_pidfd(), HELPER_PIDFD_GET_PID_FOR_CHILDREN_NS, 0) >= 0;
}

/* Flags are looked at before the descriptors: EBADF where the flag is known, else EINVAL */
static bool has_beneath(void)
{
	return syscall(SYS_move_mount, -1, "", -1, "", MOVE_BENEATH | MOVE_MOUNT_F_EMPTY_PATH |
		       MOVE_MOUNT_T_EMPTY_PATH) < 0 && errno == EBADF;
}

static bool has_statmount(void)
{
	return syscall(SYS_STATMOUNT, NULL, NULL, 0, 0) < 0 && errno != ENOSYS;
}

/* The own PID namespace is named to anybody */
static bool has_listns(void)
{
	struct {
		uint32_t size, spare;
		uint64_t last;
		uint32_t type, spare2;
		uint64_t owner;
	} request = { .size = sizeof(request), .type = CLONE_NEWPID };
	uint64_t id;

	return syscall(SYS_LISTNS, &request, &id, 1, 0) == 1;
}

/* Before 5.8 EINVAL for any descriptor that is not nsfs */
static bool has_setns_pidfd(void)
{
	return syscall(SYS_setns, open_own_pidfd(), CLONE_NEWUTS) == 0 || errno == EPERM;
}

static bool has_ns_handle(void)
{
	struct {
		struct file_handle head;
		unsigned char data[16];
	} handle = { .head.handle_bytes = sizeof(handle.data) };
	int mount_id;

	return name_to_handle_at(open_own_pidns(), "", &handle.head, &mount_id, AT_EMPTY_PATH) == 0 &&
	       open_by_handle_at(NSFS_ROOT, &handle.head, O_RDONLY) >= 0;
}

static bool has_set_tid(void)
{
	pid_t pid = fork_with(CLONE_NEWPID, 1);

	if (pid == 0)
		_exit(0);
	return pid > 0 && waitpid(pid, NULL, 0) == pid;
}

/*
 * A BPF program that is run by a call, with the kernel to find the fields of its structures: BTF,
 * and a caller who may load such a program. The size of what describes the fields is known since 5.17.
 */
static bool has_bpf(void)
{
	struct bpf_insn insns[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attr = {
		.prog_type = BPF_PROG_TYPE_SYSCALL,
		.prog_flags = BPF_F_SLEEPABLE,
		.core_relo_rec_size = sizeof(struct bpf_core_relo),
		.insn_cnt = HELPER_COUNT(insns),
		.insns = (uintptr_t) insns,
		.license = (uintptr_t) "GPL",
	};

	return access("/sys/kernel/btf/vmlinux", R_OK) == 0 &&
	       syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof(attr)) >= 0;
}

static bool has_procfs_ioctl(void)
{
	return ioctl(open("/proc", O_RDONLY | O_DIRECTORY), PROCFS_PIDNS_IOCTL) >= 0;
}

/* 5.13, unless it is switched off: the call with no ruleset and this flag asks for the version */
static bool has_landlock(void)
{
	return syscall(SYS_LANDLOCK_CREATE_RULESET, NULL, 0, LANDLOCK_VERSION) > 0;
}

static int try_procfs(const char *subset, unsigned flags)
{
	int fd = open_procfs_context();

	if (subset)
		syscall(SYS_fsconfig, fd, FSCONFIG_SET_STRING, "subset", subset, 0);
	syscall(SYS_fsconfig, fd, FSCONFIG_CMD_CREATE, NULL, NULL, 0);
	return (int) syscall(SYS_fsmount, fd, 0, flags);
}

/* In a new user namespace access times are locked: those that nothing has are refused, but for an exempt procfs */
static bool has_subset_exempt(void)
{
	unsigned flags = MOUNT_ATTR_NOATIME | MOUNT_ATTR_NODIRATIME;
	int status = 0;
	pid_t pid;

	if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID) < 0)
		return false;
	pid = fork();
	if (pid == 0)
		_exit(try_procfs(NULL, flags) < 0 && try_procfs("pid", flags) >= 0);
	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

static const struct {
	const char *word;
	bool (*probe)(void);
} features[] = {
	{ "bpf-core", has_bpf },
	{ "clone-set-tid", has_set_tid },
	{ "fsopen", has_fsopen },
	{ "ioctl-translate", has_translate },
	{ "kernel-pidns-opt", has_pidns_option },
	{ "landlock", has_landlock },
	{ "listns", has_listns },
	{ "mount-beneath", has_beneath },
	{ "ns-handle", has_ns_handle },
	{ "ns-id", has_ns_id },
	{ "pidfd-ns-ioctl", has_pidfd_ns },
	{ "pidfd-thread", has_pidfd_thread },
	{ "pidfs", has_pidfs },
	{ "procfs-ioctl", has_procfs_ioctl },
	{ "setns-pidfd", has_setns_pidfd },
	{ "statmount", has_statmount },
	{ "subset-exempt", has_subset_exempt },
	{ "unborn-nsfd", has_unborn },
};

/* In a child: as root of a new user namespace where the caller has no privilege */
__attribute__((noreturn))
static void probe_and_exit(bool (*probe)(void))
{
	uid_t uid = geteuid();
	gid_t gid = getegid();

	if (unshare(CLONE_NEWNS) < 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0)
		map_root(uid, gid);
	_exit(probe() ? 0 : FEATURE_MISSING);
}

int main(int argc, char **argv)
{
	int status;
	pid_t pid;

	for (size_t i = 0; i < HELPER_COUNT(features); i++) {
		if (argc < 2) {
			puts(features[i].word);
			continue;
		}
		if (strcmp(features[i].word, argv[1]) != 0)
			continue;
		pid = fork();
		if (pid == 0)
			probe_and_exit(features[i].probe);
		if (pid < 0 || waitpid(pid, &status, 0) != pid)
			die("cannot run the probe");
		return shell_status(status);
	}
	return argc < 2 ? 0 : FEATURE_UNKNOWN;
}
