#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# procns-info, column STATE: "live" is a namespace that a process can be born in.

load ../helper

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/p
	mkdir "$dir"
}

# states [FILTER...]: of the procfs on $dir, as all ways of asking have it, which must agree
states() {
	local options
	for options in '-o STATE' '--via init -o STATE' '--via member -o STATE,PROCS' '-o STATE,PIDNS,INIT'; do
		# shellcheck disable=SC2086
		run_tool "$@" procns-info -J $options "$dir"
		assert_status 0
		assert_stderr_empty
		json '.procfs[0].state'
	done | sort -u
}

# without the ioctls that translate PIDs
older=(deny -e ENOTTY ioctl:1=0x8004b706 ioctl:1=0x8004b707 ioctl:1=0x8004b708 ioctl:1=0x8004b709 --)

is_zombie() {
	grep -q '^State:.Z' "/proc/$1/status"
}

# is_exiting PID: it is, and waits for somebody
is_exiting() {
	local fields
	read -r fields <"/proc/$1/stat"
	read -ra fields <<<"${fields##*) }"
	((fields[6] & 4))
}

# cannot_be_entered INIT: what --join says of it
cannot_be_entered() {
	run_tool mount-procns --pidns "$1" --join -- true
	[[ $status -eq 125 ]]
}

# bats file_tags=axis:root,axis:userns

@test "procns-info: a namespace whose init is a zombie is dead" {
	local -A c
	start_holder c hold-pidns --no-reap
	mount-procns --pidns "${c[init]}" "$dir"
	defer umount "$dir"
	assert_equal "$(states env)" live
	kill -KILL "${c[init]}"
	poll_until 5 is_zombie "${c[init]}"
	cannot_be_entered "${c[init]}" || fail "entered: $stderr"
	assert_equal "$(states env)" dead
	requires cmd:deny
	assert_equal "$(states "${older[@]}")" dead
}

@test "procns-info: a namespace whose init waits for a last process is dead" {
	local -A c
	local last
	start_holder c hold-pidns --no-reap
	mount-procns --pidns "${c[init]}" "$dir"
	defer umount "$dir"
	nsenter --target "${c[init]}" --pid -- sleep 1000 3>&- 4>&- &
	last=$!
	two_there() {
		[[ $(proc_pids "$dir") == *,* ]]
	}
	poll_until 5 two_there
	# it is stopped, so that it does not collect its child
	kill -STOP "$last"
	poll_until 5 grep -q '^State:.T' "/proc/$last/status"
	kill -KILL "${c[init]}"
	poll_until 5 is_exiting "${c[init]}"
	refute is_zombie "${c[init]}"
	assert_equal "$(states env)" dead
	requires cmd:deny
	assert_equal "$(states "${older[@]}")" dead
	cannot_be_entered "${c[init]}" || fail "entered: $stderr"
	kill -CONT "$last"
	wait "$last" || true
}

@test "procns-info: a namespace whose init goes on without its first thread is live" {
	local init
	mkfifo "$BATS_TEST_TMPDIR/in"
	unshare --pid --fork --kill-child leaderless <"$BATS_TEST_TMPDIR/in" 3>&- 4>&- &
	local unshare=$!
	exec 5>"$BATS_TEST_TMPDIR/in"
	find_leader() {
		local status
		for status in /proc/[0-9]*/status; do
			! grep -qsx "PPid:.$unshare" "$status" || { init=${status#/proc/} init=${init%/status}; }
		done
		[[ -n ${init-} ]] && is_zombie "$init"
	}
	poll_until 5 find_leader
	mount-procns --pidns "$init" "$dir"
	defer umount "$dir"
	assert_equal "$(states env)" live
	exec 5>&-
	wait "$unshare" || true
	run_tool procns-info -J -o STATE,PIDNS,VIA "$dir"
	assert_json '.procfs[0].state | . == "empty" or . == "dead"' true
}

@test "procns-info: what one way does not know of a procfs is no reason to call it hidden" {
	local -A c
	start_holder c hold-pidns --children 1
	mount-procns --pidns "${c[init]}" "$dir"
	defer umount "$dir"
	run_tool procns-info --via bpf -J -o STATE,PROCS "$dir"
	assert_json '.procfs[0] | "\(.state) \(.procs)"' "live 2"
	pns_has procfs-ioctl && return 0
	run_tool procns-info --via ioctl -J -o STATE,PROCS,PIDNS "$dir"
	assert_json '.procfs[0] | "\(.state) \(.procs) \(.pidns)"' "live 2 null"
}

# churn: short-lived containers, each with a procfs, until it is killed
churn() {
	while :; do
		unshare --mount --pid --fork --mount-proc --kill-child sleep 0.01 2>/dev/null
	done
}

list_all() {
	procns-info --all --noheadings --raw -o LEVEL,STATE,INIT,COMMAND >>"$BATS_TEST_TMPDIR/rows"
}

sees_container() {
	list_all && grep -q '^1 live [0-9]' "$BATS_TEST_TMPDIR/rows"
}

@test "procns-info: no row of --all is half live while containers come and go" {
	local i
	churn 3>&- 4>&- >/dev/null 2>&1 &
	local churn=$!
	for ((i = $(pns_scaled 100); i > 0; i--)); do
		list_all
	done
	i=0
	poll_until 30 sees_container || i=1
	kill "$churn"
	wait "$churn" || true
	assert_equal "$i" 0
	# before 6.11 the init of another namespace is looked for, and may be missed
	pns_has ioctl-translate || return 0
	refute grep -E '^[0-9]+ live *$|^[0-9]+ live [0-9]+ *$' "$BATS_TEST_TMPDIR/rows"
}
