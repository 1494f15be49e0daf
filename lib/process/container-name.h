/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCESS_CONTAINER_NAME_H
#define PNS_PROCESS_CONTAINER_NAME_H
/*
 * What the path of a cgroup says of the container that it was made for, by the names that container managers give to
 * cgroups. An inference: whoever may make cgroups may call them so too. No manager is asked, no file is read.
 */
#include <stdbool.h>
#include <stddef.h>

struct pns_container {
	char name[256];		/* what the manager calls it: a name, or an ID in full */
	size_t shown;		/* so many bytes of it are what the manager shows: 12 of an ID of 64 digits */
	size_t project;		/* in there, the name behind "PROJECT_" of LXD and incus; 0: there is none */
	bool is_id;		/* the beginning of it is enough to name it */
};

/*
 * Find out which container a cgroup with @path is of: the innermost one, if there are several around each other.
 * "/.." at the beginning, which leads out of the caller's cgroup namespace, says nothing. Returns false if no name in
 * the path says anything; *@container is written on success only.
 */
bool pns_container_of_cgroup(const char *path, struct pns_container *container);

/* How well something names a container; more is better. */
enum pns_container_match {
	PNS_CONTAINER_IS_OTHER,
	PNS_CONTAINER_MAY_BE,	/* the beginning of an ID, or a name without the incus project: may fit several */
	PNS_CONTAINER_IS_NAMED,	/* the whole of its name or ID */
};

enum pns_container_match pns_container_match(const struct pns_container *container, const char *wanted);

#endif /* PNS_PROCESS_CONTAINER_NAME_H */
