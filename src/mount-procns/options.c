// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount-procns/options.h"

#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mount.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "base/libmount-dl.h"
#include "base/parse.h"
#include "common/cli.h"

/* One option of a list, in pieces that end where the strings end. */
struct item {
	char *text;	/* all of it */
	char *key;
	char *value;	/* without quotes; NULL: none */
};

static void free_item(struct item *item)
{
	free(item->text);
	free(item->key);
	free(item->value);
}

static int make_item(struct item *item, const char *name, size_t length, const char *value,
		     size_t value_length)
{
	const char *end = value ? value + value_length : name + length;

	item->text = strndup(name, (size_t)(end - name));
	item->key = strndup(name, length);
	/* libmount keeps the quotes that let a value have commas */
	if (value && value_length >= 2 && *value == '"' && value[value_length - 1] == '"') {
		value++;
		value_length -= 2;
	}
	item->value = value ? strndup(value, value_length) : NULL;
	return item->text && item->key && (!value || item->value) ? 0 : -ENOMEM;
}

static bool is_for_mount8(const struct pns_libmount *lm, const char *text)
{
	_cleanup_free_ char *user = NULL;

	return lm->mnt_split_optstr(text, &user, NULL, NULL, 0, 0) == 0 && user;
}

/* Flags of the mount that the option sets and clears, as of mount(2). */
static void find_flags(const struct pns_libmount *lm, const char *text, unsigned long *set,
		       unsigned long *clear)
{
	const struct libmnt_optmap *map = lm->mnt_get_builtin_optmap(MNT_LINUX_MAP);
	unsigned long all = ~0UL;

	*set = 0;
	lm->mnt_optstr_get_flags(text, set, map);
	lm->mnt_optstr_get_flags(text, &all, map);
	*clear = ~all;
}

/* Access times are kept in one of three ways: naming one puts the others off. */
static void apply_flags(struct pns_procfs_options *procfs, unsigned long set, unsigned long clear)
{
	uint32_t on = pns_ms_to_attr(set), off = pns_ms_to_attr(clear);

	if (set & (MS_NOATIME | MS_RELATIME | MS_STRICTATIME))
		off |= PNS_MOUNT_ATTR__ATIME & ~on;
	procfs->attr_set = (procfs->attr_set & ~off) | on;
	procfs->attr_clr = (procfs->attr_clr & ~on) | off;
}

static int refuse(const char *text, const char *why)
{
	message("%s: %s", text, why);
	return -EINVAL;
}

static int add_flag(struct mount_options *options, const char *text, unsigned long set,
		    unsigned long clear)
{
	const unsigned long known = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME |
				    MS_NODIRATIME | MS_RELATIME | MS_STRICTATIME | MS_SILENT |
				    MS_REMOUNT | pns_attr_to_ms(PNS_MOUNT_ATTR_NOSYMFOLLOW);

	if (set & ~known)
		return refuse(text, _("this mount option means nothing for a procfs"));
	if (set & MS_REMOUNT)
		options->remount = true;
	apply_flags(&options->procfs, set, clear);
	return 0;
}

bool mount_options_parse_mode(const char *text, mode_t *mode)
{
	*mode = 0755;
	if (!text || pns_parse_mode(text, mode) == 0)
		return true;
	message(_("invalid mode: '%s'"), text);
	return false;
}

/* What an fstab line may say to mount(8) and others: nothing that concerns the mount itself. */
static bool is_ignored(const char *key)
{
	static const char *const ignored[] = {
		"auto", "noauto", "user", "nouser", "users", "nousers", "owner", "noowner", "group",
		"nogroup", "_netdev", "nofail", "comment", "uhelper", "helper",
	};
	size_t i;

	for (i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		if (strcmp(ignored[i], key) == 0)
			return true;
	return strncasecmp(key, "x-", 2) == 0;
}

static int add_for_mount8(struct mount_options *options, const struct item *item)
{
	if (!is_ignored(item->key))
		return refuse(item->text, _("this mount option means nothing for a procfs"));
	if (strcmp(item->key, "X-mount.mkdir") != 0 && strcmp(item->key, "x-mount.mkdir") != 0)
		return 0;
	options->make = true;
	return mount_options_parse_mode(item->value, &options->mode) ? 0 : -EINVAL;
}

static int set_pidns(struct mount_options *options, const char *value)
{
	char *copy = value ? strdup(value) : NULL;

	if (!copy)
		return value ? -ENOMEM : refuse("pidns", _("this option needs a value"));
	free(options->pidns);
	options->pidns = copy;
	return 0;
}

int mount_options_add(struct mount_options *options, const char *key, const char *value)
{
	if (strcmp(key, "pidns") == 0)
		return set_pidns(options, value);
	return pns_procfs_options_add(&options->procfs, key, value);
}

/* getgrnam(3): one of these errors, or none at all, is what it says of a group that is not there */
static bool is_absent(int err)
{
	return err == 0 || err == ENOENT || err == ESRCH || err == EBADF || err == EPERM;
}

static int set_group(struct pns_procfs_options *procfs, size_t i, struct pns_diag *diag)
{
	const char *name = procfs->items[i].value;
	const struct group *group;
	char number[24];
	int err;

	errno = 0;
	group = getgrnam(name);
	err = errno;
	if (!group && is_absent(err))
		return pns_refuse(diag, PNS_REASON_NO_SUCH_GROUP, PNS_CALL_SEARCH, ENOENT, name);
	if (!group)
		return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_SEARCH, err, name);
	snprintf(number, sizeof(number), "%ju", (uintmax_t)group->gr_gid);
	if (pns_procfs_options_set(procfs, i, number) < 0)
		return pns_refuse(diag, PNS_REASON_SYSTEM_ERROR, PNS_CALL_CALLOC, ENOMEM, name);
	return 0;
}

int mount_options_find_groups(struct mount_options *options, struct pns_diag *diag)
{
	struct pns_procfs_options *procfs = &options->procfs;
	uint64_t ignored;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < procfs->count; i++) {
		const char *value = procfs->items[i].value;

		if (strcmp(procfs->items[i].key, "gid") == 0 && value && *value &&
		    pns_parse_u64(value, &ignored) < 0)
			rc = set_group(procfs, i, diag);
	}
	return rc;
}

static bool is_procfs_option(const char *key)
{
	return strcmp(key, "hidepid") == 0 || strcmp(key, "gid") == 0 ||
	       strcmp(key, "subset") == 0 || strcmp(key, "pidns") == 0;
}

static int add_item(struct mount_options *options, const struct pns_libmount *lm,
		    const struct item *item, bool sloppy)
{
	unsigned long set, clear;

	if (is_for_mount8(lm, item->text))
		return add_for_mount8(options, item);
	find_flags(lm, item->text, &set, &clear);
	if (set || clear)
		return add_flag(options, item->text, set, clear);
	if (strcmp(item->text, "defaults") == 0 || (sloppy && !is_procfs_option(item->key)))
		return 0;
	return mount_options_add(options, item->key, item->value);
}

int mount_options_add_list(struct mount_options *options, const char *list, bool sloppy)
{
	_cleanup_free_ char *copy = strdup(list);
	size_t length, value_length;
	const struct pns_libmount *lm = NULL;
	char *at = copy, *name, *value;
	int rc = pns_caller_libmount(options->caller, &lm);

	if (rc < 0)
		return refuse("libmount.so.1", _("cannot load this library: is it installed?"));
	if (!copy)
		return -ENOMEM;
	while (rc == 0) {
		struct item item = { NULL, NULL, NULL };

		rc = lm->mnt_optstr_next_option(&at, &name, &length, &value, &value_length);
		if (rc == 1)
			return 0;
		if (rc < 0)
			return refuse(list, _("this is no list of mount options"));
		rc = make_item(&item, name, length, value, value_length);
		if (rc == 0)
			rc = add_item(options, lm, &item, sloppy);
		free_item(&item);
	}
	return rc;
}

void mount_options_apply_defaults(struct mount_options *options, uint32_t defaults)
{
	options->procfs.attr_set |= defaults & ~options->procfs.attr_clr;
}

void mount_options_free(struct mount_options *options)
{
	pns_procfs_options_free(&options->procfs);
	free(options->pidns);
}
