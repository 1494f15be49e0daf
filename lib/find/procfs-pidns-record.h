/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_PROCFS_PIDNS_RECORD_H
#define PNS_FIND_PROCFS_PIDNS_RECORD_H
/*
 * What the BPF program is asked and tells. Included by that program as well, so plain C types
 * only; the layout has no holes.
 */

enum pns_bpf_state {
	PNS_BPF_STATE_UNKNOWN,
	PNS_BPF_STATE_EMPTY,	/* no process was ever in it */
	PNS_BPF_STATE_LIVE,
	PNS_BPF_STATE_DEAD,	/* its init has gone */
};

#define PNS_BPF_NOT_BELOW	(~0U)

/* what the program returns for a descriptor that is on no procfs */
#define PNS_BPF_NO_PROCFS	1

/* Inode numbers are those of nsfs files; 0 is unknown everywhere. */
struct pns_bpf_record {
	/* asked */
	unsigned int fd;		/* a descriptor of the caller */
	unsigned int own;		/* inode of the PID namespace that levels are counted from */
	/* told */
	unsigned long long inode;	/* of the PID namespace that the procfs shows */
	unsigned long long id;		/* its 64-bit ID (6.18) */
	unsigned long long parent;	/* inode of its parent */
	unsigned long long owner;	/* inode of the user namespace that owns it */
	unsigned int owner_uid;		/* who made the owner, in the initial user namespace */
	unsigned int below;		/* how many levels below @own it is, or PNS_BPF_NOT_BELOW */
	unsigned int state;		/* enum pns_bpf_state */
	unsigned int reserved;
};

#endif /* PNS_FIND_PROCFS_PIDNS_RECORD_H */
