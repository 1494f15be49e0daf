/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Runs COMMAND and notes which of the named system calls it makes, or makes them fail, by
 * what no filter can see: the kind of a descriptor.
 *
 *   note-calls [-e ERRNO] [-o FILE] CALL[@pidfd]... -- COMMAND [ARGUMENT...]
 *
 * CALL as in filter.h; @pidfd: only if argument 0 is a pidfd.  -o: append the line "CALL
 * TITLE" to FILE, once for each CALL; TITLE is $PNS_NOTE_TITLE.  -e: such a call fails; without
 * it, it goes on.  Each call is handed to a process beside COMMAND, which ends with
 * the last process that COMMAND leaves.  A COMMAND that is under such a filter already gets
 * no second one: $PNS_NOTED says so.
 *
 * Why not a shell: looking at a system call takes a seccomp notification.
 */
#include "filter.h"

#include <sys/ioctl.h>
#include <sys/socket.h>

#ifndef SYS_pidfd_getfd
# define SYS_pidfd_getfd 438	/* 5.6 */
#endif

enum { MAX_CALLS = 32 };

struct notes {
	int n;
	struct call calls[MAX_CALLS];
	const char *specs[MAX_CALLS];
	bool of_pidfd[MAX_CALLS];
	bool noted[MAX_CALLS];
	int err;
	int file;
};

static void add_call(struct notes *notes, char *spec)
{
	char *kind = strchr(spec, '@');

	if (notes->n == MAX_CALLS)
		die("%s: one too many", spec);
	notes->specs[notes->n] = strdup(spec);
	notes->of_pidfd[notes->n] = kind != NULL;
	if (kind)
		*kind = '\0';
	parse_call(&notes->calls[notes->n++], spec);
}

/* Signal 0 needs a pidfd, and tells by another errno that it is one and nothing else came of it */
static bool is_pidfd(pid_t pid, int number)
{
	int process = (int) syscall(SYS_pidfd_open, pid, 0);
	int fd = (int) syscall(SYS_pidfd_getfd, process, number, 0);
	bool result = fd >= 0 && (syscall(SYS_pidfd_send_signal, fd, 0, NULL, 0) == 0 || errno != EBADF);

	close(fd);
	close(process);
	return result;
}

static bool is_call(const struct notes *notes, int i, const struct seccomp_notif *request)
{
	const struct call *call = &notes->calls[i];

	if (request->data.nr != call->nr)
		return false;
	for (unsigned n = 0; n < call->n; n++)
		if ((request->data.args[call->conditions[n].arg] & call->conditions[n].datum_a) !=
		    call->conditions[n].datum_b)
			return false;
	return !notes->of_pidfd[i] || is_pidfd((pid_t) request->pid, (int) request->data.args[0]);
}

static void note(struct notes *notes, int i)
{
	const char *title = getenv("PNS_NOTE_TITLE");
	char line[512];
	int length = snprintf(line, sizeof(line), "%s\t%s\n", notes->specs[i], title ? title : "");

	if (notes->noted[i] || notes->file < 0)
		return;
	if (length >= (int) sizeof(line) || write(notes->file, line, (size_t) length) != length)
		die("cannot write the note");
	notes->noted[i] = true;
}

static void serve(struct notes *notes, int listener)
{
	struct seccomp_notif request = { .id = 0 };
	struct seccomp_notif_resp response = { .id = 0 };
	bool found = false;

	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &request) < 0)
		return;
	for (int i = 0; i < notes->n; i++) {
		if (!is_call(notes, i, &request))
			continue;
		note(notes, i);
		found = true;
	}
	response.id = request.id;
	if (found && notes->err)
		response.error = -notes->err;
	else
		response.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
	ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
}

static int receive_listener(int socket)
{
	char data, control[CMSG_SPACE(sizeof(int))];
	struct iovec iov = { .iov_base = &data, .iov_len = 1 };
	struct msghdr message = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control,
				  .msg_controllen = sizeof(control) };
	int fd = -1;

	if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) == 1 && CMSG_FIRSTHDR(&message))
		memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fd));
	return fd;
}

static void send_listener(int socket, int fd)
{
	char data = 0, control[CMSG_SPACE(sizeof(int))] = { 0 };
	struct iovec iov = { .iov_base = &data, .iov_len = 1 };
	struct msghdr message = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	if (sendmsg(socket, &message, 0) != 1)
		die("cannot hand the listener on");
}

/* Beside COMMAND, holding nothing that its callers wait for the end of */
__attribute__((noreturn))
static void supervise(struct notes *notes, int socket)
{
	struct pollfd poller = { .events = POLLIN };

	setsid();
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		close(fd);
	poller.fd = receive_listener(socket);
	close(socket);
	while (poller.fd >= 0 && (poll(&poller, 1, -1) > 0 || errno == EINTR)) {
		if (poller.revents & POLLHUP)
			break;
		if (poller.revents & POLLIN)
			serve(notes, poller.fd);
	}
	_exit(0);
}

/* As nobody's child: COMMAND may wait for all of its children */
static int start_supervisor(struct notes *notes)
{
	int pair[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		die("socketpair");
	pid = fork();
	if (pid == 0) {
		close(pair[0]);
		if (fork() != 0)
			_exit(0);
		supervise(notes, pair[1]);
	}
	if (pid < 0 || waitpid(pid, NULL, 0) != pid)
		die("cannot start the supervisor");
	close(pair[1]);
	return pair[0];
}

static void load_notes(struct notes *notes)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
	int socket = start_supervisor(notes), listener;

	errno = 0;
	if (!ctx)
		die("seccomp_init failed");
	for (int i = 0; i < notes->n; i++)
		add_rule(ctx, SCMP_ACT_NOTIFY, &notes->calls[i], notes->specs[i]);
	load_filter(ctx);
	listener = seccomp_notify_fd(ctx);
	send_listener(socket, listener);
	close(listener);
	close(socket);
	setenv("PNS_NOTED", "1", 1);
}

int main(int argc, char **argv)
{
	struct notes notes = { .file = -1 };
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "-e") == 0 && i + 1 < argc)
			notes.err = errno_by_name(argv[++i]);
		else if (strcmp(argv[i], "-o") == 0 && i + 1 < argc)
			notes.file = open(argv[++i], O_WRONLY | O_APPEND | O_CLOEXEC);
		else
			add_call(&notes, argv[i]);
	}
	if (i + 1 >= argc) {
		fputs("Usage: note-calls [-e ERRNO] [-o FILE] CALL[@pidfd]... -- COMMAND [ARGUMENT...]\n", stderr);
		return HELPER_FAILED;
	}
	if (!notes.err && notes.file < 0)
		die("no file to note the calls in");
	if (!getenv("PNS_NOTED"))
		load_notes(&notes);
	close(notes.file);
	exec_or_die(argv + i + 1);
}
