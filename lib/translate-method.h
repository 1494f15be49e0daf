/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_TRANSLATE_METHOD_H
#define PNS_TRANSLATE_METHOD_H
/*
 * Between the translation engine and its methods: what a method has to offer, and what it is told about
 * the two namespaces. For lib/translate*.c only.
 */
#include "translate.h"

/* Where a namespace is, as seen from the caller's. */
enum pns_relation {
	PNS_RELATION_OWN,
	PNS_RELATION_BELOW,
	PNS_RELATION_ABOVE,
};

struct pns_side {
	int nsfd;
	const char *name;
	enum pns_relation relation;
	int level;		/* below the caller's own: 0 for the own one; -1 above */
};

/* Through which namespaces a question goes. */
enum pns_route {
	PNS_ROUTE_TO_CALLER,	/* from @from to the caller's own */
	PNS_ROUTE_FROM_CALLER,	/* from the caller's own to @to */
	PNS_ROUTE_THROUGH,	/* from @from to @to: about one process all the way */
};

struct pns_ask {
	enum pns_route route;
	pid_t pid;
	bool tgid;
};

struct pns_translate;

/*
 * @open: returns 0, or -EOPNOTSUPP if the method does not work here (the next one is tried), or another
 * -errno; with the reason in @diag.
 * @ask: returns a PID above 0, or
 *   -ESRCH       no task has it
 *   -EXDEV       it has none in the namespace wanted
 *   -ENODATA     one of the two, but not which
 *   -EOWNERDEAD  the namespace it is from has no init (any more)
 *   -EKEYREVOKED the namespace wanted has none
 *   -EACCES, -EPERM  not permitted: to look at the process, to use the namespace
 *   -EAGAIN      the numbers changed owner meanwhile
 */
struct pns_method_ops {
	enum pns_translator id;
	bool can_go_through;		/* has PNS_ROUTE_THROUGH */
	int (*open)(struct pns_translate *translate, struct pns_diag *diag);
	int (*ask)(struct pns_translate *translate, const struct pns_ask *ask);
	void (*refresh)(struct pns_translate *translate);	/* may be NULL */
	void (*close)(struct pns_translate *translate);		/* may be NULL */
};

/*
 * The errno for a helper that failed with @rc: the reason in @diag, where it was not its own task; @dead is the one
 * for a namespace without init.
 */
int pns_translate_helper_error(const struct pns_diag *diag, int rc, int dead);

/* Whether the namespace @nsfd is above the caller's: the caller has a PID there. */
bool pns_ioctl_is_above(int nsfd);

extern const struct pns_method_ops pns_method_ioctl;
extern const struct pns_method_ops pns_method_pidfd;
extern const struct pns_method_ops pns_method_procfs;
extern const struct pns_method_ops pns_method_ucred;

struct pns_translate {
	struct pns_side from;
	struct pns_side to;
	int own;			/* the caller's PID namespace */
	bool tgid;
	bool identity;
	bool held;
	const struct pns_method_ops *ops;
	void *data;			/* the method's own */
};

#endif /* PNS_TRANSLATE_METHOD_H */
