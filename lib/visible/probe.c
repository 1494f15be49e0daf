// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "visible/probe.h"

#include <errno.h>
#include <sched.h>

#include "base/cleanup.h"
#include "mount/fs-context.h"
#include "namespace/namespace.h"

/* Where the context was created and fsmount(2) is allowed as such, EPERM is the rule's. */
static int mount_context(int context, uint32_t attributes)
{
	_cleanup_close_ int mount = pns_sys_fsmount(context, PNS_FSMOUNT_CLOEXEC, attributes);

	if (mount >= 0)
		return 1;
	return errno == EPERM ? 0 : -errno;
}

struct question {
	const struct pns_visible_wish *wish;
	int context;
};

/* A pns_child_fn, in the mount namespace that is asked about. */
static int ask_here(void *arg, int *fd, struct pns_diag *diag)
{
	const struct question *question = arg;

	(void)fd;
	(void)diag;
	/* a PID namespace has to be owned by a user namespace that this process is privileged in */
	return mount_context(question->context, question->wish->attributes);
}

/* fsmount(2) says EPERM to who may not mount at all as well: an empty tmpfs tells them apart. */
static int may_mount(void *arg, int *fd, struct pns_diag *diag)
{
	_cleanup_close_ int context = pns_sys_fsopen("tmpfs", PNS_FSOPEN_CLOEXEC);

	(void)arg;
	(void)fd;
	(void)diag;
	return context < 0 ? -errno : 0;
}

static int run(const struct pns_mountns *mountns, pns_child_fn fn, void *arg)
{
	const struct pns_in_mountns task = { .mountns = mountns, .fn = fn, .arg = arg };

	return pns_in_mountns_run(&task, NULL, NULL);
}

int pns_visible_probe(const struct pns_mountns *mountns, const struct pns_visible_wish *wish)
{
	_cleanup_close_ int context = pns_context_create(wish->subset_pid);
	struct question question = { .wish = wish, .context = context };
	int rc = context < 0 ? context : run(mountns, may_mount, NULL);

	return rc < 0 ? rc : run(mountns, ask_here, &question);
}

/* A pns_child_fn: init of the new PID namespace. */
static int ask_as_init(void *arg, int *fd, struct pns_diag *diag)
{
	const struct pns_visible_wish *wish = arg;
	_cleanup_close_ int context = pns_context_create(wish->subset_pid);

	(void)fd;
	(void)diag;
	return context < 0 ? context : mount_context(context, wish->attributes);
}

struct nested {
	pns_child_fn fn;
	void *arg;
};

/* A pns_child_fn */
static int run_in_new_namespaces(void *arg, int *fd, struct pns_diag *diag)
{
	const struct nested *nested = arg;

	(void)fd;
	(void)diag;
	if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID) < 0)
		return -errno;
	return pns_child_run(PNS_CHILD_PLAIN, nested->fn, nested->arg, NULL, NULL);
}

int pns_visible_probe_nested(const struct pns_mountns *mountns, const struct pns_visible_wish *wish)
{
	struct pns_visible_wish copy = *wish;
	struct nested nested = { .fn = ask_as_init, .arg = &copy };

	return run(mountns, run_in_new_namespaces, &nested);
}

static int try(bool subset_pid, uint32_t attributes)
{
	_cleanup_close_ int context = pns_context_create(subset_pid);

	return context < 0 ? context : mount_context(context, attributes);
}

/*
 * A pns_child_fn. All access time flags are locked in a user namespace, so there are some that a full
 * procfs is refused for; a restricted one is refused for the same ones unless it is exempt from all that.
 */
static int ask_about_subset(void *arg, int *fd, struct pns_diag *diag)
{
	static const uint32_t attributes[] = {
		PNS_MOUNT_ATTR_NOATIME | PNS_MOUNT_ATTR_NODIRATIME,
		PNS_MOUNT_ATTR_STRICTATIME | PNS_MOUNT_ATTR_NODIRATIME,
		PNS_MOUNT_ATTR_NODIRATIME, PNS_MOUNT_ATTR_NOATIME, PNS_MOUNT_ATTR_STRICTATIME, 0,
	};
	size_t i;
	int rc;

	(void)arg;
	(void)fd;
	(void)diag;
	for (i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
		rc = try(false, attributes[i]);
		if (rc <= 0)
			return rc < 0 ? rc : try(true, attributes[i]);
	}
	return -ENODATA;
}

int pns_kernel_exempts_subset(void)
{
	struct nested nested = { .fn = ask_about_subset };
	int rc = pns_child_run(PNS_CHILD_PLAIN, run_in_new_namespaces, &nested, NULL, NULL);

	/* whoever cannot make a user namespace may be in one, where access times are locked as well */
	return rc < 0 ? pns_child_run(PNS_CHILD_PLAIN, ask_about_subset, NULL, NULL, NULL) : rc;
}
