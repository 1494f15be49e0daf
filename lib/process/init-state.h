/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PROCESS_INIT_STATE_H
#define PNS_PROCESS_INIT_STATE_H
/*
 * Whether the init of a PID namespace still is one. From when the last of its threads begins to exit, no process
 * can be born there any more; its number stays until it is collected, which may be never.
 */
#include <stddef.h>
#include <sys/types.h>

enum pns_init_state {
	PNS_INIT_UNKNOWN,
	PNS_INIT_NONE,		/* no such process */
	PNS_INIT_LIVE,
	PNS_INIT_DEAD,		/* exiting, a zombie, or gone while it was looked at */
};

/*
 * That of process @pid of the procfs @root, which needs no privilege but what hidepid= asks for, and its command name
 * in @size bytes of @command, empty where it is unknown; @command may be NULL. Returns an enum pns_init_state,
 * or -errno for want of descriptors or memory.
 */
int pns_init_state(int root, pid_t pid, char *command, size_t size);

#endif /* PNS_PROCESS_INIT_STATE_H */
