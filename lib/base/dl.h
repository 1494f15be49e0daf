/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_BASE_DL_H
#define PNS_BASE_DL_H
/*
 * A shared library that is loaded on first use, as an array of its functions.
 */
#include <stddef.h>

/*
 * Load @soname and look up @count functions. @functions: as many function pointers in
 * the order of @names; written on success only. The library stays loaded.
 * Returns 0, or -ELIBACC if the library or one of the functions is not there.
 */
int pns_dl_load(const char *soname, const char *const *names, size_t count, void *functions);

#endif /* PNS_BASE_DL_H */
