#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# procns-info --tree --all: PID namespaces that no procfs shows. Outside of the initial PID namespace, where these tests
# are, the kernel names only the caller's own; tests/unit/test-pidns-all is about the others.

load ../helper

setup() {
	pns_setup
	alone=(unshare --pid --fork)
	[[ $EUID -eq 0 ]] || alone=(unshare --user --map-root-user --pid --fork)
}

# tree_of_lone ARGUMENT...: what the tool says where /proc is that of the PID namespace above; sets $own
tree_of_lone() {
	run_tool "${alone[@]}" bash -c 'readlink /proc/self/ns/pid >"$0"; "$@"' "$BATS_TEST_TMPDIR/own" "$@" \
		-J -o TARGET,PIDNS,LEVEL,INIT
	own=$(tr -cd 0-9 <"$BATS_TEST_TMPDIR/own")
}

# rows_of PIDNS: the rows of this PID namespace
rows_of() {
	echo "[.. | objects | select(.pidns? == $1) | \"\\(.target) \\(.level) \\(.init)\"] | join(\",\")"
}

# bats file_tags=axis:root,axis:user,axis:userns

@test "procns-info: --tree --all shows the caller's PID namespace that no procfs shows, if the kernel names it" {
	requires userns
	tree_of_lone procns-info --tree --all
	assert_status 0
	assert_stderr_empty
	if pns_has listns; then
		assert_json "$(rows_of "$own")" "pid:[$own] 0 1"
	else
		assert_json "$(rows_of "$own")" ''
	fi
}

@test "procns-info: --tree of one mount namespace or one PID namespace is about mounts" {
	requires userns
	tree_of_lone procns-info --tree
	assert_status 0
	assert_json "$(rows_of "$own")" ''
	tree_of_lone procns-info --tree --target 1
	assert_json "$(rows_of "$own")" ''
	tree_of_lone procns-info --tree --all --pidns self
	assert_status 1
	assert_json '.procfs | length' 0
	tree_of_lone procns-info --all
	assert_json "$(rows_of "$own")" ''
}

@test "procns-info: --tree --all without listns(2) shows what it showed before" {
	requires cmd:deny userns
	local errno
	for errno in ENOSYS EPERM EINVAL ENOENT; do
		tree_of_lone deny -e "$errno" 470 -- procns-info --tree --all
		assert_status 0
		assert_stderr_empty
		assert_json "$(rows_of "$own")" ''
	done
	# named, and not opened
	tree_of_lone deny -e EPERM open_by_handle_at -- procns-info --tree --all
	assert_status 0
	assert_stderr_empty
	assert_json "$(rows_of "$own")" ''
}

@test "procns-info: --tree --all shows a PID namespace once" {
	local own
	own=$(ns_inode /proc/self/ns/pid)
	run_tool procns-info --tree --all -J -o TARGET,PIDNS,LEVEL,INIT
	assert_json "[.. | objects | select(.target? == \"pid:[$own]\")] | length" 1
}

@test "procns-info: --tree --all leaves out what only a descriptor or a mount holds where the kernel does not name it" {
	local -A d e
	local how=(dead)
	[[ $EUID -eq 0 ]] || how+=(--userns)
	start_holder d hold-nsfd "${how[@]}"
	run_tool procns-info --tree --all -J -o TARGET,PIDNS,LEVEL,INIT
	assert_json "$(rows_of "${d[ns]}")" ''
	pns_has root || return 0
	: >"$BATS_TEST_TMPDIR/pidns"
	mount --bind "/proc/${d[pid]}/fd/${d[fd]}" "$BATS_TEST_TMPDIR/pidns"
	defer umount "$BATS_TEST_TMPDIR/pidns"
	start_holder e hold-pidns
	run_tool procns-info --tree --all -J -o TARGET,PIDNS,LEVEL,INIT
	assert_status 0
	assert_json "$(rows_of "${d[ns]}")" ''
	assert_json "$(rows_of "${e[ns]}")" ''
}
