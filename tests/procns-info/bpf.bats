#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# The BPF way: what an empty procfs shows, and using that as a reference.

load ../helper

BPF_PROG_LOAD=5 BPF_PROG_RUN=10

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/p
	mkdir -p "$dir/one" "$dir/two"
}

# make_empty: an empty procfs on $dir/one of which the test knows the namespace, $ns. Before Linux
# 6.18 a first child makes it, so the namespace is dead, and was never seen by the tool.
make_empty() {
	run_tool mount-procns --empty -J -O PIDNS,NSID "$dir/one"
	assert_status 0
	defer umount "$dir/one"
	ns=$(json '.procfs[0].pidns')
	id=$(json '.procfs[0].nsid')
	state=empty
	# a descriptor of an empty namespace takes a pidfd as well
	{ pns_has kernel-pidns-opt && pns_has unborn-nsfd; } || made_by_a_child
	[[ $ns -gt 0 ]]
}

made_by_a_child() {
	assert_equal "$ns $id" "null null"
	state=dead
	! pns_has bpf || run_tool procns-info --via bpf -J -o PIDNS,NSID "$dir/one"
	ns=$(pns_jq '.procfs[0].pidns // 1' <<<"$output")
	id=$(json '.procfs[0].nsid')
	refute [ "$ns" = "$(ns_inode /proc/self/ns/pid)" ]
}

# bats file_tags=axis:root

@test "procns-info: an empty procfs made by mount-procns is named by bpf" {
	make_empty
	! lacks_bpf "$dir/one" || return 0
	run_tool procns-info -J --output-all "$dir/one"
	assert_status 0
	assert_stderr_empty
	assert_json '.procfs[0] | "\(.pidns) \(.nsid) \(.via) \(.state) \(.level) \(.procs) \(.init) \(.match)"' \
		"$ns $id bpf $state 1 0 null false"
	assert_json '.procfs[0].userns' "$(ns_inode /proc/self/ns/user)"
	assert_json '.procfs[0].parent' "$(ns_inode /proc/self/ns/pid)"
	assert_json '.procfs[0].uid' 0
}

@test "mount-procns: an empty procfs is a reference like any other" {
	make_empty
	! lacks_bpf "$dir/one" || return 0
	run_tool mount-procns --pidns "$dir/one" -J -O PIDNS,NSID "$dir/two"
	if ! pns_opens_by_id; then
		assert_refused inactive-namespace 32
		assert_json '.refusal[0].object' "$dir/one (pid:[$ns])"
		return 0
	fi
	assert_status 0
	assert_json '.procfs[0] | "\(.pidns) \(.nsid)"' "$ns $id"
	defer umount "$dir/two"
	run_tool procns-info --check --pidns "$dir/one" "$dir/two"
	assert_status 0
	run_tool procns-info --check --pidns "$dir/one" /proc
	assert_status 1
	run_tool procns-info -J -p "$dir/two" -o TARGET
	assert_json '[.procfs[].target] | sort | join(" ")' "$dir/one $dir/two"
	# a process can be born into it, unless a first child made it, and both show that
	run_tool mount-procns --pidns "$dir/one" --join -- sh -c "ls $dir/two | grep -c '^[0-9]'"
	assert_status "$([[ $state == empty ]] && echo 0 || echo 125)"
	run_tool procns-info -J -o STATE "$dir/one" "$dir/two"
	assert_json '[.procfs[].state] | join(" ")' "dead dead"
}

# Linux 7.3 lets nobody open a namespace that a procfs alone keeps
@test "mount-procns: an empty procfs whose namespace cannot be opened is still named" {
	requires cmd:deny
	make_empty
	! lacks_bpf "$dir/one" || return 0
	run_tool deny -e ESTALE open_by_handle_at -- procns-info -J -o PIDNS,VIA,TRUST "$dir/one"
	assert_status 0
	assert_json '.procfs[0] | "\(.pidns) \(.via) \(.trust | contains("not-held"))"' "$ns bpf true"
	run_tool deny -e ESTALE open_by_handle_at -- mount-procns -J --pidns "$dir/one" "$dir/two"
	assert_refused inactive-namespace 32
	assert_json '.refusal[0].object' "$dir/one (pid:[$ns])"
	assert_json '.refusal[0].errno' "$(pns_has ns-handle && echo ESTALE || echo EOPNOTSUPP)"
	assert_stderr_line_matches "mount-procns: .*pid:\[$ns\].*: nothing but this procfs keeps the PID namespace.*"
}

@test "mount-procns: what stood in the way of opening a named namespace is told as it was" {
	requires cmd:deny
	local err reason rc
	make_empty
	! lacks_bpf "$dir/one" || return 0
	for err in "EMFILE system-error 2" "ENOMEM system-error 2" "EPERM blocked-by-seccomp 32" \
		"EACCES blocked-by-seccomp 32"; do
		read -r err reason rc <<<"$err"
		run_tool deny -e "$err" open_by_handle_at -- mount-procns -J --pidns "$dir/one" "$dir/two"
		# the kernel that gives no ID is not asked to open it
		pns_has ns-handle || reason=inactive-namespace err=EOPNOTSUPP rc=32
		assert_refused "$reason" "$rc"
		assert_json '.refusal[0].errno' "$err"
	done
}

@test "procns-info: --monitor holds nothing that could not be asked about" {
	requires cmd:deny
	mkfifo "$BATS_TEST_TMPDIR/pipe"
	cat "$BATS_TEST_TMPDIR/pipe" >"$BATS_TEST_TMPDIR/events" 3>&- 4>&- &
	reader=$!
	deny -e ENOMEM bpf:0=$BPF_PROG_RUN -- procns-info --monitor >"$BATS_TEST_TMPDIR/pipe" 2>&1 3>&- 4>&- &
	monitor=$!
	defer end_monitor
	# what was there when it began is not told
	is_told() {
		mountpoint -q "$dir/one" || mount-procns --empty "$dir/one"
		sleep 0.1
		grep -q "^mount *$dir/one" "$BATS_TEST_TMPDIR/events" || { umount "$dir/one"; false; }
	}
	poll_until 10 is_told 2>/dev/null || fail "$(<"$BATS_TEST_TMPDIR/events")"
	# it is asked about no more, so what is busy now is kept
	poll_until 2 umount "$dir/one" 2>/dev/null ||
		{ end_monitor; umount "$dir/one"; fail "it is kept"; }
}

# It ends with its reader, and frees what it has. A signal may come in the middle of an allocation, which is a leak to
# valgrind
end_monitor() {
	kill "$reader" 2>/dev/null
	poll_until 10 pns_is_gone "$monitor" || kill "$monitor"
	wait "$monitor" 2>/dev/null || true
}

@test "procns-info: without the privilege or the feature bpf is passed over" {
	requires cmd:deny
	local denied
	mount-procns --empty "$dir/one"
	defer umount "$dir/one"
	! lacks_bpf "$dir/one" || return 0
	run_tool setpriv --bounding-set=-sys_admin,-bpf,-perfmon --inh-caps=-all \
		procns-info -J -o PIDNS,STATE,VIA "$dir/one"
	assert_status 0
	assert_json '.procfs[0] | "\(.pidns) \(.state) \(.via)"' "null empty null"
	run_tool deny -e EPERM bpf -- procns-info -J -o PIDNS,STATE,VIA "$dir/one"
	assert_status 0
	assert_json '.procfs[0] | "\(.pidns) \(.state) \(.via)"' "null empty null"
	run_tool deny -e EPERM bpf -- procns-info --explain "$dir/one"
	assert_line --partial "tried by way of 'bpf': "
	# what Linux says before 5.14, and before 5.17
	for denied in "EINVAL bpf:0=$BPF_PROG_LOAD" "E2BIG bpf:0=$BPF_PROG_RUN"; do
		# shellcheck disable=SC2086
		run_tool deny -e $denied -- procns-info -J -o PIDNS,STATE,VIA "$dir/one"
		assert_status 0
		assert_json '.procfs[0] | "\(.pidns) \(.state) \(.via)"' "null empty null"
		# shellcheck disable=SC2086
		run_tool deny -e $denied -- procns-info --explain "$dir/one"
		assert_line --partial "tried by way of 'bpf': Operation not supported"
	done
}

@test "procns-info: the BPF program is loaded only when it is needed, and once" {
	requires cmd:strace
	local i
	run_tool strace -o "$BATS_TEST_TMPDIR/plain" procns-info /proc
	assert_status 0
	refute grep -q "bpf(" "$BATS_TEST_TMPDIR/plain"
	for i in 1 2 3 4 5; do
		mkdir "$dir/e$i"
		mount-procns --empty "$dir/e$i"
		defer umount "$dir/e$i"
	done
	! lacks_bpf "$dir/e1" || return 0
	run_tool strace -o "$BATS_TEST_TMPDIR/empty" procns-info -J -o VIA
	assert_status 0
	assert_json '[.procfs[] | select(.via == "bpf")] | length' 5
	refute grep -q libbpf "$BATS_TEST_TMPDIR/empty"
	assert_equal "$(grep -c 'bpf(BPF_PROG_LOAD' "$BATS_TEST_TMPDIR/empty")" 1
	# what loads it, and the questions
	assert_equal "$(grep -cE 'bpf\(BPF_PROG_(TEST_)?RUN' "$BATS_TEST_TMPDIR/empty")" 6
}

@test "procns-info: a part of a procfs is named by bpf where its root is not mounted" {
	local -A c
	start_holder c hold-pidns
	mount-procns --pidns "${c[init]}" "$dir/one"
	mount --bind "$dir/one/sys" "$dir/two"
	umount "$dir/one"
	defer umount "$dir/two"
	known=${c[ns]}
	pns_has bpf || known=null
	pns_is_built_with HAVE_BPF || skip "requires: bpf"
	run_tool procns-info -J -o TARGET,PIDNS,FSROOT,PROCS
	assert_status 0
	assert_json ".procfs[] | select(.target == \"$dir/two\") | \"\(.pidns) \(.fsroot) \(.procs)\"" \
		"$known /sys null"
}
