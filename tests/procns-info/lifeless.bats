#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2154
#
# A procfs that nobody lives in, on top of the caller's own.

load ../helper

# As the last container of a shared /proc leaves it; what $1 does then
dead_proc='
	mount --make-rshared /
	unshare --pid --fork sh -c "mount -t proc proc /proc"
	eval "$1"'

# on_dead_proc SCRIPT: what it does where /proc is dead, in a mount namespace of its own
on_dead_proc() {
	run_tool unshare --mount --propagation private sh -c "$dead_proc" - "$1"
}

# bats file_tags=axis:root,axis:userns

@test "procns-info: a dead /proc on top of the caller's own is told, and the cure" {
	local what="procns-info: /proc: nothing lives in it, and it hides the procfs of the caller's own .*"
	local hint='hint: unmount it, as root: umount /proc; or .*: mount-procns --replace /proc .*'
	requires uninstrumented
	on_dead_proc 'procns-info >/dev/null; echo $?; procns-info --check; echo $?; mount-procns --check; echo $?'
	if pns_denied fsopen || pns_denied fsconfig; then
		# then there is no procfs to read the mount table from
		assert_stderr_line_matches 'procns-info: /proc: no process is seen in it: .*'
		assert_stderr_line_matches "$hint"
		return
	fi
	assert_equal "${lines[0]}" 0
	assert_equal "${lines[1]}" 1
	assert_stderr_line_matches "$what"
	assert_stderr_line_matches "$hint"
	on_dead_proc 'procns-info --explain'
	assert_line --regexp "^${what#procns-info: }"
	assert_line --regexp "^$hint"
}

@test "procns-info: a dead /proc is cured as the hint says" {
	on_dead_proc 'umount /proc; procns-info --check'
	assert_status 0
	assert_stderr_empty
	on_dead_proc 'mount-procns --replace /proc && procns-info --check && procns-info --explain /proc'
	if pns_has mount-beneath && ! pns_denied move_mount; then
		assert_status 0
		assert_line --index 0 --partial "the caller's own PID namespace"
		refute_line --regexp '^hint:'
	else
		assert_status 32
	fi
}

# bats file_tags=axis:root

@test "procns-info: a dead /proc, as far as an ordinary user can tell" {
	local command
	for command in 'procns-info' 'procns-info --explain' 'procns-info --check' 'procns-info /proc'; do
		on_dead_proc "setpriv --reuid 1000 --regid 1000 --clear-groups --inh-caps=-all $command >/dev/null"
		assert_stderr_line_matches 'procns-info: /proc: no process is seen in it: .*'
		assert_stderr_line_matches 'hint: .*umount /proc.*'
	done
}
