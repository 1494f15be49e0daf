/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_TRANSLATE_METHOD_H
#define PNS_TRANSLATE_METHOD_H
/*
 * Between the translation engine and its methods: what a method has to offer, and what it is told about
 * the two namespaces. For lib/translate/ only.
 */
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/diag.h"
#include "child/resident.h"
#include "translate/kept.h"
#include "translate/translator.h"

/* Where a namespace is, as seen from the caller's. */
enum pns_relation {
	PNS_RELATION_OWN,
	PNS_RELATION_BELOW,
	PNS_RELATION_ABOVE,
	PNS_RELATION_INITIAL,	/* above as well, and known by its name only: no descriptor */
	PNS_RELATION_EACH_OWN,	/* of each process its own: no one namespace */
};

struct pns_side {
	struct pns_caller *caller;
	int nsfd;		/* PNS_NO_FD of each process its own */
	const char *name;
	enum pns_relation relation;
	int level;		/* below the caller's own: 0 for the own one; -1 above, or of each its own */
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
	int *hold;		/* not NULL: what held the process meanwhile is left there, see pns_kept_hold() */
};

/* What the methods find out themselves, below all that is an -errno: none of these can be taken for the other. */
enum pns_no_answer {
	PNS_ASK_CHANGED = -5000,	/* the numbers changed owner meanwhile: to be asked again */
	PNS_ASK_NOT_VISIBLE,		/* it has none in the namespace wanted */
	PNS_ASK_OUT_OF_SIGHT,		/* it has none there, or no task has it, but not which */
	PNS_ASK_FROM_DEAD,		/* the namespace it is from has no init (any more) */
	PNS_ASK_TO_DEAD,		/* the namespace wanted has none */
	PNS_ASK_NOT_THE_SAME,		/* it is not the process with the inode given */
	PNS_ASK_NO_PRIVILEGE,		/* not permitted to send that PID */
	PNS_ASK_HELPER_FAILED,		/* translate->failure tells */
	PNS_ASK_HELPER_KILLED,		/* so it does: another helper may do. No answer of a method */
};

struct pns_translate;

/*
 * @open: returns 0, or -EOPNOTSUPP if the method does not work here (the next one is tried), or another
 * -errno; with the reason in @diag.
 * @ask: returns a PID above 0, a pns_no_answer, or one of the following. It leaves something in *ask->hold only if it
 * has held the process that the answer is about from before it looked at it.
 *   -ESRCH       no task has it
 *   -EACCES      not permitted to look at the process
 *   -EOPNOTSUPP  the kernel cannot tell
 *   another -errno of the system call that failed, which says nothing about the process
 */
struct pns_method_ops {
	enum pns_translator id;
	enum pns_call call;		/* what a diagnosis says of it */
	bool can_go_through;		/* has PNS_ROUTE_THROUGH */
	int (*open)(struct pns_translate *translate, struct pns_diag *diag);
	int (*ask)(struct pns_translate *translate, const struct pns_ask *ask);
	void (*close)(struct pns_translate *translate);		/* may be NULL */
};

struct pns_translate {
	struct pns_caller *caller;
	struct pns_side from;
	struct pns_side to;
	int own;			/* the caller's PID namespace */
	bool tgid;
	bool identity;
	bool held;
	bool any;			/* whichever methods work: none was asked for */
	const uint64_t *clock;		/* see struct pns_translate_plan; may be NULL */
	struct pns_kept kept;
	const struct pns_method_ops *ops;
	/*
	 * Where one side is the initial namespace and the other not the caller's own: what translates between the
	 * caller's and that other one. @ops is for the way between the caller's and the initial one then.
	 */
	struct pns_translate *below;
	enum pns_translator answered;	/* who told the last answer */
	struct pns_diag failure;	/* of the last helper that could not begin */
	void *data;			/* the method's own */
};

/* A helper in one of the namespaces, which stays for all questions. */
struct pns_method_helper {
	struct pns_resident_plan plan;
	struct pns_resident resident;
	enum pns_no_answer dead;	/* what it means that the namespace has no init */
	bool is_dead;			/* that is for good */
};

/*
 * Put one question to it, which is started if need be. @packet has a struct pns_resident_note, and the answer
 * afterwards. Returns the number of that, @helper->dead, PNS_ASK_HELPER_KILLED or PNS_ASK_HELPER_FAILED.
 */
int pns_method_ask_helper(struct pns_translate *translate, struct pns_method_helper *helper,
			  struct pns_packet *packet);

/* The parts of that. Returns 0 or a number below 0 as above. */
int pns_method_start_helper(struct pns_translate *translate, struct pns_method_helper *helper);

/* After the error @rc of pns_resident_ask(), with @diag: stop it. Returns a number below 0 as above. */
int pns_method_lose_helper(struct pns_translate *translate, struct pns_method_helper *helper, int rc,
			   struct pns_diag *diag);

/* The number in an answer: if a call failed in the helper, PNS_ASK_HELPER_FAILED. */
int pns_method_take_note(struct pns_translate *translate, const struct pns_resident_note *note);

/*
 * What an errno of the calls that the methods make means; all others are told as they are. @is_identity: the question
 * was about one process, not about whoever has the number.
 */
enum pns_reason pns_method_errno_reason(int err, bool is_identity);

#endif /* PNS_TRANSLATE_METHOD_H */
