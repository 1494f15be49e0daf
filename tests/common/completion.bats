#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck disable=SC2016,SC2154
#
# Completion in an interactive bash, with its readline, among names that others have chosen.

load ../helper
load mount-names

# For the mounts and the session of this test: its own directory is what a name of them may run in
setup() {
	pns_setup
	cd "$BATS_TEST_TMPDIR" || return
	mkdir m
}

# byte N: sets "byte" to that one
byte() {
	printf -v byte %b "\\x$(printf %x "$1")"
}

# Each byte that a name may have, alone between letters
names_of_bytes() {
	local number byte
	names=()
	for ((number = 1; number < 256; number++)); do
		byte "$number"
		[[ $byte == / ]] || names+=("a${byte}z")
	done
}

names_that_run() {
	names=('`touch ran`' '$(touch ran)' ';touch ran;' '&touch ran&' '|touch ran' '>ran' '<(touch ran)'
		$'\ntouch ran\n' '${x:=$(touch ran)}' $'$\'`touch ran`' '"`touch ran`"' "'\`touch ran\`'"
		'a[$(touch ran)]' '\`touch ran\`' '!!' '!touch' '^a^b' '~' '~root' '*' '?' '[a-z]' '{a,b}' '#x' '%s%n'
		'-n' '--help' ' ' '  a  ' $'end\n' $'\t' 'a=b' 'a:b' 'user@host' '\x41' '\u0041' $'\e[31m' '"' "'" "\\"
		$'\xe2\x80\xae' $'\xff' '\xff' $'\xc3\xbc')
}

# type_in TOOL: standard input is typed into a bash that knows the completion of TOOL, where the
# tool writes its operands to the file "got", each ended by NUL
type_in() {
	{
		printf '. %q\n' "$abs_top_srcdir/bash-completion/$1"
		printf '%s() { printf "%%s\\0" "$@" >got; }\n' "$1"
		printf '%s\n' "bind 'set completion-query-items 0'" "bind 'set page-completions off'" \
			"bind 'set bell-style none'" "bind 'set enable-bracketed-paste off'"
		cat
		printf '\nexit\n'
	} >typed
	TERM=dumb HISTFILE='' bash --norc --noprofile -i <typed >said 2>&1 || { cat -v said && return 1; }
}

# insert_all: all that is offered behind "procns-info " is inserted, and that line is executed
insert_all() {
	type_in procns-info < <(printf 'procns-info \e*\n')
}

# each name is offered once, and nothing in it is run
expect_names() {
	local name
	procns-info --json --output TARGET | "${PNS_TEST_JQ:-jq}" -r '.procfs | length' >count
	for name in "${names[@]}"; do
		printf '%s\0' "$PWD/m/$name"
	done | sort -z >expected
	grep -z "^$PWD/m/" got | sort -z >ours
	assert_equal "$(od -An -c <ours)" "$(od -An -c <expected)"
	assert [ ! -e ran ]
	assert_equal "$(cd m && printf '%s\n' ran* 2>/dev/null)" 'ran*'
}

in_both_locales() {
	local locale
	mount_names
	for locale in C C.UTF-8; do
		LC_ALL=$locale insert_all
		expect_names
	done
}

# bats test_tags=axis:root,axis:userns
@test "completion: what is offered for a mount point is its name, for each byte" {
	names_of_bytes
	in_both_locales
}

# bats test_tags=axis:root,axis:userns
@test "completion: the name of a mount point is never run" {
	names_that_run
	in_both_locales
}

# completes TOOL BEGINNING WORD...: with Tab behind that beginning the tool gets these as its arguments
completes() {
	local tool=$1 beginning=$2
	shift 2
	rm -f got
	type_in "$tool" < <(printf '%s %s\t\n' "$tool" "$beginning")
	printf '%s\0' "$@" | cmp - got || { cat -v said got && return 1; }
	assert [ ! -e ran ]
}

# bats test_tags=axis:root,axis:userns
@test "completion: a mount point whose beginning is typed, also quoted" {
	names=('b`touch ran`' 'd $(touch ran)' $'n\ntouch ran' 'q=1:2@3')
	mount_names
	completes procns-info "$PWD/m/b" "$PWD/m/b"'`touch ran`'
	completes procns-info "$PWD/m/b\\\`to" "$PWD/m/b"'`touch ran`'
	completes procns-info "'$PWD/m/b" "$PWD/m/b"'`touch ran`'
	# as a file, that is
	completes procns-info "\"$PWD/m/b" "$PWD/m/b"'`touch ran`/'
	completes procns-info "$PWD/m/d" "$PWD/m/d "'$(touch ran)'
	completes procns-info "\"$PWD/m/d" "$PWD/m/d "'$(touch ran)/'
	completes procns-info "$PWD/m/n" "$PWD/m/n"$'\ntouch ran'
	completes procns-info "\$'$PWD/m/n\\n" "$PWD/m/n"$'\ntouch ran'
	completes procns-info "$PWD/m/q" "$PWD/m/q=1:2@3"
	completes procns-info "$PWD/m/q\\=1\\:" "$PWD/m/q=1:2@3"
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "completion: files and directories are names, never run" {
	local tool
	mkdir 'm/b`touch ran`' $'m/n\ntouch ran'
	for tool in mount-procns procns-info; do
		completes "$tool" "./m/b" './m/b`touch ran`/'
		completes "$tool" "\"./m/b" './m/b`touch ran`/'
		completes "$tool" "./m/n" $'./m/n\ntouch ran/'
	done
	completes pidns-translate '--from ./m/b' --from './m/b`touch ran`/'
}
