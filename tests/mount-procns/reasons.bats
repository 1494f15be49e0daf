#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2154
#
# Reasons that no other file makes, some by a fault where this machine cannot refuse it for real.

load ../helper

# bats file_tags=axis:root

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/p
	mkdir "$dir"
}

@test "mount-procns: unknown-namespace: a procfs without processes reveals nothing" {
	requires cmd:deny
	mount-procns --empty "$dir"
	defer umount "$dir"
	set_inferring
	run_tool "${inferring[@]}" deny -e EPERM bpf -- mount-procns -J --check --pidns "$dir"
	assert_refused unknown-namespace 32
	assert_json '.refusal[0].object' "$dir"
	assert_stderr_line_matches 'mount-procns: .*no process in this procfs reveals which PID namespace it shows.*'
}

@test "mount-procns: kernel-without-pid-namespaces: the kernel says so of pidns=" {
	requires cmd:strace
	local -A c
	start_holder c hold-pidns
	if pns_denied fsopen || pns_denied fsconfig; then
		assert_blocked mount-procns -J --check --via fsconfig --pidns "${c[init]}"
		return
	fi
	# the first call sets the source
	run_tool strace -f -qq -o /dev/null -e inject=fsconfig:error=EOPNOTSUPP:when=2 \
		mount-procns -J --check --via fsconfig --pidns "${c[init]}"
	assert_refused kernel-without-pid-namespaces 32
	assert_json '.refusal[0] | [.stage, .errno] | join(" ")' 'fsconfig EOPNOTSUPP'
}

@test "mount-procns: system-error: what has no other reason" {
	requires cmd:strace
	if pns_denied fsopen || pns_denied fsconfig; then
		assert_blocked mount-procns -J --via fsconfig "$dir"
		return
	fi
	run_tool strace -f -qq -o /dev/null -e inject=fsmount:error=EIO mount-procns -J --via fsconfig "$dir"
	assert_refused system-error 2
	assert_json '.refusal[0] | [.stage, .errno, .hint, .hintid] | map(tostring) | join(" ")' \
		'fsmount EIO null null'
	assert_nothing_mounted
}

# bats test_tags=axis:userns
@test "mount-procns: what needs no privilege, or what the caller has it for, is blocked if it is denied" {
	requires cmd:deny
	local -A c
	local call errno
	start_holder c hold-pidns --mount
	for errno in EPERM ENOSYS; do
		for call in clone socketpair sendmsg setns; do
			[[ $call == setns ]] || pns_can_deny_fork || continue
			run_tool deny -e $errno $call -- mount-procns -J --check --via helper --pidns "${c[init]}"
			assert_refused blocked-by-seccomp 32
			assert_json '.refusal[0].stage' "${call/clone/fork}"
			assert_json '.refusal[0].inferred' true
			refute_regex "$stderr" 'takes CAP_SYS_ADMIN|requires CAP_SYS_ADMIN'
		done
		run_tool deny -e $errno setns -- mount-procns -J --target "${c[init]}" "$dir"
		assert_refused blocked-by-seccomp 32
		run_tool deny -e $errno setns -- mount-procns --join --pidns "${c[init]}" -- true
		assert_status 125
		assert_stderr_line_matches '.*seccomp.*'
		run_tool deny -e $errno unshare -- mount-procns -J --check --empty
		assert_refused blocked-by-seccomp 32
		run_tool deny -e $errno unshare -- mount-procns -J --check --via mount --pidns "${c[init]}"
		assert_refused blocked-by-seccomp 32
	done
	# without a filter it is none
	run_tool strace -f -qq -o /dev/null -e inject=socketpair:error=EPERM \
		mount-procns -J --check --via helper --pidns "${c[init]}"
	[[ -n ${PNS_TEST_DENIED-} ]] || assert_refused blocked-by-lsm 32
	run_tool strace -f -qq -o /dev/null -e inject=socketpair:error=ENOSYS \
		mount-procns -J --check --via helper --pidns "${c[init]}"
	[[ -n ${PNS_TEST_DENIED-} ]] || assert_refused kernel-without-feature 32
}

# bats test_tags=axis:userns
@test "mount-procns: no room for a helper is a limit on processes, a lack of memory no death of init" {
	requires cmd:strace
	local -A c
	pns_can_deny_fork || return 0
	start_holder c hold-pidns
	run_tool strace -f -qq -o /dev/null -e inject=clone:error=EAGAIN:when=1 \
		mount-procns -J --check --via helper --pidns "${c[init]}"
	assert_refused process-limit 32
	run_tool strace -f -qq -o /dev/null -e inject=clone:error=ENOMEM:when=1 \
		mount-procns -J --check --via helper --pidns "${c[init]}"
	assert_refused system-error 2
	assert_json '.refusal[0] | [.stage, .errno] | join(" ")' 'fork ENOMEM'
}

# bats test_tags=axis:userns
@test "mount-procns: bad-mountpoint: not for a full file system, nor for a filter" {
	requires cmd:deny
	local errno
	mount -t tmpfs -o nr_inodes=1 full "$dir"
	run_tool mount-procns -J --mkdir "$dir/new"
	umount "$dir"
	assert_refused system-error 2
	assert_json '.refusal[0].errno' ENOSPC
	for errno in EPERM ENOSYS; do
		run_tool deny -e $errno mkdirat -- mount-procns -J --mkdir "$dir/new"
		assert_refused blocked-by-seccomp 32
	done
	assert_nothing_mounted
}

# bats test_tags=axis:user,axis:userns
@test "mount-procns: who made a user namespace has the privilege to enter it, so a denial is a filter" {
	requires cmd:deny userns
	local -A c
	local errno
	start_holder c hold-pidns --userns
	run_tool mount-procns --check --userns --pidns "${c[init]}"
	if pns_denied open_tree; then
		assert_status 32
	else
		assert_status 0
	fi
	for errno in EPERM ENOSYS; do
		run_tool deny -e $errno setns -- mount-procns -J --check --userns --pidns "${c[init]}"
		assert_refused blocked-by-seccomp 32
	done
	# somebody else's stays a lack of privilege, with a filter as well
	pns_has root || [[ ${PNS_TEST_AXIS-} == userns ]] || {
		run_tool deny -e EPERM acct -- mount-procns -J --check --pidns self
		assert_refused no-privilege 32
	}
}
