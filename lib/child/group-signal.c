// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "child/group-signal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"

/* A witness that others have stopped must not hold the caller up. */
#define PATIENCE_MS 100

/* The child: for each number that comes, whether this signal is pending here. Ends with the caller. */
static void __attribute__((noreturn)) testify(int sock)
{
	const struct timespec now = { 0 };
	sigset_t signals;
	int number;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigfillset(&signals);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	if (send(sock, "", 1, MSG_NOSIGNAL) != 1)
		_exit(1);
	while (recv(sock, &number, sizeof(number), 0) == sizeof(number)) {
		sigemptyset(&signals);
		sigaddset(&signals, number);
		number = sigtimedwait(&signals, NULL, &now) == number;
		if (send(sock, &number, sizeof(number), MSG_NOSIGNAL) != sizeof(number))
			break;
	}
	_exit(0);
}

static bool receive(int sock, void *data, size_t size)
{
	struct pollfd poller = { .fd = sock, .events = POLLIN };

	return poll(&poller, 1, PATIENCE_MS) == 1 && recv(sock, data, size, MSG_DONTWAIT) == (ssize_t)size;
}

void pns_group_witness_start(struct pns_group_witness *witness)
{
	int pair[2];
	char ready;

	*witness = (struct pns_group_witness){ .pid = -1, .sock = PNS_NO_FD };
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return;
	witness->pid = fork();
	if (witness->pid == 0) {
		close(pair[0]);
		testify(pair[1]);
	}
	close(pair[1]);
	witness->sock = pair[0];
	if (witness->pid < 0 || !receive(witness->sock, &ready, sizeof(ready)))
		pns_group_witness_end(witness);
}

bool pns_group_witness_saw(const struct pns_group_witness *witness, int number)
{
	int answer;

	if (witness->pid < 0)
		return false;
	/* kill(2) may still be at it, under a lock that this call, which changes nothing, waits for */
	setpgid(0, getpgrp());
	return send(witness->sock, &number, sizeof(number), MSG_NOSIGNAL) == sizeof(number) &&
	       receive(witness->sock, &answer, sizeof(answer)) && answer;
}

void pns_group_witness_end(struct pns_group_witness *witness)
{
	if (witness->pid > 0) {
		kill(witness->pid, SIGKILL);
		while (waitpid(witness->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	pns_close(&witness->sock);
	witness->pid = -1;
}
