#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck disable=SC2154
#
# The filter mode: what is a PID in a line, and that all else stays as it is.

load ../helper

setup_filter() {
	declare -gA c
	start_holder c hold-pidns --children 3
	cd "$BATS_TEST_TMPDIR" || return
	init=${c[init]}
	IFS=, read -r two three four <<<"${c[kids]}"
}

# filters INPUT EXPECTED OPTION...: both with backslash escapes
filters() {
	printf '%b' "$1" >in
	printf '%b' "$2" >expected
	shift 2
	run_tool pidns-translate --from "$init" "$@" <in
	cmp -s "$run.out" expected || fail "$*: $(diff <(od -c "$run.out") <(od -c expected))"
	assert_status 0
	assert_stderr_empty
}

# bats file_tags=axis:root,axis:userns

@test "pidns-translate: --field: fields that are nothing but a PID" {
	setup_filter
	filters 'a 2 b 3\n' "a $two b $three\n" -F 2,4
	filters 'a 2 b 3\n' "a $two b 3\n" -F 2
	filters '  2\t 3  \n' "  $two\t $three  \n" -F 1 -F 2
	filters '2/nginx [2]: pid=2, 2: -2 +2 02x 2.\n' '2/nginx [2]: pid=2, 2: -2 +2 02x 2.\n' -F 1,2,3,4,5,6,7,8
	filters '\n\n2\n\n' "\n\n$two\n\n" -F 1
	filters '2\r\n' '2\r\n' -F 1
	filters '4294967298 2\n' "4294967298 $two\n" -F 1,2
	filters '002\n' "$two\n" -F 1
}

@test "pidns-translate: --field: other bytes stay, and no newline is added" {
	setup_filter
	filters 'x 2' "x $two" -F 2
	filters '2' "$two" -F 1
	filters '' '' -F 1
	filters '\0377\0376 2 \0001\n\n' "\0377\0376 $two \0001\n\n" -F 2
	filters '2 \0000 3\n' "$two \0000 $three\n" -F 1,3
	filters '2 x\00003 y\0' "$two x\0000$three y\0" -F 1 -z
	filters 'a\n2\0b 3\0' "a\n2\0b $three\0" -F 2 -z
}

@test "pidns-translate: --delimiter: each one separates" {
	setup_filter
	filters '2::2:3\n' "$two::$two:3\n" -F 1,2,3 -d :
	filters ':2:\n' ":$two:\n" -F 2 -d :
	filters ' 2: 3\n' ' 2: 3\n' -F 1,2 -d :
	filters '2\t2 2\t3\n' "$two\t2 2\t$three\n" -F 1,2,3 -d '\t'
	run_tool pidns-translate --from "$init" -F 1 -d ab </dev/null
	assert_status 1
	run_tool pidns-translate --from "$init" -F 1 -d '' </dev/null
	assert_status 1
}

@test "pidns-translate: --field N:REGEX: the group is the PID, every match counts" {
	setup_filter
	filters 'x [2]: 2\n' "x [$two]: 2\n" -F '2:\[([0-9]+)\]:$'
	filters 'pid=2,fd=3 pid=3,pid=4\n' "pid=$two,fd=3 pid=$three,pid=$four\n" -F '0:pid=([0-9]+)'
	filters '2/3 2/3\n' "2/3 $two/$three\n" -F '2:([0-9]+)'
	filters 'a2 2a\n' "a2 ${two}a\n" -F '2:^([0-9]+)'
	filters 'ab 2 2 2\n' "ab $two 2 2\n" -F '0:^ab ([0-9]+)'
	filters 'x2 y\n' "x2 y\n" -F '1:(y*)'
	filters '2\0 pid=3\n' "2\0 pid=$three\n" -F '0:pid=([0-9]+)'
	filters '\0377 pid=3\0377\n' "\0377 pid=$three\0377\n" -F '0:pid=([0-9]+)'
	filters '2 pid=2,3\n' "$two pid=$two,3\n" -F 1 -F '2:pid=([0-9]+)'
	# what the group matches has to be a PID still
	filters 'pid=2x pid=0 pid=-2\n' 'pid=2x pid=0 pid=-2\n' -F '0:pid=([-0-9x]+)'
}

@test "pidns-translate: --field: what cannot be a field is refused" {
	local bad
	setup_filter
	for bad in '' 0,1 1,1 a '1,' ',1' -1 1:2 '1:(a' '1:(a)(b)' '1:a' 99999999999 '1 2'; do
		run_tool pidns-translate --from "$init" --field "$bad" </dev/null
		assert_status 1
		assert_stdout_empty
		assert_stderr_line_matches 'pidns-translate: .+'
	done
	run_tool pidns-translate --field 1 </dev/null
	assert_status 1
	run_tool pidns-translate --from "$init" --field 1 2 </dev/null
	assert_status 1
}

@test "pidns-translate: --field: what a PID without translation becomes" {
	setup_filter
	filters 'a 2 999\nb 3\n' "a $two 0\nb $three\n" -F 2,3 --missing drop
	filters 'a 2 999\nb 3\n' "b $three\n" -F 3,2 --missing drop
	filters 'a 2 999\nb 3\n' "b $three\n" -F 3 -F 2 --missing drop
	filters '2 x999 x3\n3 x3\n' "$two x0 x3\n$three x$three\n" -F 1 -F '2:x([0-9]+)' --missing drop
	filters '2 x999 x3\n3 x3\n' "$three x$three\n" -F '2:x([0-9]+)' -F 1 --missing drop
	filters 'a 2 999\nb 3\n' "a $two ?\nb $three\n" -F 2,3 --missing mark
	filters 'a 2 999\nb 3' "a $two <gone>\nb $three" -F 2,3 --missing 'mark=<gone>'
	run_tool pidns-translate --from "$init" -F 2,3 --missing error < <(printf 'a 2 999\nb 3\n')
	assert_status 64
	assert_output "a $two 999
b $three"
	assert_stderr_line_matches 'pidns-translate: line 1: 999: .*\(no-such-process\)'
}

@test "pidns-translate: --field: numbers of the one namespace among those of the other are counted" {
	local keep
	setup_filter
	for keep in '' --missing=keep; do
		run_tool pidns-translate --from "$init" -F 2,3 ${keep:+"$keep"} < <(printf 'a 2 999\nb 3\n')
		assert_status 0
		assert_output "a $two 999
b $three"
		assert_equal "$stderr" \
			'pidns-translate: 1 number without translation was left as it is (see --missing)'
	done
	run_tool pidns-translate --from "$init" -F 1,2 < <(printf '999 998\n2 0\n4 997')
	assert_equal "$stderr" \
		'pidns-translate: 3 numbers without translation were left as they are (see --missing)'
}

@test "pidns-translate: --field: 0 stands for a process outside" {
	setup_filter
	filters '0 2\n2 0\n2 00\n' "0 $two\n$two 0\n$two 00\n" -F 1,2
	filters '0 2\n2 0\n2 00\n' "$two 0\n$two 0\n" -F 1,2 --missing drop
	filters '0 2\n2 0\n' "? $two\n$two ?\n" -F 1,2 --missing mark
	filters 'pid=0 x\npid=2 x' "pid=$two x" -F '0:pid=([0-9]+)' --missing drop
	run_tool pidns-translate --from "$init" -F 1,2 --missing error < <(printf '0 2\n3 x\n')
	assert_status 64
	assert_output "0 $two
$three x"
	assert_stderr_line_matches 'pidns-translate: line 1: 0: .*\(not-visible\)'
}

# without the widths of columns, which are those of the numbers before
squeezed() {
	sed 's/^ *//; s/  */ /g' "$1"
}

@test "pidns-translate: recipe of the page: ps prints what it prints in the container" {
	requires cmd:ps
	local line
	declare -gA c
	start_holder c hold-pidns --children 3 --depth 2
	cd "$BATS_TEST_TMPDIR"
	line=$(grep -E '^# ps .*\| *pidns-translate ' "$abs_top_srcdir/man/pidns-translate.1.adoc")
	line=${line#\# }
	[[ $line == 'ps -eo pid,ppid,comm |'* ]] || fail "no recipe for ps in the page: $line"
	run_tool sh -c "${line//4242/${c[init]}}"
	assert_status 0
	assert_stderr_empty
	squeezed "$run.out" >translated
	mount-procns --pidns "${c[init]}" --join -- ps -eo pid,ppid,comm >printed
	diff <(squeezed printed | grep -v ' ps$') translated
	# its own init, three children, the init below and its children; the header
	assert_equal "$(wc -l <translated)" 9
}

@test "pidns-translate: --field: lines of any length, many of them" {
	setup_filter
	head -c 3000000 /dev/zero | tr '\0' x >long
	{ printf '2 '; cat long; printf ' 3\n4 '; cat long; } >in
	{ printf '%s ' "$two"; cat long; printf ' %s\n%s ' "$three" "$four"; cat long; } >expected
	pidns-translate --from "$init" -F 1,3 <in >out
	cmp out expected
	# one of them is held once, not twice
	for _ in {1..20}; do cat long; done | tr x ' ' >longer
	echo 2 >>longer
	peak-rss rss pidns-translate --from "$init" -F 1 <longer >out
	assert_equal "$(tr -d ' ' <out)" "$two"
	rss=$(sed -E 's/rss=([0-9]+).*/\1/' rss)
	echo "# a line of 60 MB: $rss KiB" >&3
	((rss < 70000)) || [[ -n ${PNS_TEST_WRAP-}${ASAN_OPTIONS-} ]] || fail "a line of 60 MB took $rss KiB"
	yes 'line 2 of 3' | head -n "$(pns_scaled 200000)" >in
	yes "line $two of 3" | head -n "$(pns_scaled 200000)" >expected
	peak-rss rss pidns-translate --from "$init" -F 2 <in >out
	cmp out expected
}

@test "pidns-translate: --field: -I writes identities" {
	setup_filter
	if ! pns_has pidfs; then
		run_tool pidns-translate --from "$init" -F 2 -I <<<'a 2'
		refute [ "$status" = 0 ]
		assert_stderr_line_matches 'pidns-translate: .*\(kernel-without-feature\)'
		return
	fi
	run_tool pidns-translate --from "$init" -F 2 -I <<<'a 2'
	assert_status 0
	assert_output --regexp "^a $two:[0-9]+$"
}

@test "pidns-translate: --field as a co-process" {
	local answer
	setup_filter
	coproc pidns-translate --from "$init" -F 2 -u 3>&- 4>&-
	echo "a 2 b" >&"${COPROC[1]}"
	read -r -t 20 answer <&"${COPROC[0]}"
	assert_equal "$answer" "a $two b"
	local pid=$COPROC_PID input=${COPROC[1]}
	exec {input}>&-
	wait "$pid"
}

# recipe COMMAND: the line of the manual page that begins with COMMAND, run on what COMMAND
# would print: standard input
recipe() {
	local line
	mkdir -p stubs
	cat >"stubs/$1.out"
	printf '#!/bin/sh\ncat "%s"\n' "$PWD/stubs/$1.out" >"stubs/$1"
	chmod +x "stubs/$1"
	line=$(grep -E "^$1 .*\| *pidns-translate " "$abs_top_srcdir/man/pidns-translate.1.adoc")
	[[ -n $line && ($line == *4242* || $line == *'--to own'*) ]] || fail "no recipe for $1 in the page"
	run_tool env PATH="$PWD/stubs:$PATH" sh -c "${line//4242/$init}"
	assert_status 0
	assert_stderr_empty
}

@test "pidns-translate: recipe of the page: journalctl" {
	setup_filter
	recipe journalctl <<-END
		Nov 21 10:00:01 host nginx[$two]: worker 3 of [4]: started
		Nov 21 10:00:02 host kernel: nginx[$two] is no tag
		Nov 21 10:00:02 host cron[$$]: (root) CMD
	END
	assert_output "Nov 21 10:00:01 host nginx[2]: worker 3 of [4]: started
Nov 21 10:00:02 host kernel: nginx[$two] is no tag"
}

@test "pidns-translate: recipe of the page: ss" {
	setup_filter
	recipe ss <<-END
		LISTEN 0 511 0.0.0.0:80 0.0.0.0:* users:(("nginx",pid=$three,fd=6),("sh",pid=$$,fd=6))
	END
	assert_output 'LISTEN 0 511 0.0.0.0:80 0.0.0.0:* users:(("nginx",pid=3,fd=6),("sh",pid=?,fd=6))'
}

@test "pidns-translate: recipe of the page: perf script" {
	setup_filter
	recipe perf <<-END
		    $two/$four     12345.678901: cycles:  ffffffff8 $three/2 [kernel]
		    $two/999999  12345.678902: cycles:  ffffffff8 nothing
	END
	assert_output "    2/4     12345.678901: cycles:  ffffffff8 $three/2 [kernel]
    2/?  12345.678902: cycles:  ffffffff8 nothing"
}

@test "pidns-translate: recipe of the page: dmesg" {
	setup_filter
	recipe dmesg <<-END
		[ 1234.567890] Out of memory: Killed process $two (nginx) total-vm:1234kB
		[ 1234.567891] Out of memory: Killed process $$ (bash) total-vm:1234kB
	END
	assert_output '[ 1234.567890] Out of memory: Killed process 2 (nginx) total-vm:1234kB
[ 1234.567891] Out of memory: Killed process ? (bash) total-vm:1234kB'
}

@test "pidns-translate: recipe of the page: nvidia-smi" {
	setup_filter
	recipe nvidia-smi <<-END
		pid, used_gpu_memory [MiB]
		$two, 300 MiB
		$$, 12 MiB
	END
	assert_output "pid, used_gpu_memory [MiB]
2, 300 MiB
$$, 12 MiB"
}

@test "pidns-translate: --align: the padding beside a number makes up for its length" {
	local d out big
	setup_filter
	# as many blanks as the number is longer here than there, where it is 2
	d=${two//?/ }
	d=${d# }
	# from the front, and one stays; so at the beginning of the line where nothing has to be kept apart
	filters "x  ${d}2 y\n" "x  $two y\n" -F 2 --align
	filters "x ${d}2 y\n" "x $two y\n" -F 2 --align
	filters "${d}2 y\n" "$two y\n" -F 1 --align
	# from behind
	filters "2$d y\n" "$two y\n" -F 1 --align
	filters "x 2$d  y\n" "x $two  y\n" -F 2 --align
	filters "x 2$d\n" "x $two\n" -F 2 --align
	filters "x  2$d y\n" "x $two  y\n" -F 2 --align
	# there is none
	filters "x 2 y\n" "x $two y\n" -F 2 --align
	filters "(2)\t2\ty\n" "($two)\t$two\ty\n" -F '0:([0-9]+)' --align
	# what one has taken is not there for the next
	filters "2$d 2$d y\n" "$two $two y\n" -F 1,2 --align
	filters "2$d  ${d}2 y\n" "$two  $two y\n" -F 1,2 --align
	# what becomes shorter
	out=(--align --from self --to "$init")
	filters "x  $two y\n" "x  ${d}2 y\n" -F 2 "${out[@]}"
	filters "  $two y\n" "  ${d}2 y\n" -F 1 "${out[@]}"
	filters "$two   y\n" "2$d   y\n" -F 1 "${out[@]}"
	filters "x $two   y\n" "x 2$d   y\n" -F 2 "${out[@]}"
	filters "x $two $two\n" "x ${d}2 ${d}2\n" -F 2,3 "${out[@]}"
	filters "(pid=$two) pid=$two\n$two\n" "(pid=2) pid=2\n2\n" -F '0:([0-9]+)' "${out[@]}"
	filters "x  999999 y\n" "x       ? y\n" -F 2 --align --missing mark
	# a line that is written piece by piece
	printf -v big '%70000s' x
	filters "$big 2$d  y\n$big  ${d}2 y\n" "$big $two  y\n$big  $two y\n" -F 2 --align
}
