// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include <ctype.h>
#include <errno.h>

#include "base/diag.h"
#include "tap.h"

static bool is_identifier(const char *id)
{
	for (; *id; id++)
		if (!islower((unsigned char)*id) && *id != '-')
			return false;
	return true;
}

static void test_identifiers(void)
{
	unsigned int i, k;

	for (i = PNS_REASON_NONE + 1; i < PNS_REASON_COUNT; i++) {
		const char *id = pns_reason_id((enum pns_reason)i);

		ok(*id && is_identifier(id), "reason %u: \"%s\" is an identifier", i, id);
		for (k = PNS_REASON_NONE + 1; k < i; k++)
			if (strcmp(id, pns_reason_id((enum pns_reason)k)) == 0)
				ok(false, "reason: \"%s\" is there once", id);
	}
	is_str(pns_reason_id(PNS_REASON_NONE), "", "reason: none");
	/* released: never to change */
	is_str(pns_reason_id(PNS_REASON_NOT_A_DESCENDANT), "not-a-descendant", "reason: as documented");
}

struct heard {
	int n;
	int rc;
	bool with_kernel;
};

static void listen(void *data, enum pns_call call, const char *object, int rc, const char *kernel)
{
	struct heard *heard = data;

	(void)object;
	heard->n += call == PNS_CALL_FSOPEN;
	heard->rc = rc;
	heard->with_kernel = kernel != NULL;
}

static void test_refusals(void)
{
	struct heard heard = { 0 };
	struct pns_diag diag;
	char longest[2000];

	pns_diag_init(&diag, listen, &heard);
	memset(longest, 'x', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	is_int(pns_refuse(&diag, PNS_REASON_MASKED, PNS_CALL_FSMOUNT, EPERM, longest), -EPERM,
	       "refuse: gives -errno");
	is_int(diag.reason, PNS_REASON_MASKED, "refuse: reason");
	is_str(pns_call_name(diag.call), "fsmount", "refuse: stage");
	is_int((intmax_t)strlen(diag.object), (intmax_t)sizeof(diag.object) - 1, "refuse: object is cut off");
	pns_refuse(&diag, PNS_REASON_MASKED, PNS_CALL_MOUNT, EPERM, NULL);
	ok(diag.object[0] == 'x', "refuse: without an object the old one stays");
	is_int(pns_refuse(NULL, PNS_REASON_MASKED, PNS_CALL_MOUNT, EPERM, "x"), -EPERM, "refuse: no diagnosis");

	is_int(pns_step(&diag, PNS_CALL_FSOPEN, "proc", -EPERM), -EPERM, "step: gives its result");
	is_int(heard.n, 1, "step: is heard");
	ok(!heard.with_kernel, "step: no text of the kernel");
	strcpy(diag.kernel, "proc: no");
	pns_step(&diag, PNS_CALL_FSOPEN, "proc", -EPERM);
	ok(heard.with_kernel, "step: with the text of the kernel");
	pns_step(&diag, PNS_CALL_FSOPEN, "proc", 0);
	ok(!heard.with_kernel, "step: no text when it worked");
	pns_diag_clear(&diag);
	is_int(diag.reason, PNS_REASON_NONE, "clear: reason");
	pns_step(&diag, PNS_CALL_FSOPEN, "proc", 0);
	is_int(heard.n, 4, "clear: the listener stays");
}

int main(void)
{
	test_identifiers();
	test_refusals();
	return done_testing();
}
