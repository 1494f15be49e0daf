#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# procns-info: each way of finding the PID namespace of a procfs, alone.

load ../helper

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/p
	mkdir "$dir"
	own_ns=$(ns_inode /proc/self/ns/pid)
}

# mount_for NAME OPTION...
mount_for() {
	local name=$1
	shift
	mkdir "$dir/$name"
	mount-procns "$@" "$dir/$name"
	defer umount "$dir/$name"
}

# assert_via NAME VIA PIDNS: by that way alone, and that is what the column says
assert_via() {
	run_tool procns-info --via "$2" -J -o PIDNS,VIA "$dir/$1"
	assert_status 0
	assert_stderr_empty
	assert_json '.procfs[0] | "\(.via) \(.pidns)"' "$2 $3"
}

# assert_not_via NAME VIA...: these ways have no answer, and make none up
assert_not_via() {
	local name=$1 via
	shift
	for via; do
		run_tool procns-info --via "$via" -J -o PIDNS,VIA,NSID,INIT,USERNS "$dir/$name"
		assert_status 0
		assert_json '.procfs[0] | [.[]] | unique | map(tostring) | join(",")' null
	done
}

# How a procfs with processes is told here
first_way() {
	if pns_has procfs-ioctl; then echo ioctl; else echo init; fi
}

# bats file_tags=axis:root

@test "procns-info: --via init" {
	local -A c
	start_holder c hold-pidns --depth 2
	mount_for child --pidns "${c[init]}"
	mount_for grandchild --pidns "${c[init2]}"
	mount_for empty --empty
	assert_via child init "${c[ns]}"
	assert_via grandchild init "${c[ns2]}"
	assert_not_via empty init
}

# PID 1 may refuse: it may have a capability that even root lacks
@test "procns-info: --via member" {
	local -A c
	start_holder c hold-pidns --children 2
	mount_for child --pidns "${c[init]}"
	mount_for own
	mount_for empty --empty
	assert_via child member "${c[ns]}"
	assert_via own member "$own_ns"
	assert_not_via empty member
}

@test "procns-info: --via member passes over members of namespaces below" {
	local -A c
	# PID 1 of the outer one, and the processes of the inner one: none but 1 is native
	start_holder c hold-pidns --depth 2
	mount_for child --pidns "${c[init]}"
	assert_not_via child member
}

@test "procns-info: --via level" {
	local -A c
	start_holder c hold-pidns
	mount_for child --pidns "${c[init]}"
	mount_for own
	assert_via own level "$own_ns"
	assert_not_via child level
	# from a namespace two below: how far up it is, but not which it is
	run_tool unshare --pid --fork unshare --pid --fork --mount --propagation private sh -c '
		mount-procns "$2" && exec procns-info --via level -J -o LEVEL,PIDNS,MATCH,VIA "$1" "$2"' \
		level /proc "$dir/own"
	assert_status 0
	assert_json '.procfs | map("\(.level) \(.pidns == null) \(.match) \(.via)") | join("; ")' \
		"-2 true false level; 0 false true level"
}

@test "procns-info: --via bpf" {
	local -A c
	mount_for empty --empty
	! lacks_bpf "$dir/empty" || return 0
	start_holder c hold-pidns --depth 2
	mount_for own
	mount_for child --pidns "${c[init]}"
	mount_for grandchild --pidns "${c[init2]}"
	assert_via own bpf "$own_ns"
	assert_via child bpf "${c[ns]}"
	assert_via grandchild bpf "${c[ns2]}"
}

@test "procns-info: --via ioctl" {
	requires cmd:answer-pidns
	local -A c
	start_holder c hold-pidns --depth 2
	mount_for child --pidns "${c[init]}"
	mount_for grandchild --pidns "${c[init2]}"
	run_tool answer-pidns "$dir/child=/proc/${c[init]}/ns/pid" "$dir/grandchild=/proc/${c[init2]}/ns/pid" -- \
		procns-info --via ioctl -J -o PIDNS,VIA,INIT "$dir/child" "$dir/grandchild"
	assert_status 0
	assert_json '.procfs | map("\(.via) \(.pidns) \(.init)") | join("; ")' \
		"ioctl ${c[ns]} ${c[init]}; ioctl ${c[ns2]} ${c[init2]}"
	# it is the first way, and the kernel's answer for others is ENOTTY, or its own
	run_tool answer-pidns "$dir/child=/proc/${c[init]}/ns/pid" -- \
		procns-info -J -o VIA "$dir/child" "$dir/grandchild"
	assert_json '[.procfs[].via] | join(" ")' "ioctl $(first_way)"
}

# The kernel's own answer, where it has one: without it --via ioctl has none
@test "procns-info: the ioctl of this kernel" {
	local -A c
	start_holder c hold-pidns --depth 2
	mount_for own
	mount_for grandchild --pidns "${c[init2]}"
	if ! pns_has procfs-ioctl; then
		assert_not_via own ioctl
		assert_not_via grandchild ioctl
		return 0
	fi
	assert_via own ioctl "$own_ns"
	assert_via grandchild ioctl "${c[ns2]}"
	mkdir "$dir/child"
	run_tool mount-procns --empty -J -O PIDNS "$dir/child"
	assert_status 0
	defer umount "$dir/child"
	assert_via child ioctl "$(json '.procfs[0].pidns')"
}

@test "procns-info: the ioctl names an empty procfs without bpf" {
	requires cmd:answer-pidns cmd:deny
	if ! pns_has kernel-pidns-opt; then
		mount_for dead --empty
		run_tool deny bpf -- procns-info -J -o PIDNS,VIA,LEVEL "$dir/dead"
		assert_status 0
		assert_json '.procfs[0] | "\(.via) \(.pidns) \(.level)"' "null null null"
		return 0
	fi
	local -A e
	start_holder e hold-nsfd empty
	mount_for empty --pidns "/proc/${e[pid]}/fd/${e[fd]}"
	run_tool answer-pidns "$dir/empty=/proc/${e[pid]}/fd/${e[fd]}" -- \
		procns-info -J -o PIDNS,VIA,LEVEL "$dir/empty"
	assert_status 0
	assert_json '.procfs[0] | "\(.via) \(.pidns) \(.level)"' "ioctl ${e[ns]} 1"
	mkdir "$dir/second"
	run_tool answer-pidns "$dir/empty=/proc/${e[pid]}/fd/${e[fd]}" -- \
		mount-procns --pidns "$dir/empty" -J -O PIDNS "$dir/second"
	assert_status 0
	assert_json '.procfs[0].pidns' "${e[ns]}"
	umount "$dir/second"
}

@test "procns-info: a refused ioctl is passed over" {
	requires cmd:answer-pidns
	local -A c
	local errno
	start_holder c hold-pidns
	mount_for child --pidns "${c[init]}"
	for errno in EPERM EOPNOTSUPP ENOTTY; do
		run_tool answer-pidns -e "$errno" "$dir/child=/proc/${c[init]}/ns/pid" -- \
			procns-info -J -o PIDNS,VIA "$dir/child"
		assert_status 0
		assert_json '.procfs[0] | "\(.via) \(.pidns)"' "init ${c[ns]}"
		run_tool answer-pidns -e "$errno" "$dir/child=/proc/${c[init]}/ns/pid" -- \
			procns-info --via ioctl -J -o PIDNS,VIA "$dir/child"
		assert_json '.procfs[0] | "\(.via) \(.pidns)"' "null null"
	done
}

# The rule of the proposal: not for a namespace that is neither the caller's nor below it,
# unless its init may be traced
@test "procns-info: the ioctl is refused from a sibling" {
	requires cmd:answer-pidns
	local -A c
	start_holder c hold-pidns
	mount_for child --pidns "${c[init]}"
	cp "$(readlink -f "$PNS_BIN/real/procns-info")" "$(command -v answer-pidns)" "$BATS_TEST_TMPDIR"
	chmod a+x "$BATS_RUN_TMPDIR" "$BATS_TEST_TMPDIR/.." "$BATS_TEST_TMPDIR"
	# the descriptor of the namespace is root's, what is asked is an ordinary user's
	run_tool unshare --pid --fork sh -c '
		exec 5<"$1"
		exec setpriv --reuid 1000 --regid 1000 --clear-groups \
			"$2/answer-pidns" "$3=/proc/self/fd/5" -- "$2/procns-info" -J -o PIDNS,VIA "$3"' \
		sibling "/proc/${c[init]}/ns/pid" "$BATS_TEST_TMPDIR" "$dir/child"
	assert_status 0
	assert_json '.procfs[0] | "\(.via) \(.pidns)"' "null null"
}

@test "procns-info: --explain says what was tried in vain" {
	requires cmd:deny
	local -A c
	start_holder c hold-pidns --depth 2
	mount_for child --pidns "${c[init]}"
	run_tool procns-info --via member --explain "$dir/child"
	assert_status 0
	assert_line "$dir/child: it cannot be told which PID namespace this shows"
	assert_line "$dir/child: tried by way of 'member': No such file or directory"
	run_tool procns-info --explain "$dir/child"
	assert_line "$dir/child: that is PID namespace ${c[ns]} (found by way of '$(first_way)')"
	assert_line --index 0 --regexp "^$dir/child: shows a PID namespace 1 level below the caller's own: "
}

@test "procns-info: TRUST says what this kernel could not guarantee" {
	requires cmd:deny
	mount_for own
	run_tool deny openat2 -- procns-info -J -o TRUST,PIDNS "$dir/own"
	assert_status 0
	assert_json '.procfs[0].trust | contains("no-openat2")' true
	assert_json '.procfs[0].pidns' "$own_ns"
	# no IDs of namespaces (before 6.18)
	run_tool deny -e ENOTTY "ioctl:1=0x8008b70d" -- procns-info -J -o TRUST,NSID,PIDNS "$dir/own"
	assert_status 0
	assert_json '.procfs[0] | "\(.trust | contains("inode-reused")) \(.nsid) \(.pidns)"' "true null $own_ns"
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "procns-info: an unknown way" {
	run_tool procns-info --via magic
	assert_status 1
	assert_stderr_line_matches "procns-info: unknown --via value: 'magic'"
	assert_stderr_line_matches 'hint: use auto, ioctl, .* or level'
}
