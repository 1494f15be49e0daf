// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/* The marks of each container manager, in a directory that stands for the root of a container. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "tap.h"
#include "visible/container-manager.h"

/* What a container has at @path; @text NULL: a directory. */
struct file {
	const char *path;
	const char *text;
	size_t length;
};

#define DIRECTORY(path) { path, NULL, 0 }
#define TEXT(path, text) { path, text, sizeof(text) - 1 }

static int make_parents(int root, const char *path)
{
	char parent[64];
	const char *slash;

	for (slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		snprintf(parent, sizeof(parent), "%.*s", (int)(slash - path), path);
		if (mkdirat(root, parent, 0700) < 0 && errno != EEXIST)
			return -errno;
	}
	return 0;
}

static int put(int root, const struct file *file)
{
	_cleanup_close_ int fd = PNS_NO_FD;

	if (make_parents(root, file->path) < 0)
		return -errno;
	if (!file->text)
		return mkdirat(root, file->path, 0700);
	fd = openat(root, file->path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
	return write(fd, file->text, file->length) == (ssize_t)file->length ? 0 : -EIO;
}

static void take_away(int root, const char *path)
{
	char parent[64];
	char *slash;

	if (unlinkat(root, path, 0) < 0)
		unlinkat(root, path, AT_REMOVEDIR);
	snprintf(parent, sizeof(parent), "%s", path);
	while ((slash = strrchr(parent, '/'))) {
		*slash = '\0';
		unlinkat(root, parent, AT_REMOVEDIR);
	}
}

static enum pns_manager guess(int root, const struct file *files, size_t count)
{
	enum pns_manager manager;
	size_t i;

	for (i = 0; i < count; i++)
		ok(put(root, &files[i]) == 0, "%s: made", files[i].path);
	manager = pns_manager_guess(root);
	for (i = 0; i < count; i++)
		take_away(root, files[i].path);
	return manager;
}

static void test_one_mark_each(int root)
{
	static const struct {
		struct file file;
		enum pns_manager manager;
	} cases[] = {
		{ TEXT("proc/1/comm", "bwrap\n"), PNS_MANAGER_BUBBLEWRAP },
		{ TEXT("proc/1/comm", "bwrapper\n"), PNS_MANAGER_UNKNOWN },
		{ DIRECTORY("run/secrets/kubernetes.io"), PNS_MANAGER_KUBERNETES },
		{ TEXT("etc/hosts", "# Kubernetes-managed hosts file.\n127.0.0.1 localhost\n"),
		  PNS_MANAGER_KUBERNETES },
		{ TEXT("etc/hosts", "127.0.0.1 localhost\n"), PNS_MANAGER_UNKNOWN },
		{ TEXT("run/.containerenv", ""), PNS_MANAGER_PODMAN },
		{ TEXT(".dockerenv", ""), PNS_MANAGER_DOCKER },
		{ TEXT("run/host/container-manager", "systemd-nspawn"), PNS_MANAGER_NSPAWN },
		{ DIRECTORY("dev/incus"), PNS_MANAGER_INCUS },
		{ DIRECTORY("dev/lxd"), PNS_MANAGER_INCUS },
		{ TEXT("proc/1/environ", "TERM=linux\0container=lxc\0"), PNS_MANAGER_LXC },
		{ TEXT("proc/1/environ", "container=systemd-nspawn\0TERM=linux"), PNS_MANAGER_NSPAWN },
		{ TEXT("proc/1/environ", "container=lxc-like\0"), PNS_MANAGER_UNKNOWN },
		{ TEXT("proc/1/environ", "my_container=lxc\0"), PNS_MANAGER_UNKNOWN },
		{ DIRECTORY("proc/1/environ"), PNS_MANAGER_UNKNOWN },
		{ TEXT("proc/1/environ", ""), PNS_MANAGER_UNKNOWN },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		is_int(guess(root, &cases[i].file, 1), cases[i].manager, "%s: manager", cases[i].file.path);
}

static void test_order(int root)
{
	static const struct file of_kubernetes[] = { DIRECTORY("run/secrets/kubernetes.io"),
						     TEXT(".dockerenv", ""), TEXT("run/.containerenv", "") };

	is_int(guess(root, of_kubernetes, 3), PNS_MANAGER_KUBERNETES, "its runtime's marks do not count");
}

/* A link must not lead out of the container */
static void test_link(int root)
{
	ok(symlinkat("/proc", root, "run") == 0 && symlinkat("/etc", root, "dev") == 0, "links: made");
	is_int(pns_manager_guess(root), PNS_MANAGER_UNKNOWN, "links: not followed");
	unlinkat(root, "run", 0);
	unlinkat(root, "dev", 0);
}

static void test_masks(void)
{
	static const char *const oci[] = { "/acpi", "/bus", "/keys", "/sys" };
	static const char *const bubblewrap[] = { "/irq", "/bus" };

	is_int(pns_manager_guess_by_masks(oci, 4), PNS_MANAGER_OCI, "masks: of an OCI runtime");
	is_int(pns_manager_guess_by_masks(bubblewrap, 2), PNS_MANAGER_UNKNOWN, "masks: read-only ones alone");
	is_int(pns_manager_guess_by_masks(oci, 0), PNS_MANAGER_UNKNOWN, "masks: none");
}

static void test_lifts(void)
{
	static const char *const usual[] = { "/kcore", "/interrupts", "/sysrq-trigger" };
	static const char *const with_hook[] = { "/kcore", "/driver/nvidia/params" };
	static const char *const lxcfs[] = { "/cpuinfo", "/meminfo" };

	ok(pns_manager_lifts(PNS_MANAGER_DOCKER, usual, 3), "lifts: what Docker masks by default");
	ok(!pns_manager_lifts(PNS_MANAGER_DOCKER, with_hook, 2), "lifts: not what a hook has mounted");
	ok(!pns_manager_lifts(PNS_MANAGER_PODMAN, lxcfs, 2), "lifts: not the files of lxcfs, in podman");
	ok(pns_manager_lifts(PNS_MANAGER_LXC, lxcfs, 2), "lifts: the files of lxcfs, in LXC");
	ok(pns_manager_lifts(PNS_MANAGER_INCUS, lxcfs, 2), "lifts: the files of lxcfs, in Incus");
	ok(!pns_manager_lifts(PNS_MANAGER_UNKNOWN, usual, 3), "lifts: nobody");
}

static void test_advice(void)
{
	int manager;

	ok(!pns_manager_name(PNS_MANAGER_UNKNOWN) && !pns_manager_unmask_option(PNS_MANAGER_UNKNOWN), "unknown");
	for (manager = PNS_MANAGER_BUBBLEWRAP; manager <= PNS_MANAGER_OCI; manager++)
		ok(pns_manager_name((enum pns_manager)manager) &&
		   pns_manager_unmask_option((enum pns_manager)manager), "advice: %d", manager);
}

int main(void)
{
	char directory[] = "/tmp/test-container-manager.XXXXXX";
	_cleanup_close_ int root = mkdtemp(directory) ? open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

	ok(root >= 0, "a directory for the root");
	is_int(pns_manager_guess(root), PNS_MANAGER_UNKNOWN, "an empty root");
	test_one_mark_each(root);
	test_order(root);
	test_link(root);
	test_masks();
	test_lifts();
	test_advice();
	rmdir(directory);
	return done_testing();
}
