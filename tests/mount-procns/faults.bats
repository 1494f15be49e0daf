#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2030,SC2031,SC2154
#
# Faults on every system call that matters: whatever fails, a procfs of the wrong namespace is never
# mounted, and nothing is left behind.

load ../helper

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/proc
	mkdir "$dir"
	start_holder c hold-pidns --children 2 "${holder[@]}"
	before=$(mount_table)
	always=() only=()
}

# Either it says no and nothing is mounted, or what is mounted is right: another method did it
assert_refused_or_right() {
	case $status in
	0)
		[[ $(<"$dir/1/comm") == pns-init && $(proc_pids "$dir") == "${c[pids]}" ]] ||
			fail "$1: the wrong procfs"
		umount "$dir"
		;;
	2 | 32) [[ -n $stderr ]] || fail "$1: refused without a word" ;;
	*) fail "$1: status $status" ;;
	esac
	assert_mount_table_is "$before"
}

# inject SYSCALL WHEN ERRNO ARGUMENT...: run mount-procns with this fault
inject() {
	run_tool strace -f -qq -o "$BATS_TEST_TMPDIR/trace" "${only[@]}" "${always[@]}" \
		-e "inject=$1:error=$3:when=$2" mount-procns "${@:4}" "$dir"
}

# only what is traced can be injected
n_calls() {
	run_tool strace -f -qq -o "$BATS_TEST_TMPDIR/trace" -e "trace=$1,fsopen,move_mount" "${always[@]}" \
		mount-procns "${@:2}" "$dir"
	assert_status 0
	umount "$dir"
	grep -c " $1(" "$BATS_TEST_TMPDIR/trace"
}

# A fault on each single call of SYSCALL, and on all from one on: with each errno, or where
# PNS_TEST_SCALE says less, with that part of them, others for each call, and one of the two
faults_on() {
	local only=()
	local syscall=$1 errno n i=0 j=0 when count every errnos=(EINVAL EPERM ENOSYS EACCES ENOMEM)
	count=$(n_calls "$@" || true)
	assert [ "$count" -gt 0 ]
	every=$((5 / $(pns_scaled 5)))
	# a filter that stops at these calls alone takes half the time, but the tool knows that it is under one
	((every == 1)) || only=(--seccomp-bpf -e "trace=$syscall,fsopen,move_mount")
	for ((n = 1; n <= count; n++)); do
		for errno in "${errnos[@]}"; do
			(((i++ + n) % every == 0)) || continue
			for when in "$n" "$n+"; do
				((every == 1 || j++ % 4 % 3 == 0)) || continue
				inject "$syscall" "$when" "$errno" "${@:2}"
				assert_refused_or_right "$syscall $when $errno"
			done
		done
	done
}

# bats file_tags=axis:root,axis:userns

@test "mount-procns: faults on fsconfig" {
	requires cmd:strace
	faults_on fsconfig --pidns "${c[init]}" --hidepid 4
}

@test "mount-procns: faults on fsconfig [--via helper]" {
	requires cmd:strace
	faults_on fsconfig --pidns "${c[init]}" --hidepid 4 --via helper
}

@test "mount-procns: a pidns that is refused ends it" {
	requires cmd:strace
	local errno errnos=(EPERM EACCES EBADF ENOMEM)
	# EINVAL means that the kernel does not know it, if a question without effect says so too
	! pns_has kernel-pidns-opt || errnos+=(EINVAL)
	# source, pidns, hidepid, create: the second one is what counts
	for errno in "${errnos[@]}"; do
		inject fsconfig 2 "$errno" -J --pidns "${c[init]}" --hidepid 4
		[[ $status == 32 || ($status == 2 && $errno == E[BN]*) ]]
		refute [ "$(json '.refusal[0].reason')" = null ]
		assert_json '.refusal[0].stage' fsconfig
		assert_json '.refusal[0].errno' "$errno"
		run -1 grep -E 'fsmount|move_mount' "$BATS_TEST_TMPDIR/trace"
		assert_mount_table_is "$before"
	done
}

@test "mount-procns: faults on fsopen, fsmount and move_mount" {
	requires cmd:strace
	faults_on fsopen --pidns "${c[init]}"
	faults_on fsmount --pidns "${c[init]}"
	faults_on move_mount --pidns "${c[init]}"
}

@test "mount-procns: faults on fsopen and setns [--via helper]" {
	requires cmd:strace
	faults_on fsopen --pidns "${c[init]}" --via helper
	faults_on setns --pidns "${c[init]}" --via helper
}

@test "mount-procns: faults on mount, unshare and open_tree [--via mount]" {
	requires cmd:strace
	local via=mount
	if ! pns_has kernel-pidns-opt; then
		# there the helper mounts, if it may not call fsopen
		via=helper
		always=(-e inject=fsopen:error=ENOSYS)
	fi
	faults_on mount --pidns "${c[init]}" --via $via
	faults_on unshare --pidns "${c[init]}" --via $via
	faults_on open_tree --pidns "${c[init]}" --via $via
}

@test "mount-procns: faults on the helper's socket" {
	requires cmd:strace
	faults_on socketpair --pidns "${c[init]}" --via helper
	faults_on sendmsg --pidns "${c[init]}" --via helper
	faults_on recvmsg --pidns "${c[init]}" --via helper
}

@test "mount-procns: faults on fork" {
	requires cmd:strace
	faults_on clone --pidns "${c[init]}" --via helper
}

@test "mount-procns: --mkdir is undone when a later call fails" {
	requires cmd:strace
	local syscall
	dir=$BATS_TEST_TMPDIR/new/deep
	for syscall in fsopen fsconfig fsmount move_mount; do
		inject "$syscall" 1+ EIO --mkdir --pidns "${c[init]}"
		refute [ "$status" -eq 0 ]
		refute [ -e "$BATS_TEST_TMPDIR/new" ]
	done
	inject mkdirat 2 EACCES -J --mkdir
	assert_refused bad-mountpoint 32
	refute [ -e "$BATS_TEST_TMPDIR/new" ]
}

@test "mount-procns: blocked calls have their reasons" {
	requires cmd:deny cmd:strace
	run_tool deny -e EPERM fsopen mount -- mount-procns -J --pidns "${c[init]}" "$dir"
	assert_refused blocked-by-seccomp 32
	inject fsopen 1+ EACCES -J --pidns "${c[init]}"
	assert_refused blocked-by-lsm 32
	assert_json '.refusal[0].inferred' true
	# a filter that says EACCES is a filter still: the other way is taken
	run_tool deny -e EACCES fsopen -- mount-procns -J --via fsconfig --pidns "${c[init]}" "$dir"
	assert_refused blocked-by-seccomp 32
	# one that lets the call pass is not it
	run_tool deny -e EPERM acct -- landlock mount-procns -J "$dir"
	! pns_has landlock || assert_refused blocked-by-landlock 32
	run_tool deny -e EPERM move_mount mount -- mount-procns -J --pidns "${c[init]}" "$dir"
	assert_refused blocked-by-seccomp 32
	run_tool deny -e ENOSYS fsopen open_tree chroot -- mount-procns -J --pidns "${c[init]}" "$dir"
	assert_refused blocked-by-seccomp 32
	run_tool deny fsopen -- mount-procns -J --via fsconfig --pidns "${c[init]}" "$dir"
	assert_refused blocked-by-seccomp 32
	run_tool deny -e EPERM fspick unshare -- mount-procns -J --remount --hidepid=2 /proc
	assert_refused blocked-by-seccomp 32
	assert_json '.refusal[0].stage' unshare
	assert_mount_table_is "$before"
}

# mounts_in_place WANTED-PIDS ARGUMENT...: whatever of the new calls is denied
mounts_in_place() {
	local wanted=$1 errno calls all='fsopen fsconfig fsmount fspick move_mount open_tree openat2'
	shift
	for errno in ENOSYS EPERM; do
		for calls in move_mount 'fsopen open_tree' "$all"; do
			# shellcheck disable=SC2086
			run_tool deny -e $errno $calls -- mount-procns "$@" "$dir"
			assert_status 0
			assert_stderr_empty
			assert_equal "$(proc_pids "$dir")" "$wanted"
			umount "$dir"
			assert_mount_table_is "$before"
		done
	done
}

@test "mount-procns: without detached mounts, mount(2) mounts in place" {
	requires cmd:deny
	mounts_in_place "${c[pids]}" --pidns "${c[init]}"
	mounts_in_place "${c[pids]}" --pidns "${c[init]}" --via helper
	mounts_in_place '' --empty
	run_tool deny fsopen open_tree -- mount-procns --mkdir --pidns "${c[init]}" -r --hidepid 2 "$dir/new"
	assert_status 0
	assert_equal "$(findmnt -n -o VFS-OPTIONS --mountpoint "$dir/new")" ro,nosuid,nodev,noexec,relatime
	umount "$dir/new"
	rmdir "$dir/new"
}

@test "mount-procns: what mount(2) in place cannot do, or cannot do well, is refused" {
	requires cmd:deny
	local arguments
	mount -t proc proc "$dir"
	before=$(mount_table)
	for arguments in --replace -N/proc/self/ns/mnt -U/proc/self/ns/user; do
		run_tool deny fsopen open_tree move_mount -- mount-procns -J "$arguments" "$dir"
		assert_refused blocked-by-seccomp 32
		assert_mount_table_is "$before"
	done
	run_tool deny move_mount -- mount-procns -J --via fsconfig "$dir"
	assert_refused blocked-by-seccomp 32
	run_tool deny fsopen open_tree -- mount-procns --fd -- true
	assert_status 125
	run_tool deny fsopen open_tree -- mount-procns -J --mkdir --hidepid 9 "$BATS_TEST_TMPDIR/new"
	assert_refused bad-option 32
	refute [ -e "$BATS_TEST_TMPDIR/new" ]
	assert_mount_table_is "$before"
	umount "$dir"
}

@test "mount-procns: faults on what mounts in place" {
	requires cmd:strace
	local call
	always=(-e inject=move_mount:error=ENOSYS)
	for call in mount unshare chroot fchdir; do
		faults_on $call --pidns "${c[init]}"
	done
}

@test "mount-procns: --remount without fspick or fsconfig changes the superblock alone" {
	requires cmd:deny
	local errno call flags
	mount -t proc proc "$dir"
	for errno in ENOSYS EPERM; do
		for call in fspick fsconfig; do
			for flags in rw ro; do
				run_tool deny -e $errno $call -- mount-procns --remount --hidepid 2 -o $flags "$dir"
				assert_status 0
				assert_equal "$(findmnt -n -o VFS-OPTIONS,FS-OPTIONS --mountpoint "$dir")" \
					"$flags,relatime rw,hidepid=invisible"
				run_tool deny -e $errno $call -- mount-procns --remount --hidepid 0 "$dir"
				assert_status 0
				assert_equal "$(findmnt -n -o VFS-OPTIONS,FS-OPTIONS --mountpoint "$dir")" \
					"$flags,relatime rw"
			done
			run_tool deny -e $errno $call -- mount-procns -J --remount --hidepid 9 "$dir"
			assert_refused bad-option 32
		done
	done
	umount "$dir"
}

@test "mount-procns: a Landlock domain is named" {
	requires landlock
	run_tool landlock mount-procns -J "$dir"
	assert_refused blocked-by-landlock 32
	assert_json '.refusal[0].stage' move_mount
	if pns_has kernel-pidns-opt; then
		run_tool landlock mount-procns -J --via mount --empty "$dir"
		assert_refused blocked-by-landlock 32
	fi
	# processes outside of the domain may not be looked at either
	run_tool landlock mount-procns -J --pidns "${c[init]}" "$dir"
	assert_refused no-access 32
	run_tool landlock mount-procns -J --remount --hidepid 4 -o nosuid /proc
	assert_refused blocked-by-landlock 32
	run_tool landlock mount-procns -- true
	assert_status 125
	assert_stderr_line_matches ".*Landlock domain.*"
	assert_mount_table_is "$before"
	# nothing is attached here
	run_tool landlock mount-procns --check
	assert_status 0
	run_tool landlock mount-procns --fd -- true
	assert_status 0
}

@test "mount-procns: a denied pidns= on a kernel that has it falls back to a helper" {
	requires cmd:deny
	# SET_FD only: what a kernel before 6.18 answers
	run_tool deny -e EINVAL fsconfig:1=5 -- mount-procns --pidns "${c[init]}" "$dir"
	assert_status 0
	assert_equal "$(proc_pids "$dir")" "${c[pids]}"
	umount "$dir"
	run_tool deny -e EINVAL fsconfig:1=5 -- mount-procns -J --via fsconfig --pidns "${c[init]}" "$dir"
	assert_refused kernel-without-pidns 32
	run_tool deny -e EINVAL fsconfig:1=5 -- mount-procns --empty "$dir"
	assert_status 0
	assert_equal "$(proc_pids "$dir")" ""
	umount "$dir"
	assert_mount_table_is "$before"
}
