#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck disable=SC2154
#
# The pairs of PIDs that strace --pidns-translation prints are those of this tool, and the manual page's way to
# translate a trace.

load ../helper

# bats file_tags=axis:root

pairs() {
	grep -oE "[0-9]+ /\* [0-9]+ in strace's PID NS \*/" trace 2>/dev/null | sort -u
}

enough_pairs() {
	[[ $(pairs | wc -l) -ge 4 ]]
}

@test "pidns-translate: the pairs of strace --pidns-translation" {
	requires cmd:strace
	local inner outer init tracer compared=0
	strace --pidns-translation -o /dev/null true || skip "requires: strace --pidns-translation"
	cd "$BATS_TEST_TMPDIR"
	mkfifo gate
	# a small program tree in a PID namespace: all wait at the gate
	strace -f --pidns-translation -o trace unshare --pid --fork sh -c '
		sh -c "sh -c \"read x; :\" & read x; :" & sh -c "read x; :" & read x; wait' <>gate 3>&- 4>&- &
	tracer=$!
	poll_until 20 enough_pairs || fail "strace prints too few pairs: $(pairs)"
	init=$(pairs | awk '$1 == 1 { print $3 }')
	while read -r inner _ outer _; do
		run_tool pidns-translate --from "$init" "$inner"
		assert_output "$outer"
		run_tool pidns-translate --to "$init" "$outer"
		assert_output "$inner"
		run_tool pidns-translate --to "$init" --via procfs "$outer"
		assert_output "$inner"
		compared=$((compared + 1))
	done < <(pairs)
	echo "# $compared pairs" >&3
	((compared >= 4))
	kill -KILL "$init"
	wait "$tracer" || true
}

is_traced() {
	grep -q '^TracerPid:.*[1-9]' "/proc/$1/status"
}

@test "pidns-translate: recipe of the page: strace: arguments are the numbers of the traced one already" {
	requires cmd:strace
	local line holder init tracer
	cd "$BATS_TEST_TMPDIR"
	line=$(grep -E '^strace .*\| *pidns-translate ' "$abs_top_srcdir/man/pidns-translate.1.adoc")
	[[ -n $line && $line == *4242* ]] || fail "no recipe for strace in the page"
	mkfifo go hold
	unshare --pid --fork --kill-child sh -c '
		sleep 1000 & read x <go; kill -0 2; sh -c "kill -0 \$\$; read x <hold"' 3>&- 4>&- &
	holder=$!
	poll_until 10 pgrep -P "$holder" >/dev/null || fail "there is no init"
	init=$(pgrep -P "$holder")
	sh -c "${line//4242/$init}" >trace 2>err 3>&- 4>&- &
	tracer=$!
	poll_until 10 is_traced "$init" || fail "strace does not trace: $(<err)"
	echo >go
	poll_until 20 grep -q '^3 .*kill(3, 0)' trace || fail "the trace lacks the child: $(<trace) $(<err)"
	grep -q '^1 .*kill(2, 0)' trace || fail "the trace lacks init: $(<trace)"
	refute grep -qvE '^(1|3|\?) ' trace
	kill -KILL "$init"
	wait "$tracer" || true
	wait "$holder" || true
	refute grep -v '^strace: ' err
}
