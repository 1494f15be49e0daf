// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "procns-info/operand.h"

#include "common/explain.h"
#include "common/meant.h"

void info_refuse_operand(const struct info_plan *plan, const char *path, const struct pns_diag *diag)
{
	explain_refusal(diag);
	/* a path in another mount namespace is not looked up here */
	if (plan->target || plan->mountns)
		return;
	switch (meant_of(path)) {
	case MEANT_PROCESS:
		message_bare(_("hint: use --target %s for the mount namespace of this process, or --pidns %s for its "
			       "PID namespace"), path, path);
		break;
	case MEANT_PIDNS:
		message_bare(_("hint: use --pidns %s for this PID namespace"), path);
		break;
	case MEANT_MOUNTNS:
		message_bare(_("hint: use --namespace %s for this mount namespace"), path);
		break;
	case MEANT_USERNS:
	case MEANT_COMMAND:
	case MEANT_PATH:
		break;
	}
}
