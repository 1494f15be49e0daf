#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# --target and --namespace: a procfs attached in another mount namespace.

load ../helper

setup() {
	pns_setup
	prefix=()
}

# A container, $c, with $inner/dir and links to it, on a tmpfs that only it has
start_container() {
	inner=$BATS_TEST_TMPDIR/inner
	dir=$inner/dir
	mkdir "$inner"
	start_holder c hold-pidns --children 2 --mount "$@"
	inside mount -t tmpfs none "$inner"
	inside mkdir "$dir"
	inside ln -s dir "$inner/link"
	inside ln -s . "$inner/via"
}

inside() {
	local user=()
	[[ $PNS_TEST_AXIS != user ]] || user=(--user --preserve-credentials)
	nsenter --target "${c[init]}" "${user[@]}" --mount "$@"
}

# n_inside: how often something is mounted at $dir there
n_inside() {
	mount_table "${c[init]}" | awk -v dir="$dir" '$5 == dir' | wc -l
}

assert_attached_inside() {
	assert_equal "$(inside cat "$dir/1/comm")" pns-init
	assert_equal "$(inside sh -c "cd $dir && ls -d [0-9]* | sort -n | paste -sd,")" "${c[pids]}"
	assert_equal "$(n_inside)" 1
	assert_nothing_mounted
}

attaches_inside() {
	if pns_denied move_mount; then
		assert_blocked "${prefix[@]}" mount-procns -J "$@" "$dir"
		return
	fi
	run_tool "${prefix[@]}" mount-procns "$@" "$dir"
	assert_status 0
	assert_stderr_empty
	assert_attached_inside
	inside umount "$dir"
}

# Before Linux 6.18 a procfs for another namespace needs a helper
attaches_inside_or_lacks_pidns() {
	if pns_has kernel-pidns-opt || pns_denied move_mount; then
		attaches_inside "$@"
		return
	fi
	run_tool "${prefix[@]}" mount-procns -J "$@" "$dir"
	assert_refused kernel-without-pidns 32
	assert_equal "$(n_inside)" 0
	assert_nothing_mounted
}

# bats file_tags=axis:root,axis:userns

@test "mount-procns: --target" {
	local -A c
	start_container
	attaches_inside --target "${c[init]}"
	attaches_inside -t "${c[init]}" --via helper
	attaches_inside --pidns "${c[init]}" --namespace "${c[init]}"
	attaches_inside --pidns "${c[init]}" -N "/proc/${c[init]}/ns/mnt"
	attaches_inside --pidns "${c[init]}" -N fd:7 7<"/proc/${c[init]}/ns/mnt"
	! pns_denied move_mount || return 0
	run_tool mount-procns -J --target "${c[init]}" -O TARGET,MNTNS,PIDNS "$dir"
	assert_status 0
	assert_json '.procfs[0].target' "$dir"
	assert_json '.procfs[0].mntns' "${c[mnt]}"
	assert_json '.procfs[0].pidns' "${c[ns]}"
	inside umount "$dir"
}

@test "mount-procns: --target PID:INODE" {
	local -A c
	local inode
	start_container
	if ! pns_has pidfs; then
		run_tool mount-procns -J --target "${c[init]}:1" "$dir"
		assert_refused kernel-without-feature 32
		assert_equal "$(n_inside)" 0
		return
	fi
	inode=$(mount-procns --check --raw -n -O INITINO --pidns "${c[init]}")
	attaches_inside --target "${c[init]}:$inode"
	run_tool mount-procns -J --target "${c[init]}:$((inode + 1))" "$dir"
	assert_refused process-gone 32
}

@test "mount-procns: --target [--via mount]" {
	local -A c
	start_container
	attaches_inside_or_lacks_pidns --target "${c[init]}" --via mount
}

@test "mount-procns: --target [fsopen denied]" {
	requires cmd:deny
	local -A c
	start_container
	prefix=(deny fsopen --)
	attaches_inside --target "${c[init]}"
	prefix=(deny -e EPERM fsopen --)
	attaches_inside --target "${c[init]}"
	attaches_inside --target "${c[init]}" --via helper
}

@test "mount-procns: --target [without pidfds]" {
	requires cmd:deny
	local -A c
	start_container
	prefix=(deny pidfd_open openat2 --)
	attaches_inside --target "${c[init]}"
}

@test "mount-procns: --target: only the mount namespace is entered" {
	requires cmd:strace
	local -A c
	local trace=$BATS_TEST_TMPDIR/trace
	start_container
	if pns_denied move_mount; then
		assert_blocked mount-procns -J --target "${c[init]}" "$dir"
		return
	fi
	run_tool strace -f -q -e trace=setns,unshare,clone,clone3,fork,vfork -o "$trace" \
		mount-procns --target "${c[init]}" "$dir"
	assert_status 0
	assert_attached_inside
	inside umount "$dir"
	# who attaches enters no other namespace, and the tool itself enters none
	run -0 grep -c 'setns(.*CLONE_NEWNS' "$trace"
	# by pidfd, or after that was denied by the file
	assert_output "$(pns_denied setns-pidfd && echo 2 || echo 1)"
	if pns_has kernel-pidns-opt; then
		run -1 grep -E 'setns\(.*CLONE_NEW(PID|USER)' "$trace"
	else
		# a helper has been there, and is dead when the mount namespace is entered
		run -0 awk '/setns\(.*CLONE_NEWPID/ { helper = $1 }
			$1 == helper && /exited/ { dead = 1 }
			/setns\(.*CLONE_NEWNS/ { print dead, $1 != helper }' "$trace"
		assert_output "1 1"
	fi
	run -1 grep "^$(awk '{ print $1; exit }' "$trace") .*setns(" "$trace"
}

@test "mount-procns: --target: no process of the tool is left in the PID namespace [--via helper]" {
	local -A c
	start_container
	if pns_denied move_mount; then
		assert_blocked mount-procns -J --via helper --target "${c[init]}" "$dir"
		return
	fi
	run_tool mount-procns --via helper --target "${c[init]}" "$dir"
	assert_status 0
	assert_equal "$(inside sh -c "cd $dir && ls -d [0-9]* | sort -n | paste -sd,")" "${c[pids]}"
	inside umount "$dir"
	kill -KILL "${c[init]}"
	stop_holder c
}

@test "mount-procns: --target: a symbolic link inside is refused" {
	local -A c
	local path
	start_container
	for path in "$inner/link" "$inner/via/dir" "$inner/link/"; do
		run_tool mount-procns -J --target "${c[init]}" "$path"
		assert_refused "$(unless_denied open_tree symlink-in-foreign-namespace)" 32
	done
	assert_nothing_mounted
	assert_equal "$(n_inside)" 0
}

@test "mount-procns: --target: a symbolic link inside is refused [openat2 denied]" {
	requires cmd:deny
	local -A c
	local path
	start_container
	for path in "$inner/link" "$inner/via/dir"; do
		run_tool deny openat2 -- mount-procns -J --target "${c[init]}" "$path"
		assert_refused "$(unless_denied open_tree symlink-in-foreign-namespace)" 32
	done
	assert_equal "$(n_inside)" 0
}

@test "mount-procns: --target: .. in a path is where it came from [with and without openat2]" {
	requires cmd:deny
	local -A c
	local path
	start_container
	inside mkdir "$inner/other"
	for prefix in '' 'deny openat2 --' 'deny -e EPERM openat2 --'; do
		read -ra prefix <<<"$prefix"
		if pns_denied move_mount; then
			assert_blocked "${prefix[@]}" mount-procns -J --target "${c[init]}" "$inner/other/../dir"
			continue
		fi
		for path in "$inner/other/../dir" "/../../$dir/." "$dir/1/.." "$inner/../inner/dir/"; do
			[[ $path != */1/.. ]] || inside mkdir -p "$dir/1"
			run_tool "${prefix[@]}" mount-procns --target "${c[init]}" "$path"
			assert_status 0
			assert_attached_inside
			run_tool "${prefix[@]}" procns-info --target "${c[init]}" -J -o TARGET "$path"
			assert_status 0
			assert_json '.procfs[0].target' "$dir"
			inside umount "$dir"
		done
		for path in "$inner/none/../dir:ENOENT" "/proc/version/..:ENOTDIR"; do
			run_tool "${prefix[@]}" mount-procns -J --target "${c[init]}" "${path%:*}"
			assert_refused bad-mountpoint 32
			assert_json '.refusal[0].errno' "${path#*:}"
		done
		run_tool "${prefix[@]}" mount-procns -J --target "${c[init]}" "$inner/link/.."
		assert_refused symlink-in-foreign-namespace 32
	done
}

@test "mount-procns: --target: mount points that are none" {
	local -A c
	start_container
	run_tool mount-procns -J --target "${c[init]}" "$inner/none"
	assert_refused "$(unless_denied open_tree bad-mountpoint)" 32
	run_tool mount-procns -J --target "${c[init]}" /proc/version
	assert_refused "$(unless_denied open_tree bad-mountpoint)" 32
	assert_nothing_mounted
}

@test "mount-procns: --target --mkdir makes directories, and none when it fails" {
	local -A c
	start_container
	if pns_denied move_mount; then
		assert_blocked mount-procns -J --target "${c[init]}" --mkdir "$inner/a/b"
		run -1 inside test -e "$inner/a"
		return
	fi
	run_tool mount-procns --target "${c[init]}" --mkdir=0711 "$inner/a/b"
	assert_status 0
	assert_equal "$(inside stat --format %a "$inner/a")" 711
	assert_equal "$(inside cat "$inner/a/b/"1/comm)" pns-init
	inside umount "$inner/a/b"
	run_tool strace -f -qq -o /dev/null -e inject=move_mount:error=EACCES \
		mount-procns -J --target "${c[init]}" --mkdir "$inner/x/y"
	assert_refused "$(pns_reason_of_eacces)" 32
	run -1 inside test -e "$inner/x"
}

@test "mount-procns: --target --check --mkdir promises no directory that cannot be made" {
	local -A c
	local path refused
	start_container
	inside mkdir "$inner/ro"
	inside mount -t tmpfs -o ro none "$inner/ro"
	if pns_denied move_mount; then
		assert_blocked mount-procns -J --target "${c[init]}" --check --mkdir "$inner/a/b"
		return
	fi
	for path in /proc/nope/x "$inner/ro/x" /proc/version/x "$inner/link/x"; do
		run_tool mount-procns -J --target "${c[init]}" --check --mkdir "$path"
		assert_status 32
		refused=$(json '.refusal[0] | .reason + .errno + .stage')
		run_tool mount-procns -J --target "${c[init]}" --mkdir "$path"
		assert_status 32
		assert_equal "$(json '.refusal[0] | .reason + .errno + .stage')" "$refused"
	done
	run_tool mount-procns --target "${c[init]}" --check --mkdir "$inner/a/b"
	assert_status 0
	run -1 inside test -e "$inner/a"
}

@test "mount-procns: --target of a process that is gone" {
	sh -c 'exit 0' &
	wait "$!"
	run_tool mount-procns -J --target "$!" /tmp
	assert_refused no-such-process 32
	assert_nothing_mounted
}

@test "mount-procns: --namespace refuses what is no mount namespace" {
	run_tool mount-procns -J --namespace /proc/self/ns/pid /tmp
	assert_refused not-a-mount-namespace 32
	run_tool mount-procns -J --namespace fd:99 /tmp
	assert_refused bad-descriptor 32
	run_tool mount-procns -J --namespace self /tmp
	assert_refused bad-reference 1
	assert_nothing_mounted
}

@test "mount-procns: --namespace goes with no command, --target with no --pidns" {
	run_tool mount-procns --namespace 1 -- true
	assert_status 125
	run_tool mount-procns --target 1 -- true
	assert_status 125
	run_tool mount-procns --target 1 --pidns 1 /tmp
	assert_status 1
	assert_nothing_mounted
}

# masks_at TRACE TEXT: for each open with TEXT, whether all signals were blocked then (1) or not (0)
masks_at() {
	awk -v text="$2" '
		/rt_sigprocmask\(SIG_(BLOCK|SETMASK), ~/ { blocked = 1 }
		/rt_sigprocmask\(SIG_SETMASK, \[/ { blocked = 0 }
		index($0, text) && /open(at2?)?\(/ { printf "%d ", blocked }' "$1"
}

@test "mount-procns: a mount point is looked up where signals can end the waiting" {
	requires cmd:strace
	local -A c
	local trace=$BATS_TEST_TMPDIR/trace dir=$BATS_TEST_TMPDIR/here option
	mkdir "$dir"
	for option in --via=auto --check --mkdir; do
		strace -f -o "$trace" -e trace=openat,openat2,rt_sigprocmask mount-procns $option "$dir"
		[[ $(masks_at "$trace" "$dir") == '0 '* ]] || fail "$option: $(<"$trace")"
		umount "$dir" || [[ $option == --check ]]
	done
	! pns_denied open_tree && ! pns_denied move_mount || return 0
	start_holder c hold-pidns --mount
	strace -f -o "$trace" -e trace=openat,openat2,rt_sigprocmask mount-procns --target "${c[init]}" /mnt
	[[ $(masks_at "$trace" '"mnt"') == '0 '* ]] || fail "--target: $(<"$trace")"
}

# bats file_tags=axis:user

@test "mount-procns: --target --userns by an ordinary user" {
	local -A c
	start_container --userns
	attaches_inside --userns --target "${c[init]}"
	attaches_inside --userns --target "${c[init]}" --via helper
	attaches_inside --userns="${c[init]}" --pidns "${c[init]}" -N "${c[init]}"
	attaches_inside --userns="/proc/${c[init]}/ns/user" --pidns "${c[init]}" -N "${c[init]}"
	run_tool mount-procns -J --userns --target "${c[init]}" "$inner/link"
	assert_refused symlink-in-foreign-namespace 32
	run_tool mount-procns -J --target "${c[init]}" "$dir"
	assert_refused no-privilege 32
}

@test "mount-procns: --target --userns by an ordinary user [--via mount]" {
	local -A c
	start_container --userns
	attaches_inside_or_lacks_pidns --userns --target "${c[init]}" --via mount
}

@test "mount-procns: --target --userns by an ordinary user [fsopen denied]" {
	requires cmd:deny
	local -A c
	start_container --userns
	prefix=(deny fsopen --)
	attaches_inside --userns --target "${c[init]}"
}

@test "mount-procns: --userns with a command" {
	local -A c
	local pids
	start_holder c hold-pidns --children 2 --userns
	run_tool mount-procns --userns --pidns "${c[init]}" -- sh -c 'cd /proc && ls -d [0-9]* | sort -n | paste -sd,'
	assert_status 0
	assert_output "${c[pids]}"
	run_tool mount-procns --userns --pidns "${c[init]}" --join -- \
		sh -c 'read -r pid rest </proc/self/stat; echo $pid; echo $$'
	assert_status 0
	assert_equal "${lines[0]}" "${lines[1]}"
	run_tool mount-procns --userns --pidns "${c[init]}" --fd -- sh -c 'cat /dev/fd/$PROCNS_FD/1/comm'
	assert_status 0
	assert_output pns-init
	run_tool mount-procns -J --userns --pidns "${c[init]}" --check
	assert_status 0
	run_tool mount-procns -J --userns --pidns "${c[init]}" "$BATS_TEST_TMPDIR"
	assert_refused no-privilege 32
}

@test "mount-procns: --userns refuses what is no user namespace" {
	run_tool mount-procns -J --userns=/proc/self/ns/pid --check
	assert_refused not-a-user-namespace 32
	run_tool mount-procns -J --userns --check
	assert_refused no-privilege 32
}
