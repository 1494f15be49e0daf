#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2154
#
# gid=: groups by name and number, and those that are none where the procfs is made.

load ../helper

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/p
	mkdir "$dir"
}

# gid_of DIR: as the mount table has it
gid_of() {
	awk -v dir="$1" '$5 == dir { print $NF }' /proc/self/mountinfo | sed -n 's/.*\bgid=\([0-9]*\).*/\1/p'
}

# refused_for REASON ARGUMENT...: with all ways to say it, and nothing is changed
refused_for() {
	local reason=$1 group=$2 before args
	before=$(mount_table)
	for args in "--gid $group" "-o gid=$group" "-o hidepid=invisible,gid=$group" "--check --gid $group" \
		"--empty --gid $group" "--remount --gid $group" "--remount -o gid=$group"; do
		# shellcheck disable=SC2086
		run_tool mount-procns -J $args "$dir"
		assert_refused "$reason" 32
		assert_mount_table_is "$before"
	done
}

# bats file_tags=axis:root,axis:userns

@test "mount-procns: a group that does not exist is refused, and no mistake in the command line" {
	mount-procns "$dir"
	defer umount "$dir"
	refused_for no-such-group no-such-group
	assert_json '.refusal[0].object' no-such-group
	assert_json '.refusal[0].stage' search
	refute_line --partial --help
	run_tool mount-procns --gid no-such-group "$dir"
	assert_status 32
	assert_stderr_line_matches 'mount-procns: no-such-group: search failed: .*'
	[[ $stderr != *--help* ]] || fail 'no usage error'
	run_tool mount-procns --gid no-such-group -- true
	assert_status 125
	run_tool mount.procns none "$dir" -o gid=no-such-group
	assert_status 32
}

@test "mount-procns: a group that the user namespace does not map is refused" {
	# (gid_t) -1 is no group anywhere
	local group=4294967295 good=0
	! pns_has root || good=5
	pns_has root || group=5
	mount-procns "$dir"
	defer umount "$dir"
	refused_for group-not-mapped "$group"
	assert_json '.refusal[0].object' "gid=$group"
	assert_json '.refusal[0].hintid' map-group
	# the hint: a group that is mapped there
	run_tool mount-procns --remount --hidepid invisible --gid "$good" "$dir"
	assert_status 0
	[[ $good == 0 ]] || assert_equal "$(gid_of "$dir")" "$good"
	run_tool mount-procns --check -o "gid=$group,gid=$good" "$dir"
	assert_status 0
}

# bats file_tags=axis:root
@test "mount-procns: with --userns it is that user namespace which has to map the group" {
	local -A c
	start_holder c hold-pidns --userns --children 1
	run_tool mount-procns -J --userns --pidns "${c[init]}" --gid 5 --check
	assert_refused group-not-mapped 32
	run_tool mount-procns -J --userns --pidns "${c[init]}" --gid 0 --check
	if pns_denied open_tree; then assert_refused blocked-by-seccomp 32; else assert_status 0; fi
	# from outside any group has a number
	run_tool mount-procns --pidns "${c[init]}" --gid 5 "$dir"
	assert_status 0
	assert_equal "$(gid_of "$dir")" 5
	umount "$dir"
}

# bats file_tags=axis:root,axis:user
@test "mount-procns: a group that is not mapped, in the user namespace of unshare" {
	run_tool unshare --user --map-root-user --mount --pid --fork --mount-proc \
		mount-procns -J --remount --gid 5 /proc
	assert_refused group-not-mapped 32
	run_tool unshare --user --map-root-user --mount --pid --fork --mount-proc \
		sh -c 'mount-procns --remount --hidepid invisible --gid 0 /proc && tail -n 1 /proc/self/mountinfo'
	assert_status 0
	[[ $output == *hidepid=invisible* ]] || fail 'not remounted'
}
