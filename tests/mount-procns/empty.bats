#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2030,SC2031,SC2154
#
# --empty: the procfs of a new PID namespace that nobody is in.

load ../helper

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/proc
	mkdir "$dir"
}

assert_empty_procfs() {
	assert_equal "$(proc_pids "$dir")" ""
	assert_equal "$(stat --file-system --format %t "$dir")" 9fa0
	refute [ -L "$dir/self" -a -e "$dir/self/stat" ]
	assert [ -e "$dir/uptime" ]
}

# A namespace is among those that /proc/PID/ns/pid of any process shows
lives_on() {
	local link
	for link in /proc/[0-9]*/ns/pid /proc/[0-9]*/ns/pid_for_children; do
		[[ $(readlink "$link") != "pid:[$1]" ]] || return 0
	done
	return 1
}

mounts_empty() {
	run_tool "$@" -J -O PIDNS,PROCS,INIT,MATCH "$dir"
	assert_status 0
	assert_stderr_empty
	assert_empty_procfs
	assert_json '.procfs[0].procs' 0
	assert_json '.procfs[0].init' null
	# nothing keeps running
	poll_until 3 pns_no_new_process
	ns=$(json '.procfs[0].pidns')
	refute lives_on "$ns"
	umount "$dir"
	assert_nothing_mounted
}

# bats file_tags=axis:root,axis:userns

@test "mount-procns: --empty" {
	mounts_empty mount-procns --empty
	# with pidns= the namespace has a descriptor, so its number is known; on a dead one it is not
	if pns_has kernel-pidns-opt && pns_has unborn-nsfd; then
		assert [ "$ns" -gt 0 ]
		assert_json '.procfs[0].match' false
	else
		assert_equal "$ns" null
	fi
}

@test "mount-procns: --empty [--via fsconfig]" {
	if ! pns_has kernel-pidns-opt || ! pns_has unborn-nsfd; then
		run_tool mount-procns -J --empty --via fsconfig "$dir"
		assert_refused kernel-without-pidns 32
		assert_nothing_mounted
		return
	fi
	if ! pns_can_via fsconfig; then
		assert_blocked mount-procns -J --empty --via fsconfig "$dir"
		return
	fi
	mounts_empty mount-procns --empty --via fsconfig
}

@test "mount-procns: --empty [--via mount]" {
	if ! pns_has kernel-pidns-opt || ! pns_has unborn-nsfd; then
		run_tool mount-procns -J --empty --via mount "$dir"
		assert_refused kernel-without-pidns 32
		assert_nothing_mounted
		return
	fi
	mounts_empty mount-procns --empty --via mount
}

@test "mount-procns: --empty [--via helper]" {
	mounts_empty mount-procns --empty --via helper
	assert_equal "$ns" null
}

@test "mount-procns: --empty [fsopen denied]" {
	requires cmd:deny
	mounts_empty deny fsopen -- mount-procns --empty
	mounts_empty deny -e EPERM fsopen -- mount-procns --empty
}

@test "mount-procns: --empty with options" {
	run_tool mount-procns --empty --hidepid=ptraceable --subset pid "$dir"
	assert_status 0
	assert_equal "$(proc_pids "$dir")" ""
	run_tool grep " $dir " /proc/self/mountinfo
	assert_output --partial 'proc rw,hidepid=ptraceable,subset=pid'
	umount "$dir"
}

@test "mount-procns: --empty goes with no other namespace" {
	run_tool mount-procns --empty --pidns 1 "$dir"
	assert_status 1
	run_tool mount-procns --empty --join -- true
	assert_status 125
	run_tool mount-procns --empty -o pidns=1 "$dir"
	assert_status 1
	run_tool mount-procns --empty --userns "$dir"
	assert_status 1
	assert_nothing_mounted
}
