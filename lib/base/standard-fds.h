/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_BASE_STANDARD_FDS_H
#define PNS_BASE_STANDARD_FDS_H
/*
 * Descriptors 0, 1 and 2 that the caller has closed: what is opened next must not be taken for standard input or
 * output.
 */
#include <stdbool.h>

/*
 * Put something in the place of those that are closed. Reading and writing fail with EBADF still, and an
 * execve(2) closes them again. To be called before anything is opened.
 */
void pns_fill_standard_fds(void);

/* Whether @fd is one of those: the caller did not open it. */
bool pns_is_filled(int fd);

#endif /* PNS_BASE_STANDARD_FDS_H */
