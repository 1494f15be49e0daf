// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * Method ucred: credentials in a message (unix(7), SCM_CREDENTIALS) name a process by the PID that the
 * sender sees and are received with the one that the receiver sees. The kernel keeps the process, not the
 * number, while the message is on its way, so that an answer is about one process. A helper sends
 * from the one namespace, another one receives in the other: two forks a PID, four where neither is the
 * caller's, and two at the start that try whether it works at all.
 */
#include "translate/ucred.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "child/in-pidns.h"
#include "namespace/namespace.h"
#include "namespace/reason.h"

union control {
	struct cmsghdr header;
	char space[CMSG_SPACE(sizeof(struct ucred))];
};

static int refuse(enum pns_call call, int err, struct pns_diag *diag)
{
	return pns_refuse_plain(diag, call, err, NULL);
}

static int send_one(int sock, pid_t pid)
{
	struct ucred ucred = { .pid = pid, .uid = getuid(), .gid = getgid() };
	union control control = { .space = { 0 } };
	char byte = 0;
	struct iovec iov = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr message = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control.space,
		.msg_controllen = sizeof(control.space),
	};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_CREDENTIALS;
	header->cmsg_len = CMSG_LEN(sizeof(ucred));
	memcpy(CMSG_DATA(header), &ucred, sizeof(ucred));
	return sendmsg(sock, &message, MSG_NOSIGNAL) < 0 ? -errno : 0;
}

static int send_credentials(int sock, pid_t pid, struct pns_diag *diag)
{
	int rc = send_one(sock, pid);

	if (rc == 0 || rc == -ESRCH)
		return rc;
	/* its own PID everybody may send: what is denied to that as well is the call */
	if (rc == -EPERM && send_one(sock, getpid()) == 0)
		return PNS_ASK_NO_PRIVILEGE;
	return refuse(PNS_CALL_SENDMSG, -rc, diag);
}

/* The PID in the message that waits in @sock, as this process sees it: 0 if it does not. */
static int receive_credentials(int sock, struct pns_diag *diag)
{
	union control control = { .space = { 0 } };
	char byte;
	struct iovec iov = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr message = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control.space,
		.msg_controllen = sizeof(control.space),
	};
	struct cmsghdr *header;
	struct ucred ucred;

	if (recvmsg(sock, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC) < 0)
		return refuse(PNS_CALL_RECVMSG, errno, diag);
	header = CMSG_FIRSTHDR(&message);
	if (!header || header->cmsg_type != SCM_CREDENTIALS)
		return -EPROTO;
	memcpy(&ucred, CMSG_DATA(header), sizeof(ucred));
	return ucred.pid > 0 ? ucred.pid : 0;
}

/* A socket in which a message about @pid waits. */
static int make_message(pid_t pid, struct pns_diag *diag)
{
	_cleanup_close_ int receiver = PNS_NO_FD;
	_cleanup_close_ int sender = PNS_NO_FD;
	int pair[2], on = 1, rc;

	if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair) < 0)
		return refuse(PNS_CALL_SOCKETPAIR, errno, diag);
	receiver = pair[0];
	sender = pair[1];
	if (setsockopt(receiver, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) < 0)
		return refuse(PNS_CALL_SETSOCKOPT, errno, diag);
	rc = send_credentials(sender, pid, diag);
	return rc < 0 ? rc : pns_steal_fd(&receiver);
}

static int send_inside(void *arg, int *fd, struct pns_diag *diag)
{
	const pid_t *pid = arg;

	*fd = make_message(*pid, diag);
	return *fd < 0 ? *fd : 0;
}

static int receive_inside(void *arg, int *fd, struct pns_diag *diag)
{
	int pid = receive_credentials(*fd, diag);

	(void)arg;
	*fd = PNS_NO_FD;
	return pid;
}

static int send_from(struct pns_translate *translate, const struct pns_side *side, pid_t pid)
{
	const struct pns_in_pidns inside = {
		.pidns = side->nsfd,
		.object = side->name,
		.fn = send_inside,
		.arg = &pid,
	};
	struct pns_diag diag;
	int fd = PNS_NO_FD, rc;

	pns_diag_init(&diag, NULL, NULL);
	if (side->relation == PNS_RELATION_OWN)
		fd = rc = make_message(pid, &diag);
	else
		rc = pns_in_pidns_run(&inside, &fd, &diag);
	return rc < 0 ? pns_method_helper_error(translate, &diag, rc, PNS_ASK_FROM_DEAD) : fd;
}

static int receive_in(struct pns_translate *translate, const struct pns_side *side, int sock)
{
	const struct pns_in_pidns inside = {
		.pidns = side->nsfd,
		.object = side->name,
		.fn = receive_inside,
	};
	struct pns_diag diag;
	int rc;

	pns_diag_init(&diag, NULL, NULL);
	if (side->relation == PNS_RELATION_OWN)
		rc = receive_credentials(sock, &diag);
	else
		rc = pns_in_pidns_run(&inside, &sock, &diag);
	return rc < 0 ? pns_method_helper_error(translate, &diag, rc, PNS_ASK_TO_DEAD) : rc;
}

static int ask_ucred(struct pns_translate *translate, const struct pns_ask *ask)
{
	const struct pns_side own = { .relation = PNS_RELATION_OWN };
	_cleanup_close_ int sock = PNS_NO_FD;
	int pid;

	if (ask->tgid)
		return -EOPNOTSUPP;
	sock = send_from(translate, ask->route == PNS_ROUTE_FROM_CALLER ? &own : &translate->from, ask->pid);
	if (sock < 0)
		return sock;
	pid = receive_in(translate, ask->route == PNS_ROUTE_TO_CALLER ? &own : &translate->to, sock);
	return pid == 0 ? PNS_ASK_NOT_VISIBLE : pid;
}

static int open_ucred(struct pns_translate *translate, struct pns_diag *diag)
{
	struct pns_ask ask = { .route = PNS_ROUTE_TO_CALLER, .pid = 1 };
	int rc;

	if (translate->tgid) {
		pns_refuse(diag, PNS_REASON_KERNEL_WITHOUT_FEATURE, PNS_CALL_UCRED, EOPNOTSUPP, "--tgid");
		return -EOPNOTSUPP;
	}
	/* every namespace has a PID 1: what fails is the helper, or the privilege to send it */
	rc = ask_ucred(translate, &ask);
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

const struct pns_method_ops pns_method_ucred = {
	.id = PNS_TRANSLATOR_UCRED,
	.call = PNS_CALL_UCRED,
	.can_go_through = true,
	.open = open_ucred,
	.ask = ask_ucred,
};
