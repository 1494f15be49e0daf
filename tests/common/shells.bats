#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck disable=SC2016,SC2028,SC2154
#
# Completion in interactive zsh and fish, and in bash with the package bash-completion: each on a
# pseudo-terminal, with our files where they are installed. What readline makes of names is in completion.bats.

load ../helper
load mount-names

setup() {
	pns_setup
	cd "$BATS_TEST_TMPDIR" || return
	mkdir m home
	export HOME=$PWD/home TERM=dumb XDG_CONFIG_HOME=$PWD/home XDG_DATA_HOME=$PWD/home XDG_CACHE_HOME=$PWD/home
}

# In each shell a tool writes its operands to the file "got-N", each ended by NUL
tools='mount-procns pidns-translate procns-info'

zsh_home() {
	cat >home/.zshrc <<-END
	# of a thousand files those that these completions stand on: reading all takes seconds
	all=(\$fpath)
	fpath=(${abs_top_srcdir@Q}/zsh-completion \${(M)fpath:#*/Completion(|/Base|/Zsh)})
	autoload -Uz compinit && compinit -u -D
	fpath=(\$fpath \$all)
	autoload -Uz \$^all/_*(.N:t)
	bindkey -e && bindkey '^D' list-choices
	setopt no_list_packed no_beep no_auto_remove_slash
	integer n=0
	$(for tool in $tools; do
		echo "$tool() { printf '%s\\0' \"\$@\" >got-\$((++n)); printf '=%s=\\n' \$n; }"
	done)
	LISTMAX=10000 PS1='ready> '
	END
	shell=(env ZDOTDIR="$HOME" zsh -i)
}

fish_home() {
	mkdir -p home/fish
	cat >home/fish/config.fish <<-END
	set -g fish_greeting
	set -p fish_complete_path ${abs_top_srcdir@Q}/fish-completion
	set -g n 0
	$(for tool in $tools; do
		echo "function $tool; set -g n (math \$n + 1)"
		echo "printf '%s\\0' \$argv >got-\$n; printf '=%s=\\n' \$n; end"
	done)
	function fish_prompt; printf 'ready> '; end
	END
	shell=(fish --private -i)
}

bash_home() {
	mkdir -p home/bash-completion
	ln -s "$abs_top_srcdir/bash-completion" home/bash-completion/completions
	cat >home/.bashrc <<-END
	. /usr/share/bash-completion/bash_completion
	n=0
	$(for tool in $tools; do
		echo "$tool() { printf '%s\\0' \"\$@\" >got-\$((++n)); printf '=%s=\\n' \$n; }"
	done)
	PS1='ready> '
	END
	shell=(bash --noprofile -i)
}

# have_shell NAME: sets "shell", the command that starts it
have_shell() {
	requires cmd:zsh "cmd:$1"
	[[ $1 != bash || -e /usr/share/bash-completion/bash_completion ]] || skip 'requires: bash-completion'
	"$1_home"
	: >lines
	number=0
}

type_lines() {
	timeout 40 "$abs_top_srcdir/tests/common/typist" "${shell[@]}" <lines >said 2>&1 || { cat -v said && return 1; }
}

# completes BEGINNING WORD...: with Tab behind that beginning of a line the tool gets these as its arguments
completes() {
	printf '%s\t\n' "$1" >>lines
	number=$((number + 1))
	shift
	printf '%s\0' "$@" >"expected-$number"
}

# all that "completes" has promised
check_completed() {
	local i
	type_lines
	for ((i = 1; i <= number; i++)); do
		cmp "expected-$i" "got-$i" ||
			{ sed -n "${i}p" lines | cat -v && od -An -c "got-$i" && return 1; }
	done
	assert [ ! -e ran ]
	assert_equal "$(printf '%s\n' ran*)" 'ran*'
}

options_and_values() {
	completes 'procns-info --overm' --overmounts
	completes 'procns-info --via me' --via member
	completes 'procns-info --via=me' --via=member
	completes 'procns-info -o NSI' -o NSID
	completes 'procns-info -o NSID,OVERM' -o NSID,OVERMOUNTS
	completes 'procns-info -o +OVERM' -o +OVERMOUNTS
	completes 'procns-info --output=+NSID,OVERM' --output=+NSID,OVERMOUNTS
	completes 'procns-info --overmounts -o PROCF' --overmounts -o PROCFS
	completes 'procns-info --as roo' --as root
	completes 'mount-procns --hidepid inv' --hidepid invisible
	completes 'mount-procns --propagation sl' --propagation slave
	completes 'mount-procns -O +OVERM' -O +OVERMOUNTS
	completes 'mount-procns -p chi' -p children
	completes 'mount-procns --pidns /proc/self/ns/mn' --pidns /proc/self/ns/mnt
	completes 'mount-procns -o ro,hidepid=inv' -o ro,hidepid=invisible
	completes 'mount-procns ./m' ./m/
	completes 'mount-procns ./m -- ls ./m' ./m -- ls ./m/
	completes 'pidns-translate --missing ke' --missing keep
	completes 'pidns-translate --to chi' --to children
	completes 'pidns-translate --list sel' --list self
	completes "pidns-translate --from $$" --from $$
}

# names_of_mounts: the beginning of each is typed, up to what is somebody else's choice
names_of_mounts() {
	local i
	names=('`touch ran`' '$(touch ran)' ';touch ran;' '>ran' "'\`touch ran\`'" '"`touch ran`"' 'x!!' '{a,b}'
		'*?[a-z]' '  a  ' 'a=b:c@d' '\x41' $'\e[31m' $'\xff' $'\xc3\xbc' "$@")
	for i in "${!names[@]}"; do
		names[i]=$((100 + i))x${names[i]}
	done
	mount_names
	for i in "${names[@]}"; do
		completes "procns-info $PWD/m/${i:0:4}" "$PWD/m/$i"
	done
}

# bats file_tags=axis:user

@test "completion: zsh: options, values, columns, references, a command" {
	have_shell zsh
	options_and_values
	check_completed
}

@test "completion: fish: options, values, columns, references, a command" {
	have_shell fish
	options_and_values
	check_completed
}

@test "completion: bash with bash-completion: options, values, columns, references, a command" {
	have_shell bash
	options_and_values
	check_completed
}

# bats file_tags=axis:root

@test "completion: zsh: a mount point is its name, never run" {
	have_shell zsh
	names_of_mounts $'\ntouch ran\n' $'\t'
	check_completed
}

# fish takes what is offered from lines, up to a tab
@test "completion: fish: a mount point is its name, never run" {
	have_shell fish
	names_of_mounts
	check_completed
}

# offered_by_fish LINE: what it offers for the last word, each with its description behind a tab
offered_by_fish() {
	fish -c 'complete -C $argv[1]' "$1"
}

@test "completion: options, columns and words of the program, with what it says of them" {
	have_shell zsh
	printf '%s\n' '?mount-procns --re' '?procns-info -o +NSID,HIDEP' '?pidns-translate --via ' >lines
	type_lines
	grep -E '^--read-only +-- mount read-only *$' said
	grep -E '^--replace +-- take the place of' said
	grep -E '^HIDEPIDNUM +-- hidepid mode as a number' said
	grep -E '^auto +bpf +ioctl +pidfd +procfs +ucred *$' said

	have_shell fish
	offered_by_fish 'mount-procns --re' >said
	grep -E $'^--read-only\tmount read-only' said
	offered_by_fish 'procns-info -o +NSID,HIDEP' >said
	grep -E $'^[+]NSID,HIDEPIDNUM\thidepid mode as a number' said
	offered_by_fish 'pidns-translate --via ' | cut -f1 >said
	assert_equal "$(paste -sd' ' said)" 'auto bpf ioctl pidfd procfs ucred'
}

# options_of_help TOOL
options_of_help() {
	"$1" --help | grep -oE '^ (-., |    )--[a-z-]+' | grep -oE -- '--.*' | sort -u
}

@test "completion: zsh and fish know each option of the program" {
	local tool
	have_shell zsh
	for tool in $tools; do
		echo "?$tool --" >lines
		type_lines
		assert_equal "$(grep -oE '^--[a-z-]+' said | sort)" "$(options_of_help "$tool")"
	done
	have_shell fish
	for tool in $tools; do
		assert_equal "$(offered_by_fish "$tool --" | cut -f1 | tr -d = | sort -u)" "$(options_of_help "$tool")"
	done
}

@test "completion: a reference: inits of other PID namespaces first, with their commands" {
	local -A c
	start_holder c hold-pidns
	have_shell zsh
	printf '%s\n' '?mount-procns --pidns ' >lines
	type_lines
	grep -E "^${c[init]} +-- pns-init *\$" said
	grep -E '^children +-- ' said
	run -1 grep -E "^$$ " said

	have_shell fish
	assert_equal "$(offered_by_fish 'mount-procns --pidns ' | head -n 1)" "${c[init]}"$'\tpns-init'
	offered_by_fish "procns-info --target $$" | grep -E "^$$"$'\t'

	# in a list; what is inserted is the PID
	have_shell bash
	printf 'mount-procns --pidns \e?\e*\n' >lines
	type_lines
	grep -F "${c[init]} (pns-init)" said
	printf '%s\0' --pidns "${c[init]}" self children container: | cmp - got-1
}
