/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_CHILD_COMMAND_H
#define PNS_CHILD_COMMAND_H
/*
 * Running the user's command: in place of the caller, or as a member of a PID namespace with the caller
 * as its guardian.
 */
#include <stdbool.h>

#include "base/diag.h"

/* Whether execvp(3) would find a program @name, with @search as PATH (NULL: none). It is not executed. */
bool pns_command_exists(const char *name, const char *search);

/*
 * Replace the caller by @argv (found by PATH). Returns only on failure: -errno, reason system-error,
 * call PNS_CALL_EXECVP.
 */
int pns_command_exec(char *const argv[], struct pns_diag *diag);

/*
 * Run @argv as a member of the PID namespace @pidns, or of the caller's own if that is PNS_NO_FD, and wait for it. It
 * dies with the caller, whatever kills that; a signal that somebody sends to the caller is passed on, and stopping
 * the command stops the caller.
 * Returns 0 and its status in *@status as of waitpid(2), or -errno with the reason in @diag:
 * not-a-descendant, no-privilege-over-owner, dead-namespace, system-error.
 */
int pns_command_join(char *const argv[], int pidns, int *status, struct pns_diag *diag);

/*
 * Let @fd outlive execve(2) under the number @wanted, or under the lowest free one if that is negative.
 * @fd is closed. Returns the number or -errno.
 */
int pns_command_pass_fd(int fd, int wanted);

#endif /* PNS_CHILD_COMMAND_H */
