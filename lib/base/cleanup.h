/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_BASE_CLEANUP_H
#define PNS_BASE_CLEANUP_H
/*
 * Variables that release what they hold when they go out of scope. The releases
 * keep errno, and close(2) is never tried again: on Linux the descriptor is gone
 * even when it fails.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PNS_NO_FD (-1)

/* Close *@fd if it holds a descriptor and mark it as holding none. */
static inline void pns_close(int *fd)
{
	int saved = errno;

	if (*fd >= 0)
		close(*fd);
	*fd = PNS_NO_FD;
	errno = saved;
}

/* Take the descriptor out of *@fd, so that it outlives the scope. */
static inline int pns_steal_fd(int *fd)
{
	int taken = *fd;

	*fd = PNS_NO_FD;
	return taken;
}

static inline void pns_free(void *pointer)
{
	int saved = errno;

	free(*(void **)pointer);
	errno = saved;
}

static inline void pns_fclose(FILE **file)
{
	int saved = errno;

	if (*file)
		fclose(*file);
	errno = saved;
}

static inline void pns_closedir(DIR **dir)
{
	int saved = errno;

	if (*dir)
		closedir(*dir);
	errno = saved;
}

#define _cleanup_close_		__attribute__((cleanup(pns_close)))
#define _cleanup_free_		__attribute__((cleanup(pns_free)))
#define _cleanup_fclose_	__attribute__((cleanup(pns_fclose)))
#define _cleanup_closedir_	__attribute__((cleanup(pns_closedir)))

/* Take a pointer out of a variable, so that what it points to outlives the scope. */
#define pns_steal_ptr(ptr) \
	__extension__ ({ __typeof__(ptr) taken_ = (ptr); (ptr) = NULL; taken_; })

#endif /* PNS_BASE_CLEANUP_H */
