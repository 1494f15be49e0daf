// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * What a run knows of itself: asked once, and anew after it was forgotten.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

#include "namespace/namespace.h"
#include "process/caller.h"
#include "process/own-namespace.h"
#include "tap.h"

static const int types[] = { CLONE_NEWPID, CLONE_NEWNS, CLONE_NEWUSER };

static void test_namespaces(struct pns_caller *caller)
{
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		int fd = pns_caller_ns(caller, types[i]);

		ok(fd >= 0, "caller: namespace %#x", (unsigned int)types[i]);
		is_int(pns_ns_type(fd), types[i], "caller: it is of that type");
		is_int(pns_caller_ns(caller, types[i]), fd, "caller: asked once");
	}
	ok(pns_caller_ns(caller, CLONE_NEWPID) != pns_caller_ns(caller, CLONE_NEWNS), "caller: not one for all");
}

static void test_proc(struct pns_caller *caller)
{
	int root = pns_caller_proc(caller), again;
	struct stat st;

	ok(root >= 0, "caller: /proc");
	is_int(pns_caller_proc(caller), root, "caller: /proc is opened once");
	is_int(pns_caller_number(caller), getpid(), "caller: its number there");
	is_int(pns_caller_own_proc(caller), root, "caller: /proc shows its own PID namespace");
	again = pns_caller_reopen(caller, pns_caller_ns(caller, CLONE_NEWPID), O_RDONLY);
	ok(again >= 0 && again != pns_caller_ns(caller, CLONE_NEWPID), "caller: a descriptor is opened again");
	close(again);
	is_int(pns_caller_reopen(caller, 1000000, O_RDONLY), -ENOENT, "caller: one that is not open is not");
	is_int(fstat(root, &st), 0, "caller: /proc is still open");
}

static void test_close(struct pns_caller *caller)
{
	int root = pns_caller_proc(caller), own = pns_caller_ns(caller, CLONE_NEWPID);

	caller->lacks = PNS_LACKS_PROCFS_IOCTL;
	pns_caller_close(caller);
	ok(fcntl(root, F_GETFD) < 0 && fcntl(own, F_GETFD) < 0, "caller: all is closed");
	is_int((int)caller->lacks, PNS_LACKS_PROCFS_IOCTL, "caller: the kernel is the same");
	ok(pns_caller_ns(caller, CLONE_NEWPID) >= 0, "caller: asked anew");
	is_int(pns_caller_number(caller), getpid(), "caller: /proc too");
}

int main(void)
{
	struct pns_caller caller = PNS_CALLER_INIT;
	int fd;

	test_namespaces(&caller);
	test_proc(&caller);
	test_close(&caller);
	pns_caller_close(&caller);
	/* gets a number that was the caller's */
	fd = open("/", O_PATH | O_CLOEXEC);
	pns_caller_close(&caller);
	is_int(close(fd), 0, "caller: what was forgotten is not closed again");
	return done_testing();
}
