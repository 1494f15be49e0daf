// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * Method pidfd: the fdinfo of a pidfd has the same numbers as /proc/PID/status, about the process that it holds,
 * and hidepid does not keep it from the caller. A PID from another namespace is
 * made a pidfd by a helper in there, which sends it: a process never becomes a number on the way. It stays for all
 * questions.
 */
#include "translate/pidfd.h"

#include <errno.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "namespace/namespace.h"
#include "namespace/reason.h"
#include "process/process.h"
#include "process/status.h"
#include "translate/nspid.h"

struct pidfd_method {
	int root;	/* a procfs of the caller's own PID namespace */
	struct pns_method_helper from;
};

/* In the helper: answer with the pidfd of the PID. */
static int open_inside(int sock, struct pns_packet *packet)
{
	_cleanup_caller_ struct pns_caller caller = PNS_CALLER_INIT;
	struct pns_resident_note *note = packet->bytes;

	packet->fd = pns_task_open(&caller, note->number);
	note->number = packet->fd < 0 ? packet->fd : 0;
	return pns_packet_send(sock, packet);
}

static int try_open(struct pns_translate *translate, pid_t pid)
{
	struct pidfd_method *method = translate->data;
	struct pns_resident_note note = { .number = pid, .call = PNS_CALL_NONE };
	struct pns_packet packet = { .bytes = &note, .size = sizeof(note), .fd = PNS_NO_FD };
	int rc = pns_method_ask_helper(translate, &method->from, &packet);

	return rc < 0 ? rc : packet.fd;
}

static int open_from(struct pns_translate *translate, pid_t pid)
{
	int fd = try_open(translate, pid);

	if (fd == PNS_ASK_HELPER_KILLED)
		fd = try_open(translate, pid);
	return fd == PNS_ASK_HELPER_KILLED ? PNS_ASK_HELPER_FAILED : fd;
}

/* The numbers of its leader: not in the fdinfo. It still had its number behind the look at it. */
static int read_leader(int root, int task, pid_t *numbers)
{
	pid_t here, again;
	struct pns_proc_status status;
	_cleanup_close_ int dir = PNS_NO_FD;
	int rc, i;

	rc = pns_pidfd_nspid(root, task, &here, 1);
	if (rc < 0)
		return rc;
	dir = pns_proc_open(root, here);
	rc = dir < 0 ? dir : pns_proc_status(dir, &status);
	if (rc < 0)
		return rc == -ENOENT ? -ESRCH : rc;
	rc = pns_pidfd_nspid(root, task, &again, 1);
	if (rc == -ESRCH || (rc > 0 && again != here))
		return PNS_ASK_CHANGED;
	if (rc < 0)
		return rc;
	for (i = 0; i < status.levels; i++)
		numbers[i] = status.tgid[i];
	return status.levels;
}

static int ask_pidfd(struct pns_translate *translate, const struct pns_ask *ask)
{
	const struct pidfd_method *method = translate->data;
	bool from_here = ask->route == PNS_ROUTE_FROM_CALLER ||
			 translate->from.relation == PNS_RELATION_OWN;
	_cleanup_close_ int task = from_here ? pns_task_open(translate->caller, ask->pid) :
					       open_from(translate, ask->pid);
	pid_t numbers[PNS_MAX_LEVELS];
	int levels, rc;

	if (task < 0)
		return task;
	levels = ask->tgid ? read_leader(method->root, task, numbers) :
			     pns_pidfd_nspid(method->root, task, numbers, PNS_MAX_LEVELS);
	if (levels < 0)
		return levels == -EXDEV ? PNS_ASK_NOT_VISIBLE : levels;
	if (ask->route == PNS_ROUTE_TO_CALLER)
		rc = numbers[0] > 0 ? numbers[0] : PNS_ASK_NOT_VISIBLE;
	else
		rc = pns_nspid_number(&translate->to, numbers, levels, task);
	if (ask->hold)
		*ask->hold = pns_steal_fd(&task);
	return rc;
}

static int refuse(struct pns_diag *diag, enum pns_call call, int rc, const char *object)
{
	if (rc != -EOPNOTSUPP)
		return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, call, -rc, object);
	pns_refuse_missing(diag, call, EOPNOTSUPP, object);
	return -EOPNOTSUPP;
}

static int open_pidfd(struct pns_translate *translate, struct pns_diag *diag)
{
	struct pidfd_method *method = calloc(1, sizeof(*method));
	_cleanup_close_ int self = pns_process_open(translate->caller, getpid());

	if (!method)
		return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_CALLOC, ENOMEM, NULL);
	method->root = pns_caller_own_proc(translate->caller);
	method->from = (struct pns_method_helper){
		.plan = { .pidns = translate->from.nsfd, .object = translate->from.name, .fn = open_inside },
		.resident = PNS_RESIDENT_INIT,
		.dead = PNS_ASK_FROM_DEAD,
	};
	translate->data = method;
	if (self < 0 || !pns_is_pidfd(self))
		return refuse(diag, PNS_CALL_PIDFD_OPEN, self < 0 ? self : -EOPNOTSUPP, "self");
	return method->root < 0 ? refuse(diag, PNS_CALL_OPEN, method->root, "/proc") : 0;
}

static void close_pidfd(struct pns_translate *translate)
{
	struct pidfd_method *method = translate->data;

	if (method)
		pns_resident_stop(&method->from.resident, NULL);
	free(method);
}

const struct pns_method_ops pns_method_pidfd = {
	.id = PNS_TRANSLATOR_PIDFD,
	.call = PNS_CALL_PIDFD,
	.can_go_through = true,
	.open = open_pidfd,
	.ask = ask_pidfd,
	.close = close_pidfd,
};
