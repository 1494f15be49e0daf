/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_BASE_LIBMOUNT_DL_H
#define PNS_BASE_LIBMOUNT_DL_H
/*
 * libmount, loaded by the runs that use it. Only what Debian 12 has (2.38) is asked for.
 */
#include <libmount.h>

#include "base/dl.h"

#define PNS_LIBMOUNT_SYMBOLS(X) \
	X(mnt_new_table) \
	X(mnt_unref_table) \
	X(mnt_table_parse_stream) \
	X(mnt_table_next_fs) \
	X(mnt_new_iter) \
	X(mnt_free_iter) \
	X(mnt_reset_iter) \
	X(mnt_fs_get_id) \
	X(mnt_fs_get_parent_id) \
	X(mnt_fs_get_root) \
	X(mnt_fs_get_target) \
	X(mnt_fs_get_fstype) \
	X(mnt_fs_get_fs_options) \
	X(mnt_fs_get_vfs_options) \
	X(mnt_fs_get_propagation) \
	X(mnt_fs_get_devno) \
	X(mnt_split_optstr) \
	X(mnt_optstr_next_option) \
	X(mnt_optstr_get_flags) \
	X(mnt_optstr_get_option) \
	X(mnt_get_builtin_optmap)

struct pns_libmount {
	PNS_LIBMOUNT_SYMBOLS(PNS_DL_MEMBER)
};

/* As pns_dl_load(). */
static inline int pns_libmount_load(struct pns_libmount *lm)
{
	return pns_dl_load("libmount.so.1", PNS_LIBMOUNT_SYMBOLS, lm);
}

#endif /* PNS_BASE_LIBMOUNT_DL_H */
