/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_TRANSLATE_RELATION_H
#define PNS_TRANSLATE_RELATION_H
/*
 * Where the namespaces of a translation are, as seen from the caller's, and which methods reach them there.
 */
#include "translate/method.h"

/*
 * Fill in the relation and the level of @side, whose other members are known; @own: the caller's PID namespace.
 * Returns 0 or -errno with the reason in @diag: not-a-descendant, blocked-by-seccomp or system-error.
 */
int pns_relation_find(struct pns_side *side, int own, struct pns_diag *diag);

/* Whether one of the sides is the initial PID namespace, by its name. */
bool pns_relation_has_initial(const struct pns_translate *translate);

/* Whether method @id can be asked about both sides. */
bool pns_relation_is_in_reach(const struct pns_translate *translate, enum pns_translator id);

#endif /* PNS_TRANSLATE_RELATION_H */
