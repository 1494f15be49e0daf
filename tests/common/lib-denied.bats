#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# The unit tests of modules with a fallback, again with the better system call denied.

load ../helper

# bats file_tags=axis:root,axis:user,axis:userns

unit_test_without() {
	: "${abs_top_builddir:?}"
	local errno=$1
	shift
	run_tool deny -e "$errno" "$1" -- "$abs_top_builddir/tests/unit/$2"
	assert_status 0
	refute_line --regexp '^not ok'
	assert_line --regexp '^1\.\.[0-9]+$'
}

@test "lib/path: walks without openat2 [ENOSYS]" {
	requires cmd:deny
	unit_test_without ENOSYS openat2 test-path
}

@test "lib/path: walks without openat2 [EPERM]" {
	requires cmd:deny
	unit_test_without EPERM openat2 test-path
}

@test "lib/child: closes descriptors without close_range" {
	requires cmd:deny
	unit_test_without ENOSYS close_range test-child
}
