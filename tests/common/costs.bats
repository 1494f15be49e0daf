#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck disable=SC2154
#
# How many system calls one more of something takes: a count is the same on every machine, and grows where a module
# finds out anew what the run knows.

load ../helper

# bats file_tags=axis:root

# count_calls COMMAND...: the system calls that it makes, in $calls. Not the second line of one that another process
# came between, and not poll(2): how often a process waits for another one is the scheduler's
count_calls() {
	# shellcheck disable=SC2086
	run_tool ${PNS_TEST_FILTER-} strace -f -o "$BATS_TEST_TMPDIR/trace" "$PNS_BIN/real/$1" "${@:2}"
	assert_status 0
	calls=$(grep -cvE '^[0-9]+ +(\+\+\+ |--- |<\.\.\. |poll\()' "$BATS_TEST_TMPDIR/trace")
}

# assert_cost NUMBER BEFORE TIGHT LOOSE WHAT: the calls since BEFORE are no more than TIGHT for each of NUMBER, or than
# LOOSE where this kernel lacks the ioctls, or a denied call has to be made up for
assert_cost() {
	local each=$(((calls - $2 + $1 - 1) / $1)) limit=$4
	if pns_has ioctl-translate && pns_has ns-id && pns_has pidfd-ns-ioctl && [[ -z ${PNS_TEST_DENIED-} ]]; then
		limit=$3
	fi
	((each <= limit)) ||
		fail "$5 takes $each system calls, more than $limit: $(tail -n "$each" "$BATS_TEST_TMPDIR/trace")"
}

# start_containers: four, each with a mount namespace; the PIDs of init in $inits
start_containers() {
	local i
	inits=()
	for i in 1 2 3 4; do
		declare -gA "c$i"
		start_holder "c$i" hold-pidns --mount
		local -n container=c$i
		inits+=("${container[init]}")
	done
}

@test "costs: one more container of procns-info --all" {
	requires cmd:strace uninstrumented
	local before calls inits
	count_calls procns-info --all
	before=$calls
	start_containers
	count_calls procns-info --all
	assert_cost 4 "$before" 36 160 "a container"
}

# mount_procfs: four of the caller's own PID namespace
mount_procfs() {
	local i
	for i in 1 2 3 4; do
		mkdir "$BATS_TEST_TMPDIR/$i"
		mount -t proc proc "$BATS_TEST_TMPDIR/$i"
		defer umount "$BATS_TEST_TMPDIR/$i"
	done
}

@test "costs: one more procfs in a list of procns-info whose columns are from the mount table" {
	requires cmd:strace uninstrumented
	local before calls
	count_calls procns-info -o TARGET,OPTIONS,MNTID,OVERMOUNTS
	before=$calls
	mount_procfs
	count_calls procns-info -o TARGET,OPTIONS,MNTID,OVERMOUNTS
	# memory, and a longer table
	assert_cost 4 "$before" 1 1 "a procfs"
}

@test "costs: one more procfs in a list of procns-info" {
	requires cmd:strace uninstrumented
	local before calls
	count_calls procns-info
	before=$calls
	mount_procfs
	count_calls procns-info
	assert_cost 4 "$before" 10 60 "a procfs"
}

@test "costs: one more reference of pidns-translate --init" {
	requires cmd:strace uninstrumented
	local before calls inits
	start_containers
	count_calls pidns-translate --init "${inits[0]}"
	before=$calls
	count_calls pidns-translate --init "${inits[@]}"
	# the answers to all go out in one call
	assert_cost 3 "$before" 6 900 "a reference"
}

@test "costs: one more PID of a process that has been asked about, by each method without the ioctls" {
	requires cmd:strace uninstrumented
	local before calls via limit
	start_holder c hold-pidns --children 5
	cd "$BATS_TEST_TMPDIR"
	yes "$(seq 1 6)" | head -n 12 >few
	yes "$(seq 1 6)" | head -n 1200 >many
	for via in procfs pidfd ucred; do
		pns_translates_by "$via" || continue
		count_calls pidns-translate --via "$via" --from "${c[init]}" <few
		before=$calls
		count_calls pidns-translate --via "$via" --from "${c[init]}" <many
		assert_equal "${#lines[@]}" 1200
		# a file is read in blocks: what was found is right for all of one. Without pidfds nothing is kept
		limit=20
		[[ -z ${PNS_TEST_DENIED-} ]] || limit=200
		! pns_denied pidfd_open || limit=60000
		((calls - before <= limit)) || fail "by $via, 1188 PIDs take $((calls - before)) system calls"
	done
}

# start_sleepers: four processes of the caller's own PID namespace
start_sleepers() {
	local i
	for i in 1 2 3 4; do
		sleep 1000 3>&- 4>&- &
		defer kill $!
	done
}

@test "costs: one more process of pidns-translate --list" {
	requires cmd:strace uninstrumented
	local before calls
	count_calls pidns-translate --list self
	before=$calls
	start_sleepers
	count_calls pidns-translate --list self
	assert_cost 4 "$before" 10 90 "a process"
}

@test "costs: one more container of pidns-translate --find" {
	requires cmd:strace uninstrumented
	local before calls inits
	count_calls pidns-translate --find 1
	before=$calls
	start_containers
	count_calls pidns-translate --find 1
	# five of them for the process outside that made it
	assert_cost 4 "$before" 24 120 "a container"
}

@test "costs: one more process that pidns-translate --find does not want" {
	requires cmd:strace uninstrumented
	local before calls
	count_calls pidns-translate --find 1
	before=$calls
	start_sleepers
	count_calls pidns-translate --find 1
	assert_cost 4 "$before" 5 40 "a process"
}
