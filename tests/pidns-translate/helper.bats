#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck disable=SC2030,SC2031,SC2154
#
# The helper process of methods pidfd and ucred, which stays as long as the tool: it keeps nobody from ending, outlives
# nobody, and is replaced when it is killed.

load ../helper

# ask PID: one line to the co-process; the answer in $answer, empty if there is none
ask() {
	echo "$1" >&"${COPROC[1]}"
	read -r -t 20 answer <&"${COPROC[0]}" || answer=
}

# start_tool OPTION...: as a co-process, by way of "${as[@]}", that has answered once; its $keeper and $helper
start_tool() {
	coproc "${as[@]}" pidns-translate "$@" --missing mark 3>&- 4>&- 2>"$BATS_TEST_TMPDIR/err"
	tool=$COPROC_PID
	ask 1
	find_helper || fail "no helper: $(<"$BATS_TEST_TMPDIR/err")"
}

find_helper() {
	keeper=$(pgrep -P "$tool") && helper=$(pgrep -P "$keeper")
}

# end_tool STATUS
end_tool() {
	local pid=$tool input=${COPROC[1]} status=0
	exec {input}>&-
	wait "$pid" || status=$?
	assert_equal "$status" "$1"
}

as=()

is_gone() {
	[[ ! -e /proc/$1 ]]
}

# bats file_tags=axis:root,axis:userns

@test "helper: it has no descriptor but its sockets" {
	local via fd answer tool keeper helper
	start_holder c hold-pidns --children 2
	for via in pidfd ucred; do
		pns_translates_by "$via" || continue
		start_tool --via "$via" --from "${c[init]}"
		assert_equal "$answer" "${c[init]}"
		assert_equal "$(find "/proc/$helper/fd" -type l | wc -l)" 2
		for fd in "/proc/$helper/fd/"*; do
			[[ $(readlink "$fd") == socket:* ]] || fail "$fd is $(readlink "$fd")"
		done
		end_tool 0
		is_gone "$helper" || fail "the helper is still there"
	done
}

@test "helper: one that is killed, or whose parent is, is replaced" {
	local via answer tool keeper helper i before kids
	start_holder c hold-pidns --children 8
	IFS=, read -r -a kids <<<"${c[kids]}"
	for via in pidfd ucred; do
		pns_translates_by "$via" || continue
		start_tool --via "$via" --from "${c[init]}"
		for i in 1 2 3 4; do
			before=$helper
			kill -KILL $((i % 2 ? helper : keeper))
			# else the tool finds out while it waits for the answer
			((i == 1)) || poll_until 5 is_gone "$before" || fail "the helper is still there"
			# each is another one: no answer is known
			ask $((i + 1))
			assert_equal "$answer" "${kids[i - 1]}"
			find_helper || fail "no helper after $i"
			[[ $helper != "$before" ]] || fail "still the same helper"
		done
		end_tool 0
	done
}

@test "helper: between two other namespaces, each may be killed" {
	local answer tool keepers i
	start_holder c hold-pidns --children 2 --depth 2
	start_tool --via ucred --from "${c[init]}" --to "${c[init2]}" || true
	ask 4
	assert_equal "$answer" 1
	for i in 0 1 0 1; do
		mapfile -t keepers < <(pgrep -P "$tool")
		assert_equal "${#keepers[@]}" 2
		kill -KILL "$(pgrep -P "${keepers[i]}")"
		ask 5
		assert_equal "$answer" 2
	done
	end_tool 64
}

@test "helper: init ends while the helper waits, also when the tool is stopped" {
	local via how answer tool keeper helper
	for via in pidfd ucred; do
		pns_translates_by "$via" || continue
		for how in running stopped; do
			unset c
			start_holder c hold-pidns --children 2
			start_tool --via "$via" --from "${c[init]}"
			[[ $how == running ]] || kill -STOP "$tool" "$keeper"
			kill -KILL "${c[init]}"
			poll_until 10 is_gone "${c[init]}" || fail "$via: init is still there, the tool $how"
			is_gone "$helper" || fail "the helper is still there"
			[[ $how == running ]] || kill -CONT "$tool" "$keeper"
			ask 2
			assert_equal "$answer" "?"
			end_tool 64
			stop_holder c
		done
	done
}

@test "helper: kill -9 of the tool between any two system calls leaves nothing behind" {
	local via n total stride
	start_holder c hold-pidns --children 2 --depth 2
	for via in pidfd ucred; do
		pns_translates_by "$via" || continue
		set -- pidns-translate --via "$via" --from "${c[init]}" --to "${c[init2]}" 4 5 6
		run_tool kill-at --syscall 1000000 -- "$@"
		[[ ${lines[-1]} =~ ^killed=no\ .*syscalls=([0-9]+) ]] || fail "${lines[-1]}"
		total=${BASH_REMATCH[1]}
		stride=$((total / $(pns_scaled 100) + 1))
		for ((n = 1; n <= total; n += stride)); do
			run_tool kill-at --syscall "$n" -- "$@"
			[[ ${lines[-1]} == *orphans=0 ]] || fail "$via, after system call $n: ${lines[-1]}"
		done
	done
	# nobody who was left unreaped keeps init from ending
	kill -KILL "${c[init]}"
	poll_until 10 is_gone "${c[init]}" || fail "init is still there"
	stop_holder c
}

# bats file_tags=axis:root

@test "helper: those inside cannot look into it" {
	local answer tool keeper helper
	start_holder c hold-pidns
	as=(setpriv --reuid 1000 --clear-groups --inh-caps +sys_admin --ambient-caps +sys_admin)
	exec 5<"/proc/${c[init]}/ns/pid"
	start_tool --via ucred --from fd:5
	exec 5<&-
	assert_equal "$answer" "${c[init]}"
	# the files in /proc of who is dumpable are its own
	assert_equal "$(stat -c %u "/proc/$tool/status")" 1000
	assert_equal "$(stat -c %u "/proc/$helper/status")" 0
	end_tool 0
}
