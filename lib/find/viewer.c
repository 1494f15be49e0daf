// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/viewer.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "base/parse.h"
#include "child/child.h"
#include "namespace/namespace.h"
#include "namespace/privilege.h"
#include "process/own-namespace.h"
#include "process/pid-list.h"
#include "process/process.h"
#include "process/procfs-root.h"

#define MAX_STATUS 65536	/* a process may be in many groups */

/* The root of a procfs belongs to group 0 of the initial user namespace, whatever the caller calls that. */
static int64_t find_root_group(struct pns_caller *caller)
{
	int root = pns_caller_own_proc(caller);
	struct stat st;

	if (root < 0 || fstat(root, &st) < 0)
		return -2;
	return st.st_gid == PNS_OVERFLOW_ID ? -1 : (int64_t)st.st_gid;
}

/* @is_initial: whether the caller is in the initial user namespace */
static void take_numbering(struct pns_caller *caller, bool is_initial, struct pns_viewer *viewer)
{
	viewer->knows_gid = is_initial;
	viewer->root_group = viewer->knows_gid ? 0 : find_root_group(caller);
}

static int take_groups(const struct passwd *user, struct pns_viewer *viewer)
{
	int count = 64;
	gid_t *groups;

	do {
		groups = reallocarray(viewer->groups, (size_t)count, sizeof(gid_t));
		if (!groups) {
			pns_viewer_free(viewer);
			return -ENOMEM;
		}
		viewer->groups = groups;
	} while (getgrouplist(user->pw_name, user->pw_gid, groups, &count) < 0);
	viewer->n_groups = (size_t)count;
	return 0;
}

/* getpwnam(3) has many errnos for a name that is not there; these are of a search that was cut short. */
static int no_account(int err)
{
	switch (err) {
	case EIO:
	case EINTR:
	case EMFILE:
	case ENFILE:
	case ENOMEM:
		return -err;
	default:
		return -ESRCH;
	}
}

/* One without an account is in no group but its own. */
static int take_number(uid_t uid, const struct passwd **user, struct pns_viewer *viewer)
{
	int rc;

	errno = 0;
	*user = getpwuid(uid);
	rc = *user ? 0 : no_account(errno);
	if (rc == -ESRCH) {
		viewer->uid = uid;
		viewer->gid = uid;
		return 0;
	}
	return rc;
}

int pns_viewer_of_user(struct pns_caller *caller, const char *name, struct pns_viewer *viewer)
{
	const struct passwd *user;
	uint64_t number;
	int rc;

	*viewer = (struct pns_viewer){ .is_initial = pns_userns_is_initial(), .userns = PNS_NO_FD };
	take_numbering(caller, viewer->is_initial, viewer);
	errno = 0;
	user = getpwnam(name);
	rc = user ? 0 : no_account(errno);
	if (rc == -ESRCH && *name == '+' && pns_parse_u64(name + 1, &number) == 0 && number < (uid_t)-1)
		rc = take_number((uid_t)number, &user, viewer);
	if (rc < 0 || !user)
		return rc;
	viewer->uid = user->pw_uid;
	viewer->gid = user->pw_gid;
	if (viewer->uid == 0)
		viewer->capabilities = ~0ULL;
	return take_groups(user, viewer);
}

static int take_own_capabilities(uint64_t *capabilities)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];

	if (syscall(SYS_capget, &header, data) < 0)
		return -errno;
	*capabilities = (uint64_t)data[1].effective << 32 | data[0].effective;
	return 0;
}

int pns_viewer_of_self(struct pns_caller *caller, struct pns_viewer *viewer)
{
	struct pns_viewer self = {
		.uid = geteuid(),
		.gid = getegid(),
		.is_initial = pns_userns_is_initial(),
		.userns = PNS_NO_FD,
	};
	int count = getgroups(0, NULL), rc = take_own_capabilities(&self.capabilities);

	if (rc < 0 || count < 0)
		return rc < 0 ? rc : -errno;
	/* one more: no memory for none is no failure */
	self.groups = calloc((size_t)count + 1, sizeof(gid_t));
	if (!self.groups)
		return -ENOMEM;
	count = getgroups(count, self.groups);
	if (count < 0) {
		rc = -errno;
		pns_viewer_free(&self);
		return rc;
	}
	self.n_groups = (size_t)count;
	take_numbering(caller, self.is_initial, &self);
	*viewer = self;
	return 0;
}

/* The last of the four numbers of "Uid:" and "Gid:" is what file access goes by. */
static int take_filesystem_id(const char *status, const char *key, uint32_t *id)
{
	const char *field = pns_find_field(status, key);
	unsigned int numbers[4];

	if (!field || sscanf(field, "%u %u %u %u", &numbers[0], &numbers[1], &numbers[2],
			     &numbers[3]) != 4)
		return -EINVAL;
	*id = numbers[3];
	return 0;
}

static int take_status_groups(const char *status, struct pns_viewer *viewer)
{
	const char *at = pns_find_field(status, "Groups:");
	size_t length = at ? strcspn(at, "\n") : 0;
	char *end;

	if (!at)
		return -EINVAL;
	viewer->groups = calloc(length / 2 + 1, sizeof(gid_t));
	if (!viewer->groups)
		return -ENOMEM;
	while (*at >= '0' && *at <= '9') {
		viewer->groups[viewer->n_groups++] = (gid_t)strtoul(at, &end, 10);
		at = end + (*end == ' ');
	}
	return 0;
}

static int take_status(const char *status, struct pns_viewer *viewer)
{
	const char *capabilities = pns_find_field(status, "CapEff:");
	int rc = take_filesystem_id(status, "Uid:", &viewer->uid);

	if (rc == 0)
		rc = take_filesystem_id(status, "Gid:", &viewer->gid);
	if (rc == 0)
		rc = take_status_groups(status, viewer);
	if (rc == 0 && capabilities)
		viewer->capabilities = strtoull(capabilities, NULL, 16);
	return rc;
}

/* Unknown is taken for foreign: then nothing is claimed. */
static void take_userns(struct pns_caller *caller, int process, struct pns_viewer *viewer)
{
	_cleanup_close_ int userns = pns_process_open_ns(caller, process, CLONE_NEWUSER);
	int own = pns_caller_ns(caller, CLONE_NEWUSER);

	viewer->is_foreign = userns < 0 || own < 0 || !pns_ns_is_same(userns, own);
	viewer->is_initial = userns >= 0 && pns_is_initial_userns(userns);
	if (viewer->is_foreign)
		viewer->userns = pns_steal_fd(&userns);
}

int pns_viewer_of_process(struct pns_caller *caller, pid_t pid, int process, struct pns_viewer *viewer)
{
	_cleanup_free_ char *status = malloc(MAX_STATUS);
	int root = pns_caller_own_proc(caller);
	char path[32];
	ssize_t length;
	int rc;

	*viewer = (struct pns_viewer)PNS_VIEWER_INIT;
	if (root < 0)
		return root;
	if (!status)
		return -ENOMEM;
	snprintf(path, sizeof(path), "%d/status", (int)pid);
	length = pns_procfs_read(root, path, status, MAX_STATUS);
	if (length < 0)
		return (int)length;
	take_userns(caller, process, viewer);
	take_numbering(caller, pns_userns_is_initial(), viewer);
	rc = take_status(status, viewer);
	/* a number is its own only as long as it runs */
	if (rc == 0 && !pns_process_is_alive(process))
		rc = -ESRCH;
	if (rc < 0)
		pns_viewer_free(viewer);
	return rc;
}

void pns_viewer_free(struct pns_viewer *viewer)
{
	free(viewer->groups);
	pns_close(&viewer->userns);
	*viewer = (struct pns_viewer)PNS_VIEWER_INIT;
}

const char *pns_sees_name(enum pns_sees sees)
{
	static const char *const names[] = {
		[PNS_SEES_UNKNOWN] = NULL,
		[PNS_SEES_ALL] = "all",
		[PNS_SEES_NUMBERS] = "numbers",
		[PNS_SEES_TRACEABLE] = "traceable",
	};

	return names[sees];
}

static bool is_in_group(const struct pns_viewer *viewer, gid_t gid)
{
	size_t i;

	if (viewer->gid == gid)
		return true;
	for (i = 0; i < viewer->n_groups; i++)
		if (viewer->groups[i] == gid)
			return true;
	return false;
}

/*
 * Whether it is in the group that the hidepid option does not concern: 1, 0, or -1 if nobody can tell. fs/proc/base.c,
 * has_pid_permissions(): that is root's where gid= is not given, and there is none with hidepid=ptraceable.
 */
static int is_exempt(const struct pns_viewer *viewer, const struct pns_procfs_mount *mount)
{
	if (mount->hidepid == 4)
		return 0;
	if (mount->gid >= 0)
		return viewer->knows_gid ? is_in_group(viewer, (gid_t)mount->gid) : -1;
	if (mount->gid < -1 || viewer->root_group < -1)
		return -1;
	if (viewer->root_group >= 0)
		return is_in_group(viewer, (gid_t)viewer->root_group);
	/* all groups without a number look the same */
	return is_in_group(viewer, PNS_OVERFLOW_ID) ? -1 : 0;
}

enum pns_sees pns_viewer_sees(const struct pns_viewer *viewer, const struct pns_procfs_mount *mount)
{
	int exempt = is_exempt(viewer, mount);

	if (mount->hidepid < 0)
		return PNS_SEES_UNKNOWN;
	if (mount->hidepid == 0)
		return PNS_SEES_ALL;
	if (viewer->is_initial && (viewer->capabilities & 1ULL << CAP_SYS_PTRACE))
		return PNS_SEES_ALL;
	if (exempt)
		return exempt < 0 ? PNS_SEES_UNKNOWN : PNS_SEES_ALL;
	return mount->hidepid == 1 ? PNS_SEES_NUMBERS : PNS_SEES_TRACEABLE;
}

/* Procfs roots that are to be counted; what is counted stands in memory that the child shares. */
struct trial {
	const struct pns_viewer *viewer;
	const int *roots;
	int64_t *counts;
	size_t n;
};

/* Of the permitted capabilities those in @wanted, in effect, and nothing else. */
static int set_capabilities(uint64_t wanted)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
	int i;

	if (syscall(SYS_capget, &header, data) < 0)
		return -errno;
	for (i = 0; i < _LINUX_CAPABILITY_U32S_3; i++) {
		data[i].permitted &= (uint32_t)(wanted >> 32 * i);
		data[i].effective = data[i].permitted;
		data[i].inheritable = 0;
	}
	return syscall(SYS_capset, &header, data) < 0 ? -errno : 0;
}

/*
 * The IDs first, as the caller knows them: the other user namespace may have no number for them. Joining
 * that needs CAP_SYS_ADMIN, which a change of the user ID takes out of effect, and gives every capability there.
 */
static int become(const struct pns_viewer *viewer)
{
	int rc = 0;

	prctl(PR_SET_KEEPCAPS, 1);
	if (setgroups(viewer->n_groups, viewer->groups) < 0 ||
	    setresgid(viewer->gid, viewer->gid, viewer->gid) < 0 ||
	    setresuid(viewer->uid, viewer->uid, viewer->uid) < 0)
		return -errno;
	if (viewer->is_foreign)
		rc = set_capabilities(~0ULL);
	if (rc == 0 && viewer->is_foreign && setns(viewer->userns, CLONE_NEWUSER) < 0)
		rc = -errno;
	return rc < 0 ? rc : set_capabilities(viewer->capabilities);
}

/*
 * A pns_child_fn: 1, or 0 if it may not become the viewer. It is in no count itself: its numbers stand where
 * the counts are going to be, because the viewer may not be shown them.
 */
static int count_as(void *arg, int *unused, struct pns_diag *diag)
{
	const struct trial *trial = arg;
	size_t i;
	int rc;

	(void)unused;
	(void)diag;
	for (i = 0; i < trial->n; i++)
		trial->counts[i] = pns_procfs_self(trial->roots[i]);
	rc = become(trial->viewer);
	/* EINVAL: the caller's user namespace has no such ID */
	if (rc == -EPERM || rc == -EINVAL)
		return 0;
	for (i = 0; rc == 0 && i < trial->n; i++)
		trial->counts[i] = pns_proc_list_count(trial->roots[i], (pid_t)trial->counts[i]);
	return rc < 0 ? rc : 1;
}

int pns_viewer_count(const struct pns_viewer *viewer, const int *roots, int64_t *counts, size_t n)
{
	struct trial trial = { .viewer = viewer, .roots = roots, .n = n };
	size_t i, size = n * sizeof(*counts);
	int rc = 0;

	for (i = 0; i < n; i++)
		counts[i] = -EACCES;
	if (n == 0 || (viewer->is_foreign && viewer->userns < 0))
		return 0;
	trial.counts = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (trial.counts == MAP_FAILED)
		return -errno;
	rc = pns_child_run(PNS_CHILD_PLAIN, count_as, &trial, NULL, NULL);
	if (rc > 0)
		memcpy(counts, trial.counts, size);
	munmap(trial.counts, size);
	return rc < 0 ? rc : 0;
}
