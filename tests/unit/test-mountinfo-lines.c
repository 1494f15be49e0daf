// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount/mountinfo-lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

#define LINE(id, parent, point, type) id " " parent " 0:1 / " point " rw,nosuid shared:1 - " type " none rw\n"

static void is_kept(const char *text, const char *expected, const char *name)
{
	char *copy = strdup(text);
	size_t length = pns_mountinfo_keep_procfs(copy, strlen(text));

	copy[length] = '\0';
	is_str(copy, expected, "%s", name);
	free(copy);
}

static void keeps(const char *text, const char *name)
{
	is_kept(text, text, name);
}

/* What the kernel does not write, and the last one without its newline. */
static void test_odd_lines(void)
{
	keeps("", "lines: none are none");
	keeps("\n", "lines: an empty one is kept, as it is not understood");
	keeps("no table\n1 2 3 4", "lines: what is no line of a table is kept");
	keeps("1 2 0:1 / /a rw - ", "lines: one that ends before its type is kept");
	is_kept(LINE("1", "0", "/a", "ext4") "2 1 0:1 / /b rw - tmpfs", "", "lines: the last one needs no newline");
	keeps("2 1 0:1 / /b rw - proc x", "lines: a procfs in the last one is one");
	is_kept(LINE("1", "0", "/proc", "procfs") LINE("2", "0", "/proc", "fuse.proc"), "",
		"lines: the whole type is compared");
	is_kept("1 0 0:1 /\\040-\\040proc /a rw - ext4 proc rw\n", "", "lines: \"proc\" elsewhere is no type");
}

static void test_paths(void)
{
	keeps(LINE("1", "0", "/", "ext4") LINE("2", "1", "/a", "tmpfs") LINE("3", "2", "/a/b/proc", "proc"),
	      "lines: mounts on the way to a procfs are kept");
	is_kept(LINE("1", "0", "/", "ext4") LINE("2", "1", "/a", "tmpfs") LINE("3", "1", "/ab", "tmpfs")
		LINE("4", "1", "/proc", "proc") LINE("5", "1", "/procedure", "tmpfs"),
		LINE("1", "0", "/", "ext4") LINE("4", "1", "/proc", "proc"),
		"lines: the beginning of a name is no directory on the way");
	keeps(LINE("2", "1", "/proc", "proc") LINE("3", "2", "/proc/sys", "proc") LINE("4", "2", "/proc/a/b", "tmpfs"),
	      "lines: mounts inside of a procfs are kept");
	keeps(LINE("2", "1", "/proc", "proc") LINE("3", "2", "/proc", "tmpfs"), "lines: one on its root is kept");
	keeps(LINE("3", "2", "/a/b", "tmpfs") LINE("2", "1", "/a/b/c", "proc"),
	      "lines: one over the way is kept, wherever it stands");
	keeps(LINE("1", "0", "/", "proc") LINE("2", "1", "/a", "tmpfs"),
	      "lines: in a procfs as the root all is inside");
	keeps(LINE("1", "0", "/a\\040b", "tmpfs") LINE("2", "1", "/a\\040b/c", "proc"),
	      "lines: escaped names are compared as they stand");
	keeps(LINE("1", "0", "/a//deleted", "tmpfs") LINE("2", "1", "/a/c", "proc"),
	      "lines: one whose directory was removed is kept");
}

static void test_no_procfs(void)
{
	is_kept(LINE("1", "0", "/", "ext4") LINE("2", "1", "/a", "tmpfs"), "", "lines: without a procfs none is kept");
}

int main(void)
{
	test_odd_lines();
	test_paths();
	test_no_procfs();
	return done_testing();
}
