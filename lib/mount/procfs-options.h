/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_MOUNT_PROCFS_OPTIONS_H
#define PNS_MOUNT_PROCFS_OPTIONS_H
/*
 * What a procfs is mounted with: the options of the superblock, in the order given, and the
 * per-mount attributes. The kernel judges the options; this module knows the words of
 * hidepid= and how options look to each of the kernel's interfaces.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pns_option {
	char *key;
	char *value;		/* NULL: a flag without a value */
};

struct pns_procfs_options {
	char *source;		/* what mount tables show as source; NULL: "proc" */
	struct pns_option *items;
	size_t count;
	uint32_t attr_set;	/* PNS_MOUNT_ATTR_* */
	uint32_t attr_clr;	/* those that were taken off by name */
};

/* Free what the structure holds, not the structure. */
void pns_procfs_options_free(struct pns_procfs_options *options);

/*
 * Add an option behind the others; the last one of a key wins, as in the kernel.
 * Key and value are copied. hidepid takes words and numbers: words became known to the kernel
 * in 5.8 only, so the number is stored; one that has none is stored as it is,
 * for the kernel to refuse. Returns 0, or -ENOMEM.
 */
int pns_procfs_options_add(struct pns_procfs_options *options, const char *key,
			   const char *value);

/* Give option @i another value, which is copied. Returns 0, or -ENOMEM. */
int pns_procfs_options_set(struct pns_procfs_options *options, size_t i, const char *value);

/* The value of the last option @key; "" for a flag, NULL if it is not there. */
const char *pns_procfs_options_get(const struct pns_procfs_options *options, const char *key);

/*
 * The options as mount(2) takes them: "key=value,key". @first, if not NULL, is put in front.
 * Returns 0 and a string (caller frees), or -ENOMEM.
 */
int pns_procfs_options_string(const struct pns_procfs_options *options, const char *first,
			      char **text);

/* The word of a hidepid number (0, 1, 2, 4), NULL for others; a string constant. */
const char *pns_hidepid_word(unsigned int number);

/* The number of a hidepid word or number, or -EINVAL. */
int pns_hidepid_number(const char *text);

/* The MS_* flags of mount(2) for a set of attributes. */
unsigned long pns_attr_to_ms(uint32_t attributes);

/* The attributes for MS_* flags of mount(2); those that are none are left out. */
uint32_t pns_ms_to_attr(unsigned long flags);

#endif /* PNS_MOUNT_PROCFS_OPTIONS_H */
