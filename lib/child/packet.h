/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_CHILD_PACKET_H
#define PNS_CHILD_PACKET_H
/*
 * One message over a socket (unix(7)) between processes of one run, so that there is no layout question: bytes, and
 * what the kernel carries along with them, a descriptor and a process. That is named by the PID that the sender sees
 * and received with the one that the receiver sees; meanwhile the kernel keeps the process, not the number.
 */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct pns_packet {
	void *bytes;
	size_t size;
	int fd;			/* PNS_NO_FD: none */
	/* 0: none; received: of the sender if none was named, and only if the socket has SO_PASSCRED */
	pid_t process;
	bool has_process;	/* received: else 0 is no answer */
};

/*
 * Send it. Returns 0 or -errno of sendmsg(2), among them
 *   -ESRCH  no process has that PID
 *   -EPERM  it is somebody else's, and not permitted to send
 *   -EPIPE  the other end is gone
 */
int pns_packet_send(int sock, const struct pns_packet *packet);

/*
 * Receive one of at most @packet->size bytes; all else of it is written. @packet->fd is the caller's to close, with
 * O_CLOEXEC. Returns the number of bytes, 0 if the other end is gone, or -errno of recvmsg(2); -EMFILE if a descriptor
 * was lost.
 */
ssize_t pns_packet_receive(int sock, struct pns_packet *packet);

#endif /* PNS_CHILD_PACKET_H */
