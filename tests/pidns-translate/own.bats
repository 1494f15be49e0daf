#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck disable=SC2030,SC2031,SC2154
#
# Of each process its number in its own PID namespace: --to own, on each kernel and for each caller.

load ../helper

IOCTLS=(ioctl:1=0x8004b706 ioctl:1=0x8004b707 ioctl:1=0x8004b708 ioctl:1=0x8004b709)

# what Linux 6.1 has: no ioctls on pidfds either, and no pidfds of threads
set_old() {
	old=(deny -e ENOTTY "${IOCTLS[@]}" ioctl:1=0xff05 ioctl:1=0xff09 -e EINVAL pidfd_open:1=0x80 --)
}

# tells_own VIA: whether it can tell the numbers here; the ioctls ask a pidfd. Where not, it is refused
tells_own() {
	pns_translates_by "$1" || return 1
	[[ $1 == ioctl ]] && pns_denied pidfd_open || return 0
	run_tool pidns-translate -J --via ioctl --to own $$
	assert_refused kernel-without-feature 1 || exit 1
	return 1
}

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

# misused MESSAGE COMMAND...: a wrong command line
misused() {
	local message=$1
	shift
	run_tool "$@"
	assert_status 1
	assert_stdout_empty
	assert_stderr_line_matches "pidns-translate: $message"
}

# bats file_tags=axis:root,axis:userns

@test "pidns-translate: --to own: the number of each process in its own namespace, by each method" {
	local via
	setup_nested --userns
	for via in auto ioctl procfs pidfd; do
		tells_own "$via" || continue
		answers "2
2
$$
1" pidns-translate --via "$via" --to own "$kid" "$deep" $$ "${c[init2]}"
		answers "2
1
2" pidns-translate --via "$via" --from "$kid" --to own 2 4 5
		answers 2 pidns-translate --via "$via" --tgid --to own "$deep"
		answers 2 pidns-translate --via "$via" --tgid --from "$kid" --to own 5
		refused no-such-process pidns-translate --via "$via" --to own 4194300
		refused no-such-process pidns-translate --via "$via" --from "$kid" --to own 99
	done
}

@test "pidns-translate: --to own: tables name the namespace, and who told the number" {
	local via own
	setup_nested --userns
	own=$(ns_inode /proc/self/ns/pid)
	for via in ioctl procfs pidfd; do
		tells_own "$via" || continue
		run_tool pidns-translate --via "$via" --to own -r -n -o PID,TO,LEVEL,PIDNS,TGID,OWN,VIA \
			"$kid" "$deep" $$
		assert_status 0
		assert_output "$kid 2 1 ${c[ns]} 2 2 $via
$deep 2 2 ${c[ns2]} 2 2 $via
$$ $$ 0 $own $$ $$ $via"
	done
	run_tool pidns-translate --from "$kid" --to own -r -n -o PID,TO,PIDNS 2 5
	assert_output "2 2 ${c[ns]}
5 2 ${c[ns2]}"
	run_tool pidns-translate --to own -J "$deep"
	assert_json '.pids[0] | "\(.pid) \(.to) \(.pidns) \(.error)"' "$deep 2 ${c[ns2]} null"
	run_tool pidns-translate --to own -J 4194300
	assert_status 1
	assert_json '.pids[0] | "\(.to) \(.error)"' "null no-such-process"
}

@test "pidns-translate: --to own, and the column OWN, with --list and --find" {
	setup_nested --userns
	run_tool pidns-translate --list "$kid" --to own -r -n -o PID,TO,OWN
	assert_status 0
	assert_output "1 1 1
2 2 2
3 3 3
4 1 1
5 2 2
6 3 3"
	run_tool pidns-translate --list "$kid" -r -n -o PID,OWN,TO
	assert_equal "${lines[4]}" "5 2 $deep"
	run_tool pidns-translate --from "${c[init]}" --find 2 --to own -r -n -o PID,TO,OWN,PIDNS
	assert_output "2 2 2 ${c[ns]}
2 2 2 ${c[ns2]}"
	run_tool pidns-translate -r -n -o LEVEL,TO,OWN "$deep"
	assert_output "0 $deep 2
1 5 2
2 2 2"
	run_tool pidns-translate --init -r -n -o TO,OWN "$deep"
	assert_output "${c[init2]} 1"
}

@test "pidns-translate: --to own: an identity comes and goes with it" {
	setup_nested --userns
	run_tool pidns-translate --to own -I "$deep"
	if ! pns_has pidfs; then
		assert_stderr_line_matches 'pidns-translate: .*\(kernel-without-feature\)'
		return 0
	fi
	[[ $output =~ ^2:([0-9]+)$ ]] || fail "no identity: $output"
	answers "${BASH_REMATCH[0]}" pidns-translate --from "$kid" --to own -I 5
	answers 2 pidns-translate --to own "$deep:${BASH_REMATCH[1]}"
	refused process-gone pidns-translate --to own "$kid:${BASH_REMATCH[1]}"
}

@test "pidns-translate: --to own: in text, and lines without a translation" {
	setup_nested --userns
	cd "$BATS_TEST_TMPDIR" || return
	printf '%s\n' "perf-$deep.map $deep x" " $kid y" "4194300 z" >text
	run_tool pidns-translate --to own --field '0:([0-9]+)' <text
	assert_status 0
	assert_output "perf-2.map 2 x
 2 y
4194300 z"
	run_tool pidns-translate --to own --missing mark <<<"4194300"
	assert_output "?"
	run_tool pidns-translate --to own <<<"0
$deep"
	assert_status 64
	assert_output 2
	run_tool pidns-translate --from "$kid" --to own --field 1 <<<"5 five"
	assert_output "2 five"
}

@test "pidns-translate: --to own: where it has no meaning it is refused" {
	local only='own is no reference to one PID namespace: .*'
	misused "$only" pidns-translate --from own 1
	misused "$only" pidns-translate --list own
	misused "$only" pidns-translate --from own --to own 1
	misused '--to own has no meaning with --init: .*' pidns-translate --init --to own
	misused '--via ucred cannot tell .*' pidns-translate --via ucred --to own 1
	run_tool pidns-translate --init own -J
	assert_status 1
	assert_stderr_line_matches 'pidns-translate: own: .*\(bad-reference\)'
	run_tool procns-info --pidns own -J
	assert_refused bad-reference 1
}

@test "pidns-translate: --to own: a kernel without the ioctls, or with some of them" {
	requires cmd:deny
	local old without
	setup_nested --userns
	set_old
	# what is denied: all; the question about the process; that about its number
	for without in "${old[*]}" "deny -e ENOTTY ioctl:1=0xff05 --" "deny -e EPERM ioctl:1=0xff05 --" \
		"deny -e EPERM ioctl:1=0x8004b708 --" "deny -e ENOSYS pidfd_open pidfd_send_signal --"; do
		# shellcheck disable=SC2206
		without=($without)
		answers "2
2
$$" "${without[@]}" pidns-translate --to own "$kid" "$deep" $$
		answers 2 "${without[@]}" pidns-translate --from "$kid" --to own 5
		refused no-such-process "${without[@]}" pidns-translate --to own 4194300
		run_tool "${without[@]}" pidns-translate --to own -r -n -o TO,PIDNS,VIA "$deep"
		assert_output "2 ${c[ns2]} procfs"
	done
	run_tool "${old[@]}" pidns-translate --list "$kid" -r -n -o PID,OWN
	assert_equal "${lines[4]}" "5 2"
	run_tool "${old[@]}" pidns-translate --via ioctl -J --to own "$deep"
	assert_refused kernel-without-feature 1
}

@test "pidns-translate: --to own: too few descriptors are no reason to miss a process" {
	requires cmd:prlimit
	local n
	setup_nested --userns
	for n in {4..12}; do
		run_with_descriptors "$n:$n" pidns-translate --from "$kid" --to own 5
		[[ $status -ne 127 && $status:$output != 0:2 ]] || continue
		[[ $status -eq 1 || $status -eq 2 ]] || fail "$n descriptors: status is $status"
		assert_stdout_empty
		assert_stderr_line_matches 'pidns-translate: .*Too many open files.*'
	done
}

@test "pidns-translate: --to own: a zombie has its numbers" {
	local -A z
	local via
	cd "$BATS_TEST_TMPDIR" || return
	start_holder z dead-leader
	[[ -n ${z[pid]} && -n ${z[init]} ]] || fail "no leader"
	for via in auto procfs pidfd; do
		tells_own "$via" || continue
		answers "${z[pid]}" pidns-translate --via "$via" --from "${z[init]}" --to own "${z[pid]}"
	done
}

@test "pidns-translate: --to own asks no file of /proc about each process" {
	requires cmd:strace uninstrumented
	setup_nested --userns
	cd "$BATS_TEST_TMPDIR" || return
	strace -o trace "$PNS_BIN/real/pidns-translate" --to own "$kid" "$deep" >got
	assert_equal "$(<got)" "2
2"
	# without these the numbers are in files alone
	! pns_denied pidfd_open && pns_has ioctl-translate && pns_has pidfd-ns-ioctl || return 0
	refute grep -qE '(open|readlink).*(status|fdinfo|/ns/)' trace
	# of a thread, as strace before 6.8 and since prints it
	assert_equal "$(grep -cE 'pidfd_open.*(0x80|PIDFD_THREAD|O_EXCL)' trace)" 2
}

# bats file_tags=axis:root

@test "pidns-translate: --to own: every process and thread of a tree, from each namespace of it" {
	local via space index init refs=(self)
	cd "$BATS_TEST_TMPDIR" || return
	start_holder h hold-tree tree
	while read -r index init; do
		refs[index]=$init
	done < <(awk '{ print $1, $3 }' tree | sort -u)
	for via in ioctl procfs pidfd; do
		tells_own "$via" || continue
		[[ $via != pidfd ]] || pns_has pidfd-thread || continue
		for space in 0 1 2; do
			# the numbers there, of those that have one, and the last ones; then the last of the group
			awk -v space="$space" '
			function is_in(ns) {
				for (; ns != space && ns > 0; ns = parent[ns])
					;
				return ns == space
			}
			{ ns[NR] = $1; parent[$1] = $2; pids[NR] = $8; tgids[NR] = $9 }
			END {
				for (i = 1; i <= NR; i++) {
					if (!is_in(ns[i]))
						continue
					n = split(pids[i], pid, ",")
					split(tgids[i], tgid, ",")
					level = 0
					while (chain(ns[i], n, level) != space)
						level++
					print pid[level + 1], pid[n], tgid[n]
				}
			}
			function chain(at, n, level,    up) {
				for (up = n - 1; up > level; up--)
					at = parent[at]
				return at
			}' tree >expected
			[[ -s expected ]]
			cut -d' ' -f1 expected >questions
			run_tool pidns-translate --via "$via" --from "${refs[space]}" --to own <questions
			diff <(cut -d' ' -f2 expected) "$run.out" || fail "$via: from $space"
			[[ $via != pidfd ]] || continue
			run_tool pidns-translate --via "$via" --tgid --from "${refs[space]}" --to own <questions
			diff <(cut -d' ' -f3 expected) "$run.out" || fail "$via: --tgid from $space"
		done
	done
}

@test "pidns-translate: --to own: a million lines in constant memory" {
	local n few many
	n=${PNS_TEST_BATCH:-$(pns_scaled 1000000)}
	setup_nested
	cd "$BATS_TEST_TMPDIR" || return
	printf '%s\n' "$kid" "$deep" $$ "${c[init2]}" >few
	yes "$(<few)" | head -n "$n" >many
	yes "2
2
$$
1" | head -n "$n" >expected
	peak-rss few.rss pidns-translate --to own <few >/dev/null
	peak-rss many.rss pidns-translate --to own <many >got
	cmp got expected
	few=$(sed -E 's/rss=([0-9]+).*/\1/' few.rss)
	many=$(sed -E 's/rss=([0-9]+).*/\1/' many.rss)
	((many - few < 512)) || [[ -n ${PNS_TEST_WRAP-}${ASAN_OPTIONS-} ]] || fail "memory grew from $few to $many KiB"
}

@test "pidns-translate: --to own: an ordinary user is told the numbers of everybody's processes" {
	requires cmd:deny
	local old without as_user=(setpriv --reuid 1000 --regid 1000 --clear-groups)
	setup_nested
	set_old
	for without in '' "${old[*]}"; do
		# shellcheck disable=SC2086
		answers "2
2
1" $without "${as_user[@]}" pidns-translate --to own "$kid" "$deep" 1
		# shellcheck disable=SC2086
		run_tool $without "${as_user[@]}" pidns-translate --to own -r -n -o TO,OWN,LEVEL,PIDNS,VIA "$deep"
		assert_status 0
		assert_output "2 2 2  procfs"
	done
	! tells_own ioctl ||
		refused no-access "${as_user[@]}" pidns-translate --via ioctl --to own "$deep"
}

@test "pidns-translate: --to own: hidepid leaves the pidfd" {
	local mode as_user=(setpriv --reuid 1000 --regid 1000 --clear-groups)
	setup_nested
	for mode in 1 2; do
		mount -t proc -o hidepid=$mode proc /proc
		refused no-access "${as_user[@]}" pidns-translate --via procfs --to own "$deep"
		refused no-such-process "${as_user[@]}" pidns-translate --to own 4194300
		if ! pns_denied pidfd_open; then
			answers 2 "${as_user[@]}" pidns-translate --to own "$deep"
			run_tool "${as_user[@]}" pidns-translate --to own -r -n -o TO,VIA "$deep"
			assert_output "2 pidfd"
		fi
		umount /proc
	done
}

@test "pidns-translate: --to own: without a procfs" {
	requires cmd:deny
	setup_nested
	local asked=no
	! pns_has pidfd-ns-ioctl || pns_denied pidns-ioctls || pns_denied pidfd_open || asked=yes
	mount -t tmpfs none /proc
	defer umount /proc
	if [[ $asked == no ]]; then
		run_tool deny -e EPERM fsopen -- pidns-translate -J --to own "$deep"
		assert_refused kernel-without-feature 1
		return 0
	fi
	run_tool deny -e EPERM fsopen -- pidns-translate --to own "$deep"
	assert_output 2
	run_tool deny -e EPERM fsopen -e ENOTTY "${IOCTLS[@]}" -- pidns-translate -J --to own "$deep"
	assert_refused kernel-without-feature 1
}

# bats file_tags=axis:user

@test "pidns-translate: --to own: an ordinary user asks about init" {
	answers "1
$$" pidns-translate --to own 1 $$
	run_tool pidns-translate --to own -r -n -o TO,LEVEL,VIA 1
	assert_output "1 0 procfs"
}
