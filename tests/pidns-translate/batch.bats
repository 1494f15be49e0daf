#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck disable=SC2030,SC2031,SC2154
#
# Standard input: a million PIDs, lines that are none, co-processes, closed pipes, full disks.
# PNS_TEST_BATCH=N: how many PIDs (1000000).

load ../helper

setup_pids() {
	declare -gA c
	start_holder c hold-pidns --children 60
	cd "$BATS_TEST_TMPDIR" || return
	{ echo "${c[init]}"; tr , '\n' <<<"${c[kids]}"; } >answers
	seq 1 61 >questions
}

# bats file_tags=axis:root

@test "pidns-translate: a million PIDs are translated as each alone, in constant memory" {
	local n=${PNS_TEST_BATCH:-$(pns_scaled 1000000)} few many
	# by the "NSpid:" lines of all processes each takes some hundred times as long
	pns_has ioctl-translate || n=$((n / 100))
	setup_pids
	while read -r pid; do
		pidns-translate --from "${c[init]}" "$pid"
	done <questions >one_by_one
	diff one_by_one answers
	yes "$(<questions)" | head -n "$n" >many
	yes "$(<one_by_one)" | head -n "$n" >expected
	peak-rss few.rss pidns-translate --from "${c[init]}" <questions >/dev/null
	peak-rss many.rss pidns-translate --from "${c[init]}" <many >got
	cmp got expected
	few=$(sed -E 's/rss=([0-9]+).*/\1/' few.rss)
	many=$(sed -E 's/rss=([0-9]+).*/\1/' many.rss)
	echo "# $n PIDs: $(<many.rss); $(wc -l <questions) PIDs: $(<few.rss)" >&3
	# an instrumented program keeps what it freed
	((many - few < 512)) || [[ -n ${PNS_TEST_WRAP-}${ASAN_OPTIONS-} ]] || fail "memory grew from $few to $many KiB"
}

@test "pidns-translate: rows without widths are printed as they come, in constant memory" {
	local count form few many
	count=$(pns_scaled 200000)
	setup_pids
	yes 1 | head -n "$count" >many
	head -n 3 many >few
	for form in --raw -nr -J; do
		peak-rss few.rss pidns-translate --from "${c[init]}" "$form" -o PID,TO <few >small
		peak-rss many.rss pidns-translate --from "${c[init]}" "$form" -o PID,TO <many >got
		few=$(sed -E 's/rss=([0-9]+).*/\1/' few.rss)
		many=$(sed -E 's/rss=([0-9]+).*/\1/' many.rss)
		((many - few < 512)) || [[ -n ${PNS_TEST_WRAP-}${ASAN_OPTIONS-} ]] ||
			fail "$form: memory grew from $few to $many KiB"
		if [[ $form != -J ]]; then
			assert_equal "$(sort -u got)" "$(sort -u small)"
			assert_equal "$(wc -l <got)" $((count + ${#form} / 5))
		fi
	done
	assert_equal "$(pns_jq -c \
		'.pids | [length, (map(.to) | unique | .[])]' got)" "[$count,${c[init]}]"
	# as one document in the one form
	assert_equal "$(uniq got | sed '/^ *},{$/d' | sort -u)" "$(sed '/^ *},{$/d' small | sort -u)"
}

@test "pidns-translate: lines that are no PID are told by their number" {
	setup_pids
	printf '1\n+2\n 2\n2 \n\n0\n-1\n2147483648\n4294967298\n18446744073709551618\n0x2\n2:\n:2\n2:x\n3' >lines
	run_tool pidns-translate --from "${c[init]}" <lines
	assert_status 64
	assert_output "$(sed -n '1p;2p;2p;3p' answers)"
	assert_equal "${#stderr_lines[@]}" 12
	assert_equal "${stderr_lines[1]}" 'hint: --field takes PIDs out of other text'
	assert_stderr_line_matches "pidns-translate: line 2: '\\+2': not a PID"
	assert_stderr_line_matches "pidns-translate: line 5: '': not a PID"
	assert_stderr_line_matches "pidns-translate: line 14: '2:x': not a PID"
}

@test "pidns-translate: 0 is what the kernel prints for a process outside: no translation" {
	setup_pids
	two=$(sed -n 2p answers)
	zeros() {
		printf '0\n2\n00\n' >lines
		run_tool pidns-translate --from "${c[init]}" "$@" <lines
		assert_status 64
	}
	zeros
	assert_output "$two"
	assert_equal "${#stderr_lines[@]}" 2
	assert_stderr_line_matches "pidns-translate: line 1: 0: PID namespace ${c[init]}: .* \\(not-visible\\)"
	zeros --missing keep
	assert_output "0
$two
00"
	assert_stderr_empty
	zeros --missing mark
	assert_output "?
$two
?"
	zeros --missing drop
	assert_output "$two"
	zeros -J -o PID,TO,ERROR
	assert_json '[.pids[] | "\(.pid) \(.to) \(.error)"] | join(" ")' \
		"0 null not-visible 2 $two null 0 null not-visible"
	run_tool pidns-translate --from "${c[init]}" --missing keep 0 2
	assert_output "0
$two"
	run_tool pidns-translate --from "${c[init]}" -J 0
	assert_status 1
	assert_json '.pids[0] | "\(.pid) \(.to) \(.error)"' '0 null not-visible'
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "pidns-translate: 0 has no translation for anybody" {
	printf '0\n%s\n' $$ >"$BATS_TEST_TMPDIR/lines"
	run_tool pidns-translate --to self --missing keep <"$BATS_TEST_TMPDIR/lines"
	assert_status 64
	assert_output "0
$$"
	run_tool pidns-translate --to self --field 1,2 --missing drop <<<"$$ 0"
	assert_status 0
	assert_output "$$ 0"
}

@test "pidns-translate: lines as ps, pidof and Windows print them" {
	local pid line
	setup_pids
	{
		printf '%5d\n\t2 \n' 1
		printf '3\r\n1 2  3\n'
		printf ' 3 2 \r\n 99999 2 4294967298\n2 x\n3'
	} >lines
	run_tool pidns-translate --from "${c[init]}" <lines
	assert_status 64
	mapfile -t a <answers
	assert_output "${a[0]}
${a[1]}
${a[2]}
${a[0]} ${a[1]} ${a[2]}
${a[2]} ${a[1]}
${a[1]}
${a[1]}
${a[2]}"
	assert_stderr_line_matches "pidns-translate: line 6: 99999: .*"
	assert_stderr_line_matches "pidns-translate: line 6: '4294967298': not a PID"
	assert_stderr_line_matches "pidns-translate: line 7: 'x': not a PID"
	run_tool pidns-translate --from "${c[init]}" --missing keep <<<" 99999 2 88888 "
	assert_output "99999 ${a[1]} 88888"
	run_tool pidns-translate --from "${c[init]}" --missing mark=- <<<"99999 88888"
	assert_output '- -'
	# in a table a row for each
	run_tool pidns-translate --from "${c[init]}" -r -n -o PID,TO <<<" 1 2"
	assert_output "1 ${a[0]}
2 ${a[1]}"
	# operands too
	run_tool pidns-translate --from "${c[init]}" " 1" "2 3 "
	assert_output "${a[0]}
${a[1]} ${a[2]}"
	# an answer does not wait for the next line
	coproc pidns-translate --unbuffered --from "${c[init]}" 2>/dev/null 3>&- 4>&-
	pid=$COPROC_PID
	printf '1 x\n' >&"${COPROC[1]}"
	read -r -t 10 line <&"${COPROC[0]}"
	assert_equal "$line" "${a[0]}"
	eval "exec ${COPROC[1]}>&-"
	wait "$pid" || true
}

@test "pidns-translate: a line with a NUL, a long line, and what follows" {
	setup_pids
	{
		printf '1\0002\n'
		head -c 300000 /dev/zero | tr '\0' 1
		printf '\n2\n'
	} >lines
	run_tool peak-rss rss pidns-translate --from "${c[init]}" <lines
	assert_status 64
	assert_output "$(sed -n 2p answers)"
	assert_stderr_line_matches "pidns-translate: line 1: '1\\.\\.\\.': not a PID"
	assert_stderr_line_matches "pidns-translate: line 2: '1{40}\\.\\.\\.': not a PID"
	assert_equal "${#stderr_lines[@]}" 3
}

@test "pidns-translate: --zero on both sides" {
	setup_pids
	run_tool pidns-translate -z --from "${c[init]}" < <(printf '1\0002\0003')
	assert_status 0
	cmp "$run.out" <(head -n 3 answers | tr '\n' '\0')
}

@test "pidns-translate: --missing keeps, drops or marks" {
	setup_pids
	printf '1\n999\n2\n' >lines
	run_tool pidns-translate --from "${c[init]}" --missing keep <lines
	assert_status 64
	assert_stderr_empty
	assert_output "$(sed -n '1p' answers; echo 999; sed -n 2p answers)"
	run_tool pidns-translate --from "${c[init]}" --missing drop <lines
	assert_output "$(head -n 2 answers)"
	run_tool pidns-translate --from "${c[init]}" --missing mark <lines
	assert_output "$(sed -n '1p' answers; echo '?'; sed -n 2p answers)"
	run_tool pidns-translate --from "${c[init]}" --missing mark=gone 999
	assert_status 1
	assert_output gone
	run_tool pidns-translate --from "${c[init]}" --missing never 1
	assert_status 1
	assert_stdout_empty
}

@test "pidns-translate: --unbuffered serves as a co-process, and so does waiting input without it" {
	local option answer
	setup_pids
	for option in --unbuffered --; do
		coproc pidns-translate --from "${c[init]}" "$option" 3>&- 4>&-
		for i in 1 2 3; do
			echo "$i" >&"${COPROC[1]}"
			read -r -t 20 answer <&"${COPROC[0]}" || fail "no answer to line $i"
			assert_equal "$answer" "$(sed -n "${i}p" answers)"
		done
		local pid=$COPROC_PID input=${COPROC[1]}
		exec {input}>&-
		wait "$pid"
	done
}

@test "pidns-translate: a process that is born meanwhile is found by a co-process, by procfs" {
	local answer kid
	setup_pids
	coproc pidns-translate --from "${c[init]}" --via procfs -u 3>&- 4>&-
	echo 1 >&"${COPROC[1]}"
	read -r -t 20 answer <&"${COPROC[0]}"
	nsenter -t "${c[init]}" -p sleep 100 3>&- 4>&- &
	local holder=$!
	poll_until 5 pgrep -P "$holder" >/dev/null
	kid=$(pgrep -P "$holder")
	awk '/^NSpid/ { print $NF }' "/proc/$kid/status" >&"${COPROC[1]}"
	read -r -t 20 answer <&"${COPROC[0]}"
	assert_equal "$answer" "$kid"
	kill "$kid"
	wait "$holder" || true
	local pid=$COPROC_PID input=${COPROC[1]}
	exec {input}>&-
	wait "$pid"
}

# hold_number PID: a process in the namespace has it: the caller's number of it in $kid, what holds it in $holder
hold_number() {
	nsenter -t "${c[init]}" -p as-pid "$1" sleep 100 3>&- 4>&- &
	holder=$!
	poll_until 5 has_grandchild "$holder" || fail "no process $1"
}

has_grandchild() {
	kid=$(pgrep -P "$(pgrep -P "$1")" sleep)
}

@test "pidns-translate: a co-process answers anew when a PID has come to mean another process" {
	local answer kid holder i via pid input
	setup_pids
	for via in procfs pidfd ucred; do
		pns_translates_by "$via" || continue
		coproc pidns-translate --from "${c[init]}" --via "$via" 3>&- 4>&-
		pid=$COPROC_PID input=${COPROC[1]}
		for i in 1 2 3; do
			hold_number 3000
			# one is kept from the second time on: the third is that, and the fourth if it is seen to live
			printf '3000\n3000\n3000\n' >&"$input"
			read -r -t 20 answer <&"${COPROC[0]}"
			assert_equal "$answer" "$kid"
			read -r -t 20 answer <&"${COPROC[0]}"
			assert_equal "$answer" "$kid"
			read -r -t 20 answer <&"${COPROC[0]}"
			assert_equal "$answer" "$kid"
			echo 3000 >&"$input"
			read -r -t 20 answer <&"${COPROC[0]}"
			assert_equal "$answer" "$kid"
			kill "$kid"
			wait "$holder" || true
		done
		echo 3000 >&"$input"
		exec {input}>&-
		wait "$pid" || assert_equal $? 64
	done
}

waits_for_input() {
	local fd
	read -r _ fd _ <"/proc/$1/syscall" && [[ $fd == 0x0 ]]
}

@test "pidns-translate: every cell of a process that is born meanwhile is found, by procfs" {
	local holder kid chain pid
	start_holder n hold-pidns --depth 2 --children 2
	cd "$BATS_TEST_TMPDIR" || return
	mkfifo input
	# not by run_tool: the next line is written when the one before has been looked up
	(pns_exec pidns-translate --from "${n[init]}" --to "${n[init2]}" --via procfs -r -n -o PID,TO,PIDNS \
		<input >rows) &
	pid=$!
	exec {line}<>input
	# N+2 is init of the next namespace: its own 1
	echo 4 >&"$line"
	poll_until 20 waits_for_input "$pid"
	nsenter -t "${n[init2]}" -p sleep 100 3>&- 4>&- {line}>&- &
	holder=$!
	poll_until 5 pgrep -P "$holder" >/dev/null
	kid=$(pgrep -P "$holder")
	read -r _ _ chain < <(grep ^NSpid "/proc/$kid/status")
	echo "${chain%%[[:space:]]*}" >&"$line"
	exec {line}>&-
	wait "$pid"
	assert_equal "$(<rows)" "4 1 ${n[ns2]}
${chain%%[[:space:]]*} ${chain##*[[:space:]]} ${n[ns2]}"
	kill "$kid"
	wait "$holder" || true
}

@test "pidns-translate: a closed pipe and a full disk end with a status" {
	local closed=0
	setup_pids
	yes 1 | head -n 100000 >many
	(trap '' PIPE; pidns-translate --from "${c[init]}" <many 2>err || echo $? >closed) | true
	assert_equal "$(<closed)" 1
	assert_equal "$(<err)" ""
	pidns-translate --from "${c[init]}" <many 2>err >/dev/full || closed=$?
	assert_equal "$closed" 1
	assert_equal "$(<err)" "pidns-translate: write error: No space left on device"
	closed=0
	pidns-translate --from "${c[init]}" -F 1 <many 2>err >/dev/full || closed=$?
	assert_equal "$closed" 1
	closed=0
	pidns-translate --from "${c[init]}" -r 1 2>err >/dev/full || closed=$?
	assert_equal "$closed" 1
}

@test "pidns-translate: an input that cannot be read" {
	run_tool pidns-translate --to self </
	assert_status 1
	assert_stderr_line_matches 'pidns-translate: standard input: Is a directory'
}

@test "pidns-translate: libsmartcols is loaded for tables only, libmount never" {
	requires cmd:strace
	[[ -z ${PNS_TEST_WRAP-} ]] || skip "not under a wrapper"
	setup_pids
	strace -f -e trace=openat -o trace pidns-translate --from "${c[init]}" 1
	run grep -E 'libmount|libsmartcols' trace
	refute_output
	strace -f -e trace=openat -o trace pidns-translate --from "${c[init]}" -J 1
	run grep -c libsmartcols trace
	assert_success
	run grep libmount trace
	refute_output
}

# reads_late: standard input to standard output, when the pipe has been full for long
reads_late() {
	dd bs=1 count=5000 status=none
	cat
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "pidns-translate: a full pipe in non-blocking mode is waited for" {
	local n
	n=$(pns_scaled 200000)
	cd "$BATS_TEST_TMPDIR"
	yes $$ | head -n "$n" >many
	nonblock 1 -- pidns-translate --to self <many | reads_late >got
	cmp many got
	nonblock 1 -- pidns-translate --to self --field 1 <many | reads_late >got
	cmp many got
	# what goes through stdio
	head -n "$((n / 10))" many >fewer
	nonblock 1 -- pidns-translate --to self -n -r -o TO <fewer | reads_late >got
	cmp fewer got
	tr 1-9 x <fewer >bad
	nonblock 2 -- pidns-translate --to self <bad 2>&1 >/dev/null | reads_late >got
	assert_equal "$(grep -c 'not a PID$' got)" "$((n / 10))"
	# one line, which is written piece by piece
	tr '\n' ' ' <many >one
	nonblock 1 -- pidns-translate --to self --field 1 <one | reads_late >got
	cmp one got
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "pidns-translate: input in non-blocking mode is waited for" {
	local answer i
	coproc nonblock 0 1 -- pidns-translate --to self 3>&- 4>&-
	for i in 1 2 3; do
		echo $$ >&"${COPROC[1]}"
		read -r -t 20 answer <&"${COPROC[0]}"
		assert_equal "$answer" $$
	done
	local pid=$COPROC_PID input=${COPROC[1]}
	exec {input}>&-
	wait "$pid"
}
