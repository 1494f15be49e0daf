// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "child/resident.h"

#include <errno.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "child/in-pidns.h"
#include "namespace/reason.h"

static int refuse(enum pns_call call, int err, struct pns_diag *diag)
{
	return pns_refuse_plain(diag, call, err, "helper process");
}

/* In the helper: answer until the caller, who has the other end, goes. */
static int serve(void *arg, int *fd, struct pns_diag *diag)
{
	const struct pns_resident_plan *plan = arg;
	_cleanup_close_ int sock = pns_steal_fd(fd);
	struct pns_resident_note note;
	struct pns_packet packet = { .bytes = &note, .size = sizeof(note) };
	ssize_t got;
	int rc = 0;

	while (rc == 0 && (got = pns_packet_receive(sock, &packet)) > 0) {
		rc = plan->fn(sock, &packet);
		pns_close(&packet.fd);
	}
	if (rc < 0)
		return rc == -EPIPE ? 0 : refuse(PNS_CALL_SENDMSG, -rc, diag);
	return got < 0 ? refuse(PNS_CALL_RECVMSG, (int)-got, diag) : 0;
}

static int make_pair(bool has_processes, int *ours, int *theirs, struct pns_diag *diag)
{
	int pair[2], on = 1, i;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return refuse(PNS_CALL_SOCKETPAIR, errno, diag);
	*ours = pair[0];
	*theirs = pair[1];
	for (i = 0; has_processes && i < 2; i++)
		if (setsockopt(pair[i], SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) < 0)
			return refuse(PNS_CALL_SETSOCKOPT, errno, diag);
	return 0;
}

int pns_resident_start(const struct pns_resident_plan *plan, struct pns_resident *resident, struct pns_diag *diag)
{
	_cleanup_close_ int ours = PNS_NO_FD;
	_cleanup_close_ int theirs = PNS_NO_FD;
	struct pns_resident_plan copy = *plan;
	struct pns_in_pidns inside = {
		.pidns = plan->pidns,
		.object = plan->object,
		.fn = serve,
		.arg = &copy,
		.stays = true,
	};
	int rc = make_pair(plan->has_processes, &ours, &theirs, diag);

	if (rc == 0)
		rc = pns_in_pidns_start(&inside, theirs, &resident->keeper, diag);
	if (rc == 0)
		resident->sock = pns_steal_fd(&ours);
	return rc;
}

int pns_resident_hear(struct pns_resident *resident, struct pns_packet *packet, struct pns_diag *diag)
{
	ssize_t got = pns_packet_receive(resident->sock, packet);

	if (got == (ssize_t)packet->size)
		return 0;
	/* reset: it went with a question unread */
	return got >= 0 || got == -ECONNRESET ? -EPIPE : refuse(PNS_CALL_RECVMSG, (int)-got, diag);
}

int pns_resident_ask(struct pns_resident *resident, struct pns_packet *packet, struct pns_diag *diag)
{
	int rc = pns_packet_send(resident->sock, packet);

	if (rc < 0)
		return rc == -EPIPE || rc == -ECONNRESET ? -EPIPE : refuse(PNS_CALL_SENDMSG, -rc, diag);
	return pns_resident_hear(resident, packet, diag);
}

int pns_resident_stop(struct pns_resident *resident, struct pns_diag *diag)
{
	if (resident->sock < 0)
		return 0;
	/* children of the caller may have a copy of it */
	shutdown(resident->sock, SHUT_RDWR);
	pns_close(&resident->sock);
	return pns_child_finish(&resident->keeper, NULL, diag);
}
