#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck disable=SC2154
#
# No answer about a recycled PID. Half a minute each in CI, else five seconds; PNS_TEST_SECONDS=N.

load ../helper

if [[ ${CI-} == true || ${PNS_TEST_LONG-} == 1 ]]; then
	: "${PNS_TEST_SECONDS:=30}"
fi
seconds=${PNS_TEST_SECONDS:-$(pns_scaled 5)}

# One run of the tool translates so many; an emulated machine, where loops are short, would take minutes
round=20000
[[ $(pns_scaled 100) == 100 ]] || round=200

# torture [OPTION...] COMMAND...: not one wrong answer; prints what was counted. An emulated machine is
# late for most of the processes: then there is more than one attempt to have some right answers
torture() {
	local attempt right=0
	for attempt in 1 2 3 4 5 6 7 8 9 10; do
		run_tool churn-pids --seconds "$seconds" --round "$round" "$@"
		echo "# ${*: -1}: $output" >&3
		assert_status 0
		[[ $output =~ right=([0-9]+)\ none=([0-9]+)\ refused=([0-9]+)\ wrong=0\  ]] || fail "no count"
		right=$((right + BASH_REMATCH[1]))
		# by the scale twice: less time, and fewer in that
		((right < $(pns_scaled "$(pns_scaled 100)"))) || return 0
	done
	fail "too few answers to mean anything after attempt $attempt"
}

# kernel.pid_max of a PID namespace is its own since 6.14; before, a write would be the machine's
pid_max_is_private() {
	local before
	before=$(</proc/sys/kernel/pid_max)
	unshare --pid --fork --mount-proc sh -c "echo $((before - 1)) >/proc/sys/kernel/pid_max" || return
	[[ $(</proc/sys/kernel/pid_max) == "$before" ]] && return
	echo "$before" >/proc/sys/kernel/pid_max
	return 1
}

# bats file_tags=axis:root

@test "pidns-translate: the torture finds what a careless translation gets wrong" {
	translates_by_ioctl || return 0
	local i
	for i in 1 2 3 4 5 6; do
		run_tool churn-pids --seconds "$i" naive
		[[ $status -eq 0 ]] || break
	done
	echo "# naive: $output" >&3
	assert_status 1
}

@test "pidns-translate: no wrong answer while PIDs are recycled, by ioctl" {
	translates_by_ioctl || return 0
	torture pidns-translate --via ioctl
}

@test "pidns-translate: no wrong answer while PIDs are recycled, by procfs" {
	torture pidns-translate --via procfs
}

@test "pidns-translate: no wrong answer while PIDs are recycled, by pidfd" {
	torture pidns-translate --via pidfd
}

@test "pidns-translate: no wrong answer while PIDs are recycled, by ucred" {
	torture pidns-translate --via ucred
}

@test "pidns-translate: no wrong answer with a low kernel.pid_max" {
	translates_by_ioctl || return 0
	local before
	pid_max_is_private || skip "requires: private pid_max"
	before=$(</proc/sys/kernel/pid_max)
	defer sh -c "echo $before >/proc/sys/kernel/pid_max"
	echo 600 >/proc/sys/kernel/pid_max
	torture --natural pidns-translate --via ioctl
}

@test "pidns-translate: no wrong identity while PIDs are recycled" {
	translates_by_ioctl || return 0
	torture pidns-translate --via ioctl -I
}

# in place of the namespace that all are in: the PIDs that each has in its own
to_own() {
	# shellcheck disable=SC2016
	torture bash -c 'arguments=("$@"); arguments[-1]=own; exec pidns-translate "${arguments[@]}"' - "$@"
}

@test "pidns-translate: no wrong answer of --to own while PIDs are recycled" {
	local via
	for via in ioctl procfs; do
		! pns_translates_by "$via" || to_own --via "$via"
	done
}
