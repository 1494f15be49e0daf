// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "base/diag.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

void pns_diag_init(struct pns_diag *diag, pns_step_fn step, void *step_data)
{
	memset(diag, 0, sizeof(*diag));
	diag->owner_uid = (uid_t)-1;
	diag->step = step;
	diag->step_data = step_data;
}

int pns_refuse(struct pns_diag *diag, enum pns_reason reason, enum pns_call call, int err, const char *object)
{
	if (!diag)
		return -err;
	diag->reason = reason;
	diag->err = err;
	diag->call = call;
	if (object)
		snprintf(diag->object, sizeof(diag->object), "%s", object);
	return -err;
}

int pns_step(struct pns_diag *diag, enum pns_call call, const char *object, int rc)
{
	if (diag && diag->step)
		diag->step(diag->step_data, call, object, rc,
			   rc < 0 && diag->kernel[0] ? diag->kernel : NULL);
	return rc;
}

void pns_diag_clear(struct pns_diag *diag)
{
	if (diag)
		pns_diag_init(diag, diag->step, diag->step_data);
}

const char *pns_reason_id(enum pns_reason reason)
{
	static const char *const ids[PNS_REASON_COUNT] = {
		[PNS_REASON_NONE] = "",
#define PNS_REASON_ID(name, id) [PNS_REASON_##name] = id,
		PNS_REASONS(PNS_REASON_ID)
#undef PNS_REASON_ID
	};

	return ids[reason];
}

bool pns_is_shortage(int rc)
{
	return rc == -EMFILE || rc == -ENFILE || rc == -ENOMEM;
}
