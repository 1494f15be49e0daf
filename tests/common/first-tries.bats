#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# What hands type first, by the habits of mount, unshare, nsenter, lsns and findmnt: it works, or what is said leads on.

load ../helper

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/dir
	mkdir "$dir" "$BATS_TEST_TMPDIR/bin"
	# not every machine has one
	printf '#!/bin/sh\necho "this is ps $*"\n' >"$BATS_TEST_TMPDIR/bin/ps"
	chmod +x "$BATS_TEST_TMPDIR/bin/ps"
	PATH=$BATS_TEST_TMPDIR/bin:$PATH
	cd "$BATS_TEST_TMPDIR" || return
}

# tried STATUS STDERR COMMAND...: it prints nothing, and to standard error just that
tried() {
	run_tool "${@:3}"
	assert_status "$1"
	assert_stdout_empty
	assert_equal "$stderr" "$2"
	assert_nothing_mounted
}

# mistaken STATUS MESSAGE ARGUMENT...: the same of a command line that mount-procns does not take
mistaken() {
	tried "$1" "mount-procns: $2
Try 'mount-procns --help' for more information." mount-procns "${@:3}"
}

# bats test_tags=axis:root,axis:userns
@test "mount-procns: a value that the kernel does not take" {
	local option hint='use hidepid=off (0), noaccess (1), invisible (2) or ptraceable (4), gid=GROUP, subset=pid, '
	hint+='pidns=NSREF'
	for option in --hidepid=3 --hidepid=none --subset=all -ohidepid=3 -onewinstance; do
		run_tool mount-procns "$option" "$dir"
		assert_status 32
		assert_stdout_empty
		assert_equal "${stderr_lines[-1]}" "hint: $hint"
	done
	run_tool mount-procns -J --hidepid 3 "$dir"
	assert_refused bad-option 32
	assert_json '.refusal[0].hintid' fix-option
	assert_json '.refusal[0].hint' "$hint"
}

# bats test_tags=axis:root,axis:userns
@test "mount-procns: a command that fails because it is no member" {
	local -A c
	local hint='hint: use --join if ps needs /proc/self: it is not a member of the PID namespace'
	start_holder c hold-pidns
	printf '#!/bin/sh\n[ -e /proc/self/stat ] || exit 47\necho there\n' >bin/ps
	tried 47 "$hint" mount-procns -p "${c[init]}" -- ps -ef
	answers there mount-procns -p "${c[init]}" --join -- ps -ef
	answers there mount-procns -- ps -ef
	# it has a /proc of its own besides
	answers there mount-procns -p "${c[init]}" "$dir" -- ps -ef
	# what only looks is not in need of it, and what is killed has another reason
	answers pns-init mount-procns -p "${c[init]}" -- cat /proc/1/comm
	tried 143 '' mount-procns -p "${c[init]}" -- sh -c 'kill -TERM $$'
	tried 127 'mount-procns: ./none-such: execvp failed: No such file or directory' \
		mount-procns -p "${c[init]}" -- ./none-such
	tried 7 '' mount-procns --empty -- sh -c 'exit 7'
}

# bats file_tags=axis:root,axis:user,axis:userns

@test "mount-procns: what --join is for" {
	run_tool mount-procns --help
	assert_line --regexp '^ -j, --join +.* ps and top need$'
}

@test "mount-procns: a process or a namespace in the place of the mount point" {
	local process="hint: use --pidns $$ for the PID namespace of this process, or --target $$ to mount in its mount"
	process+=" namespace as well"
	mistaken 1 "$$: not a mount point
$process" $$ "$dir"
	mistaken 1 "$$: not a mount point
$process" $$
	mistaken 1 "$$: not a mount point
$process" --replace "$dir" $$
	mistaken 1 "/proc/$$: not a mount point
${process//$$//proc/$$}" "/proc/$$" "$dir"
	mistaken 1 "$$:4711: not a mount point
${process//$$/$$:4711}" "$$:4711" "$dir"
	mistaken 1 "/proc/$$/ns/pid: not a mount point
hint: use --pidns /proc/$$/ns/pid for this PID namespace" "/proc/$$/ns/pid" "$dir"
	mistaken 1 "/proc/$$/ns/pid: not a mount point
hint: use --pidns /proc/$$/ns/pid for this PID namespace" "/proc/$$/ns/pid"
	mistaken 1 "/proc/$$/ns/mnt: not a mount point
hint: use --namespace /proc/$$/ns/mnt for this mount namespace" "/proc/$$/ns/mnt" "$dir"
	mistaken 1 "/proc/$$/ns/user: not a mount point
hint: use --userns=/proc/$$/ns/user for this user namespace" "$dir" "/proc/$$/ns/user"
	mistaken 1 "pid:[4026531836]: not a mount point
hint: use --pidns pid:[4026531836] for this PID namespace" 'pid:[4026531836]' "$dir"
	mistaken 1 "4026531836: not a mount point
hint: use --pidns 4026531836 for this PID namespace" 4026531836
	mistaken 1 "self: not a mount point
hint: use --pidns self for this PID namespace" self "$dir"
	mistaken 1 "/usr: more than one mount point given" "$dir" /usr
}

@test "mount-procns: a directory is a mount point, whatever it is called" {
	mkdir 4711 self ps
	for name in 4711 self ps; do
		run_tool mount-procns --check "$name"
		refute_regex "$stderr" 'not a mount point'
		run_tool mount-procns --fake "$name"
		assert_status 0
		assert_stderr_empty
	done
	run_tool mount-procns --fake --mkdir 4712
	assert_status 0
	run_tool mount-procns --fake --mkdir true
	assert_status 0
}

@test "mount-procns: an optional value behind a blank" {
	mistaken 1 "0755: not a mount point
hint: use --mkdir=0755, without a blank" -m 0755 "$dir"
	mistaken 1 "0755: not a mount point
hint: use --mkdir=0755, without a blank" --mkdir 0755 "$dir"
	mistaken 1 "$$: not a mount point
hint: use --userns=$$, without a blank" -U $$
	mistaken 1 "$$: not a mount point
hint: use --userns=$$, without a blank" -p self -U $$ "$dir"
	mistaken 125 "5: not a mount point
hint: use --fd=5, without a blank" --fd 5 -- true
}

@test "mount-procns: the type, the source and the options as of mount(8)" {
	mistaken 1 "proc: not a process
hint: omit -t proc and none, the type and the source are always procfs" -t proc none "$dir"
	mistaken 1 "proc: not a process
hint: omit -t proc, the type is always procfs" -t proc "$dir"
	mistaken 1 "proc: not a mount point
hint: omit the source, which is always a procfs" proc "$dir"
	mistaken 1 "gid=adm: not a mount point
hint: separate mount options by a comma without a blank, or use --gid adm" -o hidepid=2 gid=adm "$dir"
	mistaken 1 "pidns=$$: not a mount point
hint: separate mount options by a comma without a blank, or use --pidns $$" "pidns=$$" "$dir"
}

@test "mount-procns: a command without --" {
	local ps="ps: not a mount point
hint: a command goes behind --: -- ps ..."
	mistaken 1 "$ps" -p $$ ps -ef
	mistaken 1 "$ps" -p $$ ps
	mistaken 1 "$ps" -p $$ ps aux
	mistaken 1 "$ps" -p $$ ps --forest
	mistaken 1 "$ps" -p $$ ps -x
	mistaken 1 "$ps" -p $$ "$dir" ps -ef
	mistaken 1 "${ps//ps/$BATS_TEST_TMPDIR/bin/ps}" -p $$ "$BATS_TEST_TMPDIR/bin/ps" -ef
	mistaken 125 "no command given behind --" -p $$ --
}

@test "mount-procns: -- in the place of a value" {
	mistaken 125 "option --pidns requires an argument
mount-procns: no command given behind --" -p --
	mistaken 125 "option --pidns requires an argument" -p -- ps -ef
	mistaken 125 "option --hidepid requires an argument" --hidepid -- ps
}

@test "mount-procns: --target and --pidns" {
	mistaken 1 "options --target and --pidns exclude each other
hint: use --namespace with --pidns, for two processes" -t $$ -p $$ "$dir"
	mistaken 1 "options --target and --pidns exclude each other
hint: use --namespace with --pidns, for two processes" -p $$ -t $$ "$dir"
	mistaken 1 "options --empty and --target exclude each other" -e -t $$ "$dir"
}

@test "mount-procns: a wrong value of an option with few" {
	mistaken 125 "unknown --propagation value: 'y'
hint: use private, slave or unchanged" --propagation y -- true
	mistaken 1 "unknown --via value: 'x'
hint: use auto, fsconfig, mount or helper" --via x "$dir"
	mistaken 1 "no mount point given
hint: use --subset pid" --subset "$dir"
}

@test "procns-info: a process or a namespace in the place of a procfs" {
	local process="hint: use --target $$ for the mount namespace of this process, or --pidns $$ for its PID"
	process+=" namespace"
	local gone="procns-info: $$: open failed: there is no such file"
	tried 1 "$gone
$process" procns-info $$
	tried 2 "$gone
$process" procns-info --check $$
	tried 1 "${gone/$$/pid:[4026531836]}
hint: use --pidns pid:[4026531836] for this PID namespace" procns-info 'pid:[4026531836]'
	tried 1 "${gone/$$/4026531836}
hint: use --pidns 4026531836 for this PID namespace" procns-info 4026531836
	tried 1 "${gone/$$/none}" procns-info none
	# there it may be a directory
	run_tool procns-info --target $$ $$
	assert_equal "$stderr" "$gone"
}

@test "procns-info: a namespace file in the place of a procfs" {
	local refused="procns-info: /proc/$$/ns/pid: check failed: this is not the root of a mounted procfs: it is a"
	tried 1 "$refused PID namespace
hint: use --pidns /proc/$$/ns/pid for this PID namespace" procns-info "/proc/$$/ns/pid"
	tried 2 "$refused PID namespace
hint: use --pidns /proc/$$/ns/pid for this PID namespace" procns-info --check "/proc/$$/ns/pid"
	tried 1 "${refused/pid:/mnt:} mount namespace
hint: use --namespace /proc/$$/ns/mnt for this mount namespace" procns-info "/proc/$$/ns/mnt"
	tried 1 "${refused/pid:/user:} user namespace" procns-info "/proc/$$/ns/user"
	tried 1 "${refused/pid:/net:} namespace of another type" procns-info "/proc/$$/ns/net"
}

@test "procns-info: a wrong value of an option with few" {
	tried 1 "procns-info: unknown --via value: 'x'
hint: use auto, ioctl, init, member, bpf or level
Try 'procns-info --help' for more information." procns-info --via x
	tried 1 "procns-info: option --pidns requires an argument
Try 'procns-info --help' for more information." procns-info --pidns --
}

@test "procns-info: a user as a number" {
	run_tool procns-info --as 65534
	assert_status 1
	assert_equal "${stderr_lines[-1]}" 'hint: use +65534 for the user with this ID'
	run_tool procns-info --as 65534:4711
	assert_status 1
	refute_regex "$stderr" hint
}
