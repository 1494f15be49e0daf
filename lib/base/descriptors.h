/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_BASE_DESCRIPTORS_H
#define PNS_BASE_DESCRIPTORS_H
/*
 * The descriptors of this process: 0, 1 and 2 that the caller has closed, so that what is opened next is not taken for
 * standard input or output, and how many there may be.
 */
#include <stdbool.h>
#include <stdint.h>

/*
 * Put something in the place of those that are closed. Reading and writing fail with EBADF still, and an
 * execve(2) closes them again. To be called before anything is opened.
 */
void pns_fill_standard_fds(void);

/* Whether @fd is open and was when the program began: all that the tools open is close-on-exec. */
bool pns_is_inherited(int fd);

/*
 * Let the caller have as many descriptors open as its hard limit allows. Returns the limit before, or 0 if it
 * is not known, for pns_lower_descriptor_limit(): a program that is run in its place shall have the same.
 */
uint64_t pns_raise_descriptor_limit(void);
void pns_lower_descriptor_limit(uint64_t before);

/* How many descriptors the caller may have open now; 0: not known. */
uint64_t pns_descriptor_limit(void);

#endif /* PNS_BASE_DESCRIPTORS_H */
