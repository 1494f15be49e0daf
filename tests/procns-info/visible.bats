#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# What procns-info says of the kernel's visibility rule: which procfs are fully visible, which mounts on
# them count, and where another one may be mounted.

load ../helper

# bats file_tags=axis:root,axis:userns

# assert_line_of_output REGEX: a whole line
assert_line_of_output() {
	assert_line --regexp "^$1\$"
}

# assert_verdict REGEX: and where it is from
assert_verdict() {
	local origin='the kernel was asked'
	{ ! pns_denied fsopen && ! pns_denied fsconfig; } || origin="by the kernel's rule; it could not be asked"
	assert_line_of_output "mount namespace [0-9]+: $1 \\($origin\\)"
}

@test "procns-info: VISIBLE is true where nothing is masked, and a nested mount works" {
	in_userns : 'procns-info -J -o TARGET,VISIBLE /proc; mount-procns --check'
	assert_status 0
	assert_json '.procfs[0].visible' true
}

@test "procns-info: VISIBLE is false where something is, also for what is not locked here" {
	in_userns 'mount -t tmpfs none /proc/fs' 'procns-info -J -o VISIBLE /proc'
	assert_json '.procfs[0].visible' false
	in_userns : 'mount -t tmpfs none /proc/fs; procns-info -J -o VISIBLE /proc'
	assert_json '.procfs[0].visible' false
	in_userns 'mount -t tmpfs none /proc/sys/fs/binfmt_misc' 'procns-info -J -o VISIBLE /proc'
	assert_json '.procfs[0].visible' true
	in_userns 'mount -o remount,bind,ro /proc' 'procns-info -J -o VISIBLE /proc'
	assert_json '.procfs[0].visible' true
}

@test "procns-info: VISIBLE of a procfs with subset=pid is that of this kernel" {
	local expected=true
	! pns_has subset-exempt || expected=false
	local dir=$BATS_TEST_TMPDIR/p
	mkdir "$dir"
	in_userns "mount -t proc -o subset=pid proc '$dir'" "procns-info -J -o VISIBLE '$dir'"
	assert_json '.procfs[0].visible' "$expected"
}

@test "procns-info: COUNTS tells what masks from what counts" {
	in_userns 'mount -t tmpfs none /proc/fs; mount -t tmpfs none /proc/sys/fs/binfmt_misc
		mount --bind /dev/null /proc/version; mount --bind /proc/bus /proc/bus' \
		'procns-info -J --overmounts /proc'
	assert_json '.overmounts | map(select(.target | startswith("/proc/"))) |
		map("\(.target) \(.masks) \(.counts)") | sort | join("\n")' \
'/proc/bus false true
/proc/fs true true
/proc/sys/fs/binfmt_misc false false
/proc/version true true'
}

@test "procns-info: --explain names what is masked and what follows" {
	in_userns 'mount -t tmpfs none /proc/fs; mount --bind /dev/null /proc/version' 'procns-info --explain'
	assert_status 0
	assert_line_of_output '/proc: mount [0-9]+ covers /proc/fs \(tmpfs, part /\)'
	assert_line_of_output '/proc: mount [0-9]+ covers /proc/version \(devtmpfs, part /null\)'
	assert_line_of_output '/proc: so it is not fully visible, and lets no procfs be mounted in a new user namespace'
	assert_verdict 'no procfs may be mounted in a new user namespace made from it'
	assert_verdict 'no procfs may be mounted in it'
	assert_stderr_empty
}

@test "procns-info: --explain tells the namespace itself from a new one" {
	in_userns : 'mount -t tmpfs none /proc/fs; procns-info --explain'
	assert_status 0
	assert_verdict 'no procfs may be mounted in a new user namespace made from it'
	assert_verdict 'a procfs may be mounted in it'
	assert_stderr_empty
}

# end_container INIT UNSHARE: the latter ends with the former, by its signal
end_container() {
	kill -KILL "$1"
	wait "$2" || true
}

# bats file_tags=axis:root

@test "procns-info: --explain of a container, asked by the host" {
	local pid outer
	unshare --mount --propagation private bash -c 'mount -t tmpfs none /proc/fs
		exec unshare --user --map-root-user --mount --pid --fork --kill-child sleep 1000' 3>&- 4>&- &
	outer=$!
	poll_until 20 pgrep -P "$outer" sleep
	pid=$(pgrep -P "$outer" sleep)
	defer end_container "$pid" "$outer"
	run_tool procns-info --explain -N "$pid" /proc
	assert_status 0
	assert_line_of_output '/proc: mount [0-9]+ covers /proc/fs \(tmpfs, part /\)'
	assert_verdict 'no procfs may be mounted in it'
	assert_stderr_empty
}

@test "procns-info: --explain where there is no rule" {
	run_tool procns-info --explain /proc
	assert_line_of_output 'mount namespace [0-9]+: a procfs may be mounted in it: the initial user .* owns it'
}

# asks_of LAYERS: how often it is asked where paths lead, in a user namespace with so many procfs, each on a
# directory of a tmpfs that covers the one before
asks_of() {
	mkdir -p "$BATS_TEST_TMPDIR/layers"
	unshare --user --map-root-user --mount --pid --fork --mount-proc bash -euc '
		mount -t tmpfs none "$2/layers"
		mkdir "$2/layers/d"
		for ((i = 0; i < $1; i++)); do
			mkdir "$2/layers/d/x"
			mount --bind /proc "$2/layers/d/x"
			mount -t tmpfs none "$2/layers/d"
		done
		strace -f -qq -o "$2/trace" -e trace=statx procns-info -x /proc >/dev/null' - "$1" "$BATS_TEST_TMPDIR"
	grep -c statx "$BATS_TEST_TMPDIR/trace"
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "procns-info: --explain asks about many mounts in proportion" {
	requires userns cmd:strace
	local few many more
	few=$(asks_of 10)
	many=$(asks_of 20)
	more=$(asks_of 40)
	assert [ "$((more - many))" -le "$((3 * (many - few)))" ]
}
