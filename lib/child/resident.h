/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_CHILD_RESIDENT_H
#define PNS_CHILD_RESIDENT_H
/*
 * A helper process in another PID namespace that stays for many questions. Like that of in-pidns.h it is not
 * dumpable, has no descriptor but its socket, and dies with the caller, whatever kills that. It keeps nobody from
 * exiting: when init of the namespace ends, and the kernel kills the helper, that needs nobody to reap it.
 */
#include <stdbool.h>

#include "base/diag.h"
#include "child/child.h"
#include "child/packet.h"

/* What goes to it, and what comes back. */
struct pns_resident_note {
	int number;
	enum pns_call call;	/* the one that failed with this number */
};

/*
 * What it does with a question: it sends the answer over @sock itself. @packet->bytes is a struct pns_resident_note;
 * @packet->fd is closed by the caller. Returns 0 or -errno of the sending.
 */
typedef int (*pns_resident_fn)(int sock, struct pns_packet *packet);

struct pns_resident_plan {
	int pidns;		/* to enter */
	const char *object;	/* its name in the diagnosis */
	pns_resident_fn fn;
	bool has_processes;	/* packets carry processes, in both directions */
};

struct pns_resident {
	int sock;		/* PNS_NO_FD: there is none */
	struct pns_child keeper;	/* its parent, outside */
};

#define PNS_RESIDENT_INIT { .sock = PNS_NO_FD, .keeper = { .sock = PNS_NO_FD } }

/*
 * Start it. The namespace is entered later: what is wrong with it, pns_resident_stop() tells. Returns 0 (caller stops
 * it) or -errno with the reason in @diag.
 */
int pns_resident_start(const struct pns_resident_plan *plan, struct pns_resident *resident, struct pns_diag *diag);

/*
 * Receive the answer to what was sent over its socket. Returns 0, -EPIPE without a reason if it is gone (then it can
 * only be stopped), or -errno with the reason in @diag.
 */
int pns_resident_hear(struct pns_resident *resident, struct pns_packet *packet, struct pns_diag *diag);

/* Send a question and receive the answer in its place; returns as above. */
int pns_resident_ask(struct pns_resident *resident, struct pns_packet *packet, struct pns_diag *diag);

/*
 * End it: it is dead and reaped afterwards. NULL for @diag is allowed. Returns 0 or -errno with the reason why it
 * could not begin, or what became of it: helper-killed, or one of pns_in_pidns_run().
 */
int pns_resident_stop(struct pns_resident *resident, struct pns_diag *diag);

#endif /* PNS_CHILD_RESIDENT_H */
