#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2034,SC2030,SC2031,SC2154
#
# Tests of the tests: the runner's isolation and axes, the states that the helpers make,
# and that helper.bash finds what a test leaves behind.

load ../helper

# inner_run TEXT [OPTION...]: the runner on a bats file made of TEXT, in which TEST and TAGS
# stand for what bats would take for a test or for tags of this file
inner_run() {
	local text=${1//TEST \"/@test \"}
	text=${text//TAGS/# bats test_tags}
	shift
	# by the variable: where the user cannot read the tree, the runner moves it
	printf '%s\n' 'load "$abs_top_srcdir/tests/helper"' "$text" >"$BATS_TEST_TMPDIR/inner.bats"
	run_tool env -u PNS_TEST_MUST_RUN "${inner_env[@]}" \
		"$abs_top_srcdir/tests/run-bats" "$@" "$BATS_TEST_TMPDIR/inner.bats"
}

cap_eff() {
	awk '$1 == "CapEff:" { print $2 }' /proc/self/status
}

# --- the runner ---

# bats file_tags=axis:root,axis:userns

@test "run-bats: mount and PID namespaces are not the caller's" {
	[[ -n $PNS_OUTER_PIDNS && -n $PNS_OUTER_MNTNS ]]
	refute [ "$(readlink /proc/self/ns/pid)" = "$PNS_OUTER_PIDNS" ]
	refute [ "$(readlink /proc/self/ns/mnt)" = "$PNS_OUTER_MNTNS" ]
}

@test "run-bats: /proc shows the private namespace only" {
	assert_equal "$(ns_inode /proc/1/ns/pid)" "$(ns_inode /proc/self/ns/pid)"
	run_tool list-fds </proc
	assert_line --index 0 "0 procfs-root inode:1"
}

@test "run-bats: no mount has a peer outside" {
	run -1 grep -E ' shared:' /proc/self/mountinfo
	refute_output
}

@test "run-bats: PID 1 collects orphans" {
	local pid
	pid=$(sh -c '(sh -c "echo \$\$; exec sleep 0.05" & )')
	poll_until 3 test ! -e "/proc/$pid"
}

# bats file_tags=axis:root,axis:user,axis:userns

@test "run-bats: uid and capabilities of the axis" {
	local none=0000000000000000
	case $PNS_TEST_AXIS in
	root) assert_equal "$EUID" 0 && refute [ "$(cap_eff)" = $none ] ;;
	user) refute [ "$EUID" = 0 ] && assert_equal "$(cap_eff)" $none ;;
	userns) assert_equal "$EUID" 0 && refute [ "$(cap_eff)" = $none ] ;;
	esac
	run_tool awk 'NR == 1 { print $2, $3 }' /proc/self/uid_map
	case $PNS_TEST_AXIS in
	userns) refute_output "0 4294967295" ;;
	*) refute_output "$EUID 1" ;;
	esac
	assert_equal "$(awk '$1 == "NoNewPrivs:" { print $2 }' /proc/self/status)" 0
}

@test "run-bats: TMPDIR is writable and its own" {
	touch "$TMPDIR/probe"
	rm "$TMPDIR/probe"
	[[ $BATS_TEST_TMPDIR == "$TMPDIR"/* ]]
}

@test "run_tool: nothing but 0, 1 and 2 is inherited, and what is asked for" {
	run_tool list-fds 5</dev/null
	assert_equal "$(awk '{ print $1 }' <<<"$output" | paste -sd' ')" "0 1 2 5"
	assert_line --index 3 "5 char 1:3"
}

@test "run_tool: keeps status, stdout and stderr apart" {
	run_tool sh -c 'echo out; echo err; echo err2 >&2; exit 7'
	assert_status 7
	assert_output "out
err"
	assert_stderr_line_matches 'err[0-9]'
	run -1 assert_stderr_line_matches 'err'
	assert_line --partial "no line of standard error matches"
}

@test "run_tool: the tools run under PNS_TEST_WRAP, each by its name" {
	local tree=$BATS_TEST_TMPDIR/tree
	mkdir "$tree"
	printf '%s\n' '#!/bin/sh' 'echo "$WRAPPED ${0##*/} $*"' >"$tree/mount-procns"
	chmod +x "$tree/mount-procns"
	abs_top_builddir=$tree PNS_TEST_WRAP='env WRAPPED=yes' PNS_BIN=$tree/bin
	pns_link_tools
	PATH=$PNS_BIN:$PATH
	run_tool mount-procns "a  b"
	assert_output "yes mount-procns a  b"
	run_tool mount.procns c
	assert_output "yes mount.procns c"
}

@test "assert_refused: reads the refusal" {
	run_tool sh -c 'echo "{\"refusal\": [{\"reason\": \"masked\", \"culprits\": []}]}"; exit 32'
	assert_refused masked 32
	run -1 assert_refused masked 1
	run_tool sh -c 'echo "{\"refusal\": [{\"reason\": \"masked\"}]}"; exit 32'
	run -1 assert_refused not-a-procfs 32
}

@test "json-at: what jq says, or nothing" {
	local path text='{"a": [{"b": "x y", "n": -12}, true, null], "o": {}, "s": "\u0041", "u": "\u00e9"}'
	for path in '.a[0].b' '.a[0].n' '.a[1]' '.a[2]' '.a | length' '.o | length' '.a[0] | length'; do
		run_tool json-at "$path" <<<"$text"
		assert_status 0
		assert_output "$(pns_jq -r "$path" <<<"$text")"
	done
	for path in .s .o '.a[3]' .none .a.b '.o[0]' '.a[]' '.a[0].b | length' '.a | keys' '.a[0' a; do
		run_tool json-at "$path" <<<"$text"
		assert_status 1
		assert_stdout_empty
	done
	for text in '' '{' '{}x' '{"a":1,}' '{"a" 1}' '{"a":01}' '{"a":1.5}' '{"a":"x' '{"a":tru}' '{"a":1} 2'; do
		run_tool json-at .a <<<"$text"
		assert_status 1
		assert_stdout_empty
	done
}

@test "requires: an unknown word fails, a missing program skips" {
	run requires cmd:sh
	assert_success
	run requires no-such-word
	assert_failure
	assert_line --partial "unknown word 'no-such-word'"
	inner_run 'TAGS=axis:root,axis:user
TEST "one" { requires cmd:no-such-program; }' --no-isolate
	assert_line --regexp '^ok 1 one \[(root|user)\] # skip requires: cmd:no-such-program$'
}

# bats file_tags=axis:root

@test "run-bats: a skip that is not allowed fails with PNS_TEST_MUST_RUN=1" {
	local inner_env=(PNS_TEST_MUST_RUN=1)
	inner_run 'TEST "one" { requires cmd:no-such-program; }'
	assert_status 1
	assert_line --partial 'not ok 1 one [root]'
}

@test "run-bats: one stream with one plan for all axes" {
	requires userns
	inner_run 'TEST "r" { requires root; }
TAGS=axis:user,axis:userns
TEST "u" { [ "$PNS_TEST_AXIS" != root ]; }
TAGS=axis:root,axis:userns
TEST "n" { :; }'
	assert_status 0
	assert_output "ok 1 r [root]
ok 2 n [root]
ok 3 u [user]
ok 4 u [userns]
ok 5 n [userns]
1..5"
}

@test "run-bats: a file without a test for the axis says so" {
	inner_run 'TEST "r" { :; }' --as user
	assert_status 0
	assert_output "ok 1 inner.bats # SKIP no test for user
1..1"
}

@test "run-bats: a runner that dies is a failure" {
	inner_run 'TEST "one" { kill -KILL "$BATS_ROOT_PID" "$PPID"; }' --as root
	assert_status 1
	assert_line 'not ok 1 inner.bats: ran 0 of 1 tests [root]'
}

@test "run-bats: a tree that the user cannot read" {
	local tree=$BATS_TEST_TMPDIR/tree
	requires userns
	mkdir -p "$tree"/tests/{helpers,tool}
	cp "$abs_top_srcdir"/tests/{run-bats,helper.bash,allowed-skips} "$tree/tests"
	cp "$abs_top_builddir"/tests/helpers/list-fds "$tree/tests/helpers"
	printf '%s\n' 'load ../helper' '# bats test_tags=axis:user,axis:userns' \
		'@test "one" { run_tool list-fds; assert_status 0; }' >"$tree/tests/tool/one.bats"
	chmod 700 "$tree"
	run_tool env abs_top_srcdir="$tree" abs_top_builddir="$tree" "$tree/tests/run-bats" "$tree/tests/tool/one.bats"
	assert_output "ok 1 one [user]
ok 2 one [userns]
1..2"
	chmod -R go= "$tree"
	run_tool env abs_top_srcdir="$tree" abs_top_builddir="$tree" "$tree/tests/run-bats" "$tree/tests/tool/one.bats"
	assert_line --index 2 "1..2"
	assert_status 0
}

@test "teardown: a mount left behind fails the test, and only that one" {
	inner_run 'TEST "leaky" { mkdir "$BATS_TEST_TMPDIR/m m"; mount -t tmpfs leak "$BATS_TEST_TMPDIR/m m"; }
TEST "clean" { :; }' --as root
	assert_status 1
	assert_line 'not ok 1 leaky [root]'
	assert_line --partial 'tmpfs leak'
	assert_line 'ok 2 clean [root]'
}

@test "teardown: a process left behind fails the test, and only that one" {
	inner_run 'TEST "leaky" { sleep 1000 3>&- & }
TEST "clean" { :; }' --as root
	assert_status 1
	assert_line 'not ok 1 leaky [root]'
	assert_line --regexp '^# left behind: process [0-9]+: sleep 1000'
	assert_line 'ok 2 clean [root]'
}

@test "teardown: a failure prints status, stdout and stderr" {
	inner_run 'TEST "bad" { run_tool sh -c "echo some out; echo some err >&2; exit 3"; assert_status 0; }' --as root
	assert_status 1
	assert_line '# status is 3, expected 0'
	assert_line '# -- status: 3'
	assert_line '# some out'
	assert_line '# some err'
}

@test "defer: last come, first served, also after a failure" {
	inner_run 'TEST "bad" { defer echo first; defer echo second; false; }' --as root
	assert_status 1
	assert_line --regexp '^# second$'
	assert_output --regexp $'# second\n# first'
}

# --- the helpers ---

# bats file_tags=axis:root,axis:user,axis:userns

@test "hold-pidns: a namespace with known processes" {
	local -A c
	requires userns
	start_holder c hold-pidns --userns --children 2
	assert_equal "$(<"/proc/${c[init]}/comm")" pns-init
	for kid in ${c[kids]//,/ }; do
		assert_equal "$(<"/proc/$kid/comm")" pns-kid
		assert_equal "$(ns_inode "/proc/$kid/ns/pid")" "${c[ns]}"
	done
	assert_equal "${c[pids]}" 1,2,3
	refute [ "${c[ns]}" = "$(ns_inode /proc/self/ns/pid)" ]
	assert_equal "$(ns_inode "/proc/${c[init]}/ns/user")" "${c[user]}"
	assert_equal "$(awk '/^NSpid/ { print $NF }' "/proc/${c[init]}/status")" 1
}

@test "hold-pidns: --mount has a procfs of its own, at each depth" {
	local -A c
	requires userns
	start_holder c hold-pidns --userns --mount --depth 2 --children 1
	assert_equal "$(proc_pids "/proc/${c[init]}/root/proc")" "${c[pids]}"
	assert_equal "$(proc_pids "/proc/${c[init2]}/root/proc")" "${c[pids2]}"
	assert_equal "${c[pids]}/${c[pids2]}" 1,2,3,4/1,2
	refute [ "${c[mnt]}" = "${c[mnt2]}" ]
}

@test "hold-pidns: a dead process is collected, or not with --no-reap" {
	local -A c z
	requires userns
	start_holder c hold-pidns --userns --children 1
	kill -KILL "${c[kids]}"
	poll_until 3 test ! -e "/proc/${c[kids]}"
	start_holder z hold-pidns --userns --children 1 --no-reap
	kill -KILL "${z[kids]}"
	poll_until 3 grep -q '^State:.Z' "/proc/${z[kids]}/status"
}

@test "hold-pidns: all is gone after the end, and after a SIGKILL of it" {
	local -A c k
	requires userns
	start_holder c hold-pidns --userns --children 3 --depth 2
	stop_holder c
	assert [ ! -e "/proc/${c[init]}" ]
	assert [ ! -e "/proc/${c[init2]}" ]
	start_holder k hold-pidns --userns --children 1 --depth 2
	kill -KILL "${k[holder]}"
	poll_until 3 test ! -e "/proc/${k[init2]}"
	wait "${k[holder]}" || : >"${k[base]}.ended"
}

@test "hold-pidns: init ends on SIGTERM" {
	local -A c
	requires userns
	start_holder c hold-pidns --userns --children 1
	kill -TERM "${c[init]}"
	poll_until 3 test ! -e "/proc/${c[init]}"
	assert [ ! -e "/proc/${c[kids]}" ]
}

@test "hold-nsfd: dead cannot be entered" {
	local -A d
	requires userns
	start_holder d hold-nsfd dead --userns
	assert_equal "$(ns_inode "/proc/${d[pid]}/fd/${d[fd]}")" "${d[ns]}"
	run_tool list-fds 7<"/proc/${d[pid]}/fd/${d[fd]}"
	assert_line "7 nsfs pid:[${d[ns]}]"
}

# Before Linux 6.12 nothing names a namespace that nobody is in yet
lacks_unborn() {
	! pns_has unborn-nsfd || return
	run_tool hold-nsfd empty --userns
	assert_status 77
	assert_stderr_line_matches 'hold-nsfd: no descriptor of an unborn PID namespace: .*'
}

@test "hold-nsfd: empty has a descriptor and no process" {
	local -A e
	requires userns
	! lacks_unborn || return 0
	start_holder e hold-nsfd empty --userns
	assert_equal "$(ns_inode "/proc/${e[pid]}/fd/${e[fd]}")" "${e[ns]}"
	for link in /proc/[0-9]*/ns/pid; do
		refute [ "$(ns_inode "$link" 2>/dev/null)" = "${e[ns]}" ]
	done
}

@test "deny: a call fails with the given errno" {
	requires cmd:deny
	run_tool deny openat openat2 open -e EPERM uname -- uname
	assert_status 127
	run_tool deny -e EUSERS uname -- uname
	assert_status 1
	assert_stderr_line_matches '.*Too many users'
	# uname(2) by its number, which on i386 is another one; the fifth byte of a program tells
	run_tool deny "$([[ $(od -A n -t u1 -j 4 -N 1 "$BASH") -eq 2 ]] && echo 63 || echo 122)" -- uname
	assert_status 1
}

@test "deny: arguments and masks are compared" {
	requires cmd:deny
	run_tool deny 'kill:1=0' -- sh -c 'kill -0 $$'
	assert_status 1
	assert_stderr_line_matches '.*not implemented'
	run_tool deny 'kill:1=0' -- sh -c 'kill -CHLD $$ && echo sent'
	assert_output sent
	run_tool deny -e EPERM 'unshare:0&0x10000000=0x10000000' -- unshare --user true
	assert_status 1
	assert_stderr_line_matches '.*not permitted'
}

@test "list-fds: says what each is" {
	run_tool list-fds </proc/self/ns/user 8</ 5</proc/version 6<"$BATS_TEST_FILENAME"
	assert_line --regexp '^0 nsfs user:\[[0-9]+\]$'
	assert_line --regexp '^8 dir inode:'
	assert_line --regexp '^5 procfs inode:'
	assert_line --regexp '^6 file inode:'
	run_tool sh -c 'list-fds | cat'
	assert_line --regexp '^1 pipe inode:'
}

@test "open-loop: counts what failed" {
	local -A o
	touch "$BATS_TEST_TMPDIR/there"
	start_holder o open-loop "$BATS_TEST_TMPDIR/there"
	stop_holder o
	assert_regex "${o[output]}" $'^ready\nopens=[1-9][0-9]* failures=0 first=none$'
	start_holder o open-loop "$BATS_TEST_TMPDIR/missing"
	stop_holder o
	assert_regex "${o[output]}" $'\nopens=([0-9]+) failures=\\1 first=ENOENT$'
}

@test "kill-at: kills that process only, in time" {
	run_tool kill-at --after 20000 sleep 100
	assert_output --regexp '^killed=yes status=137 elapsed=[0-9]+ syscalls=0 reaped=0 orphans=0$'
	run_tool kill-at --after 10000000 sh -c 'exit 3'
	assert_output --regexp '^killed=no status=3 '
}

@test "kill-at: every system call is a point to kill at" {
	run_tool kill-at --syscall 1 true
	assert_output --regexp '^killed=yes status=137 elapsed=[0-9]+ syscalls=1 '
	run_tool kill-at --syscall 1000000 sh -c 'kill -USR1 $$'
	assert_output --regexp '^killed=no status=138 '
	run_tool kill-at --syscall 1000000 mkdir "$BATS_TEST_TMPDIR/made"
	local total=${output#*syscalls=}
	rmdir "$BATS_TEST_TMPDIR/made"
	run_tool kill-at --syscall "${total%% *}" mkdir "$BATS_TEST_TMPDIR/made"
	assert_output --regexp '^killed=yes '
	assert [ -d "$BATS_TEST_TMPDIR/made" ]
}

@test "kill-at: finds what survives" {
	mkfifo "$BATS_TEST_TMPDIR/gate"
	run_tool kill-at --grace 50 --after 400000 sh -c "(read x; echo \$x) <>'$BATS_TEST_TMPDIR/gate' & wait"
	assert_status 1
	assert_line --regexp '^killed=yes .* reaped=0 orphans=1$'
	assert_stderr_line_matches 'kill-at: still alive: [0-9]+ \(sh\)'
	kill -KILL "$(grep -oE '[0-9]+' <<<"$stderr")"
	run_tool kill-at --grace 5000 --after 400000 sh -c 'sleep 1 & wait'
	assert_line --regexp '^killed=yes .* reaped=1 orphans=0$'
}

@test "has-feature: knows its words, and that others are unknown" {
	run_tool has-feature no-such-feature
	assert_status 2
	run_tool has-feature
	assert_line ioctl-translate
	for word in "${lines[@]}"; do
		run_tool has-feature "$word"
		[[ $status -le 1 ]] || fail "$word: status $status"
	done
}

# bats file_tags=axis:root,axis:userns

@test "as-pid: COMMAND has that PID, its status comes through" {
	run_tool as-pid 31000 sh -c 'echo $$; exit 5'
	assert_status 5
	assert_output 31000
	run_tool as-pid 31000 sh -c 'kill -TERM $$'
	assert_status 143
	run_tool as-pid $$ true
	assert_status 125
	assert_stderr_line_matches '.*File exists'
}

# bats file_tags=axis:root

@test "hold-nsfd: dead: setns works, fork is ENOMEM" {
	local -A d
	start_holder d hold-nsfd dead
	run_tool nsenter --pid="/proc/${d[pid]}/fd/${d[fd]}" true
	refute [ "$status" = 0 ]
	assert_stderr_line_matches '.*fork failed: Cannot allocate memory'
}

@test "hold-nsfd: empty: the first to enter is init" {
	local -A e
	! lacks_unborn || return 0
	start_holder e hold-nsfd empty
	run_tool nsenter --pid="/proc/${e[pid]}/fd/${e[fd]}" sh -c 'echo $$'
	assert_output 1
}

@test "hold-pidns: without --userns it is the caller's user namespace" {
	local -A c
	start_holder c hold-pidns --comm other
	assert_equal "${c[user]}" "$(ns_inode /proc/self/ns/user)"
	assert_equal "$(<"/proc/${c[init]}/comm")" other
	assert_equal "${c[kids]}" ""
}

@test "deny: leaves no_new_privs alone where it may" {
	requires cmd:deny
	run_tool deny fsopen -- grep NoNewPrivs /proc/self/status
	assert_output --regexp '0$'
}

@test "deny: fsopen is ENOSYS" {
	requires cmd:deny
	run_tool has-feature fsopen
	assert_status 0
	run_tool deny fsopen -- has-feature fsopen
	assert_status 1
}
