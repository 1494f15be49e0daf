// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/bpf-load.h"

#include <errno.h>
#include <linux/capability.h>
#include <sched.h>

#include "base/cleanup.h"
#include "base/diag.h"
#include "namespace/privilege.h"
#include "process/own-namespace.h"

#ifndef CAP_PERFMON
# define CAP_PERFMON 38		/* 5.8, include/uapi/linux/capability.h */
# define CAP_BPF 39
#endif

enum {
	LOADS_TRIED = 5,
};

int pns_bpf_check_privilege(void)
{
	_cleanup_close_ int own = PNS_NO_FD;

	if (!pns_has_capability(CAP_SYS_ADMIN) && !(pns_has_capability(CAP_BPF) && pns_has_capability(CAP_PERFMON)))
		return -EPERM;
	own = pns_ns_open_own(CLONE_NEWUSER);
	if (pns_is_shortage(own))
		return own;
	return own >= 0 && pns_is_initial_userns(own) ? 0 : -EPERM;
}

int pns_bpf_load(int (*load)(void))
{
	/* part of the calls would work without: loading for nothing is dear */
	int tries, rc = pns_bpf_check_privilege();

	if (rc < 0)
		return rc;
	rc = -EAGAIN;
	/* the verifier gives up when a signal is pending */
	for (tries = 0; tries < LOADS_TRIED && (rc == -EAGAIN || rc == -EINTR); tries++)
		rc = load();
	/* EINVAL: no such type of program (5.14), or no BTF; E2BIG: no offsets found by the kernel (5.17) */
	return rc == -EINVAL || rc == -E2BIG ? -EOPNOTSUPP : rc;
}
