#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# procns-info without descriptors, and where directories cannot be listed: what it cannot tell is no answer.

load ../helper

# bats file_tags=axis:root,axis:user

# assert_all_or_nothing ARGUMENT...: with each low limit, the tool says what it says without one, or that it cannot
assert_all_or_nothing() {
	local expected limit refused=0 filter=()
	read -ra filter <<<"${PNS_TEST_FILTER-}"
	# what is put before the tool has to have its descriptors
	set -- "$PNS_BIN/real/procns-info" "$@"
	run_tool "${filter[@]}" "$@"
	assert_status 0
	expected=$output
	for limit in 4 5 6 7 8 9 10 11 12 13 14 15 16 20; do
		run_tool "${filter[@]}" prlimit --nofile=$limit "$@"
		# without a descriptor for a library it does not start
		[[ $status -ne 127 ]] || continue
		if [[ $status -eq 0 ]]; then
			[[ $output == "$expected" ]] || fail "$limit descriptors: another answer: $output
instead of $expected"
			continue
		fi
		refused=$((refused + 1))
		[[ $stderr == *'Too many open files'* || $stderr == *'No file descriptors available'* ]] ||
			fail "$limit descriptors: $stderr"
	done
	((refused > 0)) || fail "no limit was too low"
}

@test "procns-info: with few descriptors it says all or nothing" {
	assert_all_or_nothing --raw \
		-o TARGET,PIDNS,NSID,LEVEL,PARENT,USERNS,UID,INIT,INITINO,COMMAND,PROCS,MATCH,STATE,VIA,TRUST,COVERED
}

@test "procns-info: --all with few descriptors says all or nothing" {
	assert_all_or_nothing --all --raw -o MNTNS,TARGET,PIDNS,LEVEL,INIT,COMMAND,PROCS,MATCH,STATE,TRUST
}

@test "procns-info: --tree and --explain with few descriptors say all or nothing" {
	assert_all_or_nothing --tree --raw -o TARGET,PIDNS,STATE
	assert_all_or_nothing --tree --all --raw -o TARGET,PIDNS,STATE
	assert_all_or_nothing --explain
}

# bats file_tags=axis:root

@test "procns-info: with few descriptors an empty procfs is told in full or not at all" {
	mkdir "$BATS_TEST_TMPDIR/empty"
	mount-procns --empty "$BATS_TEST_TMPDIR/empty"
	defer umount "$BATS_TEST_TMPDIR/empty"
	assert_all_or_nothing --raw -o TARGET,PIDNS,NSID,LEVEL,STATE,VIA
}

@test "procns-info: --as with few descriptors says all or nothing" {
	assert_all_or_nothing --as nobody --raw -o TARGET,PROCS,SEES,STATE,MATCH
	assert_all_or_nothing --as $$ --raw -o TARGET,PROCS,SEES,STATE,MATCH
	assert_all_or_nothing --as +4242 --raw -o TARGET,PROCS,SEES,STATE,MATCH
}

@test "procns-info: --as says no count where it could not count" {
	requires cmd:deny
	run_tool deny -e EPERM getdents64 -- procns-info --as nobody -o TARGET,PROCS
	assert_status 2
	assert_stdout_empty
	pns_can_deny_fork || return 0
	run_tool deny -e EAGAIN fork vfork clone clone3 -- procns-info --as nobody -o TARGET,PROCS
	assert_status 2
	assert_stdout_empty
	assert_stderr_line_matches 'procns-info: .*Resource temporarily unavailable.*'
}

@test "procns-info: processes that cannot be counted are an error, not a blank" {
	requires cmd:deny
	run_tool deny -e EPERM getdents64 -- procns-info --raw -o TARGET,PROCS /proc
	assert_status 64
	assert_stderr_line_matches 'procns-info: /proc: its processes cannot be counted: .*'
	# where nobody asks for the number, nothing is missing
	run_tool deny -e EPERM getdents64 -- procns-info --raw --noheadings -o TARGET,STATE /proc
	assert_status 0
	assert_stderr_empty
	assert_output "/proc live"
}
