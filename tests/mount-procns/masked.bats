#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# A refusal by the visibility rule names the mounts at fault and what helps, and that does help.

load ../helper

# in one more user namespace, made from inside of the other; maps could not be written where /proc is hidden
nested='unshare --user --keep-caps --mount --pid --fork'

# hint_of_masks: a manager is advised where this machine, whose root directory the tests have, bears the marks of one
hint_of_masks() {
	[[ -e /.dockerenv || -e /run/.containerenv || -e /run/host/container-manager || -e /dev/incus || -e /dev/lxd ||
		-e /run/secrets/kubernetes.io ]] && echo unmask || echo second-procfs
}

# assert_culprits PATHS [HINTID]: separated by blanks; the hint is what this kernel allows
assert_culprits() {
	local hint=${2-$(hint_of_masks)}
	local paths
	read -ra paths <<<"$1"
	assert_json '.refusal[0] | .culprits + ([.mntids, .mounted, .covered] | map(length) | unique) | join(" ")' \
		"$1 ${#paths[@]}"
	[[ $# -gt 1 ]] || ! pns_has subset-exempt || hint=subset-pid
	assert_json '.refusal[0].hintid' "$hint"
	[[ $stderr != *'report this bug'* ]] || fail "prediction and kernel differ"
}

# assert_masked OUTER PATHS: with OUTER a procfs is refused for PATHS, and without, as the hint says, it is not
assert_masked() {
	in_userns "$1" 'mount-procns -J --check'
	assert_refused masked 32
	assert_culprits "$2"
	# without IDs of mounts nobody can be asked which of them are locked
	assert_json '.refusal[0].inferred' "$(pns_denied statx-mount-id && echo true || echo false)"
	in_userns "$1" 'mount-procns --check --subset pid'
	if pns_has subset-exempt; then
		assert_status 0
	else
		assert_status 32
	fi
}

# bats file_tags=axis:root,axis:userns

@test "mount-procns: masked: by a tmpfs on a directory" {
	assert_masked 'mount -t tmpfs none /proc/fs' /proc/fs
	assert_json_of_masked tmpfs
}

# assert_json_of_masked WHAT: of the last refusal by assert_masked, asked again
assert_json_of_masked() {
	in_userns 'mount -t tmpfs none /proc/fs' 'mount-procns -J --check --explain; stat -c %m /proc/fs
		sed -n "s|^\([0-9]*\) .* /proc/fs .*|mount \1|p" /proc/self/mountinfo >&2'
	local id
	id=$(sed -n 's/^mount //p' <<<"$stderr")
	[[ $stderr == *"at fault: mount $id: $1 on /proc/fs, procfs on /proc"* ]] ||
		fail "the mount ID is not that of the mount table: $id"
}

@test "mount-procns: masked: by a bind mount of /dev/null on a file" {
	assert_masked 'mount --bind /dev/null /proc/version' /proc/version
}

@test "mount-procns: masked: by a part of itself, read-only" {
	assert_masked 'mount --bind /proc/sys /proc/sys; mount -o remount,bind,ro /proc/sys' /proc/sys
}

@test "mount-procns: masked: by several, in the order of the mount table" {
	assert_masked 'mount -t tmpfs none /proc/bus; mount --bind /dev/null /proc/uptime
		mount -t tmpfs none /proc/sys/fs/binfmt_misc; mount -t tmpfs none /proc/fs' \
		'/proc/bus /proc/uptime /proc/fs'
}

@test "mount-procns: masked: what is mounted on a mask is not at fault" {
	assert_masked 'mount -t tmpfs none /proc/bus; mkdir /proc/bus/a; mount -t tmpfs none /proc/bus/a' /proc/bus
}

@test "mount-procns: masked: all of it" {
	local dir=$BATS_TEST_TMPDIR/p
	mkdir "$dir"
	in_userns : "mount --bind /proc '$dir'; mount -t tmpfs none '$dir'
		mount --bind /dev/null /proc/uptime; $nested mount-procns -J --check"
	assert_refused masked 32
	assert_culprits "/proc/uptime $dir"
}

# Then nothing can be read, but the answer is the same
@test "mount-procns: masked: without a procfs that shows the caller" {
	requires uninstrumented
	in_userns : "mount -t tmpfs none /proc; $nested mount-procns -J --check"
	if pns_has pidfd-ns-ioctl; then
		assert_refused masked 32
	else
		assert_refused kernel-without-feature 32
	fi
	assert_json '.refusal[0].culprits' null
}

@test "mount-procns: a directory that is always empty may be mounted over" {
	in_userns 'mount -t tmpfs none /proc/sys/fs/binfmt_misc' 'mount-procns -J --check --explain'
	assert_status 0
}

@test "mount-procns: what the user namespace itself has mounted is no mask" {
	in_userns : 'mount -t tmpfs none /proc/fs; mount-procns --check'
	assert_status 0
	assert_stderr_empty
}

@test "mount-procns: masked: three deep, each level adds its own" {
	# without IDs, the caller's own mounts cannot be told from those that it may not take off
	local own=''
	! pns_denied statx-mount-id || own=' /proc/bus'
	in_userns 'mount -t tmpfs none /proc/fs' 'mount -t tmpfs none /proc/bus; mount-procns -J --check'
	assert_refused masked 32
	assert_culprits "/proc/fs$own"
	in_userns 'mount -t tmpfs none /proc/fs' "mount -t tmpfs none /proc/bus
		$nested sh -c 'mount --bind /dev/null /proc/uptime; mount-procns -J --check'"
	assert_refused masked 32
	assert_culprits "/proc/fs /proc/bus${own:+ /proc/uptime}"
	# a copy for the same user namespace locks nothing more
	in_userns 'mount -t tmpfs none /proc/fs' "mount -t tmpfs none /proc/bus
		unshare --mount mount-procns -J --check"
	assert_refused masked 32
	assert_culprits "/proc/fs$own"
}

@test "mount-procns: a second procfs that is whole vouches for a new one" {
	in_userns 'mount -t tmpfs none /proc/fs; mount -t proc proc "$BATS_TEST_TMPDIR"' \
		'mount-procns --check'
	assert_status 0
}

@test "mount-procns: a procfs with subset=pid vouches for others before Linux 7.2 only" {
	local dir=$BATS_TEST_TMPDIR/p
	mkdir "$dir"
	in_userns "mount -t tmpfs none /proc/fs; mount -t proc -o subset=pid proc '$dir'" 'mount-procns -J --check'
	if pns_has subset-exempt; then
		assert_refused masked 32
		assert_culprits "/proc/fs $dir"
		in_userns 'mount -t tmpfs none /proc/fs' 'mount-procns --check --subset pid'
	fi
	assert_status 0
}

@test "mount-procns: locked flags: the procfs that has them is named, and the hint helps" {
	in_userns 'mount -o remount,bind,ro /proc' 'mount-procns -J --check -o rw'
	assert_refused locked-readonly 32
	assert_culprits /proc drop-rw
	in_userns 'mount -o remount,bind,ro /proc' 'mount-procns -J --check; mount-procns --check --read-only'
	assert_status 0
	in_userns 'mount -o remount,bind,ro /proc' 'mount-procns --verbose --check'
	assert_stderr_line_matches 'mount-procns: (fsmount|mount): with the locked flags of the visible procfs: done'
}

@test "mount-procns: a remount that is refused by a lock blames no other mount" {
	in_userns 'mount -o remount,bind,ro /proc' 'mount-procns --remount -J -o rw /proc'
	assert_refused locked-readonly 32
	assert_json '.refusal[0].culprits' null
	[[ $stderr != *'report this bug'* ]] || fail "prediction and kernel differ"
}

# bats file_tags=axis:root

@test "mount-procns: locked access times: the procfs that has them is named, and the hint helps" {
	in_userns 'mount -o remount,bind,noatime /proc' 'mount-procns -J --check -o relatime'
	assert_refused locked-atime 32
	assert_culprits /proc drop-atime
	in_userns 'mount -o remount,bind,noatime /proc' 'mount-procns --check'
	assert_status 0
}

# bats file_tags=axis:root,axis:userns

@test "mount-procns: masked: the sentences name each mount" {
	in_userns 'mount -t tmpfs none /proc/fs; mount --bind /dev/null /proc/version' 'mount-procns --check --explain'
	assert_status 32
	assert_stderr_line_matches 'mount-procns: at fault: /proc/fs, /proc/version'
	assert_stderr_line_matches 'reason: masked'
	assert_stderr_line_matches 'at fault: mount [0-9]+: tmpfs on /proc/fs, procfs on /proc'
	assert_stderr_line_matches 'at fault: mount [0-9]+: devtmpfs:/null on /proc/version, procfs on /proc'
	assert_stdout_empty
}

@test "mount-procns: a refusal without culprits has null for them" {
	run_tool mount-procns -J --check --pidns /dev/null
	assert_refused not-a-namespace 32
	assert_json '.refusal[0] | [.culprits, .mntids, .mounted, .covered, .inferred] | unique | tostring' '[null]'
}
