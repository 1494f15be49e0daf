// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "child/packet.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cleanup.h"

union control {
	struct cmsghdr header;
	char space[CMSG_SPACE(sizeof(int)) + CMSG_SPACE(sizeof(struct ucred))];
};

static void attach(struct msghdr *message, int type, const void *data, size_t size)
{
	char *place = (char *)message->msg_control + message->msg_controllen;
	struct cmsghdr header = { .cmsg_level = SOL_SOCKET, .cmsg_type = type, .cmsg_len = CMSG_LEN(size) };

	memcpy(place, &header, sizeof(header));
	memcpy(CMSG_DATA((struct cmsghdr *)(void *)place), data, size);
	message->msg_controllen += CMSG_SPACE(size);
}

int pns_packet_send(int sock, const struct pns_packet *packet)
{
	struct ucred ucred = { .pid = packet->process };
	struct iovec iov = { .iov_base = packet->bytes, .iov_len = packet->size };
	union control control = { .space = { 0 } };
	struct msghdr message = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.space };

	if (packet->fd >= 0)
		attach(&message, SCM_RIGHTS, &packet->fd, sizeof(packet->fd));
	if (packet->process) {
		ucred.uid = getuid();
		ucred.gid = getgid();
		attach(&message, SCM_CREDENTIALS, &ucred, sizeof(ucred));
	}
	if (message.msg_controllen == 0)
		message.msg_control = NULL;
	return sendmsg(sock, &message, MSG_NOSIGNAL) < 0 ? -errno : 0;
}

static void take_along(struct pns_packet *packet, struct cmsghdr *header)
{
	struct ucred ucred;

	if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
		memcpy(&packet->fd, CMSG_DATA(header), sizeof(packet->fd));
	} else if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_CREDENTIALS) {
		memcpy(&ucred, CMSG_DATA(header), sizeof(ucred));
		packet->process = ucred.pid > 0 ? ucred.pid : 0;
		packet->has_process = true;
	}
}

ssize_t pns_packet_receive(int sock, struct pns_packet *packet)
{
	struct iovec iov = { .iov_base = packet->bytes, .iov_len = packet->size };
	union control control = { .space = { 0 } };
	struct msghdr message = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control.space,
		.msg_controllen = sizeof(control.space),
	};
	struct cmsghdr *header;
	ssize_t got;

	do {
		got = recvmsg(sock, &message, MSG_CMSG_CLOEXEC);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return -errno;
	packet->fd = PNS_NO_FD;
	packet->process = 0;
	packet->has_process = false;
	for (header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header))
		take_along(packet, header);
	/* there is room for all that may come along, but no free number for a descriptor */
	if (message.msg_flags & MSG_CTRUNC) {
		pns_close(&packet->fd);
		return -EMFILE;
	}
	return got;
}
