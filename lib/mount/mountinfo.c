// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount/mountinfo.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "mount/fs-context.h"
#include "namespace/namespace.h"
#include "process/procfs-root.h"

int pns_mountinfo_open_own(int procfs)
{
	pid_t self = pns_procfs_self(procfs);
	char path[32];

	if (self < 0)
		return self;
	snprintf(path, sizeof(path), "%d/mountinfo", (int)self);
	return pns_procfs_openat(procfs, path, O_RDONLY);
}

/* A pns_child_fn; @arg: a procfs root that shows the caller, opened where there is one. */
static int open_own_mountinfo(void *arg, int *fd, struct pns_diag *diag)
{
	const int *root = arg;
	int opened = pns_mountinfo_open_own(*root);

	if (opened < 0)
		return pns_refuse(diag, PNS_REASON_NOT_A_PROCFS, PNS_CALL_OPEN, -opened, "/proc");
	*fd = opened;
	return 0;
}

/*
 * A procfs that shows the caller, made for this and attached nowhere: /proc may be missing, or be
 * that of another PID namespace. Takes privilege.
 */
static int open_private_procfs(void)
{
	_cleanup_close_ int context = pns_context_create(false);

	return context < 0 ? context : pns_context_mount(context, 0, NULL);
}

int pns_procfs_open_serving(struct pns_caller *caller)
{
	pid_t number = pns_caller_number(caller);
	int root;

	if (number == -EMFILE || number == -ENFILE)
		return number;
	root = number < 0 ? open_private_procfs() : pns_ns_dup(caller->proc);
	return root < 0 ? -ENOENT : root;
}

int pns_mountinfo_open(struct pns_caller *caller, const struct pns_mountns *where)
{
	_cleanup_close_ int root = pns_procfs_open_serving(caller);
	const struct pns_in_mountns task = { .mountns = where, .fn = open_own_mountinfo, .arg = &root };
	int fd = PNS_NO_FD, rc;

	if (root < 0)
		return root;
	rc = pns_in_mountns_or_here(&task, &fd, NULL);
	return rc < 0 ? rc : fd;
}

int pns_mountinfo_read(struct pns_mountinfo *mounts, int mountinfo)
{
	_cleanup_fclose_ FILE *stream = NULL;
	int rc = mountinfo < 0 ? mountinfo : pns_libmount_load(&mounts->lm);

	if (mountinfo >= 0) {
		stream = fdopen(mountinfo, "re");
		if (!stream) {
			rc = rc < 0 ? rc : -errno;
			pns_close(&mountinfo);
		}
	}
	if (rc < 0)
		return rc;
	mounts->table = mounts->lm.mnt_new_table();
	mounts->iter = mounts->lm.mnt_new_iter(MNT_ITER_FORWARD);
	if (!mounts->table || !mounts->iter)
		rc = -ENOMEM;
	else
		rc = mounts->lm.mnt_table_parse_stream(mounts->table, stream, "mountinfo");
	if (rc < 0)
		pns_mountinfo_free(mounts);
	return rc;
}

void pns_mountinfo_free(struct pns_mountinfo *mounts)
{
	mounts->lm.mnt_free_iter(mounts->iter);
	mounts->lm.mnt_unref_table(mounts->table);
	mounts->iter = NULL;
	mounts->table = NULL;
}

struct libmnt_fs *pns_mountinfo_next(struct pns_mountinfo *mounts)
{
	struct libmnt_fs *fs;

	return mounts->lm.mnt_table_next_fs(mounts->table, mounts->iter, &fs) == 0 ? fs : NULL;
}

void pns_mountinfo_rewind(struct pns_mountinfo *mounts)
{
	mounts->lm.mnt_reset_iter(mounts->iter, MNT_ITER_FORWARD);
}

int pns_mountinfo_wait(int mountinfo, int output, int milliseconds)
{
	struct pollfd pollers[] = { { .fd = mountinfo, .events = POLLPRI }, { .fd = output } };
	int rc;

	do {
		rc = poll(pollers, sizeof(pollers) / sizeof(pollers[0]), milliseconds);
	} while (rc < 0 && errno == EINTR);
	if (rc < 0)
		return -errno;
	if (pollers[1].revents & POLLERR)
		return -EPIPE;
	return pollers[0].revents != 0;
}

int pns_mountinfo_again(int mountinfo)
{
	int fd;

	if (lseek(mountinfo, 0, SEEK_SET) < 0)
		return -errno;
	fd = fcntl(mountinfo, F_DUPFD_CLOEXEC, 0);
	return fd < 0 ? -errno : fd;
}
