#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2154
#
# --explain begins with whose PIDs are in a procfs.

load ../helper

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/p
	mkdir "$dir"
}

# explains PLACE REGEX PATH [COMMAND...]: by COMMAND, the first line of --explain
explains() {
	run_tool "${@:3}" procns-info --explain "$2"
	assert_status 0
	assert_line --index 0 --regexp "^$2: shows $1"
}

# bats file_tags=axis:root,axis:user,axis:userns

@test "procns-info: --explain begins with the caller's own PID namespace" {
	explains "the caller's own PID namespace: the PIDs in it are those that the caller uses" /proc
	assert_line --index 1 --regexp "^/proc: that is PID namespace $(ns_inode /proc/self/ns/pid) "
}

@test "procns-info: --explain begins with the procfs of an outer container" {
	local userns=()
	pns_has user && userns=(--user --map-root-user)
	explains "a PID namespace 1 level above the caller's own: the PIDs in it are not the caller's" /proc \
		unshare "${userns[@]}" --pid --fork
}

# bats file_tags=axis:root,axis:userns

@test "procns-info: --explain begins with a PID namespace below, and with one beside" {
	local -A a b
	start_holder a hold-pidns --depth 2
	start_holder b hold-pidns
	mkdir "$dir/a" "$dir/b"
	mount-procns --pidns "${a[init2]}" "$dir/a"
	defer umount "$dir/a"
	mount-procns --pidns "${b[init]}" "$dir/b"
	defer umount "$dir/b"
	explains "a PID namespace 2 levels below the caller's own: the PIDs in it are not the caller's" "$dir/a"
	explains "a PID namespace that is neither the caller's own, nor above it" "$dir/b" \
		nsenter --target "${a[init]}" --pid
}
