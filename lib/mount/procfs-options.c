// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount/procfs-options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "base/parse.h"

#ifndef MS_NOSYMFOLLOW
# define MS_NOSYMFOLLOW 256	/* 5.10 */
#endif

/* fs/proc/root.c, proc_param_hidepid */
static const struct hidepid_mode {
	unsigned int number;
	const char *word;
} hidepid_modes[] = {
	{ 0, "off" },
	{ 1, "noaccess" },
	{ 2, "invisible" },
	{ 4, "ptraceable" },
};

#define N_HIDEPID_MODES (sizeof(hidepid_modes) / sizeof(hidepid_modes[0]))

const char *pns_hidepid_word(unsigned int number)
{
	size_t i;

	for (i = 0; i < N_HIDEPID_MODES; i++)
		if (hidepid_modes[i].number == number)
			return hidepid_modes[i].word;
	return NULL;
}

int pns_hidepid_number(const char *text)
{
	uint64_t number;
	size_t i;

	for (i = 0; i < N_HIDEPID_MODES; i++)
		if (strcmp(hidepid_modes[i].word, text) == 0)
			return (int)hidepid_modes[i].number;
	if (pns_parse_u64(text, &number) < 0 || number > 4 ||
	    !pns_hidepid_word((unsigned int)number))
		return -EINVAL;
	return (int)number;
}

void pns_procfs_options_free(struct pns_procfs_options *options)
{
	size_t i;

	for (i = 0; i < options->count; i++) {
		free(options->items[i].key);
		free(options->items[i].value);
	}
	free(options->items);
	free(options->source);
	*options = (struct pns_procfs_options){ 0 };
}

int pns_procfs_options_add(struct pns_procfs_options *options, const char *key,
			   const char *value)
{
	_cleanup_free_ char *key_copy = strdup(key);
	_cleanup_free_ char *value_copy = NULL;
	struct pns_option *items;
	char number[16];
	int hidepid;

	hidepid = value && strcmp(key, "hidepid") == 0 ? pns_hidepid_number(value) : -EINVAL;
	if (hidepid >= 0)
		snprintf(number, sizeof(number), "%d", hidepid);
	if (value)
		value_copy = strdup(hidepid >= 0 ? number : value);
	items = realloc(options->items, (options->count + 1) * sizeof(*items));
	if (items)
		options->items = items;
	if (!items || !key_copy || (value && !value_copy))
		return -ENOMEM;
	items[options->count++] = (struct pns_option){
		.key = pns_steal_ptr(key_copy),
		.value = pns_steal_ptr(value_copy),
	};
	return 0;
}

int pns_procfs_options_set(struct pns_procfs_options *options, size_t i, const char *value)
{
	char *copy = strdup(value);

	if (!copy)
		return -ENOMEM;
	free(options->items[i].value);
	options->items[i].value = copy;
	return 0;
}

const char *pns_procfs_options_get(const struct pns_procfs_options *options, const char *key)
{
	size_t i;

	for (i = options->count; i > 0; i--)
		if (strcmp(options->items[i - 1].key, key) == 0)
			return options->items[i - 1].value ? options->items[i - 1].value : "";
	return NULL;
}

int pns_procfs_options_string(const struct pns_procfs_options *options, const char *first,
			      char **text)
{
	_cleanup_free_ char *buffer = NULL;
	size_t size = 0, i;
	FILE *stream = open_memstream(&buffer, &size);

	if (!stream)
		return -ENOMEM;
	if (first)
		fputs(first, stream);
	for (i = 0; i < options->count; i++) {
		const struct pns_option *option = &options->items[i];

		fprintf(stream, "%s%s%s%s", i || first ? "," : "", option->key,
			option->value ? "=" : "", option->value ? option->value : "");
	}
	if (fclose(stream) != 0)
		return -ENOMEM;
	*text = pns_steal_ptr(buffer);
	return 0;
}

static const struct flag_pair {
	uint32_t attribute;
	unsigned long ms;
} flag_pairs[] = {
	{ PNS_MOUNT_ATTR_RDONLY, MS_RDONLY },
	{ PNS_MOUNT_ATTR_NOSUID, MS_NOSUID },
	{ PNS_MOUNT_ATTR_NODEV, MS_NODEV },
	{ PNS_MOUNT_ATTR_NOEXEC, MS_NOEXEC },
	{ PNS_MOUNT_ATTR_NOATIME, MS_NOATIME },
	{ PNS_MOUNT_ATTR_STRICTATIME, MS_STRICTATIME },
	{ PNS_MOUNT_ATTR_NODIRATIME, MS_NODIRATIME },
	{ PNS_MOUNT_ATTR_NOSYMFOLLOW, MS_NOSYMFOLLOW },
};

#define N_FLAG_PAIRS (sizeof(flag_pairs) / sizeof(flag_pairs[0]))

unsigned long pns_attr_to_ms(uint32_t attributes)
{
	unsigned long flags = 0;
	size_t i;

	for (i = 0; i < N_FLAG_PAIRS; i++)
		if (attributes & flag_pairs[i].attribute)
			flags |= flag_pairs[i].ms;
	return flags;
}

uint32_t pns_ms_to_attr(unsigned long flags)
{
	uint32_t attributes = 0;
	size_t i;

	for (i = 0; i < N_FLAG_PAIRS; i++)
		if (flags & flag_pairs[i].ms)
			attributes |= flag_pairs[i].attribute;
	return attributes;
}
