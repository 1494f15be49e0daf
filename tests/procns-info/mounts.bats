#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# procns-info: mounts that no path leads to, that share a superblock, that are a part of a procfs, and
# what many of them cost.

load ../helper

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/p
	mkdir -p "$dir"
}

# row_of TARGET: "PIDNS STATE PROCS COVERED" of that mount in the listing
row_of() {
	pns_jq -r --arg t "$1" '[.procfs[] | select(.target == $t)][0]
		| "\(.pidns) \(.state) \(.procs) \(.covered)"' "$run.out"
}

list() {
	run_tool procns-info "$@" -J -o TARGET,PIDNS,STATE,PROCS,COVERED
	assert_status 0
}

# bats file_tags=axis:root,axis:userns

@test "procns-info: what a descriptor refers to is asked, not what is at its path" {
	local -A c
	local inside
	start_holder c hold-pidns
	mount-procns --pidns "${c[init]}" "$dir"
	defer umount "$dir"
	exec 7<"$dir" 8<"$dir/sys/kernel" 6<"$dir/uptime"
	list /proc/self/fd/7
	known=$(row_of "$dir")
	for inside in 6 8; do
		list "/proc/self/fd/$inside"
		assert_equal "$(row_of "$dir")" "$known"
	done
	mount -t tmpfs none "$dir"
	run_tool procns-info --check --pidns "${c[init]}" /proc/self/fd/7
	assert_status 0
	run_tool procns-info --check /proc/self/fd/7
	assert_status 1
	list /proc/self/fd/7
	assert_equal "$(row_of "$dir")" "${known/%false/true}"
	# nothing leads from inside to a root that is mounted over, but it may be mounted elsewhere
	list /proc/self/fd/8
	! pns_has bpf || assert_equal "$(row_of "$dir")" "${c[ns]} live null true"
	pns_has bpf || assert_equal "$(row_of "$dir")" "null null null true"
	umount "$dir"
	exec 6<&- 7<&- 8<&-
}

@test "procns-info: a mount over a directory above covers as well" {
	mkdir "$dir/par" "$dir/side" "$dir/part"
	mkdir -p "$dir/par/one" "$dir/par/two/three" "$dir/par/t"
	mount -t proc proc "$dir/par/one"
	mount -t tmpfs none "$dir/par/two"
	mkdir "$dir/par/two/three"
	mount -t proc proc "$dir/par/two/three"
	mount -t proc proc "$dir/part"
	mount -t tmpfs none "$dir/par"
	mkdir "$dir/par/one"
	mount -t proc proc "$dir/par/one"
	defer umount --recursive "$dir/part"
	defer unmount_par
	list
	assert_json "[.procfs[] | select(.target | startswith(\"$dir/\"))
		| \"\(.target) \(.covered)\"] | join(\"\n\")" \
"$dir/par/one true
$dir/par/two/three true
$dir/part false
$dir/par/one false"
}

unmount_par() {
	umount "$dir/par/one" "$dir/par" "$dir/par/one" "$dir/par/two/three" "$dir/par/two"
}

# VISIBLE takes the whole table; the other columns only the mounts that concern a procfs
@test "procns-info: what is left unread of the mount table changes no row" {
	local columns=TARGET,MNTID,STATE,COVERED,OVERMOUNTS,PIDNS whole
	mkdir -p "$dir/a b/c/proc" "$dir/a b/c2" "$dir/d"
	mount -t tmpfs none "$dir/a b"
	mkdir -p "$dir/a b/c/proc" "$dir/a b/c2"
	mount -t tmpfs none "$dir/a b/c2"
	mount -t proc proc "$dir/a b/c/proc"
	mount -t tmpfs none "$dir/a b/c/proc/sys"
	mount -t proc proc "$dir/a b/c/proc"
	mount -t proc proc "$dir/d"
	mount -t tmpfs none "$dir/d"
	mkdir "$dir/d/e"
	mount -t proc proc "$dir/d/e"
	mount -t tmpfs none "$dir/a b/c"
	run_tool procns-info -J -o "$columns,VISIBLE"
	assert_status 0
	whole=$(pns_jq -c '.procfs[] | del(.visible)' "$run.out")
	run_tool procns-info -J -o "$columns"
	assert_status 0
	assert_equal "$(pns_jq -c '.procfs[]' "$run.out")" "$whole"
	# what covers its root is not inside of it
	assert_json "[.procfs[] | select(.target | startswith(\"$dir/\"))
		| \"\(.covered) \(.overmounts)\"] | join(\",\")" "true 1,true 0,true 0,false 0"
	umount "$dir/a b/c" "$dir/d/e" "$dir/d" "$dir/d" "$dir/a b/c/proc" "$dir/a b/c/proc/sys" "$dir/a b/c/proc" \
		"$dir/a b/c2" "$dir/a b"
}

@test "procns-info: a mount over the root directory covers nothing" {
	run_tool unshare --mount --propagation private sh -c '
		mount -t tmpfs none / && exec procns-info -J -o TARGET,PIDNS,COVERED'
	assert_status 0
	assert_json '[.procfs[] | select(.target == "/proc")][-1] | "\(.pidns) \(.covered)"' \
		"$(ns_inode /proc/self/ns/pid) false"
}

end_sleeper() {
	kill "$sleeper"
	wait "$sleeper" || true
}

@test "procns-info: a covered mount shows what another mount of its superblock shows, wherever that is" {
	local -A c
	start_holder c hold-pidns
	mkdir "$dir/there" "$dir/here"
	mount-procns --pidns "${c[init]}" "$dir/there"
	mount-procns --pidns "${c[init]}" "$dir/here"
	defer umount "$dir/here" "$dir/there"
	# each is covered in one of two mount namespaces
	unshare --mount --propagation private sh -c 'mount -t tmpfs none "$1" && exec sleep 1000' cover "$dir/there" \
		</dev/null >/dev/null 2>&1 3>&- 4>&- &
	sleeper=$!
	defer end_sleeper
	poll_until 5 grep -qx sleep "/proc/$sleeper/comm"
	mount -t tmpfs none "$dir/here"
	defer umount "$dir/here"
	list --all
	assert_equal "$(pns_jq -r --arg t "$dir/" '.procfs[] | select(.target | startswith($t))
		| "\(.target[($t | length):]) \(.pidns) \(.covered)"' "$run.out" | sort)" \
"here ${c[ns]} false
here ${c[ns]} true
there ${c[ns]} false
there ${c[ns]} true"
	run_tool procns-info --all --pidns "${c[init]}" -J -o TARGET
	assert_json '.procfs | length' 4
}

@test "procns-info: a bind mount of a part is one thing, listed or named" {
	local -A c
	local part
	start_holder c hold-pidns
	mkdir "$dir/all" "$dir/one" "$dir/sys"
	: >"$dir/up"
	mount-procns --pidns "${c[init]}" "$dir/all"
	defer umount "$dir/all"
	mount --bind "$dir/all/1" "$dir/one"
	mount --bind "$dir/all/sys" "$dir/sys"
	mount --bind "$dir/all/uptime" "$dir/up"
	defer umount "$dir/one" "$dir/sys" "$dir/up"
	for part in one sys up; do
		list
		known=$(row_of "$dir/$part")
		assert_equal "$known" "${c[ns]} live null false"
		list "$dir/$part"
		assert_equal "$(row_of "$dir/$part")" "$known"
		run_tool procns-info --check --pidns "${c[init]}" "$dir/$part"
		assert_status 0
		run_tool procns-info --check "$dir/$part"
		assert_status 1
		run_tool pidns-translate --from "$dir/$part" 1
		assert_status 0
		assert_output "${c[init]}"
	done
	# a mount of a process is a part of its procfs, a directory of one is the process
	run_tool pidns-translate --from "$dir/all/1" 1
	assert_status 0
	assert_output "${c[init]}"
	mkdir "$dir/kid"
	mount --bind "/proc/${c[init]}" "$dir/kid"
	defer umount "$dir/kid"
	run_tool pidns-translate --from "$dir/kid" 1
	assert_status 0
	assert_output 1
	# something inside of a procfs that is neither
	run_tool pidns-translate --from "$dir/all/sys" 1
	assert_status 1
	assert_stderr_line_matches ".*$dir/all/sys: .*: it is in a procfs, but not its root"
}

# dig_deep: a procfs on a path of more than PATH_MAX bytes, in a file system on $dir; the shell is there
dig_deep() {
	local name i
	mount -t tmpfs none "$dir"
	defer umount --lazy "$dir"
	name=$(printf 'd%.0s' {1..255})
	cd "$dir" || return
	for i in {1..17}; do
		mkdir "$name"
		cd -P "$name" 2>/dev/null || true
	done
	mkdir p
	run_tool mount-procns p
}

@test "procns-info: a procfs on a path that is longer than the kernel takes at once" {
	(
		dig_deep
		assert_status 0
		list
		assert_equal "$(pns_jq -c '[.procfs[] | select(.target | length > 4096)
			| [.pidns, .state, .covered]]' "$run.out")" "[[$(ns_inode /proc/self/ns/pid),\"live\",false]]"
		run_tool procns-info --check p
		assert_status 0
		run_tool procns-info --all --pidns self -J -o TARGET
		assert_json '[.procfs[] | select(.target | length > 4096)] | length' 1
		target=$(json '[.procfs[] | select(.target | length > 4096)][0].target')
		run_tool procns-info --check "$target" "//$target/" "${target#"$PWD/"}"
		assert_status 0
		cd /
		pns_run_deferred
	)
}

# --- what it costs ---

# calls_of CALL COMMAND...: how often it makes that system call
calls_of() {
	local call=$1
	shift
	strace -f -e "trace=$call" -o "$BATS_TEST_TMPDIR/strace" "$@" >/dev/null
	grep -c "$call(" "$BATS_TEST_TMPDIR/strace" || true
}

bind_all() {
	local i
	for ((i = $1; i < $2; i++)); do
		mkdir "$dir/b$i"
		mount --bind "$dir/all" "$dir/b$i"
		defer umount "$dir/b$i"
	done
}

@test "procns-info: what belongs to the superblock is done once for all of its mounts" {
	requires cmd:strace
	local call
	declare -A before
	mkdir "$dir/all"
	mount-procns "$dir/all"
	defer umount "$dir/all"
	bind_all 0 2
	for call in getdents64 ioctl readlinkat; do
		before[$call]=$(calls_of "$call" procns-info)
	done
	bind_all 2 12
	for call in getdents64 ioctl readlinkat; do
		assert_equal "$call $(calls_of "$call" procns-info)" "$call ${before[$call]}"
	done
	# it is found out once whether the kernel has it
	calls_of openat2 procns-info >/dev/null
	assert_equal "$(grep -c 'openat2(AT_FDCWD, "/",' "$BATS_TEST_TMPDIR/strace")" 1
	# the mounts are as many as they are, and all known
	list
	assert_json "[.procfs[] | select(.target | startswith(\"$dir/\")) | \"\(.pidns) \(.procs) \(.state)\"]
		| \"\(length) \(unique | length)\"" "13 1"
}

@test "procns-info: what is known to be covered is not opened" {
	requires cmd:strace
	local i
	mkdir "$dir/stack"
	for i in {1..10}; do
		mount -t proc proc "$dir/stack"
		defer umount "$dir/stack"
	done
	strace -o "$BATS_TEST_TMPDIR/strace" procns-info -J -o TARGET,COVERED,PIDNS >"$BATS_TEST_TMPDIR/out"
	assert_equal "$(pns_jq -c --arg t "$dir/stack" '[.procfs[] | select(.target == $t).covered]
		| group_by(.) | map(length)' "$BATS_TEST_TMPDIR/out")" "[1,9]"
	assert_equal "$(grep -c "openat.*\"[^\"]*stack\".*= [0-9]" "$BATS_TEST_TMPDIR/strace")" 1
}

# --- a part is called a part ---

# bats file_tags=axis:root

# children_of COMMAND...: how many it makes
children_of() {
	strace -f -e trace=process -o "$BATS_TEST_TMPDIR/strace" "$@" >/dev/null
	grep -cE '\b(clone3?|v?fork)\(.*= [0-9]' "$BATS_TEST_TMPDIR/strace"
}

@test "procns-info: --as becomes the other once, however many procfs there are" {
	requires cmd:strace
	local -A c
	local i
	# no process of which is nobody's
	start_holder c hold-pidns --children 2
	for i in {1..5}; do
		mkdir "$dir/s$i" "$dir/b$i"
		mount-procns --pidns "${c[init]}" --hidepid $((i % 2 ? 0 : 4)) "$dir/s$i"
		mount --bind "$dir/s$i" "$dir/b$i"
		defer umount "$dir/s$i" "$dir/b$i"
	done
	assert_equal "$(children_of procns-info --as nobody)" "$(children_of procns-info --as nobody "$dir/s1")"
	procns-info --as nobody -J -o TARGET,PROCS >"$BATS_TEST_TMPDIR/out"
	output=$(<"$BATS_TEST_TMPDIR/out")
	assert_json "[.procfs[] | select(.target | startswith(\"$dir/\"))
		| \"\(.target[-2:]) \(.procs)\"] | sort | join(\" \")" \
		"b1 3 b2 0 b3 3 b4 0 b5 3 s1 3 s2 0 s3 3 s4 0 s5 3"
}

@test "procns-info: what --pidns could not judge is told" {
	requires cmd:deny
	local -A c
	start_holder c hold-pidns
	mkdir "$dir/empty" "$dir/child"
	mount-procns --empty "$dir/empty"
	mount-procns --pidns "${c[init]}" "$dir/child"
	defer umount "$dir/empty" "$dir/child"
	run_tool deny -e ENOTTY ioctl:1=0x6620 -e EPERM bpf -- procns-info --pidns "${c[init]}" -J -o TARGET
	assert_status 64
	assert_json '[.procfs[].target] | join(" ")' "$dir/child"
	assert_stderr_line_matches 'procns-info: 1 procfs is left out: .*'
	run_tool deny -e ENOTTY ioctl:1=0x6620 -e EPERM bpf -- \
		procns-info --pidns "${c[init]}" --check "$dir/empty" "$dir/child"
	assert_status 2
	assert_stdout_empty
	assert_stderr_line_matches \
		"procns-info: $dir/empty: cannot tell which PID namespace it shows: no process is in it"
	# all are judged here
	run_tool procns-info --pidns self -J -o TARGET
	assert_status 0
	assert_stderr_empty
}

@test "procns-info: processes that cannot be listed are not taken for none" {
	requires cmd:deny
	local -A c
	start_holder c hold-pidns
	mount-procns --pidns "${c[init]}" "$dir"
	defer umount "$dir"
	run_tool deny -e EPERM getdents64 -- procns-info -J -o STATE,PROCS,PIDNS "$dir"
	assert_status 64
	assert_json '.procfs[0] | "\(.state) \(.procs) \(.pidns)"' "live null ${c[ns]}"
	run_tool deny -e EPERM getdents64 -e ENOTTY ioctl:1=0x6620 -e EPERM bpf -- \
		procns-info --via member -J -o STATE,PROCS "$dir"
	# init is looked at by its name
	assert_json '.procfs[0] | "\(.state) \(.procs)"' "live null"
	run_tool deny -e EPERM getdents64 -- procns-info --all -J -o TARGET
	assert_status 64
	assert_stderr_line_matches 'procns-info: not all mount namespaces are listed: .+'
}

@test "mount-procns: a procfs whose processes cannot be listed is not said to reveal none" {
	requires cmd:deny
	local blind=(deny -e ENOTTY ioctl:1=0x6620 -e EPERM bpf)
	mkdir "$dir/empty" "$dir/new"
	mount-procns --empty "$dir/empty"
	defer umount "$dir/empty"
	run_tool "${blind[@]}" -- mount-procns -J --pidns "$dir/empty" "$dir/new"
	assert_refused unknown-namespace 32
	run_tool "${blind[@]}" getdents64 -- mount-procns -J --pidns "$dir/empty" "$dir/new"
	assert_refused blocked-by-seccomp 32
	assert_json '.refusal[0] | "\(.stage) \(.errno)"' "getdents64 EPERM"
}

@test "procns-info: without descriptors there is no listing, and no hidden one" {
	local limit
	mount-procns "$dir"
	defer umount "$dir"
	for limit in 4 5 6 7 8 9 10 12 14 16; do
		run_tool prlimit --nofile=$limit procns-info -J -o TARGET,STATE,PIDNS "$dir"
		if [[ $status -eq 0 ]]; then
			assert_json '.procfs[0] | "\(.state) \(.pidns)"' "live $(ns_inode /proc/self/ns/pid)"
		else
			refute_output --partial '"target"'
			[[ -n $stderr ]]
		fi
	done
	assert_status 0
}

@test "procns-info: --all finds all mount namespaces where /proc is of no use" {
	requires uninstrumented
	local -A c
	pns_can_via fsconfig || { run_blind; assert_status 1; return; }
	start_holder c hold-pidns --mount
	run_blind
	assert_status 0
	assert_stderr_empty
	assert_json "[.procfs[].mntns] | index($(ns_inode "/proc/${c[init]}/ns/mnt")) != null" true
}

@test "procns-info: a mount ID is not read from what only looks like /proc" {
	requires cmd:deny uninstrumented
	mount-procns "$dir"
	defer umount "$dir"
	run_tool unshare --mount --propagation private sh -euc '
		mount -t tmpfs none /proc
		mkdir -p /proc/thread-self/fdinfo
		for fd in 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
			echo "mnt_id: 4242" >"/proc/thread-self/fdinfo/$fd"
		done
		exec deny -e EPERM "statx:3&0x1000=0x1000" "statx:3&0x4000=0x4000" -- \
			procns-info -J -o MNTID,TRUST "$1"' sh "$dir"
	assert_status 0
	assert_json '.procfs[0] | "\(.mntid) \(.trust | contains("no-mount-id"))"' "null true"
}

run_blind() {
	run_tool unshare --mount --propagation private sh -c '
		mount -t tmpfs none /proc && exec procns-info --all -J -o TARGET,MNTNS'
}

# bats file_tags=axis:user

@test "procns-info: --check says why it cannot tell" {
	run_tool procns-info --via bpf --check /proc
	assert_status 2
	assert_stdout_empty
	assert_stderr_line_matches "procns-info: /proc: cannot tell which PID namespace it shows.*"
}
