/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_VISIBLE_CONTAINER_MANAGER_H
#define PNS_VISIBLE_CONTAINER_MANAGER_H
/*
 * Who made a container, by the marks that its root directory bears, and how its masks over /proc are
 * lifted. A guess: a file system can be made to look like anything, so nothing but advice follows from it.
 */
#include <stdbool.h>
#include <stddef.h>

enum pns_manager {
	PNS_MANAGER_UNKNOWN,
	PNS_MANAGER_BUBBLEWRAP,
	PNS_MANAGER_KUBERNETES,
	PNS_MANAGER_PODMAN,
	PNS_MANAGER_DOCKER,
	PNS_MANAGER_NSPAWN,
	PNS_MANAGER_INCUS,	/* and LXD */
	PNS_MANAGER_LXC,
	PNS_MANAGER_OCI,	/* some runtime of the OCI: crun, runc */
};

/* By the files below the root directory @rootfd; no symbolic link is followed. */
enum pns_manager pns_manager_guess(int rootfd);

/*
 * By what is masked: @paths, @count of them, below the root of the procfs, as "/sys". PNS_MANAGER_OCI if they
 * are of those that the OCI runtimes mask and make read-only by default, else PNS_MANAGER_UNKNOWN.
 */
enum pns_manager pns_manager_guess_by_masks(const char *const *paths, size_t count);

/*
 * Whether the option of @manager lifts masks on all of @paths, as above. The engines of the OCI take away what they
 * mask by default; what a hook has mounted, as that of NVIDIA below /driver, stays.
 */
bool pns_manager_lifts(enum pns_manager manager, const char *const *paths, size_t count);

/* "podman"; NULL for PNS_MANAGER_UNKNOWN. A string constant. */
const char *pns_manager_name(enum pns_manager manager);

/*
 * What to give to that manager so that it masks nothing, as one would type it; NULL where nothing is known.
 * A string constant. Sources: podman-run(1), docker run (--security-opt), the Kubernetes API (SecurityContext),
 * nesting.conf of LXC, the instance options of Incus and LXD, config.md of the OCI's runtime specification.
 */
const char *pns_manager_unmask_option(enum pns_manager manager);

#endif /* PNS_VISIBLE_CONTAINER_MANAGER_H */
