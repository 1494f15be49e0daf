// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "common/ref-note.h"

#include "common/cli.h"
#include "common/message.h"
#include "namespace/namespace.h"

bool note_children(struct pns_caller *caller, const char *text, const struct pns_ref *ref)
{
	uint64_t inode = pns_ref_children(caller, ref);

	if (inode == 0)
		return false;
	message(_("%s: the children of this process are in pid:[%ju]; did you mean that PID namespace?"), text,
		(uintmax_t)inode);
	return true;
}

void note_same(const char *from, const char *to, int nsfd)
{
	message(_("%s and %s are the same PID namespace, pid:[%ju]"), from, to, (uintmax_t)pns_ns_inode(nsfd));
}
