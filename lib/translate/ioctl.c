// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * Method ioctl: the kernel translates between the caller's PID namespace and another one, in one call
 * that needs no permission (6.11). It answers ESRCH to everything that it cannot answer, so why is
 * asked afterwards, and cuts its argument to 32 bits, so the caller has checked the range.
 */
#include "translate/ioctl.h"

#include <errno.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"

/* The kernel answers 0 for a task that is just going away. */
static pid_t ask_kernel(int nsfd, unsigned int request, pid_t pid)
{
	int found = ioctl(nsfd, request, (unsigned long)(unsigned int)pid);

	if (found > 0)
		return found;
	return found == 0 ? -ESRCH : -errno;
}

pid_t pns_ioctl_number_in(int nsfd, pid_t pid)
{
	return ask_kernel(nsfd, PNS_NS_GET_PID_IN_PIDNS, pid);
}

bool pns_ioctl_is_above(int nsfd)
{
	return pns_ioctl_number_in(nsfd, getpid()) > 0;
}

pid_t pns_ioctl_find_init(int nsfd)
{
	return ask_kernel(nsfd, PNS_NS_GET_PID_FROM_PIDNS, 1);
}

static int refuse_missing(struct pns_diag *diag, enum pns_call call, int err, const char *object)
{
	pns_refuse(diag, PNS_REASON_KERNEL_WITHOUT_FEATURE, call, err, object);
	return -EOPNOTSUPP;
}

/* Of each process its own namespace is asked, by a pidfd: of the caller it is told, or of nobody. */
static int open_to_own(struct pns_diag *diag)
{
	_cleanup_close_ int self = pns_sys_pidfd_open(getpid(), 0);
	_cleanup_close_ int nsfd = PNS_NO_FD;

	if (self < 0)
		return refuse_missing(diag, PNS_CALL_PIDFD_OPEN, errno, NULL);
	nsfd = ioctl(self, PNS_PIDFD_GET_PID_NAMESPACE, 0);
	if (nsfd < 0)
		return refuse_missing(diag, PNS_CALL_IOCTL, errno, "PIDFD_GET_PID_NAMESPACE");
	return 0;
}

static int open_ioctl(struct pns_translate *translate, struct pns_diag *diag)
{
	/* the caller has its own PID in its own namespace: what else fails is the ioctl */
	pid_t pid = ask_kernel(translate->own, PNS_NS_GET_PID_FROM_PIDNS, getpid());

	if (pid < 0)
		return refuse_missing(diag, PNS_CALL_IOCTL, -pid, "NS_GET_PID_FROM_PIDNS");
	return translate->to.relation == PNS_RELATION_EACH_OWN ? open_to_own(diag) : 0;
}

static bool lacks_init(const struct pns_side *side)
{
	return side->relation == PNS_RELATION_BELOW &&
	       ask_kernel(side->nsfd, PNS_NS_GET_PID_FROM_PIDNS, 1) == -ESRCH;
}

/* Why a question got ESRCH, by asking about its parts. */
static int explain_esrch(struct pns_translate *translate, const struct pns_ask *ask)
{
	const struct pns_side *from = &translate->from, *to = &translate->to;
	int nsfd = ask->route == PNS_ROUTE_FROM_CALLER ? translate->own : from->nsfd;
	pid_t here;

	if (ask->route == PNS_ROUTE_TO_CALLER && lacks_init(from))
		return PNS_ASK_FROM_DEAD;
	here = ask_kernel(nsfd, PNS_NS_GET_PID_FROM_PIDNS, ask->pid);
	if (here > 0) {
		if (ask->route == PNS_ROUTE_TO_CALLER)
			return PNS_ASK_CHANGED;
		return lacks_init(to) ? PNS_ASK_TO_DEAD : PNS_ASK_NOT_VISIBLE;
	}
	if (here == -ESRCH && ask->route == PNS_ROUTE_TO_CALLER && from->relation == PNS_RELATION_ABOVE)
		return PNS_ASK_OUT_OF_SIGHT;
	return here;
}

static int ask_ioctl(struct pns_translate *translate, const struct pns_ask *ask)
{
	pid_t found;

	if (ask->route == PNS_ROUTE_TO_CALLER)
		found = ask_kernel(translate->from.nsfd, ask->tgid ? PNS_NS_GET_TGID_FROM_PIDNS :
				   PNS_NS_GET_PID_FROM_PIDNS, ask->pid);
	else
		found = ask_kernel(translate->to.nsfd, ask->tgid ? PNS_NS_GET_TGID_IN_PIDNS :
				   PNS_NS_GET_PID_IN_PIDNS, ask->pid);
	return found == -ESRCH ? explain_esrch(translate, ask) : found;
}

const struct pns_method_ops pns_method_ioctl = {
	.id = PNS_TRANSLATOR_IOCTL,
	.call = PNS_CALL_IOCTL,
	.can_go_through = false,
	.open = open_ioctl,
	.ask = ask_ioctl,
};
