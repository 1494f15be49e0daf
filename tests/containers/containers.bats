#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# Real containers with the masks that their makers put over /proc: what mount-procns says of
# a procfs that is refused in a user namespace inside, and that what it advises helps. Not part
# of make check, since it needs these programs: make check-containers.

bats_load_library bats-support
load ../helper

# In the root of a container: what hides what this machine has there
tools=/opt
# A procfs of a user namespace inside of the container; the masks are locked there
inside="unshare --user --map-root-user --mount --pid --fork $tools/mount-procns --check"
covers='awk "\$5 ~ \"^/proc/\" { print \$5 }" /proc/self/mountinfo | sort -u | paste -sd" "'

# A system with cgroups of version 2 only, without what earlier containers left, and with
# one user that has a range of subordinate user IDs: podman and crun want that
setup_file() {
	local scratch=${TMPDIR%/tmp}
	export MACHINE=$scratch/machine
	mkdir -p "$MACHINE"/{root,upper,work,etc,home/run}
	umount --recursive /sys/fs/cgroup
	mount -t cgroup2 cgroup2 /sys/fs/cgroup
	mkdir -p /var/lib/containers
	mount -t tmpfs -o mode=755 tmpfs /run
	mount -t tmpfs -o mode=755 tmpfs /var/lib/containers
	make_users
	make_root
	# its storage is mounted once
	podman --cgroup-manager cgroupfs ps
}

make_users() {
	local name
	printf '%s\n' root:x:0:0:root:/root:/bin/bash nobody:x:65534:65534:nobody:/:/bin/false \
		"tester:x:1000:1000::$MACHINE/home:/bin/bash" >"$MACHINE/etc/passwd"
	printf '%s\n' root:x:0: nogroup:x:65534: tester:x:1000: >"$MACHINE/etc/group"
	echo tester:100000:65536 >"$MACHINE/etc/subuid"
	cp "$MACHINE/etc/subuid" "$MACHINE/etc/subgid"
	for name in passwd group subuid subgid; do
		mount --bind "$MACHINE/etc/$name" "/etc/$name"
	done
	chown -R 1000:1000 "$MACHINE/home"
}

# The root of all containers: what is installed here, without the mark that this machine may bear
# itself; nothing is written to it
make_root() {
	mount -t overlay -o "lowerdir=/,upperdir=$MACHINE/upper,workdir=$MACHINE/work" overlay "$MACHINE/root"
	mkdir -p "$MACHINE/root$tools" "$MACHINE/root/run" "$MACHINE/root/tmp"
	rm -f "$MACHINE/root/.dockerenv"
	: >"$MACHINE/root/etc/hosts"
	: >"$MACHINE/root/etc/resolv.conf"
	: >"$MACHINE/root/etc/hostname"
	mount -t tmpfs -o mode=755 tmpfs "$MACHINE/root$tools"
	cp "$abs_top_builddir"/{mount-procns,procns-info} "$MACHINE/root$tools"
}

as_tester() {
	setpriv --reuid 1000 --regid 1000 --init-groups env -u DBUS_SESSION_BUS_ADDRESS \
		HOME="$MACHINE/home" XDG_RUNTIME_DIR="$MACHINE/home/run" "$@"
}

# The process that keeps the user's namespaces for the next container
end_pause() {
	local pid
	pid=$(<"$MACHINE/home/run/libpod/tmp/pause.pid")
	kill -KILL "$pid"
	poll_until 5 pns_is_gone "$pid"
}

# with_podman RUNTIME COMMAND: by the options in $options and by the user of $as
with_podman() {
	# an ordinary user may not make it there, as podman wants to
	: >"$MACHINE/root/run/.containerenv"
	(cd "$MACHINE" && "${as[@]}" podman --log-level error --cgroup-manager cgroupfs --runtime "$1" \
		run --rm --pids-limit -1 --ulimit nofile=1024:1024 --ulimit nproc=4096:4096 --network none \
		"${options[@]}" --rootfs "$MACHINE/root" sh -c "$2")
}

# with_runtime RUNTIME COMMAND: in a bundle whose configuration is the default of RUNTIME, changed by $filter
with_runtime() {
	local bundle=$BATS_TEST_TMPDIR/bundle
	rm -rf "$bundle" "$MACHINE/root/run/.containerenv"
	mkdir "$bundle"
	"$1" spec --bundle "$bundle"
	jq --arg root "$MACHINE/root" --arg command "$2" \
		'.process.args = ["sh", "-c", $command] | .process.terminal = false | .root.path = $root |
		.process.user = {uid: 1000, gid: 1000} | del(.process.rlimits, .linux.resources) | '"$filter" \
		"$bundle/config.json" >"$bundle/new"
	mv "$bundle/new" "$bundle/config.json"
	"$1" run --bundle "$bundle" "test-$1"
}

with_bubblewrap() {
	rm -f "$MACHINE/root/run/.containerenv"
	"${as[@]}" bwrap --bind "$MACHINE/root" / --bind "$MACHINE/root$tools" "$tools" --dev /dev --proc /proc \
		--unshare-all "${options[@]}" sh -c "$1"
}

# run_in CONTAINER...: like run_tool, for a function
run_in() {
	status=0
	"$@" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" || status=$?
	output=$(<"$BATS_TEST_TMPDIR/out")
	stderr=$(<"$BATS_TEST_TMPDIR/err")
	printf '%s\n' "-- $*" "-- status $status" "$output" "-- stderr" "$stderr"
}

# assert_explained ADVICE CONTAINER...: in CONTAINER a procfs is refused because of just what is
# mounted over /proc there, and ADVICE is given
assert_explained() {
	local advice=$1 masks
	shift
	"$@" true || skip "requires: a machine on which this container starts"
	masks=$("$@" "$covers")
	assert [ -n "$masks" ]
	run_in "$@" "$inside -J"
	assert_equal "$status" 32
	assert_json '.refusal[0].reason' masked
	assert_json '.refusal[0].culprits | sort | join(" ")' "$masks"
	assert_json ".refusal[0].hint | contains(\"$advice\")" true
}

# assert_allowed CONTAINER...: a procfs is mounted for real in a user namespace in CONTAINER
assert_allowed() {
	run_in "$@" "$inside && ${inside% --check} /proc"
	assert_equal "$status,$output,$stderr" 0,,
}

@test "containers: podman with crun, by root" {
	local as=(env) options=(--cgroups disabled)
	assert_explained unmask=ALL with_podman crun
	options+=(--security-opt unmask=ALL)
	assert_allowed with_podman crun
}

@test "containers: podman with crun, by an ordinary user" {
	local as=(as_tester) options=(--cgroups disabled)
	defer end_pause
	assert_explained unmask=ALL with_podman crun
	options+=(--security-opt unmask=ALL)
	assert_allowed with_podman crun
}

@test "containers: podman with runc, by root" {
	local as=(env) options=()
	assert_explained unmask=ALL with_podman runc
	options=(--security-opt unmask=ALL)
	assert_allowed with_podman runc
}

@test "containers: crun" {
	local filter=.
	assert_explained maskedPaths with_runtime crun
	filter='.linux.maskedPaths = [] | .linux.readonlyPaths = []'
	assert_allowed with_runtime crun
}

@test "containers: runc" {
	local filter=.
	assert_explained maskedPaths with_runtime runc
	filter='.linux.maskedPaths = [] | .linux.readonlyPaths = []'
	assert_allowed with_runtime runc
}

@test "containers: bubblewrap by root, and by an ordinary user as is advised" {
	local as=(env) options=()
	assert_explained "ordinary user" with_bubblewrap
	as=(as_tester)
	assert_allowed with_bubblewrap
}
