/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_MOUNT_MOUNTINFO_H
#define PNS_MOUNT_MOUNTINFO_H
/*
 * The mount table of a mount namespace, read by libmount from a mountinfo file of
 * a verified procfs. Entries are libmount's and live as long as the table.
 */
#include "base/libmount-dl.h"
#include "child/in-mountns.h"
#include "process/caller.h"

struct pns_mountinfo {
	struct pns_caller *caller;
	const struct pns_libmount *lm;	/* of the caller */
	struct libmnt_table *table;
	struct libmnt_iter *iter;
};

/*
 * Open the mountinfo of the mount namespace @where (NULL: the caller's), which the descriptor stays
 * with. No /proc is needed there. Returns a descriptor (caller closes), -ENOENT where
 * /proc does not show the caller, or -errno of entering the namespace.
 */
int pns_mountinfo_open(struct pns_caller *caller, const struct pns_mountns *where);

/* That of the namespace that the caller is in now. @procfs: root of a procfs that shows it. Returns as above. */
int pns_mountinfo_open_own(int procfs);

/*
 * Read the table from @mountinfo, which is closed. @caller has the library and must outlive it. Returns 0 (caller frees
 * with pns_mountinfo_free()), -ELIBACC without libmount, or -errno; @mountinfo may be a
 * negative errno, which is returned.
 */
int pns_mountinfo_read(struct pns_caller *caller, struct pns_mountinfo *mounts, int mountinfo);

/* What of the table is needed. */
enum pns_mountinfo_part {
	PNS_MOUNTINFO_WHOLE,
	PNS_MOUNTINFO_PROCFS,	/* what pns_mountinfo_keep_procfs() keeps */
};

/* As pns_mountinfo_read(), that part alone. */
int pns_mountinfo_read_part(struct pns_caller *caller, struct pns_mountinfo *mounts, int mountinfo,
			    enum pns_mountinfo_part part);

void pns_mountinfo_free(struct pns_mountinfo *mounts);

/* The next entry from the first to the last, NULL behind it. */
struct libmnt_fs *pns_mountinfo_next(struct pns_mountinfo *mounts);

/*
 * Wait until the table behind @mountinfo is another than when it was opened or last waited for, at most
 * @milliseconds. Nothing that is mounted or unmounted in between is lost; options that are changed by
 * fsconfig(2) are no event for the kernel. Returns 1, 0 after the time, -EPIPE if the reader of @output
 * (PNS_NO_FD: none) is gone, or -errno.
 */
int pns_mountinfo_wait(int mountinfo, int output, int milliseconds);

/* A duplicate of @mountinfo to read the present table from. Returns a descriptor (caller closes) or -errno. */
int pns_mountinfo_again(int mountinfo);

/* Begin with the first again. */
void pns_mountinfo_rewind(struct pns_mountinfo *mounts);

#endif /* PNS_MOUNT_MOUNTINFO_H */
