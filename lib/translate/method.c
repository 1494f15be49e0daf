// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "translate/method.h"

#include <errno.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "namespace/denied-by.h"
#include "namespace/reason.h"

/* What a question comes to for which there is no helper. */
static int explain(struct pns_translate *translate, struct pns_method_helper *helper, const struct pns_diag *diag)
{
	translate->failure = *diag;
	if (diag->reason == PNS_REASON_HELPER_KILLED)
		return PNS_ASK_HELPER_KILLED;
	helper->is_dead = diag->reason == PNS_REASON_DEAD_NAMESPACE;
	return helper->is_dead || diag->reason == PNS_REASON_EMPTY_NAMESPACE ? helper->dead : PNS_ASK_HELPER_FAILED;
}

int pns_method_start_helper(struct pns_translate *translate, struct pns_method_helper *helper)
{
	struct pns_diag diag;

	if (helper->is_dead)
		return helper->dead;
	if (helper->resident.sock >= 0)
		return 0;
	pns_diag_init(&diag, NULL, NULL);
	return pns_resident_start(&helper->plan, &helper->resident, &diag) < 0 ? explain(translate, helper, &diag) : 0;
}

int pns_method_lose_helper(struct pns_translate *translate, struct pns_method_helper *helper, int rc,
			   struct pns_diag *diag)
{
	if (rc == -EPIPE)
		rc = pns_resident_stop(&helper->resident, diag);
	else
		pns_resident_stop(&helper->resident, NULL);
	/* it goes without a reason only when it is told to */
	if (rc >= 0)
		pns_refuse(diag, PNS_REASON_HELPER_KILLED, PNS_CALL_CHILD, ECHILD, NULL);
	return explain(translate, helper, diag);
}

int pns_method_take_note(struct pns_translate *translate, const struct pns_resident_note *note)
{
	struct pns_diag diag;

	if (note->call == PNS_CALL_NONE)
		return note->number;
	pns_diag_init(&diag, NULL, NULL);
	pns_refuse_plain(&diag, note->call, -note->number, NULL);
	translate->failure = diag;
	return PNS_ASK_HELPER_FAILED;
}

int pns_method_ask_helper(struct pns_translate *translate, struct pns_method_helper *helper,
			  struct pns_packet *packet)
{
	struct pns_diag diag;
	int rc = pns_method_start_helper(translate, helper);

	if (rc < 0)
		return rc;
	pns_diag_init(&diag, NULL, NULL);
	rc = pns_resident_ask(&helper->resident, packet, &diag);
	if (rc < 0)
		return pns_method_lose_helper(translate, helper, rc, &diag);
	return pns_method_take_note(translate, packet->bytes);
}

enum pns_reason pns_method_errno_reason(int err, bool is_identity)
{
	switch (err) {
	case ESRCH:
		return is_identity ? PNS_REASON_PROCESS_GONE : PNS_REASON_NO_SUCH_PROCESS;
	case EACCES:
		return PNS_REASON_NO_ACCESS;
	case EOPNOTSUPP:
		return pns_ioctl_filter_errno(PNS_NS_GET_PARENT) ? PNS_REASON_BLOCKED_BY_SECCOMP :
								   PNS_REASON_KERNEL_WITHOUT_FEATURE;
	default:
		return pns_errno_reason(-err);
	}
}
