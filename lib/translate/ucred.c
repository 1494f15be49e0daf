// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * Method ucred: credentials in a message (unix(7), SCM_CREDENTIALS) name a process by the PID that the
 * sender sees and are received with the one that the receiver sees. The kernel keeps the process, not the
 * number, while the message is on its way, so that an answer is about one process. A helper in the one
 * namespace sends, another one receives in the other; where one of them is the caller's, the caller does. Both stay for
 * all questions.
 */
#include "translate/ucred.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "namespace/namespace.h"
#include "namespace/reason.h"

struct ucred_method {
	struct pns_method_helper from;
	struct pns_method_helper to;
};

/* A question or an answer. */
struct message {
	struct pns_resident_note note;
	struct pns_packet packet;
};

static void init_message(struct message *message, int number)
{
	*message = (struct message){
		.note = { .number = number, .call = PNS_CALL_NONE },
		.packet = { .bytes = &message->note, .size = sizeof(message->note), .fd = PNS_NO_FD },
	};
}

/* Whether this process may not even send credentials of its own, which takes no privilege. */
static bool is_sending_denied(void)
{
	_cleanup_close_ int receiver = PNS_NO_FD;
	_cleanup_close_ int sender = PNS_NO_FD;
	struct message message;
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return true;
	receiver = pair[0];
	sender = pair[1];
	init_message(&message, 0);
	message.packet.process = getpid();
	return pns_packet_send(sender, &message.packet) < 0;
}

/*
 * Send the process @pid over @sock. Returns 0, -ESRCH, PNS_ASK_NO_PRIVILEGE, -EPIPE if the receiver is gone, or another
 * -errno of the call, with that in @call.
 */
static int send_process(int sock, pid_t pid, enum pns_call *call)
{
	struct message message;
	int rc;

	init_message(&message, 0);
	message.packet.process = pid;
	rc = pns_packet_send(sock, &message.packet);
	if (rc == 0 || rc == -ESRCH || rc == -EPIPE)
		return rc;
	if (rc == -EPERM && !is_sending_denied())
		return PNS_ASK_NO_PRIVILEGE;
	*call = PNS_CALL_SENDMSG;
	return rc;
}

/* In the helper: send the process over the socket that came along, and tell whether it went; else in the answer. */
static int send_inside(int sock, struct pns_packet *packet)
{
	const struct pns_resident_note *question = packet->bytes;
	struct message answer;

	init_message(&answer, 0);
	answer.note.number = send_process(packet->fd < 0 ? sock : packet->fd, question->number, &answer.note.call);
	if (answer.note.number == 0 && packet->fd < 0)
		return 0;
	return pns_packet_send(sock, &answer.packet);
}

/* The PID of the process in @packet: PNS_ASK_NOT_VISIBLE if this process does not see it. */
static int number_in(const struct pns_packet *packet)
{
	if (!packet->has_process)
		return -EPROTO;
	return packet->process ? packet->process : PNS_ASK_NOT_VISIBLE;
}

static int receive_inside(int sock, struct pns_packet *packet)
{
	struct message answer;

	init_message(&answer, number_in(packet));
	return pns_packet_send(sock, &answer.packet);
}

/* From the namespace of the helper to the caller's. */
static int ask_to_caller(struct pns_translate *translate, pid_t pid)
{
	struct ucred_method *method = translate->data;
	struct message message;
	int rc;

	init_message(&message, pid);
	rc = pns_method_ask_helper(translate, &method->from, &message.packet);
	return rc == 0 ? number_in(&message.packet) : rc;
}

static int fail(struct pns_translate *translate, enum pns_call call, int rc)
{
	return pns_method_take_note(translate, &(struct pns_resident_note){ .number = rc, .call = call });
}

/* What the receiver says about the process that was sent to it with the result @sent. */
static int hear(struct pns_translate *translate, int sent, enum pns_call call)
{
	struct ucred_method *method = translate->data;
	struct message message;
	struct pns_diag diag;
	int rc = sent;

	init_message(&message, 0);
	pns_diag_init(&diag, NULL, NULL);
	if (call != PNS_CALL_NONE)
		return fail(translate, call, rc);
	if (rc == 0)
		rc = pns_resident_hear(&method->to.resident, &message.packet, &diag);
	else if (rc != -EPIPE)
		return rc;
	return rc < 0 ? pns_method_lose_helper(translate, &method->to, rc, &diag) : message.note.number;
}

static int ask_from_caller(struct pns_translate *translate, pid_t pid)
{
	struct ucred_method *method = translate->data;
	enum pns_call call = PNS_CALL_NONE;
	int rc = pns_method_start_helper(translate, &method->to);

	if (rc < 0)
		return rc;
	rc = send_process(method->to.resident.sock, pid, &call);
	return hear(translate, rc, call);
}

static int ask_through(struct pns_translate *translate, pid_t pid)
{
	struct ucred_method *method = translate->data;
	struct message message;
	int rc = pns_method_start_helper(translate, &method->to);

	if (rc < 0)
		return rc;
	init_message(&message, pid);
	message.packet.fd = method->to.resident.sock;
	rc = pns_method_ask_helper(translate, &method->from, &message.packet);
	/* whether it has sent something before it died is not known: the receiver could answer an older question */
	if (rc == PNS_ASK_HELPER_KILLED || rc == PNS_ASK_HELPER_FAILED)
		pns_resident_stop(&method->to.resident, NULL);
	return rc == 0 || rc == -EPIPE ? hear(translate, rc, PNS_CALL_NONE) : rc;
}

/* Where both namespaces are the caller's: it sends to itself. */
static int ask_here(struct pns_translate *translate, pid_t pid)
{
	_cleanup_close_ int receiver = PNS_NO_FD;
	_cleanup_close_ int sender = PNS_NO_FD;
	enum pns_call call = PNS_CALL_NONE;
	struct message message;
	int pair[2], on = 1, rc;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return fail(translate, PNS_CALL_SOCKETPAIR, -errno);
	receiver = pair[0];
	sender = pair[1];
	if (setsockopt(receiver, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) < 0)
		return fail(translate, PNS_CALL_SETSOCKOPT, -errno);
	rc = send_process(sender, pid, &call);
	if (rc < 0)
		return call == PNS_CALL_NONE ? rc : fail(translate, call, rc);
	init_message(&message, 0);
	rc = (int)pns_packet_receive(receiver, &message.packet);
	return rc < 0 ? fail(translate, PNS_CALL_RECVMSG, rc) : number_in(&message.packet);
}

static int ask_once(struct pns_translate *translate, enum pns_route route, pid_t pid)
{
	bool from_here = route == PNS_ROUTE_FROM_CALLER || translate->from.relation == PNS_RELATION_OWN;
	bool to_here = route == PNS_ROUTE_TO_CALLER || translate->to.relation == PNS_RELATION_OWN;

	if (from_here)
		return to_here ? ask_here(translate, pid) : ask_from_caller(translate, pid);
	return to_here ? ask_to_caller(translate, pid) : ask_through(translate, pid);
}

static int ask_until_heard(struct pns_translate *translate, enum pns_route route, pid_t pid)
{
	int rc = ask_once(translate, route, pid);

	if (rc == PNS_ASK_HELPER_KILLED)
		rc = ask_once(translate, route, pid);
	return rc == PNS_ASK_HELPER_KILLED ? PNS_ASK_HELPER_FAILED : rc;
}

/*
 * The same, and hold the process: its number here is asked for, a pidfd opened, and the number asked for again. If that
 * is the same, and what the pidfd holds still lives when the answer is wanted again, then it was about that.
 */
static int ask_holding(struct pns_translate *translate, const struct pns_ask *ask)
{
	bool from_here = ask->route == PNS_ROUTE_FROM_CALLER || translate->from.relation == PNS_RELATION_OWN;
	int number = from_here ? ask->pid : ask_until_heard(translate, PNS_ROUTE_TO_CALLER, ask->pid);
	int again = number, rc;

	if (number < 0)
		return number;
	pns_kept_hold(ask->hold, number);
	rc = ask_until_heard(translate, ask->route, ask->pid);
	if (!from_here)
		again = ask->route == PNS_ROUTE_TO_CALLER ? rc :
			ask_until_heard(translate, PNS_ROUTE_TO_CALLER, ask->pid);
	if (again != number)
		pns_close(ask->hold);
	return rc;
}

static int ask_ucred(struct pns_translate *translate, const struct pns_ask *ask)
{
	if (ask->tgid)
		return -EOPNOTSUPP;
	return ask->hold ? ask_holding(translate, ask) : ask_until_heard(translate, ask->route, ask->pid);
}

static void init_helper(struct pns_method_helper *helper, const struct pns_side *side, pns_resident_fn fn,
			enum pns_no_answer dead)
{
	*helper = (struct pns_method_helper){
		.plan = { .pidns = side->nsfd, .object = side->name, .fn = fn, .has_processes = true },
		.resident = PNS_RESIDENT_INIT,
		.dead = dead,
	};
}

/* Every namespace has a PID 1: what fails is the helper, or the privilege to send it. */
static int try_out(struct pns_translate *translate, struct pns_diag *diag)
{
	int rc = ask_until_heard(translate, PNS_ROUTE_TO_CALLER, 1);

	if (rc == PNS_ASK_HELPER_FAILED) {
		*diag = translate->failure;
		return -EOPNOTSUPP;
	}
	if (rc != PNS_ASK_NO_PRIVILEGE)
		return 0;
	pns_diag_set_owner(diag, translate->from.nsfd);
	pns_refuse(diag, PNS_REASON_NO_PRIVILEGE_OVER_OWNER, PNS_CALL_SENDMSG, EPERM, translate->from.name);
	return -EOPNOTSUPP;
}

static int open_ucred(struct pns_translate *translate, struct pns_diag *diag)
{
	struct ucred_method *method;

	if (translate->tgid) {
		pns_refuse(diag, PNS_REASON_KERNEL_WITHOUT_FEATURE, PNS_CALL_UCRED, EOPNOTSUPP, "--tgid");
		return -EOPNOTSUPP;
	}
	method = calloc(1, sizeof(*method));
	if (!method)
		return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_CALLOC, ENOMEM, NULL);
	init_helper(&method->from, &translate->from, send_inside, PNS_ASK_FROM_DEAD);
	init_helper(&method->to, &translate->to, receive_inside, PNS_ASK_TO_DEAD);
	translate->data = method;
	return try_out(translate, diag);
}

static void close_ucred(struct pns_translate *translate)
{
	struct ucred_method *method = translate->data;

	if (!method)
		return;
	pns_resident_stop(&method->from.resident, NULL);
	pns_resident_stop(&method->to.resident, NULL);
	free(method);
}

const struct pns_method_ops pns_method_ucred = {
	.id = PNS_TRANSLATOR_UCRED,
	.call = PNS_CALL_UCRED,
	.can_go_through = true,
	.open = open_ucred,
	.ask = ask_ucred,
	.close = close_ucred,
};
