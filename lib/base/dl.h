/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_BASE_DL_H
#define PNS_BASE_DL_H
/*
 * Shared libraries that are loaded on first use: linking with one costs each start of a program more than a mount
 * does. What is used of one is a list, SYMBOLS(X): X(function) X(function)...
 */
#include <stddef.h>

/* A function as a member of the struct that stands for the library. */
#define PNS_DL_MEMBER(function) __typeof__(&(function)) function;

#define PNS_DL_NAME(function, ...) #function,

/*
 * Load @soname and fill @library, a pointer to a struct of the members of @SYMBOLS and no others; written on success
 * only. The library stays loaded. Returns 0, -ELIBACC if the library or one of the functions is not there, or -EMFILE
 * or -ENFILE if there was no descriptor to load it by.
 */
#define pns_dl_load(soname, SYMBOLS, library) \
	({ \
		static const char *const names_[] = { SYMBOLS(PNS_DL_NAME) }; \
		_Static_assert(sizeof(*(library)) == sizeof(names_), "one function pointer a name"); \
		pns_dl_load_names(soname, names_, sizeof(names_) / sizeof(names_[0]), library); \
	})

/* The same for @count functions, by their names: @functions are as many pointers in that order. */
int pns_dl_load_names(const char *soname, const char *const *names, size_t count, void *functions);

#endif /* PNS_BASE_DL_H */
