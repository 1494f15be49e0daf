#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2030,SC2031,SC2154
#
# Options, their mistakes, and what is printed.

load ../helper

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/proc
	mkdir "$dir"
}

line_of() {
	awk -v dir="$1" '$5 == dir { print $6, $(NF - 1), $NF }' /proc/self/mountinfo
}

# mounted_as LINE ARGUMENT...
mounted_as() {
	run_tool mount-procns "${@:2}" "$dir"
	assert_status 0
	assert_stdout_empty
	assert_stderr_empty
	assert_equal "$(line_of "$dir")" "$1"
	umount "$dir"
}

# bats file_tags=axis:root

@test "mount-procns: options of the superblock" {
	local flags=rw,nosuid,nodev,noexec,relatime via
	for via in $(pns_methods); do
		mounted_as "$flags proc rw" --via "$via"
		mounted_as "$flags proc rw" --via "$via" --hidepid off
		mounted_as "$flags proc rw,hidepid=noaccess" --via "$via" --hidepid=1
		mounted_as "$flags proc rw,hidepid=invisible" --via "$via" --hidepid invisible
		mounted_as "$flags proc rw,hidepid=ptraceable" --via "$via" -o hidepid=4
		mounted_as "$flags proc rw,gid=1,hidepid=ptraceable" --via "$via" -o hidepid=4 --gid daemon
		mounted_as "$flags proc rw,gid=17,subset=pid" --via "$via" -o gid=17,subset=pid
		mounted_as "$flags proc rw,hidepid=invisible" --via "$via" -o hidepid=4,hidepid=2
		# the kernel is given all of them, as by mount(8), and judges each
		run_tool mount-procns -J --via "$via" -o hidepid=7,hidepid=2 "$dir"
		assert_refused bad-option 32
		mounted_as "$flags proc rw,hidepid=invisible" --via "$via" --hidepid 4 -o hidepid=2
	done
}

@test "mount-procns: flags of the mount" {
	local via
	for via in $(pns_methods); do
		mounted_as "ro,nosuid,nodev,noexec,relatime proc rw" --via "$via" --read-only
		mounted_as "ro,nosuid,nodev,noexec,relatime proc rw" --via "$via" -o ro
		mounted_as "rw,relatime proc rw" --via "$via" -o suid,dev,exec
		mounted_as "rw,nosuid,nodev,noexec,noatime proc rw" --via "$via" -o noatime
		mounted_as "rw,nosuid,nodev,noexec proc rw" --via "$via" -o strictatime
		mounted_as "rw,nosuid,nodev,noexec,relatime proc rw" --via "$via" -o noatime,relatime
		mounted_as "rw,nosuid,nodev,noexec,nodiratime,relatime proc rw" --via "$via" -o nodiratime
		mounted_as "rw,nosuid,nodev,noexec,relatime,nosymfollow proc rw" --via "$via" -o nosymfollow
		mounted_as "rw,nosuid,nodev,noexec,relatime proc rw" --via "$via" -o ro,rw
		mounted_as "rw,nosuid,nodev,noexec,relatime proc rw" \
			--via "$via" -o defaults,nofail,user,_netdev,x-foo,noauto
	done
}

@test "mount-procns: -o takes quotes" {
	local -A c
	start_holder c hold-pidns
	touch "$BATS_TEST_TMPDIR/a,b"
	mount --bind "/proc/${c[init]}/ns/pid" "$BATS_TEST_TMPDIR/a,b"
	defer umount "$BATS_TEST_TMPDIR/a,b"
	run_tool mount-procns -o "hidepid=2,pidns=\"$BATS_TEST_TMPDIR/a,b\",ro" "$dir"
	assert_status 0
	assert_equal "$(<"$dir/1/comm")" pns-init
	assert_equal "$(line_of "$dir")" "ro,nosuid,nodev,noexec,relatime proc rw,hidepid=invisible"
	umount "$dir"
}

@test "mount-procns: --mkdir" {
	run_tool mount-procns --mkdir "$dir/../a/b"
	assert_status 0
	assert_equal "$(stat --format %a "$BATS_TEST_TMPDIR/a")" 755
	umount "$BATS_TEST_TMPDIR/a/b"
	run_tool mount-procns -m0700 "$BATS_TEST_TMPDIR/c"
	assert_status 0
	umount "$BATS_TEST_TMPDIR/c"
	assert_equal "$(stat --format %a "$BATS_TEST_TMPDIR/c")" 700
	run_tool mount-procns -o X-mount.mkdir=0710 "$BATS_TEST_TMPDIR/d"
	assert_status 0
	umount "$BATS_TEST_TMPDIR/d"
	assert_equal "$(stat --format %a "$BATS_TEST_TMPDIR/d")" 710
	(cd "$BATS_TEST_TMPDIR" && run_tool mount-procns --mkdir e/f && assert_status 0 && umount e/f)
	run_tool mount-procns --mkdir --check "$BATS_TEST_TMPDIR/g/h"
	assert_status 0
	refute [ -e "$BATS_TEST_TMPDIR/g" ]
	run_tool mount-procns --mkdir=9 "$BATS_TEST_TMPDIR/g"
	assert_status 1
	run_tool mount-procns -J --mkdir --pidns /dev/null "$BATS_TEST_TMPDIR/g/h"
	assert_refused not-a-namespace 32
	refute [ -e "$BATS_TEST_TMPDIR/g" ]
	assert_nothing_mounted
}

# as_checked STATUS DIR [ARGUMENT...]: --check says what the mount then does
as_checked() {
	local errno
	run_tool "${prefix[@]}" mount-procns -J --mkdir --check "${@:3}" "$2"
	assert_status "$1"
	errno=$([[ $1 -eq 0 ]] || json '.refusal[0] | .reason + .errno + .stage')
	assert_nothing_mounted
	run_tool "${prefix[@]}" mount-procns -J --mkdir "${@:3}" "$2"
	assert_status "$1"
	[[ $1 -ne 0 ]] || { umount "$2" && return; }
	assert_equal "$(json '.refusal[0] | .reason + .errno + .stage')" "$errno"
	assert_nothing_mounted
}

# bats test_tags=axis:root,axis:userns
@test "mount-procns: --check --mkdir promises no directory that cannot be made" {
	local prefix=() top=$BATS_TEST_TMPDIR long
	printf -v long '%0300d' 0
	as_checked 32 /proc/nope/x
	as_checked 32 "/proc/$$/nope"
	as_checked 32 /sys/nope/x
	as_checked 32 /etc/passwd/x
	as_checked 32 "$top/none/$long/x"
	ln -s nowhere "$top/link"
	as_checked 32 "$top/link"
	as_checked 32 "$top/link/x"
	as_checked 0 "$top/p/../q/x"
	mkdir "$top/ro" "$top/gone"
	mount -t tmpfs -o ro none "$top/ro"
	PNS_MOUNTS_BEFORE=$(mount_table) as_checked 32 "$top/ro/x/y"
	umount "$top/ro"
	cd "$top/gone" && rmdir "$top/gone"
	as_checked 32 x/y
	cd /
	mount-procns --check --mkdir "$top/a/b/c"
	refute [ -e "$top/a" ]
	if ! pns_denied open_tree && ! pns_denied move_mount; then
		PNS_MOUNTS_BEFORE=$(mount_table) as_checked 32 "$top/a/b" --replace
	fi
	if pns_has cmd:deny; then
		prefix=(deny -e EPERM mkdirat mkdir --)
		as_checked 32 "$top/a/b"
		assert_json '.refusal[0].reason' blocked-by-seccomp
	fi
	refute [ -e "$top/a" ]
}

# bats test_tags=axis:root
@test "mount-procns: --check --mkdir knows who may make a directory" {
	requires cmd:setpriv
	local prefix=(setpriv '--bounding-set=-dac_override,-dac_read_search' --)
	install -d -o 1000 -m 0700 "$BATS_TEST_TMPDIR/closed"
	install -d -o 1000 -m 0755 "$BATS_TEST_TMPDIR/others"
	as_checked 32 "$BATS_TEST_TMPDIR/closed/x"
	as_checked 32 "$BATS_TEST_TMPDIR/others/x/y"
	as_checked 0 "$BATS_TEST_TMPDIR/x/y"
}

@test "mount-procns: mount points that are none" {
	run_tool mount-procns -J "$BATS_TEST_TMPDIR/none"
	assert_refused bad-mountpoint 32
	assert_stderr_line_matches 'hint: --mkdir .*'
	run_tool mount-procns -J /etc/passwd
	assert_refused bad-mountpoint 32
	run_tool mount-procns -J --check "$BATS_TEST_TMPDIR/none"
	assert_refused bad-mountpoint 32
	run_tool mount-procns -J --fake "$BATS_TEST_TMPDIR/none"
	assert_refused bad-mountpoint 32
	assert_nothing_mounted
}

@test "mount-procns: what the kernel does not take" {
	local via
	for via in $(pns_methods); do
		run_tool mount-procns -J --via "$via" --hidepid 9 "$dir"
		assert_refused bad-option 32
		run_tool mount-procns -J --via "$via" -o nonsense=1 "$dir"
		assert_refused bad-option 32
		run_tool mount-procns -J --via "$via" --subset all "$dir"
		assert_refused bad-option 32
	done
	# mount(2) has no log
	pns_can_via fsconfig || return 0
	run_tool mount-procns -J --subset all "$dir"
	assert_json '.refusal[0].kernel' 'proc: unsupported subset option - all'
	assert_json '.refusal[0].object' 'subset=all'
	assert_json '.refusal[0].errno' EINVAL
	assert_json '.refusal[0].stage' fsconfig
	assert_stderr_line_matches 'mount-procns: kernel says: proc: unsupported subset option - all'
	assert_nothing_mounted
}

@test "mount-procns: --check changes nothing and says how it would end" {
	local -A c
	start_holder c hold-pidns
	run_tool mount-procns --check
	assert_status 0
	assert_stdout_empty
	assert_stderr_empty
	run_tool mount-procns --check --pidns "${c[init]}" "$dir"
	assert_status 0
	run_tool mount-procns --check --explain
	assert_status 0
	assert_stderr_line_matches 'mount-procns: self: a procfs of this PID namespace can be mounted'
	run_tool mount-procns --check -J -O TARGET,PIDNS --pidns "${c[init]}"
	assert_status 0
	assert_json '.procfs[0].pidns' "${c[ns]}"
	assert_json '.procfs[0].target' null
	run_tool mount-procns --check -J --pidns /dev/null
	assert_refused not-a-namespace 32
	run_tool mount-procns --check --explain --pidns /dev/null
	assert_status 32
	assert_stderr_line_matches 'reason: not-a-namespace'
	assert_nothing_mounted
}

@test "mount-procns: --verbose tells the steps and what the kernel said" {
	if ! pns_can_via fsconfig; then
		assert_blocked mount-procns -J --via fsconfig "$dir"
		run_tool mount-procns -v "$dir"
		assert_status 0
		assert_stderr_line_matches "mount-procns: .*: ${PNS_TEST_DENIED%% *}"
		umount "$dir"
		return
	fi
	run_tool mount-procns --verbose --via fsconfig "$dir"
	assert_status 0
	umount "$dir"
	assert_stdout_empty
	assert_equal "${stderr/attributes 0xe:/attributes:}" "mount-procns: fsopen: proc: done
mount-procns: fsconfig: source=proc: done
mount-procns: fsconfig: create: done
mount-procns: fsmount: attributes: done
mount-procns: verify: the PID namespace of the new procfs: done
mount-procns: move_mount: $dir: done"
	run_tool mount-procns -v --hidepid 9 "$dir"
	assert_status 32
	assert_stderr_line_matches \
		'mount-procns: fsconfig: hidepid=9: EINVAL \(kernel says: proc: unknown value of hidepid - 9\)'
}

@test "mount-procns: the new mount as a row" {
	local -A c
	start_holder c hold-pidns --children 2
	run_tool mount-procns --raw -n -O TARGET,PIDNS,INIT,PROCS,COMMAND,HIDEPID \
		--pidns "${c[init]}" --hidepid 2 "$dir"
	assert_status 0
	assert_output "$dir ${c[ns]} ${c[init]} 3 pns-init invisible"
	umount "$dir"
	run_tool mount-procns --raw -n -O CGROUP,CONTAINER --pidns "${c[init]}" "$dir"
	assert_status 0
	assert_output "$(procns-info --raw -n -o CGROUP,CONTAINER "$dir")"
	umount "$dir"
	run_tool mount-procns -O +GID --gid 5 "$dir"
	assert_status 0
	assert_line --index 0 --regexp '^TARGET +PIDNS +INIT +COMMAND +PROCS +HIDEPID +OPTIONS +GID$'
	umount "$dir"
	run_tool mount-procns -J --output-all --subset pid --hidepid 4 --gid 7 --pidns "${c[init]}" "$dir"
	assert_status 0
	assert_json '.procfs | length' 1
	assert_json '.procfs[0].target' "$dir"
	assert_json '.procfs[0].pidns' "${c[ns]}"
	assert_json '.procfs[0].level' 1
	assert_json '.procfs[0].parent' "$(ns_inode /proc/self/ns/pid)"
	assert_json '.procfs[0].userns' "$(ns_inode /proc/self/ns/user)"
	assert_json '.procfs[0].uid' 0
	assert_json '.procfs[0].owner' root
	assert_json '.procfs[0].init' "${c[init]}"
	assert_json '.procfs[0].hidepid' ptraceable
	assert_json '.procfs[0].hidepidnum' 4
	assert_json '.procfs[0].gid' 7
	assert_json '.procfs[0].subset' pid
	assert_json '.procfs[0].flags' rw,nosuid,nodev,noexec,relatime
	assert_json '.procfs[0].options' gid=7,hidepid=ptraceable,subset=pid
	assert_json '.procfs[0].propagation' private
	assert_json '.procfs[0].mntns' "$(ns_inode /proc/self/ns/mnt)"
	assert_json '.procfs[0].overmounts' 0
	assert_json '.procfs[0].match' false
	assert_json '.procfs[0].majmin' "$(mountpoint -d "$dir")"
	assert_json '.procfs[0].mntid' "$(awk -v dir="$dir" '$5 == dir { print $1 }' /proc/self/mountinfo)"
	umount "$dir"
}

@test "mount-procns: --json has a key for each of --list-columns" {
	run_tool mount-procns --list-columns --raw -n
	assert_status 0
	local columns
	columns=$(awk '{ print tolower($1) }' <<<"$output" | sort)
	run_tool mount-procns -J --output-all "$dir"
	umount "$dir"
	assert_equal "$(pns_jq -r '.procfs[0] | keys[]' <<<"$output" | sort)" "$columns"
	run_tool mount-procns -H -J
	assert_json '.columns[0].name' TARGET
	assert_json '.columns[1].type' number
}

@test "mount-procns: a mount point that is no UTF-8 makes valid JSON" {
	local odd
	odd=$BATS_TEST_TMPDIR/$'o"d\\d\xff\t\n name'
	mkdir "$odd"
	run_tool mount-procns -J "$odd"
	assert_status 0
	umount "$odd"
	run -0 pns_jq -r '.procfs[0].target' "$run.out"
	assert_output "$BATS_TEST_TMPDIR/"$'o"d\\d\\xff\t\n name'
	run_tool mount-procns -J --pidns "$odd/x"
	assert_status 1
	run_tool mount-procns -J --pidns "$odd/x" "$dir"
	assert_refused no-such-file 32
}

# bats file_tags=axis:root,axis:user

@test "mount-procns: --help and --version go to standard output" {
	run_tool mount-procns --help
	assert_status 0
	assert_stderr_empty
	assert_line 'Usage:'
	run_tool mount-procns -V
	assert_status 0
	assert_output --regexp '^mount-procns from procns [0-9.]+$'
}

@test "mount-procns: mistakes on the command line" {
	local args
	for args in "" "--nonsense" "-Z" "$dir $dir" "--via magic $dir" "-o loop $dir" "-o sync $dir" \
		"-o bind $dir" "-O NONSENSE $dir" "-O +X $dir" "-J --raw $dir" \
		"--join $dir" "--fd $dir" "--check --fake $dir" "-o pidns=1 --pidns 1 $dir" "--mkdir=x $dir"; do
		# shellcheck disable=SC2086
		run_tool mount-procns $args
		assert_status 1
		assert_stdout_empty
		assert_equal "${stderr_lines[-1]}" "Try 'mount-procns --help' for more information."
		# the message, and perhaps what may help
		[[ ${stderr_lines[1]} == hint:* ]] || assert [ "${#stderr_lines[@]}" -eq 2 ]
		# with a command, status 1 is the command's to give
		# shellcheck disable=SC2086
		[[ $args != -* ]] || run_tool mount-procns $args -- true
		[[ $args != -* || $status == 125 || ($args == --join* || $args == --fd*) ]] || fail "$args: $status"
	done
	run_tool mount-procns --
	assert_status 125
	run_tool mount-procns ""
	assert_status 1
	assert_nothing_mounted
}

@test "mount-procns: a full disk is an error" {
	run_tool bash -c 'mount-procns --list-columns >/dev/full'
	assert_status 1
	assert_stderr_line_matches 'mount-procns: write error: No space left on device'
}
