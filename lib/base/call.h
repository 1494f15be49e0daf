/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_BASE_CALL_H
#define PNS_BASE_CALL_H
/*
 * What a program was at when something was refused: mostly a system call, else a step of our own or a method. Code
 * compares the value; the text, which people and JSON ("stage") see, is made here only.
 */

/* name, text: the texts are an interface */
#define PNS_CALLS(X) \
	X(BPF,				"bpf") \
	X(CALLOC,			"calloc") \
	X(CHECK,			"check") \
	X(CHILD,			"child") \
	X(CHROOT,			"chroot") \
	X(CLONE3,			"clone3") \
	X(DUP2,				"dup2") \
	X(EXECVP,			"execvp") \
	X(FACCESSAT2,			"faccessat2") \
	X(FCHDIR,			"fchdir") \
	X(FCNTL,			"fcntl") \
	X(FORK,				"fork") \
	X(FSCONFIG,			"fsconfig") \
	X(FSMOUNT,			"fsmount") \
	X(FSOPEN,			"fsopen") \
	X(FSPICK,			"fspick") \
	X(FSTAT,			"fstat") \
	X(FSTATFS,			"fstatfs") \
	X(GETDENTS64,			"getdents64") \
	X(IOCTL,			"ioctl") \
	X(MKDIR,			"mkdir") \
	X(MKDIRAT,			"mkdirat") \
	X(MOUNT,			"mount") \
	X(MOUNT_SETATTR,		"mount_setattr") \
	X(MOVE_MOUNT,			"move_mount") \
	X(OPEN,				"open") \
	X(OPEN_BY_HANDLE_AT,		"open_by_handle_at") \
	X(OPEN_TREE,			"open_tree") \
	X(OPENAT2,			"openat2") \
	X(PARSE,			"parse") \
	X(PIDFD,			"pidfd") \
	X(PIDFD_OPEN,			"pidfd_open") \
	X(PIPE2,			"pipe2") \
	X(PROCFS,			"procfs") \
	X(READLINKAT,			"readlinkat") \
	X(RECVMSG,			"recvmsg") \
	X(SEARCH,			"search") \
	X(SENDMSG,			"sendmsg") \
	X(SETENV,			"setenv") \
	X(SETNS,			"setns") \
	X(SETSOCKOPT,			"setsockopt") \
	X(SOCKETPAIR,			"socketpair") \
	X(STATX,			"statx") \
	X(UCRED,			"ucred") \
	X(UMOUNT2,			"umount2") \
	X(UNSHARE,			"unshare") \
	X(VERIFY,			"verify") \
	X(WAITPID,			"waitpid")

enum pns_call {
	PNS_CALL_NONE,
#define PNS_CALL_ENUM(name, text) PNS_CALL_##name,
	PNS_CALLS(PNS_CALL_ENUM)
#undef PNS_CALL_ENUM
	PNS_CALL_COUNT
};

/* The text of a call, such as "fsmount"; "" for PNS_CALL_NONE. A string constant. */
const char *pns_call_name(enum pns_call call);

#endif /* PNS_BASE_CALL_H */
