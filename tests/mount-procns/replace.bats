#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# --replace and --remount: changing a procfs that is mounted.

load ../helper

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/proc
	mkdir "$dir"
}

# The last two fields of the line of what is mounted at DIR, and its flags
line_of() {
	awk -v dir="$1" '$5 == dir { print $6, $NF }' /proc/self/mountinfo
}

# bats file_tags=axis:root,axis:userns

@test "mount-procns: --replace takes the place of a procfs" {
	local -A c
	start_holder c hold-pidns
	mount-procns "$dir"
	run_tool mount-procns --replace --pidns "${c[init]}" --hidepid=4 "$dir"
	if ! pns_has mount-beneath; then
		assert_status 32
		run_tool mount-procns -J --replace --pidns "${c[init]}" "$dir"
		if pns_denied move_mount; then
			assert_refused blocked-by-seccomp 32
		else
			assert_refused cannot-replace 32
		fi
		umount "$dir"
		return
	fi
	assert_status 0
	assert_equal "$(<"$dir/1/comm")" pns-init
	assert_equal "$(line_of "$dir")" "rw,nosuid,nodev,noexec,relatime rw,hidepid=ptraceable"
	umount "$dir"
	assert_nothing_mounted
}

# replaces N ARGUMENT...: N times; where the kernel cannot mount beneath, each is refused
replaces() {
	local n=$1 i want=0
	shift
	pns_has mount-beneath || want=32
	for ((i = 0; i < n; i++)); do
		run_tool mount-procns --replace "$@"
		[[ $status == "$want" ]] || fail "replacement $i: status $status"
	done
}

@test "mount-procns: --replace 500 times, a reader never fails" {
	local -A r
	local i
	i=$(pns_scaled 500)
	mount-procns "$dir"
	PNS_MOUNTED=$(mount_table)
	start_holder r open-loop "$dir/version"
	replaces "$i" "$dir"
	stop_holder r
	[[ ${r[output]} =~ opens=([0-9]+)\ failures=0 ]] || fail "${r[output]}"
	assert [ "${BASH_REMATCH[1]}" -gt "$i" ]
	umount "$dir"
	assert_nothing_mounted
}

@test "mount-procns: --replace of /proc itself, a reader never fails" {
	local want=0
	pns_has mount-beneath || want=32
	run_tool unshare --mount --propagation private bash -c '
		coproc reader { exec open-loop /proc/version; }
		# not by the array, which bash takes away when it hears of the end
		exec 9<&"${reader[0]}"
		read -r _ <&9
		for ((i = 0; i < $1; i++)); do
			mount-procns --replace /proc
			[[ $? == "$2" ]] || exit 1
		done
		kill -TERM "$reader_PID"
		cat <&9' - "$(pns_scaled 500)" "$want"
	assert_status 0
	assert_output --partial failures=0
}

@test "mount-procns: --replace refuses what it cannot replace" {
	mkdir "$BATS_TEST_TMPDIR/plain"
	run_tool mount-procns -J --replace "$BATS_TEST_TMPDIR/plain"
	assert_refused "$(unless_denied open_tree not-a-procfs)" 32
	run_tool mount-procns -J --replace /proc/sys
	assert_refused "$(unless_denied open_tree not-a-procfs)" 32
	run_tool mount-procns -J --replace "$BATS_TEST_TMPDIR/none"
	assert_refused "$(unless_denied open_tree bad-mountpoint)" 32
	run_tool mount-procns --replace --remount /proc
	assert_status 1
	assert_nothing_mounted
}

@test "mount-procns: --replace refused leaves the old procfs alone" {
	requires cmd:deny cmd:strace
	mount-procns --hidepid=2 "$dir"
	defer umount "$dir"
	PNS_MOUNTED=$(mount_table)
	run_tool deny -e EPERM umount2 -- mount-procns -J --replace "$dir"
	assert_refused blocked-by-seccomp 32
	assert_mount_table_is "$PNS_MOUNTED"
	run_tool strace -f -qq -o /dev/null -e inject=move_mount:error=EACCES mount-procns -J --replace "$dir"
	assert_refused "$(pns_reason_of_eacces)" 32
	assert_mount_table_is "$PNS_MOUNTED"
	run_tool mount-procns -J --replace --pidns /dev/null "$dir"
	assert_refused not-a-namespace 32
	assert_mount_table_is "$PNS_MOUNTED"
}

@test "mount-procns: --remount changes options and flags, each alone" {
	local option
	mount-procns "$dir"
	defer umount "$dir"
	run_tool mount-procns --remount --hidepid=invisible "$dir"
	assert_status 0
	assert_equal "$(line_of "$dir")" "rw,nosuid,nodev,noexec,relatime rw,hidepid=invisible"
	run_tool mount-procns --remount -o ro,exec "$dir"
	assert_status 0
	assert_equal "$(line_of "$dir")" "ro,nosuid,nodev,relatime rw,hidepid=invisible"
	for option in --check --fake --replace --empty; do
		run_tool mount-procns "$option" -o remount,rw "$dir"
		assert_status 1
		assert_stderr_line_matches "mount-procns: a remount cannot be combined with .*$option.*"
	done
	assert_equal "$(line_of "$dir")" "ro,nosuid,nodev,relatime rw,hidepid=invisible"
	if [[ $PNS_TEST_AXIS == userns ]]; then
		# the visible procfs, of a more privileged mount namespace, has its access times locked
		run_tool mount-procns -J --remount -o noatime,hidepid=1 "$dir"
		assert_refused locked-atime 32
		assert_equal "$(line_of "$dir")" "ro,nosuid,nodev,relatime rw,hidepid=invisible"
		run_tool mount-procns --remount -o rw "$dir"
		assert_status 0
		return
	fi
	run_tool mount-procns --remount -o rw,noatime,nodiratime,hidepid=1 "$dir"
	assert_status 0
	assert_equal "$(line_of "$dir")" "rw,nosuid,nodev,noatime,nodiratime rw,hidepid=noaccess"
	run_tool mount-procns -o remount,strictatime,diratime "$dir"
	assert_status 0
	assert_equal "$(line_of "$dir")" "rw,nosuid,nodev rw,hidepid=noaccess"
	run_tool mount-procns --remount --read-only "$dir"
	assert_status 0
	assert_equal "$(line_of "$dir")" "ro,nosuid,nodev rw,hidepid=noaccess"
	run_tool mount-procns --remount --pidns self "$dir"
	assert_status 0
}

@test "mount-procns: --remount rw of a superblock that is read-only" {
	mount -t proc -o ro proc "$dir"
	defer umount "$dir"
	run_tool mount-procns --remount -o rw "$dir"
	assert_status 0
	assert_equal "$(line_of "$dir")" "rw,relatime rw"
}

# setattr_calls ARGUMENT...: what mount-procns gives to mount_setattr(2), one call a line
setattr_calls() {
	run_tool strace -f -qq -y -o "$BATS_TEST_TMPDIR/trace" -e trace=mount_setattr mount-procns "$@"
	assert_status 0
	grep -o 'attr_set=[^,]*, attr_clr=[^,]*' "$BATS_TEST_TMPDIR/trace"
}

@test "mount-procns: --remount names what was asked for and no other flag" {
	requires cmd:strace
	mount-procns "$dir"
	defer umount "$dir"
	if pns_denied mount_setattr; then
		run_tool mount-procns --remount --verbose -o ro "$dir"
		assert_status 0
		assert_stderr_line_matches '.*mount_setattr: set 0x1, clear 0x0: .*'
		assert_stderr_line_matches '.*mount: remount with all flags: .*'
		assert_equal "$(line_of "$dir")" "ro,nosuid,nodev,noexec,relatime rw"
		return
	fi
	assert_equal "$(setattr_calls --remount -o ro "$dir")" \
		'attr_set=MOUNT_ATTR_RDONLY, attr_clr=0'
	assert_equal "$(setattr_calls --remount -o rw,suid "$dir")" \
		'attr_set=0, attr_clr=MOUNT_ATTR_RDONLY|MOUNT_ATTR_NOSUID'
	[[ $PNS_TEST_AXIS != userns ]] || return 0
	# the kernel wants all ways to keep access times cleared for one that is set
	assert_equal "$(setattr_calls --remount -o noatime "$dir" | sed 's/attr_clr=.*ATIME.*/all/')" \
		'attr_set=MOUNT_ATTR_NOATIME, all'
	assert_equal "$(line_of "$dir")" "rw,nodev,noexec,noatime rw"
	run_tool mount-procns -J --remount -o strictatime,ro,hidepid=7 "$dir"
	assert_refused bad-option 32
	assert_equal "$(line_of "$dir")" "rw,nodev,noexec,noatime rw"
}

# stops PID: whether it is stopped, or has ended
stops() {
	local stat
	{ read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
	[[ $stat == *')'\ [tTZX]\ * ]]
}

@test "mount-procns: --remount leaves what another one changes meanwhile" {
	requires cmd:strace
	local tracer tool flags i=0 changes=('ro,noexec' 'rw,noexec' 'ro,exec' 'rw,exec')
	pns_denied mount_setattr && return
	mount-procns -o suid,relatime,rw "$dir"
	defer umount "$dir"
	# it stops whenever it has looked at the flags
	strace -f -qq -o /dev/null -e trace=fstatfs -e inject=fstatfs:signal=SIGSTOP bash -c '
		echo $$ >"$1/pid"; exec mount-procns --remount -o nosuid "$2"' - "$BATS_TEST_TMPDIR" "$dir" &
	tracer=$!
	poll_until 10 test -s "$BATS_TEST_TMPDIR/pid"
	tool=$(<"$BATS_TEST_TMPDIR/pid")
	while poll_until 10 stops "$tool" && [[ -e /proc/$tool/stat ]]; do
		# others each time than those that it has read
		if [[ $(line_of "$dir") != *,nosuid,* ]]; then
			flags=${changes[i++ % 4]}
			mount -o "remount,bind,$flags,nodev" "$dir"
		fi
		kill -CONT "$tool" 2>/dev/null || break
	done
	wait "$tracer"
	flags=${flags/,/,nosuid,nodev,}
	assert_equal "$(line_of "$dir")" "${flags/,exec/},relatime rw"
}

@test "mount-procns: --remount without mount_setattr writes all flags, and says so" {
	requires cmd:deny
	local errno
	for errno in ENOSYS EPERM; do
		mount-procns "$dir"
		run_tool deny -e $errno mount_setattr -- mount-procns --remount --verbose -o ro,exec "$dir"
		assert_status 0
		assert_stderr_line_matches '.*mount_setattr: set 0x1, clear 0x8: .*'
		assert_stderr_line_matches '.*mount: remount with all flags: .*'
		assert_equal "$(line_of "$dir")" "ro,nosuid,nodev,relatime rw"
		run_tool deny -e $errno mount_setattr mount -- mount-procns -J --remount -o rw "$dir"
		assert_refused blocked-by-seccomp 32
		assert_equal "$(line_of "$dir")" "ro,nosuid,nodev,relatime rw"
		umount "$dir"
	done
}

@test "mount-procns: --remount cannot change pidns" {
	local -A c
	start_holder c hold-pidns
	mount-procns "$dir"
	defer umount "$dir"
	PNS_MOUNTED=$(mount_table)
	run_tool mount-procns -J --remount --pidns "${c[init]}" "$dir"
	assert_refused cannot-change-pidns 32
	run_tool mount-procns -J --remount -o "pidns=/proc/${c[init]}/ns/pid,hidepid=2" "$dir"
	assert_refused cannot-change-pidns 32
	run_tool mount-procns -J --remount --hidepid 7 "$dir"
	assert_refused bad-option 32
	run_tool mount-procns -J --remount -o ro,hidepid=7 "$dir"
	assert_refused bad-option 32
	assert_mount_table_is "$PNS_MOUNTED"
}

@test "mount-procns: --remount changes subset where the kernel does" {
	requires cmd:deny
	local call
	for call in '' fspick; do
		mount-procns "$dir"
		PNS_MOUNTED=$(mount_table)
		# shellcheck disable=SC2086
		run_tool ${call:+deny -e EPERM $call --} mount-procns -J --remount -o ro,subset=pid "$dir"
		if pns_has subset-exempt; then
			assert_refused cannot-change-subset 32
			assert_mount_table_is "$PNS_MOUNTED"
		else
			assert_status 0
			assert_equal "$(line_of "$dir")" "ro,nosuid,nodev,noexec,relatime rw,subset=pid"
			[[ ! -e $dir/uptime ]] || fail 'more than processes are there'
		fi
		umount "$dir"
	done
	mount-procns "$dir"
	run_tool mount-procns -J --remount --subset bogus "$dir"
	assert_refused bad-option 32
	umount "$dir"
}

@test "mount-procns: --remount with the subset that is there" {
	mount-procns --subset pid "$dir"
	defer umount "$dir"
	run_tool mount-procns --remount --subset pid --hidepid 2 "$dir"
	assert_status 0
	assert_equal "$(line_of "$dir")" "rw,nosuid,nodev,noexec,relatime rw,hidepid=invisible,subset=pid"
}

@test "mount-procns: --remount in another mount namespace" {
	local -A c
	start_holder c hold-pidns --mount
	run_tool mount-procns --remount --target "${c[init]}" --hidepid 4 /proc
	assert_status 0
	run_tool awk '$5 == "/proc" { last = $NF } END { print last }' "/proc/${c[init]}/mountinfo"
	assert_output rw,hidepid=ptraceable
	assert_nothing_mounted
}

@test "mount-procns: --remount refuses what is no procfs mount" {
	run_tool mount-procns -J --remount "$dir"
	assert_refused not-a-procfs 32
	run_tool mount-procns -J --remount /proc/sys
	assert_refused not-a-procfs 32
	run_tool mount-procns --remount --empty "$dir"
	assert_status 1
	run_tool mount-procns --remount --mkdir "$dir"
	assert_status 1
	run_tool mount-procns --remount --via helper "$dir"
	assert_status 1
	run_tool mount-procns --remount "$dir" -- true
	assert_status 125
}
