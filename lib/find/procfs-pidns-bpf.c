// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/procfs-pidns-bpf.h"

#include <errno.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"

#ifdef HAVE_BPF
#include "find/bpf-load.h"
#include "procfs-pidns.skel.h"

static int load_for_good(void)
{
	struct procfs_pidns *skeleton = procfs_pidns__open();
	int rc = skeleton ? procfs_pidns__load(skeleton) : -ENOMEM;

	if (rc == 0) {
		rc = skeleton->progs.procfs_pidns.prog_fd;
		/* what is 0 there is not closed with it */
		skeleton->progs.procfs_pidns.prog_fd = 0;
	}
	procfs_pidns__destroy(skeleton);
	return rc;
}

static int load_program(void)
{
	return pns_bpf_load(load_for_good);
}
#else
static int load_program(void)
{
	return -EOPNOTSUPP;
}
#endif

static int set_up(struct pns_bpf *bpf)
{
	if (bpf->error < 0 || bpf->program >= 0)
		return bpf->error;
	bpf->program = load_program();
	bpf->error = bpf->program < 0 ? bpf->program : 0;
	return bpf->error;
}

int pns_bpf_ask(struct pns_bpf *bpf, int fd, uint64_t own, struct pns_bpf_record *record)
{
	struct pns_bpf_record told = { .fd = (unsigned int)fd, .own = (unsigned int)own };
	uint32_t returned;
	int rc = set_up(bpf);

	if (rc < 0)
		return rc;
	if (pns_sys_bpf_prog_run(bpf->program, &told, sizeof(told), &returned) < 0)
		return -errno;
	if (returned != 0)
		return -ENODATA;
	*record = told;
	return 0;
}

void pns_bpf_close(struct pns_bpf *bpf)
{
	pns_close(&bpf->program);
	bpf->error = 0;
}
