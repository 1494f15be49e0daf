// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/bpf-load.h"

#include <errno.h>
#include <linux/capability.h>
#include <stdbool.h>

#include "namespace/privilege.h"

#ifndef CAP_PERFMON
# define CAP_PERFMON 38		/* 5.8, include/uapi/linux/capability.h */
# define CAP_BPF 39
#endif

enum {
	LOADS_TRIED = 5,
};

/* What the kernel asks for. Part of the calls would work without: loading for nothing is dear. */
static bool is_privileged(void)
{
	bool may = pns_has_capability(CAP_SYS_ADMIN) ||
		   (pns_has_capability(CAP_BPF) && pns_has_capability(CAP_PERFMON));

	return may && pns_userns_is_initial();
}

int pns_bpf_load(int (*load)(void))
{
	int tries, rc = -EAGAIN;

	if (!is_privileged())
		return -EPERM;
	/* the verifier gives up when a signal is pending */
	for (tries = 0; tries < LOADS_TRIED && (rc == -EAGAIN || rc == -EINTR); tries++)
		rc = load();
	/* EINVAL: no such type of program (5.14), or no BTF; E2BIG: no offsets found by the kernel (5.17) */
	return rc == -EINVAL || rc == -E2BIG ? -EOPNOTSUPP : rc;
}
