#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck disable=SC2030,SC2031,SC2154
#
# Where something is denied or hidden: right answers, or the right refusal.

load ../helper

IOCTLS=(ioctl:1=0x8004b706 ioctl:1=0x8004b707 ioctl:1=0x8004b708 ioctl:1=0x8004b709)

setup_nested() {
	declare -gA c
	start_holder c hold-pidns "$@" --children 2 --depth 2
	IFS=, read -r kid _ <<<"${c[kids]}"
	IFS=, read -r deep _ <<<"${c[kids2]}"
}

refused() {
	local reason=$1
	shift
	run_tool "$@"
	assert_status 1
	assert_stdout_empty
	assert_stderr_line_matches "pidns-translate: .* \\($reason\\)"
}

# bats file_tags=axis:root,axis:userns

@test "pidns-translate: a kernel without the ioctls" {
	requires cmd:deny
	local errno without
	setup_nested --userns
	for errno in ENOTTY EPERM ENOSYS; do
		without=(deny -e "$errno" "${IOCTLS[@]}" --)
		answers "$kid" "${without[@]}" pidns-translate --from "${c[init]}" 2
		answers 5 "${without[@]}" pidns-translate --to "$kid" "$deep"
		answers 2 "${without[@]}" pidns-translate --from "$kid" --to "$deep" 5
		run_tool "${without[@]}" pidns-translate --from "$kid" 2 -r -n -o TO,VIA
		assert_output "$kid procfs"
		refused no-such-process "${without[@]}" pidns-translate --from "$kid" 99
		refused not-visible "${without[@]}" pidns-translate --to "$kid" $$
	done
	run_tool deny -e ENOTTY "${IOCTLS[@]}" -- pidns-translate --via ioctl -J --from "$kid" 2
	assert_refused kernel-without-feature 1
	run_tool deny -e ENOTTY "${IOCTLS[@]}" -- pidns-translate --list "$kid" -r -n -o PID,TO
	assert_equal "${#lines[@]}" 6
	answers "${c[init]}" deny -e ENOTTY "${IOCTLS[@]}" -- pidns-translate --init "$kid"
}

# cannot_tell ERROR COMMAND...: refused with it: no row, and no reason that was not proven
cannot_tell() {
	local error=$1
	shift
	run_tool "$@"
	[[ $status -eq 1 || $status -eq 2 ]] || fail "status is $status, expected 1 or 2"
	assert_stdout_empty
	assert_stderr_line_matches "pidns-translate: (.*: )?$error( .*)?"
	assert_equal "${#stderr_lines[@]}" 1
}

@test "pidns-translate: where directories cannot be listed, nothing is said to be missing" {
	requires cmd:deny
	local error='.*seccomp.*' errno
	setup_nested --userns
	for errno in EPERM ENOSYS; do
		cannot_tell "$error" deny -e "$errno" getdents64 -- pidns-translate --find 2
		cannot_tell "$error" deny -e "$errno" getdents64 -- pidns-translate --list "$kid"
		cannot_tell "pid:\[${c[ns]}\]: .*$error" deny -e "$errno" getdents64 -- \
			pidns-translate --init "pid:[${c[ns]}]"
		run_tool deny -e "$errno" getdents64 -- pidns-translate -J --list "$kid"
		assert_refused blocked-by-seccomp 2
	done
}

# as_with_enough COMMAND...: with too few descriptors it says so, or all that it says otherwise, and its status
as_with_enough() {
	local n expected said
	run_tool "$@"
	expected=$status:$output
	said=$stderr
	for n in {4..16}; do
		run_with_descriptors "$n:$n" "$@"
		# not even the libraries could be loaded
		[[ $status -ne 127 ]] || continue
		[[ $status:$output != "$expected" || $stderr != "$said" ]] || continue
		[[ $status -eq 1 || $status -eq 2 ]] || fail "$n descriptors: status is $status"
		assert_stdout_empty
		assert_stderr_line_matches 'pidns-translate: .*Too many open files.*'
		! assert_stderr_line_matches '.*(not-found|no-such|gone|dead|visible|access).*' 2>/dev/null ||
			fail "$n descriptors: a reason that is none"
	done
}

@test "pidns-translate: too few descriptors are no reason to miss a process" {
	requires cmd:prlimit
	local missing n
	setup_nested --userns
	as_with_enough pidns-translate --init "$kid"
	as_with_enough pidns-translate --init "pid:[${c[ns]}]"
	as_with_enough pidns-translate --from "$kid" 2
	as_with_enough pidns-translate --from "$kid" --via procfs 2
	as_with_enough pidns-translate --from "$kid" --to "$deep" --via procfs 5
	as_with_enough pidns-translate --list "$kid" -r -n -o PID,TO,LEVEL,COMMAND
	as_with_enough pidns-translate --find 2 -r -n -o PID,TO,LEVEL,COMMAND
	as_with_enough pidns-translate --list "$kid" -r -n -o PID,PIDNS,INIT,OWNER
	echo "2 of it" >"$BATS_TEST_TMPDIR/line"
	for missing in drop mark keep; do
		for n in {4..16}; do
			run_with_descriptors "$n:$n" pidns-translate --from "$kid" --via procfs -F 1 \
				--missing "$missing" <"$BATS_TEST_TMPDIR/line"
			[[ $status -ne 127 ]] || continue
			case $status,$missing:$output in
			0,*:"$kid of it" | 1,*:"2 of it" | 1,mark:"? of it" | [12],*:) ;;
			*) fail "$n descriptors, $missing: status $status, output $output" ;;
			esac
		done
	done
}

@test "pidns-translate: the descriptor limit is raised" {
	requires cmd:prlimit
	setup_nested --userns
	run_with_descriptors 6:64 pidns-translate --from "$kid" --via procfs 2
	assert_status 0
	assert_output "$kid"
	run_with_descriptors 6:64 pidns-translate --find 2 -n -o PID
	assert_status 0
}

@test "pidns-translate: a helper that cannot be made says nothing about the process" {
	requires cmd:deny
	local tool=$PNS_BIN/real/pidns-translate forkless
	pns_can_deny_fork || return 0
	setup_nested --userns
	# as kernel.pid_max of the namespace does, or RLIMIT_NPROC; the filter of tests/ci/seccomp forks itself
	# shellcheck disable=SC2206
	forkless=(${PNS_TEST_FILTER-} deny -e EAGAIN clone)
	! pns_translates_by pidfd ||
		refused process-limit "${forkless[@]}" -- "$tool" --via pidfd --from "$kid" 2
	run_tool "${forkless[@]}" -- "$tool" -J --via ucred --from "$kid" 2
	assert_refused process-limit 1
	answers "${c[init]}" "${forkless[@]}" -- "$tool" --init "$kid"
	answers "${c[init]}" "${forkless[@]}" -e ENOTTY "${IOCTLS[@]}" -- "$tool" --init "$kid"
}

@test "pidns-translate: what is denied to method ucred is named" {
	requires cmd:deny
	local call tool=$PNS_BIN/real/pidns-translate
	setup_nested --userns
	for call in socketpair setsockopt sendmsg recvmsg clone; do
		# a filter of tests/ci/seccomp may need the calls itself
		# shellcheck disable=SC2086
		run_tool ${PNS_TEST_FILTER-} deny -e EPERM "$call" -- "$tool" --via ucred -J --from "$kid" 2
		assert_refused blocked-by-seccomp 1
		# shellcheck disable=SC2086
		run_tool ${PNS_TEST_FILTER-} deny -e EPERM "$call" -- "$tool" --via ucred --to "$kid" "$kid"
		assert_status 1
		assert_stdout_empty
		assert_stderr_line_matches 'pidns-translate: .*(\(blocked-by-seccomp\)|seccomp.*)'
		# by another way
		# shellcheck disable=SC2086
		answers "${c[init]}" ${PNS_TEST_FILTER-} deny -e EPERM "$call" -e ENOTTY "${IOCTLS[@]}" -- \
			"$tool" --init "$kid"
	done
}

@test "pidns-translate: what Linux 6.1 has: pidfds, but none of threads, and no ioctls on them" {
	requires cmd:deny
	# it has pidfds at least
	pns_translates_by pidfd || return 0
	local old tid inner group chain top
	# PIDFD_GET_PID_NAMESPACE, PIDFD_GET_USER_NAMESPACE; PIDFD_THREAD
	old=(deny -e ENOTTY "${IOCTLS[@]}" ioctl:1=0xff05 ioctl:1=0xff09 -e EINVAL pidfd_open:1=0x80 --)
	start_holder t hold-tree "$BATS_TEST_TMPDIR/tree" 4 2
	read -r _ _ top _ _ _ _ chain group < <(awk '$1 == 2 && $5 == "t"' "$BATS_TEST_TMPDIR/tree")
	IFS=, read -r tid _ inner <<<"$chain"
	answers "$tid" "${old[@]}" pidns-translate --from "$top" "$inner"
	answers "$inner" "${old[@]}" pidns-translate --to "$top" "$tid"
	answers "${group##*,}" "${old[@]}" pidns-translate --to "$top" --tgid "$tid"
	answers "$top" "${old[@]}" pidns-translate --from "$top" 1
	answers "$top" "${old[@]}" pidns-translate --init "$top"
	! pns_translates_by pidfd || answers 1 "${old[@]}" pidns-translate --via pidfd --to "$top" "$top"
	run_tool "${old[@]}" pidns-translate -r -n -o LEVEL,TO "$tid"
	assert_output "$(tr , '\n' <<<"$chain" | awk '{ print NR - 1, $1 }')"
	refused no-such-process "${old[@]}" pidns-translate --from "$top" 999
	refused no-such-process "${old[@]}" pidns-translate --via pidfd --from "$top" 999
	refused not-visible "${old[@]}" pidns-translate --to "$top" $$
}

@test "pidns-translate: neither ioctls nor pidfds" {
	requires cmd:deny
	setup_nested --userns
	answers "$kid" deny -e ENOSYS "${IOCTLS[@]}" pidfd_open pidfd_send_signal -- pidns-translate --from "$kid" 2
	answers 2 deny -e ENOSYS "${IOCTLS[@]}" pidfd_open pidfd_send_signal -- \
		pidns-translate --from "$kid" --to "$deep" 5
	run_tool deny -e ENOSYS "${IOCTLS[@]}" pidfd_open -- pidns-translate --via pidfd -J --from "$kid" 2
	assert_refused kernel-without-feature 1
	run_tool deny -e ENOSYS pidfd_open -- pidns-translate --via ioctl --from "$kid" --to "$deep" 5
	if pns_has ioctl-translate; then assert_output 2; else assert_status 1; fi
	run_tool deny -e ENOSYS pidfd_open -- pidns-translate --from "$kid" -I 2
	assert_status 1
	assert_stderr_line_matches 'pidns-translate: .*\(kernel-without-feature\)'
}

@test "pidns-translate: a caller inside a child namespace asks about a namespace above" {
	local inside
	setup_nested --userns
	# 5 is a namespace above the caller's, 6 one beside it, 7 one below
	inside=(unshare --pid --fork --mount-proc)
	[[ $PNS_TEST_AXIS == root ]] || inside=(unshare --pid --fork)
	if ! pns_has ioctl-translate; then
		run_tool "${inside[@]}" pidns-translate --to fd:5 1 5</proc/self/ns/pid
		assert_status 1
		assert_stdout_empty
		assert_stderr_line_matches 'pidns-translate: fd:5: .*neither the caller.s own nor below it'
		return 0
	fi
	# shellcheck disable=SC2016
	run_tool "${inside[@]}" sh -c '
		exec 4>&2
		pidns-translate --to fd:5 1
		pidns-translate --from fd:5 "$(pidns-translate --to fd:5 1)"
		pidns-translate --from fd:5 "$1"
		pidns-translate --to fd:6 1
		pidns-translate --via procfs --to fd:5 1
	' sh "$kid" 5</proc/self/ns/pid 6<"/proc/$kid/ns/pid"
	[[ ${lines[0]} =~ ^[0-9]+$ ]] || fail "no answer from above: $output"
	assert_equal "${lines[1]}" 1
	assert_equal "${#lines[@]}" 2
	assert_stderr_line_matches "pidns-translate: $kid: .*\\(out-of-sight\\)"
	assert_stderr_line_matches 'pidns-translate: fd:6: .*neither the caller.s own nor below it'
	assert_stderr_line_matches 'pidns-translate: fd:5: .*neither the caller.s own nor below it'
}

# bats file_tags=axis:root

@test "pidns-translate: an ordinary user, with a namespace file that it may open" {
	requires cmd:deny
	local own without
	setup_nested
	as_user=(setpriv --reuid 1000 --regid 1000 --clear-groups)
	touch "$BATS_TEST_TMPDIR/pidns"
	mount --bind "/proc/$kid/ns/pid" "$BATS_TEST_TMPDIR/pidns"
	defer umount "$BATS_TEST_TMPDIR/pidns"
	chmod 755 "$BATS_TEST_TMPDIR"
	if pns_has ioctl-translate; then
		answers "$kid" "${as_user[@]}" pidns-translate --from fd:5 2 5<"$BATS_TEST_TMPDIR/pidns"
		answers 2 "${as_user[@]}" pidns-translate --to fd:5 "$kid" 5<"$BATS_TEST_TMPDIR/pidns"
		answers "${c[init]}" "${as_user[@]}" pidns-translate --init fd:5 5<"$BATS_TEST_TMPDIR/pidns"
	fi
	# without the ioctls, which namespace a process is in may not be known
	refused no-access deny -e ENOTTY "${IOCTLS[@]}" -- "${as_user[@]}" \
		pidns-translate --from fd:5 2 5<"$BATS_TEST_TMPDIR/pidns"
	refused no-access deny -e ENOTTY "${IOCTLS[@]}" -- "${as_user[@]}" \
		pidns-translate --to fd:5 "$kid" 5<"$BATS_TEST_TMPDIR/pidns"
	refused not-visible deny -e ENOTTY "${IOCTLS[@]}" -- "${as_user[@]}" \
		pidns-translate --to fd:5 $$ 5<"$BATS_TEST_TMPDIR/pidns"
	run_tool "${as_user[@]}" pidns-translate -J --from "$kid" 2
	assert_refused no-access 1
	run_tool "${as_user[@]}" pidns-translate -J --via ucred --from fd:5 2 5<"$BATS_TEST_TMPDIR/pidns"
	assert_refused no-privilege-over-owner 1
	! pns_translates_by pidfd ||
		refused no-privilege-over-owner "${as_user[@]}" pidns-translate --via pidfd --from fd:5 2 \
			5<"$BATS_TEST_TMPDIR/pidns"
	run_tool "${as_user[@]}" pidns-translate -r -n -o PID,LEVEL,TO $$
	assert_status 0
	assert_output "$$ 0 $$"
	# a number at a level is certain, which namespace that level is stays unknown
	own=$(ns_inode /proc/self/ns/pid)
	for without in "" "deny -e ENOTTY ${IOCTLS[*]} ioctl:1=0xff05 --"; do
		# shellcheck disable=SC2086
		run_tool $without "${as_user[@]}" pidns-translate -r -n -o PID,LEVEL,PIDNS,TO,TGID,VIA "$deep" "$kid"
		assert_status 0
		assert_stderr_empty
		assert_output "$deep 0 $own $deep $deep procfs
$deep 1  5 5 procfs
$deep 2  2 2 procfs
$kid 0 $own $kid $kid procfs
$kid 1  2 2 procfs"
	done
	run_tool "${as_user[@]}" pidns-translate -J "$deep"
	assert_json '.pids | map("\(.level) \(.pidns) \(.to) \(.error)") | join(",")' \
		"0 $own $deep null,1 null 5 null,2 null 2 null"
}

@test "pidns-translate: hidepid" {
	requires cmd:deny
	local mode
	setup_nested
	as_user=(setpriv --reuid 1000 --regid 1000 --clear-groups)
	for mode in 1 2 4; do
		mount -t proc -o hidepid=$mode proc /proc
		! pns_has ioctl-translate ||
			answers "$kid" "${as_user[@]}" pidns-translate --from fd:5 2 5<"/proc/$kid/ns/pid"
		refused no-access deny -e ENOTTY "${IOCTLS[@]}" -- "${as_user[@]}" \
			pidns-translate --from fd:5 2 5<"/proc/$kid/ns/pid"
		# hidden is not gone: its number is still taken
		refused no-access deny -e ENOTTY "${IOCTLS[@]}" -- "${as_user[@]}" \
			pidns-translate --to fd:5 "$kid" 5<"/proc/$kid/ns/pid"
		refused no-such-process deny -e ENOTTY "${IOCTLS[@]}" -- "${as_user[@]}" \
			pidns-translate --to fd:5 4194300 5<"/proc/$kid/ns/pid"
		run_tool "${as_user[@]}" pidns-translate -r -n -o LEVEL "$kid"
		assert_status 1
		assert_stderr_line_matches 'pidns-translate: .*\(no-access\)'
		# root sees all
		answers "$kid" deny -e ENOTTY "${IOCTLS[@]}" -- pidns-translate --from "$kid" 2
		umount /proc
	done
}

@test "pidns-translate: what is mounted over the status of a process does not say where it is" {
	local via
	setup_nested
	mount --bind /dev/null "/proc/$kid/status"
	defer umount "/proc/$kid/status"
	cannot_tell 'PID namespace .*: Invalid cross-device link' pidns-translate --via procfs --to "$kid" "$kid"
	cannot_tell 'PID namespace .*: Invalid cross-device link' pidns-translate --via procfs --from "$kid" 2
	cannot_tell 'Invalid cross-device link' pidns-translate --list "$kid" -o PID,STATE
	mount --bind /dev/null "/proc/$deep/comm"
	defer umount "/proc/$deep/comm"
	cannot_tell 'Invalid cross-device link' pidns-translate --list "$kid" -o PID,COMMAND
	# who asks the kernel looks at neither
	if pns_has ioctl-translate && [[ -z ${PNS_TEST_DENIED-} ]]; then
		run_tool pidns-translate --list "$kid" -n -o PID,TO,PIDNS
		assert_equal "${#lines[@]}" 6
	fi
}

# rows_inside EXPECTED COMMAND...: the rows of PID there, below the procfs of the namespace $kid
rows_inside() {
	local expected=$1
	shift
	run_tool mount-procns --pidns "$kid" -- "$@" pidns-translate -r -n -o PID,LEVEL,PIDNS,TO "$deep"
	assert_output "$expected"
	assert_status 0
	assert_stderr_empty
}

@test "pidns-translate: where /proc is of another namespace, a row comes from one source" {
	requires uninstrumented
	local own rows
	setup_nested
	own=$(ns_inode /proc/self/ns/pid)
	rows="$deep 0 $own $deep
$deep 1 ${c[ns]} 5
$deep 2 ${c[ns2]} 2"
	# before 6.11 nothing but /proc names a namespace: one of the caller's own, if there can be one
	if ! pns_has pidfd-ns-ioctl || pns_denied pidfd_open; then
		run_tool mount-procns --pidns "$kid" -- pidns-translate -r -n -o PID,LEVEL,PIDNS,TO "$deep"
		[[ $status -ne 0 || $output == "$rows" || $output == "$deep 0 $own $deep" ]] ||
			fail "a row of two sources: $output"
		return 0
	fi
	rows_inside "$rows"
	# no other method is left to who may not send credentials
	! pns_denied pidns-ioctls || return 0
	# the namespace of the process is not known: one row of the caller's own
	rows_inside "$deep 0 $own $deep" setpriv --reuid 1000 --regid 1000 --clear-groups
}

@test "pidns-translate: without a procfs" {
	requires cmd:deny
	setup_nested
	local named=no made
	! pns_has pidfd-ns-ioctl || named=yes
	mount -t tmpfs none /proc
	defer umount /proc
	# before 6.11 nothing but a procfs names the namespace of a process
	if [[ $named == no ]]; then
		run_tool deny -e EPERM fsopen -- pidns-translate -J --from "$kid" 2
		assert_refused kernel-without-feature 1
		return 0
	fi
	# an instrumented program misses /proc, and says so on standard error
	run_tool pidns-translate --from "$kid" 2
	assert_output "$kid"
	run_tool pidns-translate --from "$kid" --to "$deep" 5
	assert_output 2
	for made in "" "-e EPERM fsopen"; do
		# shellcheck disable=SC2086
		run_tool deny $made -e ENOTTY "${IOCTLS[@]}" -- pidns-translate --from "$kid" 2
		assert_output "$kid"
		# shellcheck disable=SC2086
		run_tool deny $made -e ENOTTY "${IOCTLS[@]}" -- pidns-translate --from "$kid" --to "$deep" 5
		assert_output 2
	done
	run_tool deny -e EPERM fsopen -- pidns-translate --via procfs -J --from "$kid" 2
	assert_refused kernel-without-feature 1
	run_tool deny -e EPERM fsopen -- pidns-translate --list "$kid" -J
	assert_refused kernel-without-feature 1
}

@test "pidns-translate: a method that cannot do it is refused, and leaves no process behind" {
	local via
	setup_nested
	for via in pidfd ucred; do
		pns_translates_by "$via" || continue
		answers "$kid" pidns-translate --via "$via" --from "$kid" 2
		answers 5 pidns-translate --via "$via" --to "$kid" "$deep"
		answers 2 pidns-translate --via "$via" --from "$kid" --to "$deep" 5
		refused no-such-process pidns-translate --via "$via" --from "$kid" 99
		refused not-visible pidns-translate --via "$via" --to "$kid" $$
		refused not-visible pidns-translate --via "$via" --from "$kid" --to "$deep" 2
	done
	# nobody is left inside
	assert_equal "$(pidns-translate --list "$kid" -n -o PID | wc -l)" 6
}
