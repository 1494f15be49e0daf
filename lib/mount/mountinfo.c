// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount/mountinfo.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "mount/mountinfo-lines.h"
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

int pns_mountinfo_open(struct pns_caller *caller, const struct pns_mountns *where)
{
	int root = pns_caller_serving_proc(caller), fd = PNS_NO_FD, rc;
	const struct pns_in_mountns task = { .mountns = where, .fn = open_own_mountinfo, .arg = &root };

	if (root < 0)
		return root;
	rc = pns_in_mountns_or_here(&task, &fd, NULL);
	return rc < 0 ? rc : fd;
}

/* All that is left of @fd, in memory that the caller frees: @length bytes of it. Returns 0 or -errno. */
static int read_all(int fd, char **text, size_t *length)
{
	_cleanup_free_ char *buffer = NULL;
	size_t size = 0, used = 0;
	ssize_t got;
	char *larger;

	do {
		if (used == size) {
			size = size ? size * 2 : 16384;
			larger = realloc(buffer, size);
			if (!larger)
				return -ENOMEM;
			buffer = larger;
		}
		got = read(fd, buffer + used, size - used);
		used += got > 0 ? (size_t)got : 0;
	} while (got > 0 || (got < 0 && errno == EINTR));
	if (got < 0)
		return -errno;
	*text = pns_steal_ptr(buffer);
	*length = used;
	return 0;
}

/* In one piece: libmount asks for a stream, and that of a file reads as much at once as procfs says: 1,024 bytes. */
static int parse(struct pns_mountinfo *mounts, char *text, size_t length)
{
	_cleanup_fclose_ FILE *stream = length ? fmemopen(text, length, "r") : fopen("/dev/null", "re");

	/* the name is for messages, and a root needs no look-up to be made absolute */
	return stream ? mounts->lm->mnt_table_parse_stream(mounts->table, stream, "/") : -errno;
}

/* Returns 0 or -errno; what was made is the caller's to free. */
static int read_table(struct pns_mountinfo *mounts, int mountinfo, enum pns_mountinfo_part part)
{
	_cleanup_free_ char *text = NULL;
	size_t length = 0;
	int rc = read_all(mountinfo, &text, &length);

	if (rc < 0)
		return rc;
	if (part == PNS_MOUNTINFO_PROCFS)
		length = pns_mountinfo_keep_procfs(text, length);
	mounts->table = mounts->lm->mnt_new_table();
	mounts->iter = mounts->lm->mnt_new_iter(MNT_ITER_FORWARD);
	return mounts->table && mounts->iter ? parse(mounts, text, length) : -ENOMEM;
}

int pns_mountinfo_read_part(struct pns_caller *caller, struct pns_mountinfo *mounts, int mountinfo,
			    enum pns_mountinfo_part part)
{
	_cleanup_close_ int fd = mountinfo;
	int rc;

	*mounts = (struct pns_mountinfo){ .caller = caller };
	if (fd < 0)
		return fd;
	rc = pns_caller_libmount(caller, &mounts->lm);
	if (rc < 0)
		return rc;
	rc = read_table(mounts, fd, part);
	if (rc < 0)
		pns_mountinfo_free(mounts);
	return rc;
}

int pns_mountinfo_read(struct pns_caller *caller, struct pns_mountinfo *mounts, int mountinfo)
{
	return pns_mountinfo_read_part(caller, mounts, mountinfo, PNS_MOUNTINFO_WHOLE);
}

void pns_mountinfo_free(struct pns_mountinfo *mounts)
{
	mounts->lm->mnt_free_iter(mounts->iter);
	mounts->lm->mnt_unref_table(mounts->table);
	mounts->iter = NULL;
	mounts->table = NULL;
}

struct libmnt_fs *pns_mountinfo_next(struct pns_mountinfo *mounts)
{
	struct libmnt_fs *fs;

	return mounts->lm->mnt_table_next_fs(mounts->table, mounts->iter, &fs) == 0 ? fs : NULL;
}

void pns_mountinfo_rewind(struct pns_mountinfo *mounts)
{
	mounts->lm->mnt_reset_iter(mounts->iter, MNT_ITER_FORWARD);
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
