#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2030,SC2031,SC2154
#
# A filter denies a call that needs no privilege: each tool gives the right answer by another way, or says that it
# is blocked. It never takes that for an answer.

load ../helper

# bats file_tags=axis:root,axis:userns

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/p
	mkdir "$dir"
	[[ ${PNS_TEST_AXIS-} == user ]] || start_holder c hold-pidns --children 1 --mount
	ioctls=(ioctl:1=0xb701 ioctl:1=0xb702 ioctl:1=0xb703 ioctl:1=0xb704 ioctl:1=0x8008b705 ioctl:1=0x8004b706
		ioctl:1=0x8004b707 ioctl:1=0x8004b708 ioctl:1=0x8004b709 ioctl:1=0x8008b70d)
}

# each_errno COMMAND...: with $errno EPERM and ENOSYS, for what it denies
each_errno() {
	local errno
	for errno in EPERM ENOSYS; do
		"$@"
	done
}

mounts_without_ioctls() {
	local reference via
	for reference in "${c[init]}" "/proc/${c[init]}/ns/pid" "pid:[$(ns_inode "/proc/${c[init]}/ns/pid")]"; do
		for via in auto $(pns_methods); do
			[[ $via != mount ]] || pns_has kernel-pidns-opt || continue
			[[ $via != fsconfig ]] || pns_has kernel-pidns-opt || continue
			run_tool deny -e "$errno" "${ioctls[@]}" -- mount-procns --via "$via" \
				--pidns "$reference" "$dir"
			assert_status 0
			assert_stderr_empty
			assert_equal "$(proc_pids "$dir")" "${c[pids]}"
			umount "$dir"
		done
	done
	run_tool deny -e "$errno" "${ioctls[@]}" -- mount-procns --join --pidns "${c[init]}" -- true
	assert_status 0
	# into another mount namespace move_mount(2) alone leads
	run_tool deny -e "$errno" "${ioctls[@]}" -- mount-procns -J --check --target "${c[init]}" /proc
	if pns_denied move_mount; then
		assert_refused blocked-by-seccomp 32
	else
		assert_status 0
	fi
}

@test "mount-procns: without ioctls of namespaces" {
	requires cmd:deny
	each_errno mounts_without_ioctls
}

userns_without_ioctls() {
	run_tool deny -e "$errno" "${ioctls[@]}" -- mount-procns -J --check --userns --pidns "${c[init]}"
	assert_refused blocked-by-seccomp 32
	assert_json '.refusal[0] | [.stage, .errno] | join(" ")' "ioctl $errno"
	# what it is not is still told
	run_tool deny -e "$errno" "${ioctls[@]}" -- mount-procns -J --check --pidns "/proc/${c[init]}/ns/user"
	assert_refused not-a-pid-namespace 32
	run_tool deny -e "$errno" "${ioctls[@]}" -- mount-procns -J --check --pidns /dev/null
	assert_refused not-a-namespace 32
}

@test "mount-procns: the owner of a namespace cannot be told without ioctls" {
	requires cmd:deny
	each_errno userns_without_ioctls
}

translates_without_ioctls() {
	local number=${c[pids]#*,} here
	here=$(pidns-translate --from "${c[init]}" "$number")
	run_tool deny -e "$errno" "${ioctls[@]}" -- pidns-translate --from "${c[init]}" "$number"
	assert_status 0
	assert_equal "$output" "$here"
	run_tool deny -e "$errno" "${ioctls[@]}" -- pidns-translate --to "${c[init]}" "$here"
	assert_status 0
	assert_equal "$output" "$number"
	run_tool deny -e "$errno" "${ioctls[@]}" -- pidns-translate --init "${c[init]}"
	assert_status 0
	assert_equal "$output" "${c[init]}"
	run_tool deny -e "$errno" "${ioctls[@]}" -- pidns-translate --raw --noheadings -o TO "$here"
	assert_status 0
	assert_equal "$output" "$here"$'\n'"$number"
}

@test "pidns-translate: without ioctls of namespaces" {
	requires cmd:deny
	each_errno translates_without_ioctls
}

lists_without_ioctls() {
	run_tool deny -e "$errno" "${ioctls[@]}" -- procns-info -J -o PIDNS,INIT --target "${c[init]}" /proc
	assert_status 0
	assert_json '.procfs[-1] | "\(.pidns) \(.init)"' "$(ns_inode "/proc/${c[init]}/ns/pid") ${c[init]}"
	run_tool deny -e "$errno" "${ioctls[@]}" -- procns-info --explain /proc
	assert_status 0
	assert_stderr_empty
}

@test "procns-info: without ioctls of namespaces" {
	requires cmd:deny
	each_errno lists_without_ioctls
}

refuses_without_fstatfs() {
	local reference
	for reference in "${c[init]}" "/proc/${c[init]}/ns/pid" "pid:[$(ns_inode "/proc/${c[init]}/ns/pid")]" /proc; do
		run_tool deny -e "$errno" fstatfs statfs -- mount-procns -J --check --pidns "$reference"
		assert_refused blocked-by-seccomp 32
		assert_json '.refusal[0].errno' "$errno"
	done
	run_tool deny -e "$errno" fstatfs statfs -- mount-procns -J --check --empty
	assert_refused blocked-by-seccomp 32
	run_tool deny -e "$errno" fstatfs statfs -- mount-procns -J --check --target "${c[init]}" /proc
	assert_refused blocked-by-seccomp 32
	run_tool deny -e "$errno" fstatfs statfs -- mount-procns -J --remount --hidepid 2 "$dir"
	assert_refused blocked-by-seccomp 32
	run_tool deny -e "$errno" fstatfs statfs -- mount-procns --join --pidns "${c[init]}" -- true
	assert_status 125
	assert_stderr_line_matches '.*seccomp.*'
	run_tool deny -e "$errno" fstatfs statfs -- pidns-translate -J --from "${c[init]}" 1
	assert_json '.refusal[0].reason' blocked-by-seccomp
	assert_mount_table_is "$before"
}

@test "all tools: fstatfs(2) tells a procfs from anything else, so that nothing works without it" {
	requires cmd:deny
	mount -t proc proc "$dir"
	defer umount "$dir"
	before=$(mount_table)
	each_errno refuses_without_fstatfs
}

searches_without_getdents() {
	run_tool deny -e "$errno" getdents64 -- mount-procns -J --check \
		--pidns "pid:[$(ns_inode "/proc/${c[init]}/ns/pid")]"
	assert_refused blocked-by-seccomp 32
	assert_json '.refusal[0].errno' "$errno"
	# what needs no search works
	run_tool deny -e "$errno" getdents64 -- mount-procns --check --pidns "${c[init]}"
	assert_status 0
}

@test "mount-procns: a namespace that could not be searched for is not called missing" {
	requires cmd:deny cmd:prlimit
	each_errno searches_without_getdents
	# with few descriptors: found, or nobody can tell
	local n found=0
	for n in 4 5 6 7 8 9 10 11 12; do
		run_tool prlimit --nofile=$n mount-procns -J --fake --pidns \
			"pid:[$(ns_inode "/proc/${c[init]}/ns/pid")]" "$dir"
		[[ $status -ne 0 ]] || { found=1; continue; }
		refute_regex "$stderr" 'no such namespace'
	done
	assert_equal $found 1
}

lists_without_getdents() {
	local call
	run_tool deny -e "$errno" getdents64 -- procns-info -J --all
	assert_status 64
	assert_stderr_line_matches 'procns-info: not all mount namespaces are listed: .*seccomp.*'
	# without setgroups(2) nobody is anybody else
	! pns_has root || for call in getdents64 clone; do
		[[ $call != clone ]] || pns_can_deny_fork || continue
		run_tool deny -e "$errno" $call -- procns-info --as root /proc
		refute [ "$status" -eq 0 ]
		assert_stderr_line_matches 'procns-info: .*seccomp.*'
	done
	run_tool deny -e "$errno" getdents64 -- pidns-translate --via procfs --from "${c[init]}" 1
	assert_status 1
	assert_stderr_line_matches 'pidns-translate: .*blocked-by-seccomp.*'
	pns_can_deny_fork || return 0
	run_tool deny -e "$errno" clone -- pidns-translate --via ucred --from "${c[init]}" 1
	assert_status 1
	assert_stderr_line_matches 'pidns-translate: .*seccomp.*'
}

@test "procns-info, pidns-translate: what is listed in part, or not at all, is called blocked" {
	requires cmd:deny
	each_errno lists_without_getdents
}

# bats test_tags=axis:user
@test "pidns-translate: without ioctls of namespaces, as the user who made them" {
	requires cmd:deny userns
	local -A c
	start_holder c hold-pidns --userns --children 1
	each_errno translates_without_ioctls
}
