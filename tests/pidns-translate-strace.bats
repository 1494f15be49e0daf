#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck disable=SC2154
#
# The pairs of PIDs that strace --pidns-translation prints are those of this tool.

load helper

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
