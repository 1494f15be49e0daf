// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "translate/method.h"

int pns_method_helper_error(struct pns_translate *translate, const struct pns_diag *diag, int rc,
			    enum pns_no_answer dead)
{
	if (diag->reason == PNS_REASON_NONE)
		return rc;
	if (diag->reason == PNS_REASON_DEAD_NAMESPACE || diag->reason == PNS_REASON_EMPTY_NAMESPACE)
		return dead;
	translate->failure = *diag;
	return PNS_ASK_HELPER_FAILED;
}
