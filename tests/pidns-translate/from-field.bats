#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck disable=SC2154
#
# The filter mode where a field of each line names the PID namespace that its PIDs are from.

load ../helper

setup_two() {
	declare -gA c d
	start_holder c hold-pidns --children 2
	start_holder d hold-pidns --children 2
	cd "$BATS_TEST_TMPDIR" || return
	IFS=, read -r two three <<<"${c[kids]}"
	IFS=, read -r other _ <<<"${d[kids]}"
}

# bats file_tags=axis:root,axis:userns

@test "pidns-translate: --from-field: each line names its own PID namespace, in any form" {
	setup_two
	printf '%s\n' "PIDNS PID COMM" "${c[ns]} 2 a" "${d[ns]} 2 b" "pid:[${c[ns]}] 3 c" "$two 3 d" \
		"/proc/$other/ns/pid 2 e" "  fd:5  3 f" "self $$ g" "${d[init]}  1  h" >in
	run_tool pidns-translate --from-field 1 -F 2 <in 5<"/proc/$two/ns/pid"
	assert_status 0
	assert_stderr_empty
	assert_output "PIDNS PID COMM
${c[ns]} $two a
${d[ns]} $other b
pid:[${c[ns]}] $three c
$two $three d
/proc/$other/ns/pid $other e
  fd:5  $three f
self $$ g
${d[init]}  ${d[init]}  h"
	# behind it, by a delimiter, to another one
	run_tool pidns-translate --from-field 3 -F 1 -d , --to "$two" < <(echo "2,x,${c[ns]},y")
	assert_output "2,x,${c[ns]},y"
	run_tool pidns-translate --from-field 3 -F 1 --align --missing mark --to "$two" < <(echo "  2 x ${d[ns]} y")
	assert_output "  ? x ${d[ns]} y"
	run_tool pidns-translate --from-field 1 -F 2 --to own < <(printf '%s\n' "${c[ns]} 2" "self $two" "self $$")
	assert_status 0
	assert_output "${c[ns]} 2
self 2
self $$"
	run_tool pidns-translate --from-field 2 -F '0:pid=([0-9]+)' < <(echo "x ${c[ns]} pid=2,pid=3")
	assert_output "x ${c[ns]} pid=$two,pid=$three"
	run_tool pidns-translate --from-field 3 -F '1:([0-9]+)' < <(echo "[2] ${d[ns]} ${c[ns]} $other")
	assert_output "[$two] ${d[ns]} ${c[ns]} $other"
	# there is no such field
	run_tool pidns-translate --from-field 4 -F 1 --missing mark < <(echo "2 x y")
	assert_output "? x y"
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "pidns-translate: --from-field: an unknown namespace is told once, and --missing decides" {
	local i
	cd "$BATS_TEST_TMPDIR"
	{
		for ((i = 0; i < 100; i++)); do
			printf '%s\n' "4026531000 2 a" "4194300 1 b" "x 1 c" "self $$ d" "" "- 0 e"
		done
		printf 'a\0b 1 z'
	} >in
	run_tool pidns-translate --from-field 1 -F 2 <in
	assert_status 0
	cmp in "$run.out"
	assert_equal "${#stderr_lines[@]}" 6
	assert_stderr_line_matches 'pidns-translate: line 1: 4026531000: .* \(namespace-not-found\)'
	assert_stderr_line_matches 'pidns-translate: line 2: 4194300: .* \(no-such-process\)'
	assert_stderr_line_matches 'pidns-translate: line 3: x: .* \(bad-reference\)'
	assert_stderr_line_matches 'pidns-translate: 301 numbers without translation were left as they are .*'
	head -n 6 in >few
	run_tool pidns-translate --from-field 1 -F 2 --missing mark <few
	assert_status 0
	assert_output "4026531000 ? a
4194300 ? b
x ? c
self $$ d

- ? e"
	run_tool pidns-translate --from-field 1 -F 2 --missing drop <few
	assert_status 0
	assert_output "self $$ d"
	run_tool pidns-translate --from-field 1 -F 2 --missing error <few
	assert_status 64
	assert_output "$(<few)"
	# a stream of them does not fill standard error
	for ((i = 4026530000; i < 4026530200; i++)); do
		echo "x$i 1"
	done >in
	run_tool pidns-translate --from-field 1 -F 2 --missing mark <in
	assert_status 0
	assert_equal "${#stderr_lines[@]}" 65
	assert_equal "$(sort -u <(cut -d' ' -f2 "$run.out"))" '?'
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "pidns-translate: --from-field: what cannot be meant is refused" {
	local arguments
	for arguments in '--from-field 0 -F 2' '--from-field x -F 2' '--from-field 1,2 -F 3' '--from-field 1' \
		'--from-field 2 -F 1,2' '--from-field 1 -F 2 --from self' '--from-field 1 --init' '--align 1'; do
		# shellcheck disable=SC2086
		run_tool pidns-translate $arguments </dev/null
		assert_status 1
		assert_stdout_empty
		assert_stderr_line_matches 'pidns-translate: .+'
	done
}

@test "pidns-translate: --from-field: a number that means another namespace is seen" {
	local answer input output pid kid1 kid2 via
	local -A e f
	requires cmd:deny
	for via in auto procfs; do
		coproc pidns-translate --via "$via" --from-field 1 -F 2 -u --missing mark 3>&- 4>&-
		pid=$COPROC_PID input=${COPROC[1]} output=${COPROC[0]}
		e=() f=()
		start_holder e hold-pidns --children 1
		kid1=${e[kids]}
		echo "$kid1 2" >&"$input"
		read -r -t 30 answer <&"$output"
		assert_equal "$answer" "$kid1 $kid1"
		echo "${e[ns]} 2" >&"$input"
		read -r -t 30 answer <&"$output"
		assert_equal "$answer" "${e[ns]} $kid1"
		ln -sfn "/proc/$kid1/ns/pid" "$BATS_TEST_TMPDIR/link"
		echo "$BATS_TEST_TMPDIR/link 2" >&"$input"
		read -r -t 30 answer <&"$output"
		assert_equal "$answer" "$BATS_TEST_TMPDIR/link $kid1"
		stop_holder e
		echo "$kid1 2" >&"$input"
		read -r -t 30 answer <&"$output"
		assert_equal "$answer" "$kid1 ?"
		echo "${e[ns]} 2" >&"$input"
		read -r -t 30 answer <&"$output"
		assert_equal "$answer" "${e[ns]} ?"
		start_holder f hold-pidns --children 1
		kid2=${f[kids]}
		ln -sfn "/proc/$kid2/ns/pid" "$BATS_TEST_TMPDIR/link"
		echo "$BATS_TEST_TMPDIR/link 2" >&"$input"
		read -r -t 30 answer <&"$output"
		assert_equal "$answer" "$BATS_TEST_TMPDIR/link $kid2"
		stop_holder f
		exec {input}>&-
		wait "$pid"
	done
}

# bats test_tags=axis:root
@test "pidns-translate: --from-field: a PID that is given to another namespace is seen" {
	local answer input output pid first second init
	pns_has clone-set-tid || skip "requires: clone-set-tid"
	coproc pidns-translate --from-field 1 -F 2 -u --missing mark 3>&- 4>&-
	pid=$COPROC_PID input=${COPROC[1]} output=${COPROC[0]}
	as-pid 30000 sleep 100 3>&- 4>&- &
	first=$!
	poll_until 5 test -e /proc/30000
	echo "30000 30000" >&"$input"
	read -r -t 30 answer <&"$output"
	assert_equal "$answer" "30000 30000"
	kill 30000
	wait "$first" || true
	as-pid --twice 30000 sleep 100 3>&- 4>&- &
	second=$!
	poll_until 5 test -e /proc/30000
	init=$(pidns-translate --init 30000)
	[[ $init != 1 ]]
	echo "30000 1" >&"$input"
	read -r -t 30 answer <&"$output"
	assert_equal "$answer" "30000 $init"
	kill 30000
	wait "$second" || true
	exec {input}>&-
	wait "$pid" || true
}

# bats test_tags=axis:root
@test "pidns-translate: --from-field: many namespaces, few descriptors, many lines" {
	local count n
	cd "$BATS_TEST_TMPDIR"
	count=$(pns_scaled 200)
	n=$(pns_scaled 100000)
	start_holder h hold-tree tree --flat "$count"
	awk '$6 == 2 { print $4, 2, $4 }' tree >pairs
	assert_equal "$(wc -l <pairs)" "$count"
	yes "$(<pairs)" | head -n "$n" >in
	awk '{ print $1, $3, $3 }' in >expected
	run_tool pidns-translate --from-field 1 -F 2 <in
	assert_status 0
	assert_stderr_empty
	cmp expected "$run.out"
	# what does not fit is opened again
	head -n 2000 in >few
	run_with_descriptors 100:100 pidns-translate --from-field 1 -F 2 <few
	assert_status 0
	assert_stderr_empty
	cmp <(head -n 2000 expected) "$run.out"
}
