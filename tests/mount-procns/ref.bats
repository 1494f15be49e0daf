#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2030,SC2031,SC2154
#
# Which PID namespace is meant: all forms of a reference, by each method, and what is refused.

load ../helper

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/proc
	mkdir "$dir"
	via=()
	before=$(mount_table)
}

# assert_shows DIR HOLDER: the procfs at DIR is that of the holder's namespace, neither more nor less
assert_shows() {
	local -n pns_shown=$2
	assert_equal "$(<"$1/1/comm")" pns-init
	assert_equal "$(proc_pids "$1")" "${pns_shown[pids]}"
}

# mounts_procfs ARGUMENT...: mount-procns ARGUMENT... DIR mounts the one of container c, and it can go again
mounts_procfs() {
	run_tool "${prefix[@]}" mount-procns "${via[@]}" "$@" "$dir"
	assert_status 0
	assert_stdout_empty
	assert_stderr_empty
	assert_shows "$dir" c
	umount "$dir"
	assert_mount_table_is "$before"
}

mounts_by_each_form() {
	local -A c
	local pid
	start_holder c hold-pidns --children 3
	pid=${c[init]}
	mounts_procfs --pidns "/proc/$pid/ns/pid"
	mounts_procfs --pidns "$pid"
	mounts_procfs -p "${c[kids]%%,*}"
	mounts_procfs --pidns "pid:[${c[ns]}]"
	# as our tables, lsns(8) and stat(1) print it
	mounts_procfs --pidns "pid:${c[ns]}"
	mounts_procfs --pidns "${c[ns]}"
	mounts_procfs --pidns "/proc/$pid"
	mounts_procfs --pidns "/proc/$pid/"
	mounts_procfs -o "pidns=/proc/$pid/ns/pid"
	mounts_procfs -o "pidns=$pid"
	mounts_procfs --pidns fd:5 5<"/proc/$pid/ns/pid"
	mounts_procfs --pidns fd:0 <"/proc/$pid/ns/pid"
	mounts_procfs --pidns fd:5 5<"/proc/$pid"
	touch "$BATS_TEST_TMPDIR/pidns"
	mount --bind "/proc/$pid/ns/pid" "$BATS_TEST_TMPDIR/pidns"
	defer umount "$BATS_TEST_TMPDIR/pidns"
	before=$(mount_table)
	mounts_procfs --pidns "$BATS_TEST_TMPDIR/pidns"
	(cd "$BATS_TEST_TMPDIR" && mounts_procfs --pidns ./pidns)
	mount-procns --pidns "$pid" --mkdir "$BATS_TEST_TMPDIR/other"
	defer umount "$BATS_TEST_TMPDIR/other"
	before=$(mount_table)
	mounts_procfs --pidns "$BATS_TEST_TMPDIR/other"
}

# bats file_tags=axis:root,axis:userns

@test "mount-procns: the namespace by each form of a reference" {
	prefix=()
	mounts_by_each_form
}

@test "mount-procns: the namespace by each form [--via mount]" {
	local -A c
	if ! pns_has kernel-pidns-opt; then
		start_holder c hold-pidns
		refuses kernel-without-pidns --via mount --pidns "${c[init]}"
		refuses kernel-without-pidns --via fsconfig --pidns "/proc/${c[init]}/ns/pid"
		return
	fi
	prefix=() via=(--via mount)
	mounts_by_each_form
}

@test "mount-procns: the namespace by each form [--via helper]" {
	prefix=() via=(--via helper)
	mounts_by_each_form
}

@test "mount-procns: the namespace by each form [fsopen denied: ENOSYS]" {
	requires cmd:deny
	prefix=(deny -e ENOSYS fsopen --)
	mounts_by_each_form
}

@test "mount-procns: the namespace by each form [fsopen denied: EPERM]" {
	requires cmd:deny
	prefix=(deny -e EPERM fsopen --)
	mounts_by_each_form
}

@test "mount-procns: the namespace by each form [pidfd_open and openat2 denied]" {
	requires cmd:deny
	prefix=(deny pidfd_open openat2 --)
	mounts_by_each_form
}

@test "mount-procns: PID:INODE is checked" {
	local -A c
	local inode
	prefix=()
	start_holder c hold-pidns
	if ! pns_has pidfs; then
		refuses kernel-without-feature --pidns "${c[init]}:1"
		return
	fi
	inode=$(mount-procns --raw -n -O INITINO --pidns "${c[init]}" "$dir")
	umount "$dir"
	assert [ "$inode" -gt 0 ]
	mounts_procfs --pidns "${c[init]}:$inode"
	mounts_procfs --pidns "${c[init]}:$inode" --via helper
	run_tool mount-procns -J --pidns "${c[init]}:$((inode + 1))" "$dir"
	assert_refused process-gone 32
	assert_nothing_mounted
}

@test "mount-procns: :NSID finds the namespace" {
	local -A c
	local id
	prefix=()
	start_holder c hold-pidns --children 2
	if ! pns_has ns-id; then
		run_tool mount-procns -J --pidns :17 "$dir"
		assert_refused kernel-without-feature 32
		return
	fi
	id=$(mount-procns --raw -n -O NSID --pidns "${c[init]}" "$dir")
	umount "$dir"
	mounts_procfs --pidns ":$id"
	run_tool mount-procns -J --pidns :18446744073709551615 "$dir"
	assert_refused namespace-not-found 32
}

@test "mount-procns: self is the default" {
	run_tool mount-procns "$dir"
	assert_status 0
	assert_equal "$(readlink "$dir/self/ns/pid")" "$(readlink /proc/self/ns/pid)"
	umount "$dir"
	run_tool mount-procns --pidns self "$dir"
	assert_status 0
	umount "$dir"
}

@test "mount-procns: a namespace that only a descriptor of a process keeps" {
	local -A d
	start_holder d hold-nsfd dead
	if ! pns_has kernel-pidns-opt; then
		run_tool mount-procns -J --pidns "pid:[${d[ns]}]" "$dir"
		assert_refused dead-namespace 32
		assert_nothing_mounted
		return
	fi
	run_tool mount-procns --pidns "pid:[${d[ns]}]" "$dir"
	assert_status 0
	assert_equal "$(proc_pids "$dir")" ""
	umount "$dir"
	run_tool mount-procns -J --via helper --pidns "/proc/${d[pid]}/fd/${d[fd]}" "$dir"
	assert_refused dead-namespace 32
	assert_nothing_mounted
}

@test "mount-procns: a namespace without a process yet stays without one" {
	local -A e
	if ! pns_has unborn-nsfd; then
		run_tool unshare --pid mount-procns -J --pidns children "$dir"
		assert_refused kernel-without-feature 32
		assert_nothing_mounted
		return
	fi
	start_holder e hold-nsfd empty
	run_tool mount-procns -J --via helper --pidns "/proc/${e[pid]}/fd/${e[fd]}" "$dir"
	assert_refused "$(pns_denied clone3 && echo dead-namespace || echo empty-namespace)" 32
	run_tool mount-procns -J --pidns "/proc/${e[pid]}/fd/${e[fd]}" "$dir"
	if ! pns_has kernel-pidns-opt; then
		assert_refused empty-namespace 32
		return
	fi
	assert_status 0
	assert_equal "$(proc_pids "$dir")" ""
	umount "$dir"
}

@test "mount-procns: its own namespace, though its children are in another one" {
	local via
	# under this filter another program than the tool would be the first child
	! pns_denied setns-pidfd || return 0
	for via in $(pns_methods); do
		run_tool unshare --pid mount-procns -J --via "$via" "$dir"
		# where the other one cannot be opened, a child made in it is of no use
		if [[ $status != 0 ]] && { ! pns_has unborn-nsfd || pns_denied pidfd_open; }; then
			assert_refused "$([[ $via == mount ]] && echo wrong-namespace || echo not-a-descendant)" 32
			continue
		fi
		assert_status 0
		assert_json '.procfs[0].pidns' "$(ns_inode /proc/self/ns/pid)"
		umount "$dir"
	done
	assert_nothing_mounted
}

# --- what is refused, each with a reason of its own and nothing mounted ---

refuses() {
	local reason=$1
	shift
	run_tool mount-procns -J "$@" "$dir"
	assert_refused "$reason" 32
	assert_nothing_mounted
	[[ ${#stderr_lines[@]} -ge 1 ]] || fail "nothing on standard error"
	run_tool mount-procns "$@" "$dir"
	assert_status 32
	assert_stdout_empty
	assert_nothing_mounted
}

@test "mount-procns: refuses what is no PID namespace" {
	local -A c
	start_holder c hold-pidns
	mkfifo "$BATS_TEST_TMPDIR/fifo"
	refuses not-a-pid-namespace --pidns "/proc/${c[init]}/ns/user"
	assert_stderr_line_matches ".*/ns/user: .* it is a user namespace"
	refuses not-a-pid-namespace --pidns fd:6 6<"/proc/${c[init]}/ns/net"
	refuses not-a-namespace --pidns "$BATS_TEST_TMPDIR/fifo"
	assert_stderr_line_matches ".*/fifo: .* it is a FIFO"
	refuses not-a-namespace --pidns "$BATS_TEST_DIRNAME/../helper.bash"
	assert_stderr_line_matches ".* it is a regular file"
	refuses not-a-namespace --pidns /dev/null
	refuses not-a-namespace --pidns "$BATS_TEST_TMPDIR"
	refuses not-a-namespace --pidns /proc/self/ns/
	refuses not-a-namespace --pidns fd:6 6</dev/null
	refuses no-such-file --pidns "$BATS_TEST_TMPDIR/none"
	refuses bad-descriptor --pidns fd:99
}

@test "mount-procns: refuses a process that is not there" {
	local pid
	sh -c 'exit 0' &
	pid=$!
	wait "$pid"
	refuses no-such-process --pidns "$pid"
	refuses no-such-process --pidns 2147483647
	refuses process-gone --pidns "$pid:17"
	refuses namespace-not-found --pidns 4294967297
	refuses no-such-file --pidns "/proc/$pid"
}

@test "mount-procns: refuses an ancestor's and a sibling's namespace" {
	local -A a b
	local reason=not-a-descendant
	start_holder a hold-pidns --mount
	start_holder b hold-pidns
	# as seen from inside of a: descriptor 7 is the namespace above it, 8 its sibling
	run_tool nsenter --target "${a[init]}" --pid --mount \
		mount-procns -J --pidns fd:7 /tmp 7</proc/self/ns/pid 8<"/proc/${b[init]}/ns/pid"
	assert_refused $reason 32
	run_tool nsenter --target "${a[init]}" --pid --mount \
		mount-procns -J --pidns fd:8 /tmp 8<"/proc/${b[init]}/ns/pid"
	assert_refused $reason 32
	run_tool nsenter --target "${a[init]}" --pid --mount \
		mount-procns -J --via helper --pidns fd:8 /tmp 8<"/proc/${b[init]}/ns/pid"
	assert_refused $reason 32
	assert_nothing_mounted
}

@test "mount-procns: a process with more capabilities, whose namespace file is closed" {
	local -A c
	local own mode less=(setpriv --bounding-set=-sys_ptrace)
	start_holder c hold-pidns --children 1
	own=$(ns_inode /proc/self/ns/pid)
	run "${less[@]}" readlink "/proc/$$/ns/pid"
	assert_failure
	# one number says that it is in the caller's own namespace
	for mode in "pidns-translate --list" "pidns-translate --list self --to"; do
		# shellcheck disable=SC2086
		run_tool "${less[@]}" $mode $$ -n -r -o PIDNS
		assert_status 0
		assert_equal "${lines[0]}" "$own"
	done
	run_tool "${less[@]}" mount-procns -J --check --pidns $$
	assert_status 0
	# two say nothing of the one that it is in
	run_tool "${less[@]}" mount-procns -J --check --pidns "${c[init]}"
	assert_refused no-access 32
	run_tool "${less[@]}" pidns-translate -J --init "${c[kids]%%,*}"
	assert_json '.pids[0].error' no-access
}

@test "mount-procns: mistakes in a reference are mistakes of usage" {
	local ref
	for ref in "" 0 -1 +1 "1 " 1x 1: 1:0 pid: pid:x pid:0 fd: fd:-1 fd:x pid:[] pid:[1 : :x nonsense; do
		run_tool mount-procns -J --pidns "$ref" "$dir"
		assert_refused bad-reference 1
	done
	assert_nothing_mounted
}

# bats file_tags=axis:root,axis:user,axis:userns

@test "mount-procns, procns-info, pidns-translate: an empty reference is called one" {
	local option tool
	for option in --pidns --target --namespace --userns; do
		run_tool mount-procns -J --check "$option=" /tmp
		assert_refused bad-reference 1
		assert_stderr_line_matches "mount-procns: '': parse failed: the reference is an empty string"
	done
	for tool in 'procns-info -J --pidns' 'procns-info -J --namespace' 'pidns-translate -J --from'; do
		# shellcheck disable=SC2086
		run_tool $tool ''
		assert_refused bad-reference 1
		assert_stderr_line_matches "[a-z-]*: '': parse failed: the reference is an empty string"
	done
}

# bats file_tags=axis:user

@test "mount-procns: says what an ordinary user lacks" {
	run_tool mount-procns -J "$dir"
	assert_refused no-privilege 32
	run_tool mount-procns -J --check
	assert_refused no-privilege 32
	# root's, in the same PID namespace
	run_tool mount-procns -J --pidns 1 "$dir"
	assert_refused no-privilege 32
	run_tool procns-info -n -r -o PIDNS --pidns 1 /proc
	assert_output "$(ns_inode /proc/self/ns/pid)"
	run_tool mount-procns -J --empty "$dir"
	assert_refused no-privilege 32
	run_tool mount-procns -J --via mount "$dir"
	assert_refused no-privilege 32
	run_tool mount-procns -J --via helper "$dir"
	assert_status 32
}
