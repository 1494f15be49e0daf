#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck disable=SC2154
#
# --init as a service: a reference a line of standard input, while containers come and go: 500 of them in CI, else 40;
# PNS_TEST_CONTAINERS=N.

load ../helper

if [[ ${CI-} == true || ${PNS_TEST_LONG-} == 1 ]]; then
	: "${PNS_TEST_CONTAINERS:=500}"
fi
IOCTLS=(ioctl:1=0x8004b706 ioctl:1=0x8004b707 ioctl:1=0x8004b708 ioctl:1=0x8004b709)

# serve COMMAND...: as a co-process: its PID in $service, its ends in $questions and $answers
serve() {
	coproc "$@" 3>&- 4>&-
	service=$COPROC_PID
	questions=${COPROC[1]}
	answers=${COPROC[0]}
}

ask() {
	echo "$1" >&"$questions"
	read -r -t 60 answer <&"$answers" || fail "$1: no answer"
}

# assert_init_of PID EXPECTED...: one of them
assert_init_of() {
	local pid=$1
	ask "$pid"
	shift
	[[ " $* " == *" $answer "* ]] || fail "init of the namespace of $pid: $answer, expected $*"
}

# start_container: $init and $kid, the caller's PIDs of its init and of the other process in it
start_container() {
	local n=${#holders[@]} line
	hold-pidns --children 1 <>nothing >"line.$n" 3>&- 4>&- &
	holders+=($!)
	poll_until 20 test -s "line.$n"
	read -r line <"line.$n"
	[[ $line =~ ^init=([0-9]+)\ kids=([0-9]+)\  ]] || fail "no container: $line"
	init=${BASH_REMATCH[1]}
	kid=${BASH_REMATCH[2]}
}

# end_container INDEX: while it is asked about: the answer is the right one or none
end_container() {
	kill -KILL "${inits[$1]}"
	assert_init_of "${kids[$1]}" "${inits[$1]}" '?'
	kill "${holders[$1]}" 2>/dev/null || true
	wait "${holders[$1]}" || true
	assert_init_of "${kids[$1]}" '?'
	unset "inits[$1]"
}

# churn COUNT: so many containers, at most nine of them at once, each answer compared with the truth
churn() {
	local i k init kid
	holders=() kids=()
	declare -gA inits=()
	mkfifo nothing
	for ((i = 0; i < $1; i++)); do
		start_container
		inits[$i]=$init
		kids+=("$kid")
		for k in "${!inits[@]}"; do
			assert_init_of "${kids[k]}" "${inits[$k]}"
		done
		assert_init_of "$init" "$init"
		((i < 8)) || end_container $((i - 8))
		((i != 9)) || what_it_holds=$(held)
	done
	for k in "${!inits[@]}"; do
		end_container "$k"
	done
}

# held: descriptors and memory of the service
held() {
	local descriptors
	descriptors=("/proc/$service/fd/"*)
	echo "${#descriptors[@]} $(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$service/status")"
}

# ask_often COUNT: about those that are there and those that are not
ask_often() {
	local n=$1 i question expected
	printf -v question '%s\n' $$ self 4194300 "$service"
	printf -v expected '%s\n' 1 1 '?' 1
	for ((i = 0; i < n; i += 4)); do
		printf %s "$question" >&"$questions"
		read -r -d '' -t 60 -N "${#expected}" answer <&"$answers"
		[[ $answer == "$expected" ]] || fail "$answer"
	done
}

end_service() {
	exec {questions}>&-
	wait "$service" || assert_equal $? 64
}

# bats file_tags=axis:root,axis:userns

@test "pidns-translate: --init answers while containers come and go, and keeps nothing" {
	local service questions answers answer holders kids what_it_holds descriptors memory
	cd "$BATS_TEST_TMPDIR"
	serve pidns-translate --init -u --missing mark
	churn $((10 + ${PNS_TEST_CONTAINERS:-$(pns_scaled 30)}))
	ask_often "$(pns_scaled 20000)"
	read -r descriptors memory < <(held)
	# /proc is opened when it is first needed
	((descriptors <= ${what_it_holds% *} + 1)) || fail "descriptors: first ${what_it_holds% *}, then $descriptors"
	# so are libraries
	((memory <= ${what_it_holds#* } + 256)) || fail "memory: first ${what_it_holds#* }, then $memory KiB"
	end_service
}

@test "pidns-translate: --init answers while containers come and go, without the ioctls" {
	requires cmd:deny
	local service questions answers answer holders kids what_it_holds
	cd "$BATS_TEST_TMPDIR"
	serve deny -e ENOTTY "${IOCTLS[@]}" -- pidns-translate --init -u --missing mark
	churn $((10 + $(pns_scaled 10)))
	end_service
}

@test "pidns-translate: --init: each form of reference may stand in a line" {
	local -A c
	local kid
	start_holder c hold-pidns --children 1
	kid=${c[kids]}
	cd "$BATS_TEST_TMPDIR"
	printf '%s\n' "$kid" "pid:[${c[ns]}]" "${c[ns]}" "/proc/$kid/ns/pid" fd:5 fd:5 self >in
	run_tool pidns-translate --init <in 5<"/proc/$kid/ns/pid"
	assert_status 0
	assert_stderr_empty
	assert_output "$(yes "${c[init]}" | head -n 6; echo 1)"
	run_tool pidns-translate --init --to "$kid" < <(echo "$kid")
	assert_output 1
	run_tool pidns-translate --init -J -o PIDNS,TO,COMMAND < <(printf '%s\n' "$kid" 4194300 "$kid")
	assert_status 64
	assert_json '.pids | length' 3
	assert_json '.pids[0].to' "${c[init]}"
	assert_json '.pids[2].pidns' "${c[ns]}"
	assert_json '.pids[1].pidns' null
	run_tool pidns-translate --init -z < <(printf '%s\0self\0' "$kid")
	assert_status 0
	cmp "$run.out" <(printf '%s\0001\0' "${c[init]}")
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "pidns-translate: --init: a line that is no reference is told, and the rest is answered" {
	cd "$BATS_TEST_TMPDIR"
	{
		printf 'self\nx\n\n4194300\nse\0lf\n'
		head -c 200000 /dev/zero | tr '\0' 1
		# nobody has opened it: what the tool opened itself is none of theirs
		printf '\nfd:3\nfd:4\nfd:5\nfd:6\n4026531000\n'
		echo $$
	} >in
	run_tool pidns-translate --init <in
	assert_status 64
	assert_output "1
1"
	assert_equal "${#stderr_lines[@]}" 10
	assert_stderr_line_matches 'pidns-translate: line 2: x: .* \(bad-reference\)'
	assert_stderr_line_matches 'pidns-translate: line 3: : .* \(bad-reference\)'
	assert_stderr_line_matches 'pidns-translate: line 4: 4194300: .* \(no-such-process\)'
	assert_stderr_line_matches 'pidns-translate: line 5: se: .* \(bad-reference\)'
	assert_stderr_line_matches 'pidns-translate: line 6: 1+: .* \(bad-reference\)'
	assert_stderr_line_matches 'pidns-translate: line 8: fd:4: .* \(bad-descriptor\)'
	assert_stderr_line_matches 'pidns-translate: line 11: 4026531000: .* \(namespace-not-found\)'
	# a line for each, whatever it says
	run_tool pidns-translate --init --missing mark=none <in
	assert_status 64
	assert_equal "$(paste -sd, <"$run.out")" 1,none,none,none,none,none,none,none,none,none,none,1
	# what is missing is told by the mark, what is wrong is told
	assert_equal "${#stderr_lines[@]}" 8
	run_tool pidns-translate --init --missing keep < <(printf '4194300\nself\n')
	assert_status 64
	assert_stderr_empty
	assert_output "4194300
1"
	run_tool pidns-translate --init < <(echo x)
	assert_status 1
	run_tool pidns-translate --init -r </dev/null
	assert_status 0
	run_tool pidns-translate --init </dev/null
	assert_status 0
	assert_stdout_empty
}
