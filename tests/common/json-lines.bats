#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# --json-lines, and LIBSMARTCOLS_JSON=lines: an object a line, with the content that --json has.
# PNS_TEST_BATCH=N: how many PIDs in the long stream (1000000).

load ../helper

# a byte that is no UTF-8 and what looks like one, what JSON quotes, controls, characters that cannot be seen
odd_names=($'a\xff"' 'a\xff' 'b\c' $'\e[31m\a' $'n\nl\tt' $'r\xe2\x80\xaed' $'c\xc2\x9b\x7f'
	$'t\xf3\xa0\x81\x81g' $'u\xc3\xbc' '{"}' '0')

# all columns but those that change from one moment to the next
lasting_columns() {
	"$@" --list-columns --raw --noheadings | awk '$1 !~ /^(PROCS|STATE)$/ { print $1 }' | paste -sd,
}

# same_content KEY TOOL ARGUMENT...: one line has what one element of the array KEY has, in the same order
same_content() {
	local key=$1 rows
	shift
	run_tool "$@" -J
	local expected_status=$status expected_stderr=$stderr
	jq -c ".${key}[]" "$run.out" >"$BATS_TEST_TMPDIR/expected"
	rows=$(wc -l <"$BATS_TEST_TMPDIR/expected")
	for LIBSMARTCOLS_JSON in '' lines; do
		if [[ $LIBSMARTCOLS_JSON ]]; then
			run_tool env LIBSMARTCOLS_JSON=lines "$@" -J
		else
			run_tool "$@" --json-lines
		fi
		assert_status "$expected_status"
		assert_equal "$stderr" "$expected_stderr"
		diff "$BATS_TEST_TMPDIR/expected" <(jq -c . "$run.out") || fail "$*: another content" || return
		assert_equal "$(wc -l <"$run.out")" "$rows"
		is_compact "$run.out"
	done
	[[ $rows -gt 0 ]] || fail "$*: no rows"
}

# Each line by itself is an object, without blanks beside its marks, and does nothing to a terminal
is_compact() {
	LC_ALL=C refute grep -qP '[^\n\x20-\x7e\xc3\xbc]' "$1"
	refute grep -qE '^[^{]|[^}]$|^\{ |", "|": ' "$1"
	assert_equal "$(jq -R -r 'fromjson | type' "$1" | sort -u)" object
}

# start_named COMM: a process that is called so; "pid" is its PID
start_named() {
	bash -c 'printf %s "$1" >/proc/$$/comm && kill -STOP $$ && :' - "$1" 3>&- 4>&- &
	pid=$!
	defer kill -KILL "$pid"
	poll_until 5 grep -q '^State:.T' "/proc/$pid/status"
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "json lines: procns-info has the content of --json" {
	requires cmd:jq
	local columns
	columns=$(lasting_columns procns-info)
	same_content procfs procns-info -o "$columns" /proc
	same_content procfs procns-info -o "$columns"
	same_content procfs procns-info --all -o "$columns"
	same_content procfs procns-info --as $$ -o TARGET,PIDNS,SEES /proc
	same_content columns procns-info --list-columns
}

# bats test_tags=axis:root,axis:userns
@test "json lines: mount points of any bytes, and what is mounted inside of a procfs" {
	requires cmd:jq
	local name base=$BATS_TEST_TMPDIR/p
	mkdir "$base"
	mount -t tmpfs names "$base"
	defer umount --lazy "$base"
	for name in "${odd_names[@]}"; do
		mkdir "$base/$name"
		mount -t proc proc "$base/$name"
	done
	mount --bind "$base/u"$'\xc3\xbc'/sys "$base/u"$'\xc3\xbc'/sys
	same_content procfs procns-info -o TARGET,PIDNS,OPTIONS,COVERED,GID
	same_content overmounts procns-info --overmounts
	run_tool procns-info --json-lines -o TARGET "$base"/*
	assert_equal "${#lines[@]}" "${#odd_names[@]}"
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "json lines: pidns-translate has the content of --json in every mode, with names of any bytes" {
	requires cmd:jq
	local name pid pids=() columns
	for name in "${odd_names[@]}"; do
		start_named "$name"
		pids+=("$pid")
	done
	columns=$(lasting_columns pidns-translate)
	same_content pids pidns-translate -o "$columns" "${pids[@]}"
	same_content pids pidns-translate "${pids[@]}"
	same_content pids pidns-translate --to self -o "$columns" "${pids[@]}" 4194300
	assert_status 64
	same_content pids pidns-translate --find -o "$columns" "${pids[@]}"
	same_content pids pidns-translate --init -o "$columns" self
	same_content columns pidns-translate --list-columns
	run_tool pidns-translate --list self --json-lines
	is_compact "$run.out"
	diff <(jq -r .pid "$run.out" | grep -xF "$(printf '%s\n' "${pids[@]}")") \
		<(printf '%s\n' "${pids[@]}" | sort -n)
}

# bats test_tags=axis:root,axis:userns
@test "json lines: standard input, and the levels of a process" {
	requires cmd:jq
	start_holder c hold-pidns --children 3 --depth 2
	cd "$BATS_TEST_TMPDIR"
	printf '%s\n' 1 2 3 4 5 0 nonsense 99 >questions
	same_content pids bash -c 'exec pidns-translate "$@" <questions' - --from "${c[init]}"
	assert_status 64
	same_content pids pidns-translate --list "${c[init]}"
	same_content pids pidns-translate "${c[init2]}" "${c[init]}" $$
	same_content pids pidns-translate --init "${c[init2]}" "${c[init]}"
	# nothing found is no line
	run_tool procns-info --json-lines -p "${c[init]}"
	assert_status 1
	assert_stdout_empty
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "json lines: a refusal is a line, the document that --json prints" {
	requires cmd:jq
	local tool
	for tool in 'pidns-translate --to nonsense 1' 'procns-info --pidns nonsense' \
		'procns-info --check --pidns nonsense' 'procns-info --namespace nonsense'; do
		# shellcheck disable=SC2086
		run_tool $tool -J
		local expected expected_status=$status
		expected=$(jq -c . <<<"$output")
		# shellcheck disable=SC2086
		run_tool $tool --json-lines
		assert_status "$expected_status"
		assert_refused bad-reference "$expected_status"
		assert_equal "${#lines[@]}" 1
		assert_equal "$(jq -c . <<<"$output")" "$expected"
	done
	run_tool env LIBSMARTCOLS_JSON=lines mount-procns -J --pidns nonsense /nope
	assert_refused bad-reference 1
	assert_equal "${#lines[@]}" 1
}

# bats test_tags=axis:root,axis:userns
@test "json lines: the environment asks mount-procns for them, too" {
	mkdir "$BATS_TEST_TMPDIR/p"
	run_tool env LIBSMARTCOLS_JSON=lines mount-procns -J -O TARGET,MATCH "$BATS_TEST_TMPDIR/p"
	assert_status 0
	defer umount "$BATS_TEST_TMPDIR/p"
	assert_output "{\"target\":\"$BATS_TEST_TMPDIR/p\",\"match\":true}"
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "json lines: what the environment does not ask for, and what excludes them" {
	local value pair
	for value in '' compact line LINES; do
		run_tool env LIBSMARTCOLS_JSON="$value" pidns-translate -J -o PID,TO --to self $$
		assert_json '.pids[0].to' $$
	done
	# it says which JSON, not that there be some
	run_tool env LIBSMARTCOLS_JSON=lines pidns-translate -r -n -o TO --to self $$
	assert_output $$
	for pair in 'pidns-translate -J' 'pidns-translate -r' 'procns-info -J' 'procns-info -r' 'procns-info -P' \
		'procns-info -T' 'procns-info -x'; do
		# shellcheck disable=SC2086
		run_tool $pair --json-lines
		assert_status 1
		assert_stdout_empty
		assert_stderr_line_matches '.* exclude each other'
	done
	run_tool env LIBSMARTCOLS_JSON=lines procns-info -J --tree
	assert_status 1
	assert_stdout_empty
	assert_stderr_line_matches 'procns-info: --tree: .*LIBSMARTCOLS_JSON=lines.*'
	run_tool procns-info --json-lines=x
	assert_status 2
	run_tool pidns-translate --json-lines=x
	assert_status 1
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "json lines: an answer is there at once with --unbuffered, and before a wait for input" {
	local answer option pid input
	for option in --unbuffered --json-lines; do
		coproc pidns-translate --to self --json-lines -o PID,TO "$option" 3>&- 4>&-
		for i in 1 2 3; do
			echo $$ >&"${COPROC[1]}"
			read -r -t 20 answer <&"${COPROC[0]}" || fail "no answer to line $i"
			assert_equal "$answer" "{\"pid\":$$,\"to\":$$}"
		done
		pid=$COPROC_PID input=${COPROC[1]}
		exec {input}>&-
		wait "$pid"
	done
	coproc pidns-translate --init --json-lines -o PID,TO,COMMAND,ERROR -u 3>&- 4>&-
	echo nonsense >&"${COPROC[1]}"
	read -r -t 20 answer <&"${COPROC[0]}" || fail "no answer"
	assert_equal "$answer" '{"pid":1,"to":null,"command":null,"error":"bad-reference"}'
	pid=$COPROC_PID input=${COPROC[1]}
	exec {input}>&-
	wait "$pid" || true
	# each line is written by itself, also where there is more input
	requires cmd:strace uninstrumented
	cd "$BATS_TEST_TMPDIR"
	yes $$ | head -n 20 >questions
	strace -o trace -e trace=write "$PNS_BIN/real/pidns-translate" --to self --json-lines -o TO -u <questions >got
	assert_equal "$(grep -c '^write(1, ' trace)" 20
}

# peak_of FILE: what peak-rss wrote there
peak_of() {
	sed -E 's/rss=([0-9]+).*/\1/' "$1"
}

# bats test_tags=axis:root
@test "json lines: a million lines in constant memory, each valid" {
	local n=${PNS_TEST_BATCH:-$(pns_scaled 1000000)} few many
	requires cmd:jq
	# by the "NSpid:" lines of all processes each takes some hundred times as long
	pns_has ioctl-translate || n=$((n / 100))
	start_holder c hold-pidns --children 3
	cd "$BATS_TEST_TMPDIR"
	yes $'1\n2\n3\n4' | head -n "$n" >many
	seq 1 4 >few
	peak-rss few.rss pidns-translate --from "${c[init]}" --json-lines -o PID,TO,ERROR <few >small
	peak-rss many.rss pidns-translate --from "${c[init]}" --json-lines -o PID,TO,ERROR <many >got
	cmp got <(yes "$(<small)" | head -n "$n")
	few=$(peak_of few.rss)
	many=$(peak_of many.rss)
	echo "# $n rows: $(<many.rss); 4 rows: $(<few.rss)" >&3
	# an instrumented program keeps what it freed
	((many - few < 512)) || [[ -n ${PNS_TEST_WRAP-}${ASAN_OPTIONS-} ]] || fail "memory grew from $few to $many KiB"
	assert_equal "$(jq -n -c '[inputs.to] | [length, (unique | length)]' small)" '[4,4]'
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "json lines: after an error in the middle what was printed stays, and is told to be incomplete" {
	requires cmd:jq cmd:strace uninstrumented
	cd "$BATS_TEST_TMPDIR"
	yes $$ | head -n 40000 >many
	# its second block cannot be read; the path has the calls for this file only be counted
	run_tool strace -o trace -P "$PWD/many" -e trace=read -e inject=read:error=EIO:when=2 \
		"$PNS_BIN/real/pidns-translate" --to self --json-lines -o PID,TO <many
	assert_status 2
	assert_stderr_line_matches 'pidns-translate: Input/output error'
	assert_stderr_line_matches 'pidns-translate: the output is incomplete'
	[[ ${#lines[@]} -gt 100 && ${#lines[@]} -lt 40000 ]] || fail "${#lines[@]} lines"
	assert_equal "$(head -n -1 "$run.out" | sort -u | jq -c .)" "{\"pid\":$$,\"to\":$$}"
	assert_equal "$(tail -n 1 "$run.out" | jq -r '.refusal[0] | .reason, .errno')" $'system-error\nEIO'
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "json lines: a full disk ends a stream at once" {
	[[ -w /dev/full ]] || skip "requires: /dev/full"
	# no end of it
	run_tool bash -o pipefail -c 'yes 1 | timeout 60 pidns-translate --to self --json-lines -o PID >/dev/full'
	assert_stderr_line_matches 'pidns-translate: write error: No space left on device'
	assert_equal "${#stderr_lines[@]}" 1
	# also if it is found out while there is no more input
	run_tool bash -o pipefail -c '{ echo 1; sleep 0.3; } | pidns-translate --to self --json-lines -o PID >/dev/full'
	assert_status 1
	assert_stderr_line_matches 'pidns-translate: write error: No space left on device'
	run_tool bash -c 'procns-info --json-lines >/dev/full'
	assert_status 1
	assert_stderr_line_matches 'procns-info: write error: No space left on device'
}
