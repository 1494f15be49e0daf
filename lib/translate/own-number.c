// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "translate/own-number.h"

#include <errno.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "process/process.h"
#include "process/status.h"
#include "translate/ioctl.h"

/*
 * Two questions to the kernel, neither of them to /proc. A zombie has left its namespaces (ESRCH), and has its numbers
 * still; what is held by a directory has no ioctl.
 */
static int ask_by_ioctl(struct pns_caller *caller, pid_t here, int held)
{
	_cleanup_close_ int nsfd = ioctl(held, PNS_PIDFD_GET_PID_NAMESPACE, 0);

	(void)caller;
	if (nsfd >= 0)
		return pns_ioctl_number_in(nsfd, here);
	return errno == ENOTTY || errno == EBADF ? -EOPNOTSUPP : -errno;
}

static int last_number(const pid_t *numbers, int levels)
{
	return numbers[levels - 1] > 0 ? numbers[levels - 1] : -ESRCH;
}

static int ask_by_procfs(struct pns_caller *caller, pid_t here, int held)
{
	int root = pns_caller_own_proc(caller);
	struct pns_proc_status status;
	int rc = root < 0 ? root : pns_proc_status_of(root, here, &status);

	(void)held;
	return rc < 0 ? rc : last_number(status.pid, status.levels);
}

/* By the fdinfo of the descriptor, which hidepid leaves alone. */
static int ask_by_pidfd(struct pns_caller *caller, pid_t here, int held)
{
	int root = pns_caller_own_proc(caller);
	pid_t numbers[PNS_MAX_LEVELS];
	int rc = root < 0 ? root : pns_pidfd_nspid(root, held, numbers, PNS_MAX_LEVELS);

	(void)here;
	return rc < 0 ? rc : last_number(numbers, rc);
}

/* In the order of trying: the fastest first. */
static const struct {
	enum pns_translator id;
	int (*ask)(struct pns_caller *caller, pid_t here, int held);
} ways[] = {
	{ PNS_TRANSLATOR_IOCTL, ask_by_ioctl },
	{ PNS_TRANSLATOR_PROCFS, ask_by_procfs },
	{ PNS_TRANSLATOR_PIDFD, ask_by_pidfd },
};

#define N_WAYS (sizeof(ways) / sizeof(ways[0]))

bool pns_can_tell_own_number(enum pns_translator id)
{
	size_t i;

	for (i = 0; i < N_WAYS; i++)
		if (ways[i].id == id)
			return true;
	return false;
}

/* Whether the way @id may be gone: behind the method in use, any but one that was found not to work. */
static bool may_ask(const struct pns_translate *translate, enum pns_translator id)
{
	return id == translate->ops->id || (translate->any && id != PNS_TRANSLATOR_IOCTL);
}

int pns_ask_own_number(struct pns_translate *translate, pid_t here, int held)
{
	int failed = -EOPNOTSUPP, rc;
	size_t i;

	for (i = 0; i < N_WAYS; i++) {
		if (!may_ask(translate, ways[i].id))
			continue;
		rc = ways[i].ask(translate->caller, here, held);
		if (rc > 0) {
			translate->answered = ways[i].id;
			return rc;
		}
		if (pns_is_shortage(rc))
			return rc;
		failed = failed == -EOPNOTSUPP ? rc : failed;
	}
	rc = pns_process_check(translate->caller, held);
	/* what is there and is not found is hidden */
	return rc == 0 && failed == -ESRCH ? -EACCES : rc < 0 ? rc : failed;
}
