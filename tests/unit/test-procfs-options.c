// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include <errno.h>
#include <stdlib.h>
#include <sys/mount.h>

#include "base/kernel-abi.h"
#include "mount/procfs-options.h"
#include "tap.h"

static void test_hidepid(void)
{
	is_int(pns_hidepid_number("off"), 0, "hidepid: off");
	is_int(pns_hidepid_number("noaccess"), 1, "hidepid: noaccess");
	is_int(pns_hidepid_number("invisible"), 2, "hidepid: invisible");
	is_int(pns_hidepid_number("ptraceable"), 4, "hidepid: ptraceable");
	is_int(pns_hidepid_number("4"), 4, "hidepid: a number");
	is_int(pns_hidepid_number("3"), -EINVAL, "hidepid: 3 has no meaning");
	is_int(pns_hidepid_number("4294967298"), -EINVAL, "hidepid: is not cut off to 32 bits");
	is_int(pns_hidepid_number(""), -EINVAL, "hidepid: empty");
	is_str(pns_hidepid_word(2), "invisible", "hidepid: word");
	is_str(pns_hidepid_word(3), NULL, "hidepid: no word");
}

static void check_string(const struct pns_procfs_options *options, const char *first,
			 const char *expected)
{
	char *text = NULL;

	is_int(pns_procfs_options_string(options, first, &text), 0, "string: \"%s\"", expected);
	is_str(text, expected, "string: text");
	free(text);
}

static void test_list(void)
{
	struct pns_procfs_options options = { 0 };

	check_string(&options, NULL, "");
	check_string(&options, "pidns=3", "pidns=3");
	is_int(pns_procfs_options_add(&options, "hidepid", "invisible"), 0, "list: add a word");
	is_int(pns_procfs_options_add(&options, "gid", "7"), 0, "list: add a number");
	is_int(pns_procfs_options_add(&options, "flag", NULL), 0, "list: add a flag");
	check_string(&options, "pidns=3", "pidns=3,hidepid=2,gid=7,flag");
	is_int(pns_procfs_options_add(&options, "hidepid", "7"), 0, "list: what has no word is kept");
	is_str(pns_procfs_options_get(&options, "hidepid"), "7", "list: the last one wins");
	is_str(pns_procfs_options_get(&options, "flag"), "", "list: a flag");
	is_str(pns_procfs_options_get(&options, "subset"), NULL, "list: not there");
	pns_procfs_options_free(&options);
	is_int((int)options.count, 0, "list: empty when freed");
}

static void test_flags(void)
{
	const uint32_t all = PNS_MOUNT_ATTR_RDONLY | PNS_MOUNT_ATTR_NOSUID | PNS_MOUNT_ATTR_NODEV |
			     PNS_MOUNT_ATTR_NOEXEC | PNS_MOUNT_ATTR_NOATIME |
			     PNS_MOUNT_ATTR_NODIRATIME | PNS_MOUNT_ATTR_NOSYMFOLLOW;

	ok(pns_ms_to_attr(pns_attr_to_ms(all)) == all, "flags: there and back");
	ok(pns_attr_to_ms(PNS_MOUNT_ATTR_NOEXEC) == MS_NOEXEC, "flags: one of them");
	ok(pns_ms_to_attr(MS_REMOUNT | MS_RDONLY) == PNS_MOUNT_ATTR_RDONLY, "flags: others are left out");
}

int main(void)
{
	test_hidepid();
	test_list();
	test_flags();
	return done_testing();
}
