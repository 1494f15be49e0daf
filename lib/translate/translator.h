/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_TRANSLATE_TRANSLATOR_H
#define PNS_TRANSLATE_TRANSLATOR_H
/*
 * The methods of translating a process ID, and their names.
 */

/* How the kernel is asked. */
enum pns_translator {
	PNS_TRANSLATOR_AUTO,	/* the first of the others that works here; pidfd is left out */
	PNS_TRANSLATOR_BPF,	/* a BPF program that lists tasks: the initial namespace only, which has no other way */
	PNS_TRANSLATOR_IOCTL,	/* ioctls on the namespaces (6.11, include/uapi/linux/nsfs.h) */
	PNS_TRANSLATOR_PIDFD,	/* NSpid in the fdinfo of a pidfd; a helper opens those in other namespaces */
	PNS_TRANSLATOR_PROCFS,	/* NSpid in /proc/PID/status; PIDs of other namespaces are found by one scan */
	PNS_TRANSLATOR_UCRED,	/* credentials that a helper sends over a socket */
	PNS_TRANSLATOR_COUNT
};

/* In place of a descriptor: the initial PID namespace, from below. It takes a BPF program. */
#define PNS_TRANSLATE_INITIAL	(-2)

/* "auto", "ioctl", ... A string constant. */
const char *pns_translator_name(enum pns_translator translator);

/* The method of that name, or -EINVAL. */
int pns_translator_by_name(const char *name);

#endif /* PNS_TRANSLATE_TRANSLATOR_H */
