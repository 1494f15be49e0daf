#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# References that are right and probably not what was meant: told once, output and status stay.

load ../helper

# bats file_tags=axis:root,axis:user,axis:userns

# The PID of unshare(1), whose children are in a PID namespace of their own: $unshare, $inode
start_unshare() {
	local -A u
	local options=(--pid)
	[[ $EUID -eq 0 ]] || options=(--user --map-root-user --pid)
	start_holder u unshare "${options[@]}" --fork --kill-child sh -c 'echo ready; read _'
	# it waits for its child, whatever signal comes
	defer sh -c 'echo >"$1"' - "${u[base]}.in"
	unshare=${u[holder]}
	inode=$(ns_inode "/proc/$unshare/ns/pid_for_children")
}

# noted TOOL: that line and nothing else
noted() {
	assert_equal "$stderr" \
		"$1: $unshare: the children of this process are in pid:[$inode]; did you mean that PID namespace?"
}

@test "notes: the PID of unshare, pidns-translate" {
	start_unshare
	run_tool pidns-translate --from "$unshare" $$
	assert_status 0
	assert_output $$
	noted pidns-translate
	run_tool pidns-translate --to "$unshare" $$
	assert_status 0
	noted pidns-translate
	run_tool pidns-translate --from "$unshare" --to "$unshare" $$
	noted pidns-translate
	run_tool bash -c 'echo $$ | pidns-translate --to "$1" --field 1' - "$unshare"
	assert_status 0
	noted pidns-translate
	run_tool pidns-translate --list "$unshare"
	noted pidns-translate
	run_tool pidns-translate --init "$unshare"
	noted pidns-translate
	# followed as written
	run_tool pidns-translate --init "pid:[$inode]"
	assert_status 0
	assert_stderr_empty
}

@test "notes: the PID of unshare, procns-info and mount-procns --check" {
	start_unshare
	run_tool procns-info --pidns "$unshare" --check /proc
	assert_status 0
	noted procns-info
	run_tool mount-procns --fake --pidns "$unshare" /
	assert_status 0
	noted mount-procns
}

@test "notes: a PID namespace without a process yet, only if a reference reaches it" {
	local -A u
	local options=(--pid) unshare inode
	[[ $EUID -eq 0 ]] || options=(--user --map-root-user --pid)
	start_holder u unshare "${options[@]}" sh -c 'echo ready; read _'
	unshare=${u[holder]}
	run_tool mount-procns --fake --pidns "$unshare" /
	assert_status 0
	# the link opens since Linux 7.3
	if ! readlink "/proc/$unshare/ns/pid_for_children" >/dev/null; then
		assert_stderr_empty
		return
	fi
	inode=$(ns_inode "/proc/$unshare/ns/pid_for_children")
	noted mount-procns
	run_tool mount-procns --fake --pidns "pid:[$inode]" /
	assert_status 0
	assert_stderr_empty
}

@test "notes: --from and --to are the same PID namespace" {
	local inode
	inode=$(ns_inode /proc/self/ns/pid)
	run_tool pidns-translate --from $$ $$
	assert_status 0
	assert_output $$
	assert_equal "$stderr" "pidns-translate: $$ and self are the same PID namespace, pid:[$inode]"
	run_tool bash -c 'printf "%s\n" $$ $$ | pidns-translate --to /proc/self/ns/pid'
	assert_status 0
	assert_equal "$stderr" "pidns-translate: self and /proc/self/ns/pid are the same PID namespace, pid:[$inode]"
	run_tool pidns-translate --from $$ --to $$ $$
	assert_stderr_empty
	run_tool pidns-translate --list $$
	assert_status 0
	assert_stderr_empty
}

# bats file_tags=axis:root,axis:userns

@test "notes: the PID of unshare, mount-procns" {
	local dir=$BATS_TEST_TMPDIR/m
	mkdir "$dir"
	start_unshare
	run_tool mount-procns --pidns "$unshare" "$dir"
	assert_status 0
	noted mount-procns
	assert [ -e "$dir/$$" ]
	umount "$dir"
	run_tool mount-procns --pidns "pid:[$inode]" "$dir"
	assert_status 0
	assert_stderr_empty
	assert [ -e "$dir/1" ]
	assert [ ! -e "$dir/$$" ]
	umount "$dir"
	run_tool mount-procns --pidns "$unshare" -- true
	assert_status 0
	noted mount-procns
}
