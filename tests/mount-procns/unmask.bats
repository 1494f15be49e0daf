#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2154
#
# What the hints for "masked" say, followed word by word, lets a procfs be mounted.

load ../helper

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/p
	mkdir "$dir"
}

# A container with masks that it cannot take off, as an engine makes it
masked_container='
	mount -t tmpfs none /proc/fs
	exec unshare --user --map-root-user --mount --propagation private --pid --fork --kill-child \
		sh -c "echo started=yes; read -r _"'

# unshare --fork does not listen to SIGTERM
end_container() {
	echo >"$2.in"
	wait "$1"
	: >"$2.ended"
}

# Sets $init and $inside; a procfs is refused in there, with a hint that has the command $1
start_container() {
	local -A c
	start_holder c unshare --mount --propagation private sh -euc "$masked_container"
	defer end_container "${c[holder]}" "${c[base]}"
	init=$(pgrep --newest --parent "${c[holder]}")
	inside=(nsenter --target "$init" --user --pid --mount --preserve-credentials)
	run_tool "${inside[@]}" mount-procns -J --check
	assert_refused masked 32
	assert_json ".refusal[0].hint | contains(\"$1\")" true
}

# bats file_tags=axis:root,axis:userns

@test "mount-procns: masked: a procfs over it from outside" {
	local init inside
	start_container 'mount-procns --target PID /proc'
	if pns_denied move_mount; then
		run_tool mount-procns -J --target "$init" /proc
		assert_refused blocked-by-seccomp 32
		return
	fi
	run_tool mount-procns --target "$init" /proc
	assert_status 0
	run_tool "${inside[@]}" mount-procns --check
	assert_status 0
}

@test "mount-procns: masked: a mask that is locked is not replaced" {
	local init inside
	start_container 'mount-procns --target PID /proc'
	run_tool mount-procns -J --target "$init" --replace /proc
	if pns_denied move_mount; then
		assert_refused blocked-by-seccomp 32
	elif pns_has subset-exempt; then
		# 7.3 lets go of the whole stack
		assert_status 0
		run_tool "${inside[@]}" mount-procns --check
		assert_status 0
	else
		assert_refused cannot-replace 32
	fi
}

@test "mount-procns: masked: no mask is left where a second procfs is mounted, or the culprit unmounted" {
	in_userns 'mount -t tmpfs none /proc/fs' 'mount-procns -J --check'
	assert_refused masked 32
	in_userns 'mount -t tmpfs none /proc/fs; mount-procns --mkdir "$BATS_TEST_TMPDIR/q"' 'mount-procns --check'
	assert_status 0
	in_userns 'mount -t tmpfs none /proc/fs; umount /proc/fs' 'mount-procns --check'
	assert_status 0
}

# explain_masked SCRIPT: --explain where something is mounted on /proc/fs and SCRIPT was run
explain_masked() {
	run_tool unshare --mount --propagation private sh -euc '
		mount -t tmpfs none /proc/fs; eval "$1"; procns-info --explain' - "$1"
	assert_status 0
}

@test "procns-info: --explain ends with what lets a procfs be mounted" {
	explain_masked ''
	assert_line --regexp '^hint: .*mount-procns --target PID /proc'
	refute_line --regexp '^hint: .*--subset'
	explain_masked 'mount-procns --mkdir "$BATS_TEST_TMPDIR/q"'
	refute_line --regexp '^hint:'
}

# bats file_tags=axis:root

@test "mount-procns: masked: an empty procfs beside it from outside" {
	local init inside
	start_container 'mount-procns --target PID /proc'
	run_tool mount-procns -J --empty --namespace "$init" "$dir"
	if pns_denied move_mount; then
		assert_refused blocked-by-seccomp 32
		return
	fi
	assert_status 0
	run_tool "${inside[@]}" mount-procns --check
	assert_status 0
}
