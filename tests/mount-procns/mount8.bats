#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2030,SC2031,SC2154
#
# mount.procns: mount(8) and fstab call it. mount(8) looks for helpers in /sbin only: here that is an overlay
# with the tool installed, in this test's own mount namespace.

load ../helper

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/proc
	mkdir "$dir"
	local sbin
	sbin=$(realpath /sbin)
	mkdir "$BATS_TEST_TMPDIR"/{upper,work}
	ln -s "$(command -v mount.procns)" "$BATS_TEST_TMPDIR/upper/mount.procns"
	mount -t overlay none "$sbin" \
		-o "lowerdir=$sbin,upperdir=$BATS_TEST_TMPDIR/upper,workdir=$BATS_TEST_TMPDIR/work"
	defer umount "$sbin"
	fstab=$BATS_TEST_TMPDIR/fstab
	before=$(mount_table)
}

line_of() {
	awk -v dir="$1" '$5 == dir { print $6, $(NF - 2), $(NF - 1), $NF }' /proc/self/mountinfo
}

# what is mounted stays, and is not mounted again
mount_all_twice() {
	run_tool mount --fstab "$fstab" -a
	assert_status 0
	run_tool mount --fstab "$fstab" -a
	assert_status 0
	assert_equal "$(line_of "$dir" | wc -l)" 1
}

@test "mount.procns: mount -t procns" {
	local -A c
	start_holder c hold-pidns --children 1
	run_tool mount -t procns -o "pidns=/proc/${c[init]}/ns/pid,hidepid=invisible" none "$dir"
	assert_status 0
	assert_stderr_empty
	assert_equal "$(<"$dir/1/comm")" pns-init
	assert_equal "$(proc_pids "$dir")" "${c[pids]}"
	assert_equal "$(line_of "$dir")" "rw,nosuid,nodev,noexec,relatime proc none rw,hidepid=invisible"
	run_tool umount "$dir"
	assert_status 0
	assert_mount_table_is "$before"
}

@test "mount.procns: an fstab line; mount -a twice mounts once" {
	local -A c
	start_holder c hold-pidns
	touch "$BATS_TEST_TMPDIR/pidns"
	mount --bind "/proc/${c[init]}/ns/pid" "$BATS_TEST_TMPDIR/pidns"
	defer umount "$BATS_TEST_TMPDIR/pidns"
	before=$(mount_table)
	echo "procns $dir procns pidns=$BATS_TEST_TMPDIR/pidns,hidepid=invisible,nofail,x-test=1 0 0" >"$fstab"
	run_tool mount --fstab "$fstab" "$dir"
	assert_status 0
	assert_equal "$(<"$dir/1/comm")" pns-init
	assert_equal "$(line_of "$dir")" "rw,nosuid,nodev,noexec,relatime proc procns rw,hidepid=invisible"
	umount "$dir"
	run_tool mount --fstab "$fstab" -a
	assert_status 0
	run_tool mount --fstab "$fstab" -a -v
	assert_status 0
	assert_output --partial 'already mounted'
	assert_equal "$(line_of "$dir" | wc -l)" 1
	umount "$dir"
	assert_mount_table_is "$before"
}

@test "mount.procns: the source is the PID namespace, and stands in the mount table" {
	local -A c
	local source
	start_holder c hold-pidns --children 1
	touch "$BATS_TEST_TMPDIR/pidns"
	mount --bind "/proc/${c[init]}/ns/pid" "$BATS_TEST_TMPDIR/pidns"
	defer umount "$BATS_TEST_TMPDIR/pidns"
	before=$(mount_table)
	for source in "${c[init]}" "/proc/${c[init]}/ns/pid" "$BATS_TEST_TMPDIR/pidns" "pid:[${c[ns]}]"; do
		run_tool mount -t procns "$source" "$dir"
		assert_status 0
		assert_equal "$(proc_pids "$dir")" "${c[pids]}"
		assert_equal "$(line_of "$dir")" "rw,nosuid,nodev,noexec,relatime proc $source rw"
		umount "$dir"
		echo "$source $dir procns noauto,hidepid=invisible 0 0" >"$fstab"
		run_tool mount --fstab "$fstab" "$dir"
		assert_status 0
		assert_equal "$(proc_pids "$dir")" "${c[pids]}"
		umount "$dir"
	done
	echo "$BATS_TEST_TMPDIR/pidns $dir procns defaults 0 0" >"$fstab"
	mount_all_twice
	# the source may be gone by then
	umount "$BATS_TEST_TMPDIR/pidns"
	run_tool mount --fstab "$fstab" -o remount,ro "$dir"
	assert_status 0
	assert_equal "$(line_of "$dir")" "ro,nosuid,nodev,noexec,relatime proc $BATS_TEST_TMPDIR/pidns rw"
	umount "$dir"
	mount --bind "/proc/${c[init]}/ns/pid" "$BATS_TEST_TMPDIR/pidns"
	before=$(mount_table)
	run_tool mount -t procns -o pidns=self "${c[init]}" "$dir"
	assert_status 1
	assert_equal "$stderr" 'mount.procns: the PID namespace is given twice'
	run_tool mount.procns -o pidns=self -- "${c[init]}" "$dir"
	assert_status 1
	assert_equal "$stderr" 'mount.procns: the PID namespace is given twice'
	run_tool mount -t procns no-reference "$dir"
	assert_status 1
	assert_stderr_line_matches 'mount.procns: no-reference: .*no reference to a namespace'
	assert_mount_table_is "$before"
}

# mount(8) makes a path of a word if there is such a file: at boot it runs in /, which has "proc"
@test "mount.procns: a name stays a name where there is such a file" {
	local -A c
	local cwd name shown
	start_holder c hold-pidns --children 1
	mkdir "$BATS_TEST_TMPDIR/cwd"
	touch "$BATS_TEST_TMPDIR"/cwd/{none,procns}
	for cwd in / "$BATS_TEST_TMPDIR/cwd"; do
		cd "$cwd"
		for name in none proc procns; do
			shown=$name
			[[ ! -e $name ]] || shown=$(realpath "$name")
			run_tool mount -t procns -o "pidns=${c[init]}" "$name" "$dir"
			assert_status 0
			assert_equal "$(proc_pids "$dir")" "${c[pids]}"
			assert_equal "$(line_of "$dir")" "rw,nosuid,nodev,noexec,relatime proc $shown rw"
			umount "$dir"
		done
	done
	cd /
	echo "proc $dir procns pidns=${c[init]} 0 0" >"$fstab"
	mount_all_twice
	umount "$dir"
	assert_mount_table_is "$before"
}

@test "mount.procns: mount -o ro, remount, --namespace, --fake, --verbose" {
	local -A c
	run_tool mount -t procns -o ro,gid=0 none "$dir"
	assert_status 0
	assert_equal "$(line_of "$dir")" "ro,nosuid,nodev,noexec,relatime proc none rw"
	run_tool mount -t procns -o remount,rw,hidepid=4 none "$dir"
	assert_status 0
	assert_equal "$(line_of "$dir")" "rw,nosuid,nodev,noexec,relatime proc none rw,hidepid=ptraceable"
	run_tool mount -f -o remount,ro -t procns none "$dir"
	assert_status 1
	assert_stderr_line_matches 'mount.procns: a remount cannot be combined with --check or --fake'
	assert_equal "$(line_of "$dir")" "rw,nosuid,nodev,noexec,relatime proc none rw,hidepid=ptraceable"
	umount "$dir"
	run_tool mount -f -t procns none "$dir"
	assert_status 0
	assert_mount_table_is "$before"
	run_tool mount -v -t procns none "$dir"
	assert_status 0
	[[ $stderr == *'mount.procns: move_mount: '*': done'* ||
		($stderr == *'mount.procns: mount: proc: done'* && ${PNS_TEST_DENIED-}) ]] || fail "no steps"
	umount "$dir"
	start_holder c hold-pidns --mount
	run_tool mount --namespace "${c[init]}" -t procns none /mnt
	if pns_denied move_mount; then
		assert_status 32
		assert_stderr_line_matches 'mount.procns: .*: (move_mount|open_tree) failed: .*seccomp.*'
		return
	fi
	assert_status 0
	assert_mount_table_is "$before"
	run -0 grep -c ' /mnt .* - proc none' "/proc/${c[init]}/mountinfo"
	assert_output 1
	run_tool umount --namespace "${c[init]}" /mnt
	assert_status 0
}

@test "mount.procns: refusals have the status of mount(8)" {
	run_tool mount -t procns -o pidns=/dev/null none "$dir"
	assert_status 32
	assert_stderr_line_matches "mount.procns: /dev/null: .*this is no namespace: it is a device"
	run_tool mount -t procns -o hidepid=9 none "$dir"
	assert_status 32
	! pns_can_via fsconfig ||
		assert_stderr_line_matches "mount.procns: kernel says: proc: unknown value of hidepid - 9"
	run_tool mount -t procns -o nonsense none "$dir"
	assert_status 32
	! pns_can_via fsconfig ||
		assert_stderr_line_matches "mount.procns: kernel says: proc: Unknown parameter 'nonsense'"
	run_tool mount -s -t procns -o nonsense none "$dir"
	assert_status 0
	umount "$dir"
	assert_mount_table_is "$before"
}

@test "mount.procns: the calling convention" {
	run_tool mount.procns proc "$dir" -n -o rw,hidepid=2 -t procns.sub
	assert_status 0
	assert_equal "$(line_of "$dir")" "rw,nosuid,nodev,noexec,relatime proc proc rw,hidepid=invisible"
	umount "$dir"
	run_tool env POSIXLY_CORRECT=1 mount.procns procns "$dir" -o rw,hidepid=4
	assert_status 0
	assert_equal "$(line_of "$dir")" "rw,nosuid,nodev,noexec,relatime proc procns rw,hidepid=ptraceable"
	umount "$dir"
	run_tool mount.procns only-one
	assert_status 1
	assert_stderr_line_matches 'mount.procns: a source and a mount point are needed'
	run_tool mount.procns none "$dir" -x
	assert_status 1
	run_tool mount.procns none "$dir" more
	assert_status 1
	assert_stderr_line_matches 'mount.procns: more than a source and a mount point: more'
	run_tool mount.procns none ''
	assert_status 1
	assert_stderr_line_matches 'mount.procns: the mount point is an empty string'
	run_tool mount.procns '' "$dir"
	assert_status 1
	assert_stderr_line_matches 'mount.procns: the source is an empty string'
	run_tool mount.procns -o hidepid=2 -- none "$dir"
	assert_status 0
	assert_equal "$(line_of "$dir")" "rw,nosuid,nodev,noexec,relatime proc none rw,hidepid=invisible"
	umount "$dir"
	assert_mount_table_is "$before"
}

@test "make install: everything in its place, and gone after uninstall" {
	local dest=$BATS_TEST_TMPDIR/dest
	[[ -e $abs_top_builddir/Makefile ]] || skip "requires: a build tree"
	run_tool make -s -C "$abs_top_builddir" install DESTDIR="$dest"
	assert_status 0
	run_tool find "$dest" -name 'mount?procns*'
	# users run it, as they run unshare
	assert_line --regexp '/bin/mount-procns$'
	# in distcheck the directory of the helpers is inside of the prefix
	assert_line --regexp '/(sbin|mounthelper)/mount\.procns$'
	run_tool make -s -C "$abs_top_builddir" uninstall DESTDIR="$dest"
	assert_status 0
	run_tool find "$dest" -not -type d
	assert_stdout_empty
}
