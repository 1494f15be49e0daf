// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "visible/container-manager.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/beneath.h"
#include "base/cleanup.h"

#define MAX_MARK 65536	/* an environment may be long */

/* A mark: a path below the root, and, where that is not enough, one of the strings in the file. */
struct mark {
	enum pns_manager manager;
	const char *path;
	const char *text;
	bool is_list;	/* of strings that end in a zero: one of them must be @text */
};

/* In this order: Kubernetes' runtimes leave the marks of Docker and podman as well. */
static const struct mark marks[] = {
	{ PNS_MANAGER_BUBBLEWRAP, "proc/1/comm", "bwrap\n", false },
	{ PNS_MANAGER_KUBERNETES, "run/secrets/kubernetes.io", NULL, false },
	{ PNS_MANAGER_KUBERNETES, "etc/hosts", "# Kubernetes-managed hosts file", false },
	{ PNS_MANAGER_PODMAN, "run/.containerenv", NULL, false },
	{ PNS_MANAGER_DOCKER, ".dockerenv", NULL, false },
	{ PNS_MANAGER_NSPAWN, "run/host/container-manager", "systemd-nspawn", false },
	{ PNS_MANAGER_INCUS, "dev/incus", NULL, false },
	{ PNS_MANAGER_INCUS, "dev/lxd", NULL, false },
	{ PNS_MANAGER_NSPAWN, "proc/1/environ", "container=systemd-nspawn", true },
	{ PNS_MANAGER_LXC, "proc/1/environ", "container=lxc", true },
};

/* At most @size - 1 bytes of a regular file, and a zero; -errno. */
static ssize_t read_mark(int rootfd, const char *path, char *text, size_t size)
{
	_cleanup_close_ int fd = pns_open_beneath(rootfd, path, O_RDONLY | O_NONBLOCK | O_NOCTTY,
						  PNS_WALK_ANY_MOUNT);
	size_t length = 0;
	ssize_t got = 1;
	struct stat st;

	if (fd < 0)
		return fd;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return -EINVAL;
	while (length < size - 1 && (got = read(fd, text + length, size - 1 - length)) > 0)
		length += (size_t)got;
	text[length] = '\0';
	return got < 0 ? -errno : (ssize_t)length;
}

static bool has_string(const char *list, size_t length, const char *wanted)
{
	const char *at = list;

	while (at < list + length) {
		if (!strcmp(at, wanted))
			return true;
		at += strlen(at) + 1;
	}
	return false;
}

static bool bears_text(int rootfd, const struct mark *mark)
{
	char text[MAX_MARK];
	ssize_t length = read_mark(rootfd, mark->path, text, sizeof(text));

	if (length < 0)
		return false;
	if (mark->is_list)
		return has_string(text, (size_t)length, mark->text);
	return !strncmp(text, mark->text, strlen(mark->text));
}

static bool bears(int rootfd, const struct mark *mark)
{
	_cleanup_close_ int fd = -1;

	if (mark->text)
		return bears_text(rootfd, mark);
	fd = pns_open_beneath(rootfd, mark->path, O_PATH, PNS_WALK_ANY_MOUNT);
	return fd >= 0;
}

enum pns_manager pns_manager_guess(int rootfd)
{
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (bears(rootfd, &marks[i]))
			return marks[i].manager;
	return PNS_MANAGER_UNKNOWN;
}

static bool is_one_of(const char *path, const char *const *set)
{
	for (; *set; set++)
		if (!strcmp(path, *set))
			return true;
	return false;
}

/* containerd, moby and libpod: the defaults of linux.maskedPaths and linux.readonlyPaths */
static const char *const masked[] = { "/acpi", "/asound", "/interrupts", "/kcore", "/keys", "/latency_stats",
				      "/sched_debug", "/scsi", "/timer_list", "/timer_stats", NULL };
static const char *const read_only[] = { "/bus", "/fs", "/irq", "/sys", "/sysrq-trigger", NULL };

enum pns_manager pns_manager_guess_by_masks(const char *const *paths, size_t count)
{
	size_t i, n_masked = 0, n_read_only = 0;

	for (i = 0; i < count; i++) {
		n_masked += is_one_of(paths[i], masked);
		n_read_only += is_one_of(paths[i], read_only);
	}
	return n_masked && n_read_only ? PNS_MANAGER_OCI : PNS_MANAGER_UNKNOWN;
}

static bool is_of_oci(enum pns_manager manager)
{
	return manager == PNS_MANAGER_KUBERNETES || manager == PNS_MANAGER_PODMAN || manager == PNS_MANAGER_DOCKER ||
	       manager == PNS_MANAGER_OCI;
}

bool pns_manager_lifts(enum pns_manager manager, const char *const *paths, size_t count)
{
	size_t i;

	for (i = 0; is_of_oci(manager) && i < count; i++)
		if (!is_one_of(paths[i], masked) && !is_one_of(paths[i], read_only))
			return false;
	return manager != PNS_MANAGER_UNKNOWN;
}

struct manager {
	const char *name;
	const char *option;
};

static const struct manager *find(enum pns_manager manager)
{
	static const struct manager managers[] = {
		[PNS_MANAGER_UNKNOWN] = { NULL, NULL },
		/* it makes read-only what its caller could write to: nothing where that is an ordinary user */
		[PNS_MANAGER_BUBBLEWRAP] = { "bubblewrap", "bwrap as an ordinary user" },
		[PNS_MANAGER_KUBERNETES] = { "Kubernetes", "procMount: Unmasked with hostUsers: false" },
		[PNS_MANAGER_PODMAN] = { "podman", "--security-opt unmask=ALL" },
		[PNS_MANAGER_DOCKER] = { "Docker", "--security-opt systempaths=unconfined" },
		[PNS_MANAGER_NSPAWN] = { "systemd-nspawn", "--bind=/proc:/run/host/proc" },
		[PNS_MANAGER_INCUS] = { "Incus or LXD", "security.nesting=true" },
		[PNS_MANAGER_LXC] = { "LXC", "lxc.include = /usr/share/lxc/config/nesting.conf" },
		[PNS_MANAGER_OCI] = { "an OCI runtime",
				      "empty linux.maskedPaths and linux.readonlyPaths in config.json" },
	};

	return &managers[manager];
}

const char *pns_manager_name(enum pns_manager manager)
{
	return find(manager)->name;
}

const char *pns_manager_unmask_option(enum pns_manager manager)
{
	return find(manager)->option;
}
