// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * The walk over all mount namespaces, in the initial PID namespace, where the bats tests are not:
 * only there the kernel lists those that no process is in.
 */
#include "mount/mountns-all.h"

#include <sched.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "base/map.h"
#include "namespace/namespace.h"
#include "process/own-namespace.h"
#include "tap.h"

struct seen {
	uint64_t wanted;
	int count;
	int duplicates;
	struct pns_map inodes;
	bool found;
};

static int note(void *data, struct pns_view *view)
{
	struct seen *seen = data;
	uint64_t *place = pns_map_at(&seen->inodes, view->inode);

	seen->count++;
	seen->duplicates += (*place)++ > 0;
	if (view->inode == seen->wanted)
		seen->found = view->root >= 0 && view->mountinfo >= 0;
	return 0;
}

static bool kernel_lists(int mountns)
{
	struct pns_mnt_ns_info info = { .size = sizeof(info) };
	int fd = ioctl(mountns, PNS_NS_MNT_GET_NEXT, &info);

	pns_close(&fd);
	return fd >= 0 || errno == ENOENT;
}

/* A mount namespace that nothing but this descriptor keeps, or PNS_NO_FD without the privilege */
static int make_lone(int own)
{
	int fd;

	if (unshare(CLONE_NEWNS) < 0)
		return PNS_NO_FD;
	fd = pns_ns_open_own(CLONE_NEWNS);
	if (setns(own, CLONE_NEWNS) < 0)
		exit(1);
	return fd;
}

int main(void)
{
	_cleanup_caller_ struct pns_caller caller = PNS_CALLER_INIT;
	int own = pns_caller_ns(&caller, CLONE_NEWNS);
	_cleanup_close_ int lone = PNS_NO_FD;
	struct seen seen = { .wanted = pns_ns_inode(own) };
	int missed;

	is_int(pns_mountns_each(&caller, note, &seen, &missed), 0, "mountns-all: walks");
	ok(seen.found, "mountns-all: the caller's own is among them");
	is_int(seen.duplicates, 0, "mountns-all: each once");
	pns_map_free(&seen.inodes);

	lone = make_lone(own);
	seen = (struct seen){ .wanted = pns_ns_inode(lone) };
	if (lone < 0) {
		ok(true, "mountns-all: one without a process # SKIP takes root");
		return done_testing();
	}
	is_int(pns_mountns_each(&caller, note, &seen, &missed), 0, "mountns-all: walks");
	is_int(seen.found, kernel_lists(own), "mountns-all: one without a process, if the kernel lists them");
	is_int(seen.duplicates, 0, "mountns-all: each once");
	pns_map_free(&seen.inodes);
	return done_testing();
}
