#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# procns-info: names that others choose.

load ../helper

# bats file_tags=axis:root,axis:userns

# A process names itself with control characters, quotes, a backslash and bytes that are not UTF-8
hostile_name=$'\e[31m"\\\n\t\xff\xfe'

start_hostile() {
	local -A c
	start_holder c hold-pidns --comm "$hostile_name"
	init=${c[init]} ns=${c[ns]}
}

# No control character but the newlines that end lines, and valid UTF-8
assert_clean_text() {
	refute grep -qP '[\x00-\x08\x0b-\x1f\x7f]' "$run.out"
	iconv -f UTF-8 -t UTF-8 "$run.out" >/dev/null || fail "not UTF-8"
}

@test "procns-info: a hostile process name stays one line and valid JSON" {
	local form
	mkdir "$BATS_TEST_TMPDIR/p"
	start_hostile
	mount-procns --pidns "$init" "$BATS_TEST_TMPDIR/p"
	defer umount "$BATS_TEST_TMPDIR/p"
	run_tool procns-info -J -o PIDNS,COMMAND "$BATS_TEST_TMPDIR/p"
	assert_status 0
	assert_clean_text
	assert_json '.procfs[0].pidns' "$ns"
	assert_json '.procfs[0].command | contains("\"")' true
	assert_json '.procfs[0].command | contains("\u001b[31m")' true
	assert_json '.procfs[0].command | contains("\\xff\\xfe")' true
	assert_equal "$(pns_jq -s length "$run.out")" 1
	for form in --noheadings --raw --pairs; do
		run_tool procns-info "$form" --noheadings -o COMMAND,PIDNS "$BATS_TEST_TMPDIR/p"
		assert_status 0
		assert_clean_text
		assert_equal "${#lines[@]}" 1
		assert_output --partial "$ns"
	done
	run_tool procns-info --explain "$BATS_TEST_TMPDIR/p"
	assert_clean_text
}

@test "procns-info: hostile mount points" {
	local name shown names=($'a b' $'new\nline' 'back\slash' $'tab\tbed' $'esc\e[2J' 'quo"te'
		$'bad\xff\xfeutf' $'\xc3\xa9t\xc3\xa9')
	mkdir "$BATS_TEST_TMPDIR/p"
	for name in "${names[@]}"; do
		mkdir "$BATS_TEST_TMPDIR/p/$name"
		mount-procns "$BATS_TEST_TMPDIR/p/$name"
		defer umount "$BATS_TEST_TMPDIR/p/$name"
	done
	run_tool procns-info -J -o TARGET,MATCH
	assert_status 0
	assert_clean_text
	# what is no UTF-8 is spelt
	shown=("${names[@]/#/$BATS_TEST_TMPDIR/p/}")
	shown[6]=$BATS_TEST_TMPDIR/p/'bad\xff\xfeutf'
	assert_equal "$(pns_jq -c --arg dir "$BATS_TEST_TMPDIR/p/" '[.procfs[]
		| select((.target | startswith($dir)) and .match).target] | sort' "$run.out")" \
		"$(pns_jq -cn '$ARGS.positional | sort' --args "${shown[@]}")"
	run_tool procns-info --raw --noheadings -o TARGET,PIDNS
	assert_clean_text
	assert_equal "$(grep -cF "$BATS_TEST_TMPDIR/p/" "$run.out")" "${#names[@]}"
	# a row is two words, whatever the name
	refute grep -qvE '^[^ ]+ [0-9]*$' "$run.out"
	run_tool procns-info --noheadings -o TARGET
	assert_clean_text
	assert_equal "$(grep -cF "$BATS_TEST_TMPDIR/p/" "$run.out")" "${#names[@]}"
	run_tool procns-info --explain "$BATS_TEST_TMPDIR/p/"$'new\nline'
	assert_clean_text
	assert_line --index 0 --partial "shows the caller's own PID namespace"
	run_tool procns-info $'/no\nsuch\e[2J'
	refute grep -qP '\e' "$run.err"
}

@test "procns-info: hostile overmounts" {
	mkdir "$BATS_TEST_TMPDIR/p"
	mount-procns "$BATS_TEST_TMPDIR/p"
	mount -t tmpfs $'so\nurce' "$BATS_TEST_TMPDIR/p/bus"
	defer umount --recursive "$BATS_TEST_TMPDIR/p"
	run_tool procns-info -J -k "$BATS_TEST_TMPDIR/p"
	assert_status 0
	assert_json '.overmounts[0].target' "$BATS_TEST_TMPDIR/p/bus"
	assert_json '.overmounts[0].masks' true
}
