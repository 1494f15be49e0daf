#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2154
#
# Standard input and output that the caller has closed: nothing else is taken for them, and only what was to be
# read or written and could not is an error.

load ../helper

# bats file_tags=axis:root,axis:user,axis:userns

# closed REDIRECTIONS TOOL [ARGUMENT...]
closed() {
	local redirections=$1
	shift
	run_tool bash -c "\"\$@\" $redirections" - "$@"
}

@test "closed output: to print nothing is no error" {
	closed '>&-' procns-info --check /proc
	assert_status 0
	assert_stderr_empty
	# the supervisor of tests/ci/seccomp needs standard error
	! pns_can_deny_fork || {
		closed '>&- <&- 2>&-' procns-info --check /proc
		assert_status 0
	}
	closed '>&-' mount-procns --fake /
	assert_status 0
	assert_stderr_empty
	closed '>&-' pidns-translate --missing drop --to self 4194305
	assert_stderr_empty
}

@test "closed output: to print something is one" {
	local tool
	for tool in mount-procns procns-info pidns-translate; do
		closed '>&-' "$tool" --version
		assert_stderr_line_matches "$tool: write error: Bad file descriptor"
		assert_status 1
		closed '>&- <&-' "$tool" --help
		assert_stderr_line_matches "$tool: write error: Bad file descriptor"
		assert_status 1
		closed '>/dev/full' "$tool" --list-columns
		assert_stderr_line_matches "$tool: write error: No space left on device"
		assert_status 1
	done
}

@test "closed input: no file of the tool itself is read" {
	closed '<&-' pidns-translate --from self
	assert_status 1
	assert_stdout_empty
	assert_stderr_line_matches 'pidns-translate: standard input: Bad file descriptor'
	closed '<&-' pidns-translate --from self --field 1
	assert_stdout_empty
	assert_stderr_line_matches 'pidns-translate: standard input: Bad file descriptor'
}

@test "closed input: fd:0 is not open" {
	closed '<&-' pidns-translate -J --from fd:0 1
	assert_refused bad-descriptor 1
	closed '<&-' mount-procns -J --check --pidns fd:0
	assert_refused bad-descriptor 32
	closed '>&-' pidns-translate --from fd:1 1
	assert_status 1
	assert_stderr_line_matches 'pidns-translate: fd:1: .*not open.*'
	closed '2>&- <&-' procns-info --check --pidns fd:2
	assert_status 2
}

@test "a descriptor of the tool's own is not one that the user names" {
	local fd
	for fd in 3 4 5 6 7 8 9; do
		run_tool pidns-translate -J --init "fd:$fd"
		assert_status 1
		assert_json '.pids[0].error' bad-descriptor
		run_tool pidns-translate -J --from self --to "fd:$fd" 1
		assert_refused bad-descriptor 1
		run_tool mount-procns -J --check --pidns "fd:$fd"
		assert_refused bad-descriptor 32
		run_tool mount-procns -J --check --namespace "fd:$fd" /mnt
		assert_refused bad-descriptor 32
	done
}

@test "an inherited descriptor may be named more than once" {
	run_tool pidns-translate --init fd:5 fd:5 5</proc/self/ns/pid
	assert_status 0
	assert_equal "${#lines[@]}" 2
	answers 1 pidns-translate --from fd:5 --to fd:5 1 5</proc/self/ns/pid
}

# bats file_tags=axis:root,axis:userns

@test "closed output: the mount has the status of mount(8)" {
	local dir=$BATS_TEST_TMPDIR/m
	mkdir "$dir"
	closed '>&-' mount-procns "$dir"
	assert_status 0
	assert_stderr_empty
	umount "$dir"
	closed '>&- <&-' mount-procns --pidns /proc/self/ns/pid "$dir"
	assert_status 0
	umount "$dir"
	closed '>&-' mount-procns -O TARGET "$dir"
	assert_status 2
	assert_stderr_line_matches 'mount-procns: .*: Bad file descriptor'
	umount "$dir"
}
