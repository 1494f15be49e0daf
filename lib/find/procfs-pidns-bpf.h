/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_FIND_PROCFS_PIDNS_BPF_H
#define PNS_FIND_PROCFS_PIDNS_BPF_H
/*
 * Which PID namespace a procfs shows, read from its superblock by a BPF program: the only way to
 * name the namespace of an empty procfs. Loaded at the first question, once for all of them.
 */
#include <stdint.h>

#include "find/procfs-pidns-record.h"

struct pns_bpf {
	int program;
	int error;	/* why there is none: -errno, 0: not tried yet */
};

#define PNS_BPF_INIT { -1, 0 }

/*
 * Ask for the namespace of the procfs that @fd is on: its root, or anything in it (may be O_PATH).
 * @own: inode of the PID namespace from which levels are counted, 0 if unknown.
 * Returns 0 with @record filled, or
 *   -EOPNOTSUPP  built without BPF, or a kernel without it (5.17, with BTF)
 *   -EPERM       as pns_bpf_load()
 *   -ENODATA     @fd is on no procfs
 *   -errno       the kernel did not take the program, or did not run it
 */
int pns_bpf_ask(struct pns_bpf *bpf, int fd, uint64_t own, struct pns_bpf_record *record);

/* Release all; @bpf can be used again. */
void pns_bpf_close(struct pns_bpf *bpf);
#define _cleanup_bpf_ __attribute__((cleanup(pns_bpf_close)))

#endif /* PNS_FIND_PROCFS_PIDNS_BPF_H */
