// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "process/caller.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/beneath.h"
#include "base/cleanup.h"
#include "base/diag.h"
#include "base/kernel-abi.h"
#include "process/procfs-root.h"
#include "process/status.h"

int pns_without_proc(int rc)
{
	switch (-rc) {
	case ENOENT:
	case ENODEV:
	case ENOTDIR:
	case ENODATA:
	case ESRCH:
	case EACCES:
	case EPERM:
	case ENOSYS:
	case ELOOP:
	case EXDEV:
		return -EOPNOTSUPP;
	default:
		return rc;
	}
}

/* Keep @answer in @place; a lack of descriptors or memory may be over the next time. */
static int keep(int *place, int answer)
{
	if (!pns_is_shortage(answer))
		*place = answer;
	return answer;
}

int pns_caller_proc(struct pns_caller *caller)
{
	return caller->proc != PNS_NOT_ASKED ? caller->proc : keep(&caller->proc, pns_procfs_open("/proc"));
}

pid_t pns_caller_number(struct pns_caller *caller)
{
	int root = pns_caller_proc(caller);

	if (root < 0)
		return root;
	return caller->number != PNS_NOT_ASKED ? caller->number : keep(&caller->number, pns_procfs_self(root));
}

static int count_levels(struct pns_caller *caller)
{
	pid_t chain[1], number = pns_caller_number(caller);

	if (number < 0)
		return number;
	if (caller->levels != PNS_NOT_ASKED)
		return caller->levels;
	return keep(&caller->levels, pns_proc_nspid(caller->proc, number, chain, 1));
}

int pns_caller_own_proc(struct pns_caller *caller)
{
	int levels = count_levels(caller);

	if (levels < 0)
		return pns_without_proc(levels);
	return levels == 1 ? caller->proc : -EOPNOTSUPP;
}

bool pns_caller_has_openat2(struct pns_caller *caller)
{
	if (caller->openat2 == PNS_NOT_ASKED)
		caller->openat2 = pns_has_openat2();
	return caller->openat2;
}

int pns_caller_reopen(struct pns_caller *caller, int fd, int flags)
{
	_cleanup_close_ int dir = PNS_NO_FD;
	_cleanup_close_ int again = PNS_NO_FD;
	pid_t number = pns_caller_number(caller);
	struct stat before, after;
	char path[32];

	if (number < 0)
		return number;
	snprintf(path, sizeof(path), "%d/fd", (int)number);
	dir = pns_procfs_openat(caller->proc, path, O_PATH | O_DIRECTORY);
	if (dir < 0)
		return dir;
	snprintf(path, sizeof(path), "%d", fd);
	again = openat(dir, path, flags | O_CLOEXEC);
	if (again < 0 || fstat(fd, &before) < 0 || fstat(again, &after) < 0)
		return -errno;
	if (before.st_dev != after.st_dev || before.st_ino != after.st_ino)
		return -EXDEV;
	return pns_steal_fd(&again);
}

int pns_caller_libmount(struct pns_caller *caller, const struct pns_libmount **lm)
{
	int rc = caller->libmount_error;

	if (rc == PNS_NOT_ASKED)
		rc = keep(&caller->libmount_error, pns_libmount_load(&caller->libmount));
	if (rc == 0)
		*lm = &caller->libmount;
	return rc;
}

void pns_caller_close(struct pns_caller *caller)
{
	size_t i;

	pns_close(&caller->proc);
	pns_close(&caller->own_procfs);
	pns_map_free(&caller->inits);
	for (i = 0; i < sizeof(caller->namespaces) / sizeof(caller->namespaces[0]); i++) {
		pns_close(&caller->namespaces[i]);
		caller->namespaces[i] = PNS_NOT_ASKED;
	}
	caller->proc = caller->number = caller->levels = caller->own_procfs = PNS_NOT_ASKED;
}
