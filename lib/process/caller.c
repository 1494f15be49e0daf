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

/* A filter is in the way, and would be in that of another procfs as well. */
static bool is_denied(int rc)
{
	return rc == -EPERM || rc == -ENOSYS;
}

/* Made once, and not where nothing needs it: that takes longer than all else that is asked of /proc. */
static int make_own_procfs(struct pns_caller *caller)
{
	return caller->own_procfs != PNS_NOT_ASKED ? caller->own_procfs :
						     keep(&caller->own_procfs, pns_procfs_make_detached());
}

/*
 * What is at /proc does not show the caller: it is of a namespace that has ended, or beside the caller's, or no procfs
 * at all (@root < 0). The caller's own takes its place, if there can be one.
 */
static int replace_proc(struct pns_caller *caller, int *root, pid_t *number)
{
	int own = make_own_procfs(caller);

	if (own < 0)
		return pns_is_shortage(own) ? own : 0;
	pns_close(root);
	*root = own;
	*number = pns_procfs_self(own);
	caller->own_procfs = PNS_NOT_ASKED;
	return 0;
}

/* Both, or neither where that is for want of descriptors or memory. Returns 0 or that -errno. */
static int look_at_proc(struct pns_caller *caller)
{
	_cleanup_close_ int root = pns_procfs_open("/proc");
	pid_t number = root < 0 ? root : pns_procfs_self(root);
	int rc = pns_is_shortage(number) ? number : 0;

	if (rc == 0 && number < 0 && !is_denied(number))
		rc = replace_proc(caller, &root, &number);
	if (rc == 0 && pns_is_shortage(number))
		rc = number;
	if (rc < 0)
		return rc;
	caller->proc = root < 0 ? root : pns_steal_fd(&root);
	caller->number = number;
	return 0;
}

int pns_caller_proc(struct pns_caller *caller)
{
	int rc = caller->proc == PNS_NOT_ASKED ? look_at_proc(caller) : 0;

	return rc < 0 ? rc : caller->proc;
}

pid_t pns_caller_number(struct pns_caller *caller)
{
	int root = pns_caller_proc(caller);

	return root < 0 ? root : caller->number;
}

int pns_caller_serving_proc(struct pns_caller *caller)
{
	pid_t number = pns_caller_number(caller);

	if (number >= 0)
		return caller->proc;
	return pns_is_shortage(number) ? number : -ENOENT;
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
	int levels = count_levels(caller), own;

	if (levels == 1)
		return caller->proc;
	if (pns_is_shortage(levels))
		return levels;
	own = is_denied(levels) ? levels : make_own_procfs(caller);
	if (own >= 0 || pns_is_shortage(own))
		return own;
	return levels < 0 ? pns_without_proc(levels) : -EOPNOTSUPP;
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
