#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# The kernel's visibility rule: what may be mounted in a user namespace hangs on the procfs that are
# visible there.

load ../helper

# bats file_tags=axis:root,axis:userns

@test "mount-procns: a clean /proc lets a procfs be mounted in a user namespace" {
	in_userns : 'mount-procns -J -O TARGET,FLAGS /mnt'
	assert_status 0
	in_userns : 'mount-procns --check'
	assert_status 0
}

@test "mount-procns: masked" {
	in_userns 'mount -t tmpfs none /proc/fs' 'mount-procns -J /mnt'
	assert_refused masked 32
	assert_json '.refusal[0].stage' "$(pns_can_via fsconfig && echo fsmount || echo mount)"
	assert_json '.refusal[0].errno' EPERM
	in_userns 'mount --bind /dev/null /proc/version' 'mount-procns -J --check'
	assert_refused masked 32
	in_userns 'mount --bind /dev/null /proc/version' 'mount-procns -J --via mount /mnt'
	assert_refused masked 32
	in_userns 'mount --bind /dev/null /proc/version' 'mount-procns -J --via helper /mnt'
	assert_refused masked 32
	in_userns 'mount --bind /dev/null /proc/version' 'mount-procns -J --empty /mnt'
	assert_refused masked 32
	in_userns 'mount --bind /dev/null /proc/version' 'mount-procns --fd -- true'
	assert_status 125
	assert_stderr_line_matches "mount-procns: .*no procfs in this mount namespace is fully visible.*"
}

@test "mount-procns: a locked read-only flag is taken over" {
	local via
	for via in $(pns_methods); do
		in_userns 'mount -o remount,bind,ro /proc' "mount-procns --via $via -J -O FLAGS /mnt"
		assert_status 0
		assert_json '.procfs[0].flags' ro,nosuid,nodev,noexec,relatime
		in_userns 'mount -o remount,bind,ro /proc' "mount-procns --via $via -J -o rw /mnt"
		assert_refused locked-readonly 32
	done
	# what does not contradict is taken over still
	in_userns 'mount -o remount,bind,ro /proc' 'mount-procns -J -o noexec -O FLAGS /mnt'
	assert_json '.procfs[0].flags' ro,nosuid,nodev,noexec,relatime
}

# bats file_tags=axis:root

@test "mount-procns: locked access times are taken over" {
	local via
	for via in $(pns_methods); do
		in_userns 'mount -o remount,bind,noatime /proc' "mount-procns --via $via -J -O FLAGS /mnt"
		assert_status 0
		assert_json '.procfs[0].flags' rw,nosuid,nodev,noexec,noatime
		in_userns 'mount -o remount,bind,ro,nodiratime,strictatime /proc' \
			"mount-procns --via $via -J -O FLAGS /mnt"
		assert_status 0
		assert_json '.procfs[0].flags' ro,nosuid,nodev,noexec,nodiratime
		in_userns 'mount -o remount,bind,noatime /proc' "mount-procns --via $via -J -o relatime /mnt"
		assert_refused locked-atime 32
		in_userns 'mount -o remount,bind,strictatime /proc' "mount-procns --via $via -J -o noatime /mnt"
		assert_refused locked-atime 32
	done
}
