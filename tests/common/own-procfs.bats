#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck disable=SC2154
#
# Where /proc does not serve: a procfs of the caller's own PID namespace that is attached nowhere, or the true reason.

load ../helper

IOCTLS=(ioctl:1=0x8004b706 ioctl:1=0x8004b707 ioctl:1=0x8004b708 ioctl:1=0x8004b709)

# makes_own: whether one can be made
makes_own() {
	local call
	for call in fsopen fsconfig fsmount; do
		! pns_denied "$call" || return 1
	done
	pns_has fsopen
}

# says_in OUTPUT COMMAND...: status 0 and this output
says_in() {
	local expected=$1
	shift
	run_tool "$@"
	assert_status 0
	assert_output "$expected"
}

# asks_all REASON COMMAND...: what takes a /proc, in the place that COMMAND makes; refused with REASON, "": answered
asks_all() {
	local reason=$1 mode
	shift
	for mode in "--list self -o PID" "--find 1 -o TO" "--via procfs $$ -o TO"; do
		# shellcheck disable=SC2086
		run_tool "$@" pidns-translate -J $mode
		if [[ -n $reason ]]; then
			assert_refused "$reason" 1
			continue
		fi
		# no such process, in a namespace of its own
		[[ $status -eq 0 || $mode == --via* ]] || fail "$mode: status $status: $stderr"
		! grep -q refusal <<<"$output" || fail "$mode: $output"
	done
}

# bats file_tags=axis:root

@test "own procfs: something else is mounted over /proc" {
	requires cmd:deny uninstrumented
	local reason='' errno
	makes_own || reason=kernel-without-feature
	mount -t tmpfs none /proc
	defer umount /proc
	asks_all "$reason"
	for errno in EPERM ENOSYS; do
		asks_all kernel-without-feature deny -e "$errno" fsopen --
	done
	[[ -z $reason ]] || return 0
	says_in "$$" pidns-translate --to self --via procfs "$$"
	says_in "$$" deny -e ENOTTY "${IOCTLS[@]}" -- pidns-translate --from $$ $$
	run_tool procns-info --all -r -n -o TARGET
	assert_status 0
}

@test "own procfs: nothing is mounted in a chroot" {
	requires cmd:chroot uninstrumented
	makes_own || return 0
	local root=$BATS_TEST_TMPDIR/root
	mkdir "$root"
	mount --rbind / "$root"
	mount --make-rprivate "$root"
	defer umount -l "$root"
	umount -l "$root/proc"
	run_tool chroot "$root" "$PNS_BIN/real/pidns-translate" --to self --via procfs $$
	assert_output "$$"
	run_tool chroot "$root" "$PNS_BIN/real/pidns-translate" --list self -r -n -o PID
	assert_status 0
}

@test "own procfs: the one at /proc is of a namespace that has ended" {
	requires cmd:deny uninstrumented
	local reason=''
	makes_own || reason=proc-of-another-namespace
	unshare --pid --fork mount -t proc proc /proc
	defer umount /proc
	asks_all "$reason"
	asks_all proc-of-another-namespace deny -e EPERM fsopen --
	[[ -n $reason ]] || says_in "$$" pidns-translate --to self --via procfs "$$"
}

@test "own procfs: a FUSE server at /proc that never answers is not waited for" {
	requires cmd:deny uninstrumented
	makes_own || return 0
	run_tool mute-fuse /proc true
	[[ $status -ne 77 ]] || return 0
	run_tool mute-fuse /proc pidns-translate --to self --via procfs $$
	assert_status 0
	assert_output "$$"
	run_tool mute-fuse /proc pidns-translate --list self -n -o PID,COMMAND
	assert_status 0
	# classic mount(2) takes a path, and waits
	if ! pns_denied move_mount; then
		run_tool mute-fuse /proc mount-procns --pidns self -- pidns-translate $$
		assert_status 0
	fi
	# where none can be made, nothing serves, but nothing is waited for either
	run_tool mute-fuse /proc deny -e EPERM fsopen -- pidns-translate -J --list self
	assert_refused kernel-without-feature 1
}

@test "own procfs: one is made only where it is needed" {
	requires cmd:strace uninstrumented
	[[ -z ${PNS_TEST_DENIED-} ]] || return 0
	local trace=$BATS_TEST_TMPDIR/trace tool=$PNS_BIN/real/pidns-translate
	run_tool strace -f -o "$trace" -e trace=fsopen "$tool" --list self
	assert_status 0
	! grep -q fsopen "$trace" || fail "made though /proc serves"
	run_tool strace -f -o "$trace" -e trace=fsopen unshare --pid --fork "$tool" --list self
	assert_status 0
	assert_equal "$(grep -c 'fsopen(' "$trace")" 1
	pns_has ioctl-translate || return 0
	run_tool strace -f -o "$trace" -e trace=fsopen unshare --pid --fork "$tool" --init self
	assert_status 0
	! grep -q fsopen "$trace" || fail "made though nothing asks /proc"
}

@test "own procfs: an ordinary user below somebody else's /proc is told of it" {
	requires cmd:deny
	local user=(setpriv --reuid 1000 --regid 1000 --clear-groups)
	asks_all proc-of-another-namespace unshare --pid --fork "${user[@]}"
	run_tool unshare --pid --fork deny -e ENOTTY "${IOCTLS[@]}" -- "${user[@]}" pidns-translate -J -o PID,TO 1
	# from its own namespace to its own, credentials may do; it is init
	if [[ $status -eq 0 ]]; then assert_json '.pids[0].to' 1; else assert_refused proc-of-another-namespace 1; fi
	run_tool unshare --pid --fork "${user[@]}" pidns-translate --list self
	assert_stderr_line_matches 'hint: .*mount-procns --pidns self -- COMMAND'
}

# bats file_tags=axis:root,axis:userns

@test "own procfs: below /proc of the parent" {
	requires cmd:deny
	local reason=''
	# where no procfs is fully visible, a user namespace cannot make one
	if ! makes_own || ! unshare --pid --fork mount -t proc proc /mnt; then
		reason=proc-of-another-namespace
	else
		umount /mnt
	fi
	asks_all "$reason" unshare --pid --fork
	asks_all proc-of-another-namespace unshare --pid --fork deny -e EPERM fsopen --
	[[ -z $reason ]] || return 0
	# its only process, with one number; behind it the one that watches the tool's calls, if any
	run_tool unshare --pid --fork pidns-translate --list self -r -n -o PID,TO,LEVEL
	assert_status 0
	assert_equal "${lines[0]}" "1 1 0"
	[[ -n ${PNS_TEST_FILTER-} ]] || assert_output "1 1 0"
	says_in 1 unshare --pid --fork deny -e ENOTTY "${IOCTLS[@]}" -- pidns-translate --from 1 1
}

# bats file_tags=axis:user,axis:userns

@test "own procfs: a user namespace without a mount namespace of its own" {
	requires userns
	asks_all proc-of-another-namespace unshare --user --map-root-user --pid --fork
}
