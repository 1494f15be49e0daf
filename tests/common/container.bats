#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# Which container a PID namespace is of, by the cgroup of its init: the columns, and container:NAME.

load ../helper

# bats file_tags=axis:root

id=4f2a90c1b7d3e85f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7
other=4f2a90c1b7d30000000000000000000000000000000000000000000000000000

remove_cgroups() {
	# children first; what was in there may still be on its way out
	find "$1" -mindepth 1 -depth -type d -exec rmdir {} \; 2>/dev/null
	rmdir "$1"
}

# A cgroup of this test, in a hierarchy that the test mounts for itself: $cgroups
setup_cgroups() {
	local root=$BATS_TEST_TMPDIR/cgroup
	mkdir "$root"
	mount -t cgroup2 none "$root"
	defer umount "$root"
	# the hierarchy is the machine's: a run that was cut off leaves its directory there
	cgroups=$(mktemp -d "$root/pns-test-XXXXXX")
	defer poll_until 10 remove_cgroups "$cgroups"
}

# put PID NAME: into a cgroup of that name
put() {
	mkdir -p "$cgroups/$2"
	echo "$1" >"$cgroups/$2/cgroup.procs"
}

# says NAME PID: what the columns say of the container of this init
says() {
	answers "$1" pidns-translate --init --raw --noheadings -o CONTAINER "$2"
}

# finds INIT NAME: what container:NAME means in all tools
finds() {
	local inode
	inode=$(ns_inode "/proc/$1/ns/pid")
	answers "$1" pidns-translate --init "container:$2"
	answers "$1" pidns-translate --from "container:$2" 1
	answers 1 pidns-translate --to "container:$2" "$1"
	run_tool mount-procns -J --check --pidns "container:$2"
	assert_status 0
	run_tool procns-info --check --pidns "container:$2" /proc
	assert_status 1
	run_tool pidns-translate --list -n -r -o PIDNS "container:$2"
	assert_status 0
	assert_equal "${lines[0]}" "$inode"
}

@test "container: the column says what the managers call it" {
	local -A c
	setup_cgroups
	start_holder c hold-pidns
	local name shown all=(
		"docker-$id.scope" 4f2a90c1b7d3
		"docker/$id" 4f2a90c1b7d3
		"libpod-$id.scope/container" 4f2a90c1b7d3
		"crio-$id.scope" 4f2a90c1b7d3
		"kubepods/podd41d8cd98f00b204e9800998ecf8427e" d41d8cd98f00b204e9800998ecf8427e
		"kubepods/podd41d8cd98f00b204e9800998ecf8427e/cri-containerd-$id.scope" 4f2a90c1b7d3
		lxc.payload.staging_web/init.scope staging_web
		lxc/101/ns 101
		'machine-my\x2dweb.scope/payload' my-web
	)
	set -- "${all[@]}"
	while (($#)); do
		name=$1 shown=$2
		put "${c[init]}" "$name"
		says "$shown" "${c[init]}"
		shift 2
	done
	# the innermost one
	put "${c[init]}" "lxc.payload.web/docker-$id.scope"
	says 4f2a90c1b7d3 "${c[init]}"
	for name in "libpod-conmon-$id.scope" lxc.monitor.web docker-4f.scope $'lxc.payload.a\eb' plain; do
		put "${c[init]}" "$name"
		says '' "${c[init]}"
	done
}

@test "container: columns in all tables, with the cgroup as the kernel has it" {
	local -A c
	local kernel row
	setup_cgroups
	start_holder c hold-pidns
	put "${c[init]}" "docker-$id.scope"
	kernel=$(sed -n 's/^0:://p' "/proc/${c[init]}/cgroup")
	[[ $kernel == */pns-test-* ]]
	row="$kernel 4f2a90c1b7d3"
	run_tool pidns-translate -J -o TO,CGROUP,CONTAINER "${c[init]}"
	assert_json '.pids[1] | "\(.to) \(.cgroup) \(.container)"' "1 $row"
	run_tool pidns-translate -J --list -o TO,CGROUP,CONTAINER "${c[init]}"
	assert_json '.pids[] | select(.to == '"${c[init]}"') | "\(.cgroup) \(.container)"' "$row"
	run_tool pidns-translate -J --find -o TO,CGROUP,CONTAINER 1
	assert_json '.pids[] | select(.to == '"${c[init]}"') | "\(.cgroup) \(.container)"' "$row"
	run_tool pidns-translate -J --init -o CGROUP,CONTAINER "${c[init]}"
	assert_json '.pids[0] | "\(.cgroup) \(.container)"' "$row"
	mkdir "$BATS_TEST_TMPDIR/p"
	mount-procns --pidns "${c[init]}" "$BATS_TEST_TMPDIR/p"
	defer umount "$BATS_TEST_TMPDIR/p"
	run_tool procns-info -J -o CGROUP,CONTAINER "$BATS_TEST_TMPDIR/p"
	assert_json '.procfs[0] | "\(.cgroup) \(.container)"' "$row"
	run_tool procns-info -J -o CONTAINER,INITINO "$BATS_TEST_TMPDIR/p"
	assert_json '.procfs[0].container' 4f2a90c1b7d3
	run_tool procns-info -J --tree -o TARGET,CONTAINER "$BATS_TEST_TMPDIR/p"
	assert_status 0
	assert_output --partial '"4f2a90c1b7d3"'
	run_tool procns-info -n -r --filter 'CONTAINER == "4f2a90c1b7d3"' -o TARGET "$BATS_TEST_TMPDIR/p"
	[[ $stderr == *libsmartcols* ]] || assert_output "$BATS_TEST_TMPDIR/p"
}

@test "container: from a cgroup namespace of one's own" {
	local -A c
	setup_cgroups
	start_holder c hold-pidns
	put "${c[init]}" "docker-$id.scope"
	mkdir "$cgroups/inside"
	run_tool bash -c 'echo $$ >"$1/inside/cgroup.procs"
		exec unshare --cgroup sh -c '"'"'echo 0 >"$1/cgroup.procs"; shift; exec "$@"'"'"' - "$1/../" \
			pidns-translate -J --init -o CGROUP,CONTAINER "container:4f"' - "$cgroups"
	assert_status 0
	assert_json '.pids[0] | "\(.cgroup) \(.container)"' "/../docker-$id.scope 4f2a90c1b7d3"
}

@test "container: a name, an ID and the beginning of an ID are references" {
	local -A c d
	setup_cgroups
	start_holder c hold-pidns
	start_holder d hold-pidns
	put "${c[init]}" "docker-$id.scope"
	put "${d[init]}" lxc.payload.staging_web
	finds "${c[init]}" "$id"
	finds "${c[init]}" 4f2a90c1b7d3
	finds "${c[init]}" 4
	finds "${d[init]}" staging_web
	finds "${d[init]}" web
	# mount and user namespaces as well
	run_tool mount-procns -J --check --pidns self --namespace container:web
	if pns_denied open_tree; then assert_refused blocked-by-seccomp 32; else assert_status 0; fi
	run_tool mount-procns --pidns container:web -- sh -c 'exec readlink /proc/1/ns/pid'
	assert_status 0
	assert_output "pid:[${d[ns]}]"
	# the whole of a name goes before the beginning of an ID
	put "${d[init]}" lxc.payload.4f
	finds "${d[init]}" 4f
	finds "${c[init]}" 4f2
}

@test "container: two that are meant are refused, with both" {
	local -A c d
	local both
	setup_cgroups
	start_holder c hold-pidns
	start_holder d hold-pidns
	put "${c[init]}" "docker-$id.scope"
	put "${d[init]}" "docker-$other.scope"
	run_tool mount-procns -J --check --pidns container:4f2a90c1b7d3
	assert_refused ambiguous-container 32
	both=$(json '.refusal[0].object')
	[[ $both == container:4f2a90c1b7d3\ \(PID\ * && $both == *"PID ${c[init]}: 4f2a90c1b7d3"* &&
		$both == *"PID ${d[init]}: 4f2a90c1b7d3"* ]] || fail "not both: $both"
	finds "${d[init]}" "${other:0:13}"
	finds "${c[init]}" "$id"
	# instances of two projects
	put "${c[init]}" lxc.payload.a_web
	put "${d[init]}" lxc.payload.b_web
	run_tool pidns-translate -J --from container:web 1
	assert_refused ambiguous-container 1
	finds "${c[init]}" a_web
	# two namespaces side by side in one cgroup: none is below the other
	put "${d[init]}" lxc.payload.a_web
	run_tool procns-info -J --pidns container:a_web
	assert_refused ambiguous-container 1
}

@test "container: a PID namespace below that of the container is not the container" {
	local -A c
	setup_cgroups
	start_holder c hold-pidns --depth 3
	put "${c[init3]}" "docker-$id.scope"
	finds "${c[init3]}" "$id"
	put "${c[init2]}" "docker-$id.scope/inside"
	finds "${c[init2]}" "$id"
	put "${c[init]}" "docker-$id.scope"
	finds "${c[init]}" "$id"
	# one of its own inside of it
	put "${c[init3]}" "docker-$id.scope/docker-$other.scope"
	finds "${c[init3]}" "$other"
	finds "${c[init]}" "$id"
	run_tool pidns-translate -J --from container:4f2a 1
	assert_refused ambiguous-container 1
}

@test "container: what is not init, or not there any more, is none" {
	local -A c
	setup_cgroups
	start_holder c hold-pidns --children 2
	put "${c[kids]%%,*}" "docker-$id.scope"
	put "$BASHPID" "docker-$id.scope"
	echo "$BASHPID" >"$cgroups/../cgroup.procs"
	run_tool pidns-translate -J --from "container:$id" 1
	assert_refused no-such-container 1
	put "${c[init]}" "docker-$id.scope"
	finds "${c[init]}" "$id"
	kill -KILL "${c[init]}"
	poll_until 10 eval '! pidns-translate --from "container:$id" 1 2>/dev/null'
	run_tool pidns-translate -J --from "container:$id" 1
	assert_status 1
	[[ $(json '.refusal[0].reason') == @(no-such-container|process-gone) ]]
}

@test "container: nothing is asked for columns that are not wanted" {
	requires cmd:strace
	local -A c
	start_holder c hold-pidns
	run_tool strace -f -o "$BATS_TEST_TMPDIR/trace" \
		"$PNS_BIN/real/pidns-translate" --find -o TO,PIDNS,INIT,COMMAND 1
	assert_status 0
	run ! grep -q 'cgroup' "$BATS_TEST_TMPDIR/trace"
	run_tool strace -f -o "$BATS_TEST_TMPDIR/trace" "$PNS_BIN/real/pidns-translate" --find -o TO,CONTAINER 1
	assert_status 0
	grep -q 'cgroup' "$BATS_TEST_TMPDIR/trace"
}

# bats test_tags=axis:user,axis:userns
@test "container: the cgroup of a namespace of one's own" {
	local -A c
	local options=()
	[[ $EUID -eq 0 ]] || options=(--userns)
	start_holder c hold-pidns "${options[@]}"
	run_tool pidns-translate -J -o TO,CGROUP "${c[init]}"
	assert_status 0
	run bash -c 'cut -d: -f3- "/proc/$1/cgroup" | grep -qxF -- "$2"' - "${c[init]}" "$(json '.pids[1].cgroup')"
	assert_success
}

# bats test_tags=axis:user,axis:userns
@test "container: one that is not there is refused, and what was looked at is told" {
	run_tool pidns-translate -J --from container:pns-no-such-container 1
	assert_refused no-such-container 1
	assert_json '.refusal[0] | "\(.object) \(.stage) \(.hintid)"' \
		'container:pns-no-such-container search list-containers'
	assert_stderr_line_matches \
		'pidns-translate: init processes looked at: [0-9]+, those with the name of a container.*: [0-9]+'
	run_tool mount-procns -J --check --pidns container:
	assert_refused bad-reference 1
	# a path has a slash
	run_tool procns-info -J --pidns container:a/b
	assert_refused no-such-file 1
}

# bats test_tags=axis:user,axis:userns
@test "container: no reference by a /proc that is not the caller's" {
	requires userns
	run_tool unshare --user --map-root-user --pid --fork pidns-translate -J --from container:web 1
	assert_status 1
	# where a filter denies the questions, it cannot be told that it is another one's
	[[ $(json '.refusal[0].reason') == @(proc-of-another-namespace|kernel-without-feature|blocked-by-seccomp) ]]
}
