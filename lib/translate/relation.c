// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "translate/relation.h"

#include <errno.h>

#include "namespace/namespace.h"
#include "translate/ioctl.h"
#include "translate/translator.h"

int pns_relation_find(struct pns_side *side, int own, struct pns_diag *diag)
{
	if (side->relation == PNS_RELATION_EACH_OWN)
		return 0;
	side->level = -1;
	side->relation = PNS_RELATION_INITIAL;
	if (side->nsfd == PNS_TRANSLATE_INITIAL)
		return 0;
	side->level = pns_pidns_distance(side->caller, side->nsfd, own);
	if (side->level >= 0) {
		side->relation = side->level ? PNS_RELATION_BELOW : PNS_RELATION_OWN;
		return 0;
	}
	/* the kernel's EPERM is -EXDEV here: a filter is what cannot be asked through */
	if (side->level != -EXDEV)
		return pns_refuse(diag, side->level == -EOPNOTSUPP ? PNS_REASON_BLOCKED_BY_SECCOMP :
				  PNS_REASON_SYSTEM_ERROR, PNS_CALL_IOCTL, -side->level, side->name);
	side->relation = PNS_RELATION_ABOVE;
	return pns_ioctl_is_above(side->nsfd) ? 0 :
		pns_refuse(diag, PNS_REASON_NOT_A_DESCENDANT, PNS_CALL_IOCTL, ESRCH, side->name);
}

bool pns_relation_has_initial(const struct pns_translate *translate)
{
	return translate->from.relation == PNS_RELATION_INITIAL || translate->to.relation == PNS_RELATION_INITIAL;
}

/* Methods that start from the caller's own namespace see nothing above it. */
bool pns_relation_is_in_reach(const struct pns_translate *translate, enum pns_translator id)
{
	if (pns_relation_has_initial(translate) || id == PNS_TRANSLATOR_BPF)
		return pns_relation_has_initial(translate) && id == PNS_TRANSLATOR_BPF;
	return id == PNS_TRANSLATOR_IOCTL || (translate->from.relation != PNS_RELATION_ABOVE &&
					      translate->to.relation != PNS_RELATION_ABOVE);
}
