#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# procns-info --as: what it says that somebody sees is what ls(1) lists for that somebody,
# for each hidepid= and gid=. The procfs is that of a namespace that ls itself is not in.

load ../helper

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/p
	mkdir "$dir"
	# for others than the owner of these directories
	chmod a+x "$BATS_RUN_TMPDIR" "$BATS_TEST_TMPDIR/.." "$BATS_TEST_TMPDIR"
}

# put_into INIT COMMAND...: a process of that command in the PID namespace of INIT, which is its end too
put_into() {
	local init=$1
	shift
	nsenter --target "$init" --pid -- "$@" sleep 1000 3>&- 4>&- &
	defer end "$!"
}

end() {
	kill "$1" && { wait "$1" || true; }
}

runs_sleep() {
	grep -qsx sleep "/proc/$1/comm"
}

# mount_matrix INIT: every hidepid= with and without each of some gid=, below $dir
mount_matrix() {
	local hidepid gid name
	for hidepid in off noaccess invisible ptraceable; do
		for gid in - 0 44 1000; do
			name=$hidepid$gid
			mkdir "$dir/$name"
			if [[ $gid == - ]]; then
				mount-procns --pidns "$1" -o "hidepid=$hidepid" "$dir/$name"
			else
				mount-procns --pidns "$1" -o "hidepid=$hidepid,gid=$gid" "$dir/$name"
			fi
			defer umount "$dir/$name"
		done
	done
}

# listed_for COMMAND...: a line "NAME COUNT" for each procfs of the matrix, by a glob under COMMAND
listed_for() {
	"$@" bash -c 'shopt -s nullglob
		cd "$1" && for p in *; do pids=("$p"/[0-9]*); echo "$p ${#pids[@]}"; done' - "$dir"
}

# assert_sees WHOM COMMAND...: procns-info --as WHOM agrees with such a list under COMMAND
assert_sees() {
	local whom=$1 expected
	shift
	expected=$(listed_for "$@")
	[[ $(wc -l <<<"$expected") -eq 16 ]] || fail "ls as $*: $expected"
	run_tool procns-info --as "$whom" -J -o TARGET,PROCS "$dir"/*
	assert_status 0
	assert_stderr_empty
	assert_equal "$(pns_jq -r '.procfs[] | "\(.target | sub(".*/"; "")) \(.procs)"' "$run.out" | sort)" \
		"$(sort <<<"$expected")"
}

# assert_process_sees COMMAND...: the same for a process that COMMAND starts
assert_process_sees() {
	local pid
	"$@" sleep 1000 3>&- 4>&- &
	pid=$!
	defer end "$pid"
	poll_until 5 runs_sleep "$pid"
	assert_sees "$pid" "$@"
}

# A namespace with processes of root, of two users, and of a user in a group
mount_mixed() {
	local -A c
	start_holder c hold-pidns --children 2
	put_into "${c[init]}" setpriv --reuid 1000 --regid 1000 --clear-groups
	put_into "${c[init]}" setpriv --reuid 1000 --regid 44 --clear-groups
	put_into "${c[init]}" setpriv --reuid 65534 --regid 65534 --clear-groups
	put_into "${c[init]}" setpriv --bounding-set=-all --inh-caps=-all
	mount_matrix "${c[init]}"
	poll_until 5 has_sleepers "$dir/off-" 7
}

# has_sleepers PROCFS COUNT: that many processes, and none of them is still nsenter or setpriv
has_sleepers() {
	[[ $(cat "$1"/[0-9]*/comm | grep -cvE '^(nsenter|setpriv|unshare)$') -eq $2 ]] &&
		! grep -qE '^(nsenter|setpriv)$' "$1"/[0-9]*/comm
}

@test "procns-info --as: users by name and number" {
	mount_mixed
	assert_sees nobody setpriv --reuid 65534 --regid "$(id -g nobody)" --init-groups
	assert_sees +1000 setpriv --reuid 1000 --regid "$(user_gid 1000)" --clear-groups
	assert_sees root setpriv --reuid 0 --regid 0 --clear-groups
}

# One without an account is in the group of its own number
user_gid() {
	id -g "+$1" 2>/dev/null || id -g "$(getent passwd "$1" | cut -d: -f1)" 2>/dev/null || echo "$1"
}

@test "procns-info --as: processes with groups" {
	mount_mixed
	assert_process_sees setpriv --reuid 1000 --regid 1000 --clear-groups
	assert_process_sees setpriv --reuid 1000 --regid 1000 --groups 44
	assert_process_sees setpriv --reuid 1000 --regid 44 --groups 0
	assert_process_sees setpriv --reuid 65534 --regid 65534 --groups 44,1000
}

@test "procns-info --as: processes with and without capabilities" {
	mount_mixed
	assert_process_sees setpriv --bounding-set=-all --inh-caps=-all
	assert_process_sees setpriv --bounding-set=-sys_ptrace --inh-caps=-all
	assert_process_sees setpriv --reuid 1000 --regid 1000 --clear-groups \
		--inh-caps=+sys_ptrace --ambient-caps=+sys_ptrace
	assert_process_sees setpriv --reuid 1000 --regid 1000 --clear-groups \
		--inh-caps=+kill --ambient-caps=+kill
}

@test "procns-info --as: root of a user namespace, which is root of nothing else" {
	mount_mixed
	assert_process_sees setpriv --reuid 1000 --regid 1000 --clear-groups unshare --user --map-root-user
	assert_process_sees setpriv --reuid 1000 --regid 1000 --groups 44 unshare --user --map-root-user
	assert_process_sees unshare --user --map-root-user
}

@test "procns-info --as: root of the user namespace that the processes are in" {
	local -A c
	start_holder c hold-pidns --userns --children 2
	mount_matrix "${c[init]}"
	assert_process_sees nsenter --target "${c[init]}" --user --setuid 0 --setgid 0 --
	assert_process_sees nsenter --target "${c[init]}" --user --preserve-credentials --
	assert_process_sees unshare --user --map-root-user
	assert_sees +1000 setpriv --reuid 1000 --regid "$(user_gid 1000)" --clear-groups
}

@test "procns-info --as: the process that counts is not counted" {
	local hidepid own
	for hidepid in off noaccess invisible ptraceable; do
		mkdir "$dir/$hidepid"
		mount-procns --hidepid "$hidepid" "$dir/$hidepid"
		defer umount "$dir/$hidepid"
	done
	run_tool procns-info -J -o PROCS "$dir/off"
	own=$(json '.procfs[0].procs')
	run_tool procns-info --as root -J -o PROCS "$dir/off" "$dir/noaccess" "$dir/invisible" "$dir/ptraceable"
	assert_json '[.procfs[].procs] | join(" ")' "$own $own $own $own"
	# that user runs nothing
	run_tool procns-info --as +4242 -J -o PROCS,SEES "$dir/off" "$dir/noaccess" "$dir/invisible" "$dir/ptraceable"
	assert_json '[.procfs[] | "\(.procs) \(.sees)"] | join(", ")' \
		"$own all, $own numbers, 0 traceable, 0 traceable"
}

@test "procns-info: SEES has the words that --list-columns tells" {
	local hidepid words
	for hidepid in off noaccess invisible; do
		mkdir "$dir/$hidepid"
		mount-procns --hidepid "$hidepid" "$dir/$hidepid"
		defer umount "$dir/$hidepid"
	done
	run_tool procns-info --as +4242 -J -o SEES "$dir/off" "$dir/noaccess" "$dir/invisible"
	words=$(json '[.procfs[].sees] | join(" ")')
	run_tool procns-info --list-columns
	assert_line --regexp "^ *SEES .*: ${words// /.*}\$"
	refute_line --regexp '^ *SEES .*own'
}

@test "procns-info: who is exempt from hidepid= is told the state, as --as says" {
	local gid groups expected
	cp "$(readlink -f "$PNS_BIN/real/procns-info")" "$BATS_TEST_TMPDIR"
	mkdir "$dir/44" "$dir/none"
	mount-procns --empty -o hidepid=invisible,gid=44 "$dir/44"
	mount-procns --empty -o hidepid=invisible "$dir/none"
	defer umount "$dir/44" "$dir/none"
	# gid, supplementary groups: the states
	while read -r gid groups expected; do
		run_tool setpriv --reuid 1000 --regid "$gid" --groups "$groups" \
			"$BATS_TEST_TMPDIR/procns-info" -J -o STATE "$dir/44" "$dir/none"
		# a kernel that names the namespace tells whether it has an init
		! pns_has procfs-ioctl || expected=empty,empty
		assert_json '[.procfs[].state] | join(" ")' "${expected/,/ }"
	done <<-END
	1000 1000 hidden,hidden
	1000 44 empty,hidden
	44 1000 empty,hidden
	1000 0 hidden,empty
	END
}

# The tool under strace has the pidfd that it was to open
is_held() {
	find "/proc/$(cat "$BATS_TEST_TMPDIR/tool")/fd" -lname '*pidfd*' 2>/dev/null | grep -q .
}

@test "procns-info --as: a number that comes to mean another process meanwhile is not that process" {
	requires cmd:strace
	local pid=30000
	! pns_denied pidfd_open || return 0
	as-pid "$pid" setpriv --reuid 65534 --regid 65534 --clear-groups sleep 1000 3>&- 4>&- &
	local first=$!
	poll_until 5 runs_sleep "$pid"
	# after the first call it waits for as long as it takes to have another one there
	strace -o "$BATS_TEST_TMPDIR/strace" -e trace=pidfd_open -e inject=pidfd_open:delay_exit=3000000:when=1 \
		sh -c 'echo $$ >"$1/tool"; exec procns-info --as "$2" -J -o SEES,PROCS /proc' - \
		"$BATS_TEST_TMPDIR" "$pid" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" 3>&- 4>&- &
	local strace=$!
	poll_until 5 is_held
	kill "$pid"
	wait "$first" || true
	as-pid "$pid" sleep 1000 3>&- 4>&- &
	first=$!
	poll_until 5 runs_sleep "$pid"
	status=0
	wait "$strace" || status=$?
	kill "$pid"
	wait "$first" || true
	assert_equal "$status $(<"$BATS_TEST_TMPDIR/out")" "1 "
	assert_equal "$(<"$BATS_TEST_TMPDIR/err")" "procns-info: $pid: No such process"
}

is_in_userns() {
	[[ $(ns_inode "/proc/$1/ns/user") != "$(ns_inode /proc/self/ns/user)" ]]
}

# in_userns COMMAND...: as root of a user namespace with the IDs from 1000 on, in a PID namespace of its own
in_userns() {
	local pid
	unshare --user sleep 1000 3>&- 4>&- &
	pid=$!
	defer end "$pid"
	poll_until 10 is_in_userns "$pid"
	echo 0 1000 100 >"/proc/$pid/uid_map"
	echo 0 1000 100 >"/proc/$pid/gid_map"
	run_tool nsenter --target "$pid" --user -- unshare --mount --pid --fork --mount-proc "$@"
}

@test "procns-info --as: in a user namespace nobody can tell whose group gid= is" {
	# the mount table has the initial namespace's number of it, and of its group 0 there is none here
	in_userns bash -c 'for options in hidepid=invisible,gid=5 hidepid=invisible hidepid=noaccess \
		hidepid=ptraceable,gid=5 hidepid=off,gid=5; do
			mount-procns -o "$options" "$1" && for who in +5 +1005 $$; do
				procns-info --raw -n -o GID,SEES --as "$who" "$1"
			done
			umount "$1"
		done' - "$dir"
	assert_status 0
	assert_stderr_empty
	assert_output "$(printf '%s\n' '1005 '{,,} ' traceable'{,,} ' numbers'{,,} '1005 traceable'{,,} '1005 all'{,,})"
}

# bats test_tags=axis:user
@test "procns-info --as: without the privilege nothing is claimed" {
	run_tool procns-info --as root -J -o PROCS,SEES /proc
	assert_status 0
	assert_json '.procfs[0].procs' null
}
