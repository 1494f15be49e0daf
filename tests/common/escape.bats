#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# What others have chosen is shown so that it does nothing to a terminal, and can be got back.

load ../helper

# a byte that is no UTF-8, and how it is shown; a backslash; controls, also of C1 in UTF-8; what turns the
# direction of writing, what cannot be seen, what parts lines; and a letter
odd_names=($'a\xff' 'a\xff' 'a\x5cxff' 'b\c' "x\\"
	$'e\e[31m' $'c\xc2\x9b31m' $'r\xe2\x80\xaed'
	$'i\xe2\x81\xa6d\xe2\x81\xa9' $'z\xe2\x80\x8bw'
	$'f\xef\xbb\xbff' $'l\xe2\x80\xa8p' $'s\xc2\xadh' $'t\xf3\xa0\x81\x81g' $'n\nl' $'u\xc3\xbcu')

# unescape TEXT: sets "name" to what \xHH stands for in it
unescape() {
	local rest=$1 byte
	name=''
	while [[ $rest == *\\x* ]]; do
		name+=${rest%%\\x*}
		rest=${rest#*\\x}
		printf -v byte %b "\\x${rest:0:2}"
		name+=$byte
		rest=${rest:2}
	done
	name+=$rest
}

# Only what is printed, as the bytes that every terminal takes for letters, and "ü"
assert_harmless() {
	LC_ALL=C refute grep -qP '[^\n\x20-\x7e\xc3\xbc]' "$1"
}

# expect_names WHAT: the texts of standard input are the names of "odd_names" when they are unescaped
expect_names() {
	local line name i=0
	while IFS= read -r line; do
		unescape "$line"
		[[ $name == "$base/${odd_names[i]}" ]] || fail "$1: $line is $name, and not ${odd_names[i]}" || return
		i=$((i + 1))
	done
	assert_equal "$1: $i" "$1: ${#odd_names[@]}"
}

mount_names() {
	local name
	base=$BATS_TEST_TMPDIR/p
	mkdir "$base"
	mount -t tmpfs names "$base"
	defer umount --lazy "$base"
	for name in "${odd_names[@]}"; do
		mkdir "$base/$name"
		mount -t proc proc "$base/$name"
	done
}

# bats test_tags=axis:root,axis:userns
@test "escape: names are told apart and can be got back, in every format" {
	local base
	mount_names
	for LC_ALL in C C.UTF-8; do
		run_tool procns-info --noheadings -o TARGET
		assert_harmless "$run.out"
		expect_names columns < <(grep -F "$base" "$run.out")
		run_tool procns-info --noheadings --raw -o TARGET
		assert_harmless "$run.out"
		expect_names raw < <(grep -F "$base" "$run.out")
		run_tool procns-info --pairs -o TARGET
		assert_harmless "$run.out"
		expect_names pairs < <(sed -n "s|^TARGET=\"\\($base/.*\\)\"\$|\\1|p" "$run.out")
		run_tool procns-info --json -o TARGET
		assert_harmless "$run.out"
		# a line feed is one in JSON; here it would end the line
		expect_names json < <(pns_jq -r --arg base "$base/" '.procfs[].target | select(startswith($base)) |
			gsub("\n"; "\\x0a")' "$run.out")
		run_tool procns-info --json-lines -o TARGET
		assert_harmless "$run.out"
		expect_names 'JSON lines' < <(pns_jq -r --arg base "$base/" '.target | select(startswith($base)) |
			gsub("\n"; "\\x0a")' "$run.out")
	done
}

# shows ARGUMENT...: the tool fails with a message, of which the terminal takes nothing for a control
shows() {
	local LC_ALL
	for LC_ALL in C C.UTF-8; do
		run_tool "$@"
		[[ $status -ne 0 && -n $stderr ]] || fail "no message" || return
		assert_harmless "$run.err" || return
		# not all messages name the argument
		[[ $stderr != *']0;x'* || $stderr == *'\x1b'* && $stderr == *'\xc2\x9b'* && $stderr == *'\xff'* ]] ||
			fail "not shown: $stderr" || return
	done
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "escape: no message has a control of an argument" {
	local evil=$'\e]0;x\xc2\x9b\xe2\x80\xae\xe2\x80\x8b\xff' tool option
	for tool in mount-procns procns-info pidns-translate; do
		shows "$tool" -J "--$evil"
		shows "$tool" -J --via "$evil"
	done
	for option in -p -N -t --userns= -o --hidepid= --gid= --subset= --mkdir= --fd= --propagation= -O; do
		shows mount-procns "$option$evil" /nope
	done
	shows mount-procns --pidns self "/$evil"
	shows mount-procns -- "/$evil"
	shows mount.procns proc "/$evil"
	shows mount.procns "$evil" /nope -o "$evil"
	for option in -p -N -t --as= --via= -o --filter= --json=; do
		shows procns-info "$option$evil"
	done
	shows procns-info "/$evil"
	shows procns-info --check "/$evil"
	for option in -f -t --missing= -F -d -o -F1: -F"0:($evil"; do
		shows pidns-translate "$option$evil"
	done
	shows pidns-translate --to self "$evil"
	echo "$evil" >"$BATS_TEST_TMPDIR/in"
	shows bash -c 'exec pidns-translate --to self <"$0"' "$BATS_TEST_TMPDIR/in"
}

# bats test_tags=axis:root,axis:userns
@test "escape: no message has a control of the kernel's log" {
	shows mount-procns -o $'x\e]0;x\xc2\x9b\xff=1' "$BATS_TEST_TMPDIR"
}

# bats test_tags=axis:user
@test "escape: the name that a tool is called by" {
	local name=$'e\e[31m\xff'
	ln -s "$(type -P procns-info)" "$BATS_TEST_TMPDIR/$name"
	run_tool "$BATS_TEST_TMPDIR/$name" --nope
	assert_harmless "$run.err"
	run_tool "$BATS_TEST_TMPDIR/$name" --help
	assert_harmless "$run.out"
}
