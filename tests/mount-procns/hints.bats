#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# Each refusal is made for real, and what its hint says, done, makes the mount work. The hints
# unmask, subset-pid, drop-atime and drop-rw: masked.bats and tests/containers.

load ../helper

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/p
	mkdir "$dir"
}

# hints_at ID REASON COMMAND...: COMMAND is refused for REASON with that hint
hints_at() {
	local id=$1 reason=$2
	shift 2
	run_tool "$@"
	assert_refused "$reason" 32
	assert_json '.refusal[0].hintid' "$id"
	assert_nothing_mounted
}

# mounts COMMAND...: which puts a procfs of the PIDs in $pids, if that is set, at $dir
mounts() {
	run_tool "$@"
	assert_status 0
	assert_stderr_empty
	[[ -z ${pids-} ]] || assert_equal "$(proc_pids "$dir")" "$pids"
	umount "$dir"
}

@test "mount-procns: hint open-descriptor" {
	local -A c
	start_holder c hold-pidns --children 2
	local pids=${c[pids]}
	hints_at open-descriptor bad-descriptor mount-procns -J --pidns fd:5 "$dir"
	mounts mount-procns --pidns fd:5 "$dir" 5<"/proc/${c[init]}/ns/pid"
}

@test "mount-procns: hint fix-reference" {
	local ref
	run_tool mount-procns -J --pidns nonsense "$dir"
	assert_refused bad-reference 1
	assert_json '.refusal[0].hintid' fix-reference
	for ref in "$$" /proc/self/ns/pid fd:5 "pid:[$(ns_inode /proc/self/ns/pid)]" self children; do
		mounts mount-procns --pidns "$ref" "$dir" 5</proc/self/ns/pid
	done
}

@test "mount-procns: hint run-above" {
	local -A a b
	start_holder a hold-pidns --mount
	start_holder b hold-pidns --children 1
	local pids=${b[pids]}
	hints_at run-above not-a-descendant nsenter --target "${a[init]}" --pid --mount \
		mount-procns -J --pidns fd:8 /tmp 8<"/proc/${b[init]}/ns/pid"
	mounts mount-procns --pidns fd:8 "$dir" 8<"/proc/${b[init]}/ns/pid"
}

@test "mount-procns: hint userns-or-root, by root" {
	local -A c
	start_holder c hold-pidns --children 1
	local pids=${c[pids]}
	hints_at userns-or-root no-privilege-over-owner unshare --user --map-root-user --mount --propagation unchanged \
		mount-procns -J --check --pidns fd:8 8<"/proc/${c[init]}/ns/pid"
	mounts mount-procns --pidns "/proc/${c[init]}/ns/pid" "$dir"
}

@test "mount-procns: hint own-mountns, in a user namespace that owns the PID namespace only" {
	local inside=(unshare --user --map-root-user --pid --fork) mode
	for mode in "$dir" "--userns $dir" --check; do
		if [[ $mode == --userns* ]] && pns_denied open_tree; then
			continue
		fi
		# shellcheck disable=SC2086
		hints_at own-mountns no-privilege "${inside[@]}" mount-procns -J $mode
	done
	run_tool "${inside[@]}" unshare --mount mount-procns "$dir"
	assert_status 0
	run_tool "${inside[@]}" mount-procns -- test -e /proc/self/status
	assert_status 0
}

@test "mount-procns: hint from-outside, for root of a container without CAP_SYS_ADMIN" {
	local -A c
	local no_cap=(setpriv --bounding-set=-sys_admin --inh-caps=-sys_admin)
	start_holder c hold-pidns --mount --children 1
	hints_at from-outside no-privilege nsenter --target "${c[init]}" --pid --mount "${no_cap[@]}" \
		mount-procns -J /tmp
	assert_stderr_line_matches 'mount-procns: CAP_SYS_ADMIN is not in the bounding set, .*'
	hints_at from-outside no-privilege-over-owner "${no_cap[@]}" \
		mount-procns -J --via helper --pidns "${c[init]}" "$dir"
	mounts mount-procns --via helper --pidns "${c[init]}" "$dir"
	if pns_denied open_tree; then
		run_tool mount-procns -J --target "${c[init]}" /tmp
		assert_refused blocked-by-seccomp 32
		return 0
	fi
	run_tool mount-procns --target "${c[init]}" /tmp
	assert_status 0
	assert_equal "$(nsenter --target "${c[init]}" --mount stat -f -c %T /tmp)" proc
}

@test "mount-procns: hint give-capability, for root who has dropped it" {
	hints_at give-capability no-privilege setpriv --securebits +noroot,+noroot_locked --inh-caps=-all \
		mount-procns -J "$dir"
	mounts mount-procns "$dir"
}

@test "mount-procns: hint keep-descriptor" {
	requires cmd:deny
	mount-procns --empty "$dir"
	defer umount "$dir"
	mkdir "$dir.two"
	local before
	before=$(mount_table)
	if pns_has procfs-ioctl; then
		run_tool mount-procns --pidns "$dir" "$dir.two"
		assert_status 0
		umount "$dir.two"
		return 0
	elif ! pns_has bpf; then
		run_tool mount-procns -J --pidns "$dir" "$dir.two"
		assert_refused unknown-namespace 32
		return 0
	fi
	run_tool deny -e ESTALE open_by_handle_at -- mount-procns -J --pidns "$dir" "$dir.two"
	assert_refused inactive-namespace 32
	assert_json '.refusal[0].hintid' keep-descriptor
	assert_mount_table_is "$before"
	# under this filter another program than the tool would be the first child
	! pns_denied setns-pidfd || return 0
	# made by hand, so that there is one to keep
	run_tool unshare --pid deny -e ESTALE open_by_handle_at -- \
		mount-procns --pidns fd:6 "$dir.two" 6</proc/self/ns/pid
	assert_status 0
	umount "$dir.two"
}

@test "mount-procns: hint drop-via" {
	requires cmd:deny
	local -A c
	local before_6_18=(env)
	start_holder c hold-pidns --children 1
	local pids=${c[pids]}
	if pns_denied fsopen || pns_denied fsconfig; then
		assert_blocked mount-procns -J --via fsconfig --pidns "${c[init]}" "$dir"
		return
	fi
	! pns_has kernel-pidns-opt || before_6_18=(deny -e EINVAL fsconfig:1=5 --)
	hints_at drop-via kernel-without-pidns "${before_6_18[@]}" \
		mount-procns -J --via fsconfig --pidns "${c[init]}" "$dir"
	mounts "${before_6_18[@]}" mount-procns --pidns "${c[init]}" "$dir"
}

@test "mount-procns: hint replace" {
	local -A c
	local before
	start_holder c hold-pidns --children 1
	mount-procns "$dir"
	defer umount "$dir"
	before=$(mount_table)
	run_tool mount-procns -J --remount --pidns "${c[init]}" "$dir"
	assert_refused cannot-change-pidns 32
	assert_json '.refusal[0].hintid' replace
	if pns_has subset-exempt; then
		run_tool mount-procns -J --remount --subset pid "$dir"
		assert_refused cannot-change-subset 32
		assert_json '.refusal[0].hintid' replace
	fi
	assert_mount_table_is "$before"
	# before 6.5, as the hint says
	pns_has mount-beneath || umount "$dir"
	run_tool mount-procns "$(pns_has mount-beneath && echo --replace || echo --verbose)" \
		--pidns "${c[init]}" --subset pid "$dir"
	assert_status 0
	assert_equal "$(proc_pids "$dir")" "${c[pids]}"
	assert [ ! -e "$dir/uptime" ]
}

@test "mount-procns: hint mkdir" {
	rmdir "$dir"
	hints_at mkdir bad-mountpoint mount-procns -J "$dir"
	mounts mount-procns --mkdir "$dir"
	assert [ -d "$dir" ]
}

@test "mount-procns: hint give-target" {
	local -A c
	start_holder c hold-pidns --children 1 --mount
	ln -s p "$dir.link"
	if pns_denied move_mount; then
		assert_blocked mount-procns -J --target "${c[init]}" "$dir"
		return
	fi
	hints_at give-target symlink-in-foreign-namespace mount-procns -J --target "${c[init]}" "$dir.link"
	run_tool mount-procns --target "${c[init]}" "$dir"
	assert_status 0
	run_tool nsenter --target "${c[init]}" --mount ls "$dir"
	assert_equal "$(grep -c '^[0-9]' <<<"$output")" "$(tr , '\n' <<<"${c[pids]}" | wc -l)"
}

# A container without any procfs, its user namespace at the file $1; not by way of /proc, which is gone
bare_container='
	coproc ns { exec unshare --user --map-root-user bash -c "echo ready; read -r _"; }
	read -r _ <&"${ns[0]}"
	mount --bind "/proc/$ns_PID/ns/user" "$1"
	umount --recursive --lazy /proc
	exec nsenter --user="$1" --preserve-credentials unshare --mount --pid --fork --kill-child \
		bash -c "echo bare=yes; read -r _"'

# unshare --fork does not listen to SIGTERM
end_bare_container() {
	echo >"$2.in"
	wait "$1"
	: >"$2.ended"
}

@test "mount-procns: hint mount-from-outside" {
	requires uninstrumented
	local -A c
	local init inside
	: >"$dir.userns"
	start_holder c unshare --mount --propagation private bash -euc "$bare_container" - "$dir.userns"
	defer end_bare_container "${c[holder]}" "${c[base]}"
	init=$(pgrep --newest --parent "${c[holder]}")
	inside=(nsenter --target "$init" --user --pid --mount --preserve-credentials)
	run_tool "${inside[@]}" mount-procns -J --check
	if ! pns_has pidfd-ns-ioctl; then
		assert_refused kernel-without-feature 32
		return 0
	fi
	assert_refused masked 32
	assert_json '.refusal[0].hintid' "$(pns_has subset-exempt && echo subset-pid || echo mount-from-outside)"
	assert_json '.refusal[0].hint | contains("mount-procns --target PID /proc")' true
	if pns_denied move_mount; then
		assert_blocked mount-procns -J --target "$init" /proc
		return
	fi
	run_tool mount-procns --target "$init" /proc
	assert_status 0
	run_tool "${inside[@]}" mount-procns --check
	assert_status 0
}

# bats file_tags=axis:user

@test "mount-procns: hint userns-or-root, by an ordinary user" {
	local -A c
	start_holder c hold-pidns --userns --mount --children 1
	hints_at userns-or-root no-privilege mount-procns -J --pidns "${c[init]}" "$dir"
	run_tool mount-procns --userns --pidns "${c[init]}" -- sh -c 'cd /proc && ls -d [0-9]* | sort -n | paste -sd,'
	assert_status 0
	assert_output "${c[pids]}"
}

@test "mount-procns: hint own-mountns, with --userns" {
	local -A c
	start_holder c hold-pidns --userns --mount --children 1
	hints_at own-mountns no-privilege mount-procns -J --userns --pidns "${c[init]}" "$dir"
	run_tool mount-procns --userns --pidns "${c[init]}" -- sh -c 'cd /proc && ls -d [0-9]* | sort -n | paste -sd,'
	assert_status 0
	assert_output "${c[pids]}"
}

@test "mount-procns: hint run-inside" {
	local -A c
	start_holder c hold-pidns --userns --mount
	hints_at run-inside no-privilege mount-procns -J --empty "$dir"
	run_tool nsenter --target "${c[init]}" --user --preserve-credentials --mount mount-procns --empty /tmp
	assert_status 0
}

@test "mount-procns: hint run-as-root, with --userns of a user namespace that is not one's own" {
	hints_at run-as-root no-privilege mount-procns -J --userns "$dir"
}

@test "mount-procns: hint enter-userns" {
	local -A c
	start_holder c hold-pidns --userns --mount --children 1
	hints_at enter-userns no-access mount-procns -J --namespace 1 "$dir"
	run_tool nsenter --target "${c[init]}" --user --pid --mount --preserve-credentials \
		mount-procns --namespace 1 /tmp
	assert_status 0
}

# bats file_tags=axis:root,axis:user,axis:userns

@test "mount-procns: hint own-pidns, for a user namespace without a PID namespace" {
	local option via owner='this PID namespace is a user namespace above the caller.s'
	[[ $(ns_inode /proc/self/ns/pid) -ne 4026531836 ]] || owner='user namespace 4026531837, made by user 0'
	for option in --check --userns; do
		run_tool unshare --user --map-root-user --mount mount-procns -J --check "$option"
		assert_refused no-privilege-over-owner 32
		assert_json '.refusal[0].hintid' own-pidns
		assert_json '.refusal[0].hint | contains("--userns")' false
		[[ $stderr =~ "the owner "(is|of)" "$owner ]] || fail 'the owner is not named'
	done
	for via in $(pns_methods); do
		run_tool unshare --user --map-root-user --mount mount-procns -J --check --via "$via"
		assert_refused no-privilege-over-owner 32
		assert_json '.refusal[0].hintid' own-pidns
	done
	run_tool unshare --user --map-root-user --mount --pid --fork mount-procns --check
	assert_status 0
}
