#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck disable=SC2030,SC2031,SC2154
#
# The initial PID namespace from below, by a BPF program. What is right is known from outside: the number there of a
# process is the same, whichever namespace it is asked in.

load ../helper

INITIAL_PIDNS=4026531836
IOCTLS=(ioctl:1=0x8004b706 ioctl:1=0x8004b707 ioctl:1=0x8004b708 ioctl:1=0x8004b709)

setup_nested() {
	declare -gA c
	cd "$BATS_TEST_TMPDIR" || return
	start_holder c hold-pidns --mount --children 2 --depth 2
	IFS=, read -r kid other <<<"${c[kids]}"
	IFS=, read -r deep _ <<<"${c[kids2]}"
	inside=(nsenter --target "${c[init]}" --pid --mount --)
	own=$(ns_inode /proc/self/ns/pid)
}

# initial_of PID: its number there, as it is told outside of the holder
initial_of() {
	[[ $own != "$INITIAL_PIDNS" ]] || { echo "$1"; return; }
	pidns-translate --to initial "$1"
}

# has_sleeper NSENTER: whether as-pid, its child, has one of its own, which goes to the file pid
has_sleeper() {
	pgrep -x -P "$(pgrep -x -P "$1" as-pid || echo 0)" sleep >pid
}

refused() {
	local reason=$1
	shift
	run_tool "$@"
	assert_status 1
	assert_stdout_empty
	assert_stderr_line_matches "pidns-translate: .* \\($reason\\)"
}

# unless_built REASON: the reason of a build that has no BPF program comes first
unless_built() {
	pns_is_built_with HAVE_BPF && echo "$1" || echo kernel-without-feature
}

# lacks_initial: false where it can be told; else it is refused as it should be
lacks_initial() {
	local reason
	! pns_has bpf || return
	reason=$(unless_built "$(unless_denied bpf kernel-without-feature)")
	run_tool "${inside[@]}" pidns-translate -J --to initial 1
	assert_refused "$reason" 1
	run_tool "${inside[@]}" pidns-translate -J --from initial 1
	assert_refused "$reason" 1
}

# bats file_tags=axis:root

@test "pidns-translate: initial numbers inside are those that are told outside, both ways" {
	local pid want
	requires cmd:deny
	setup_nested
	! lacks_initial || return 0
	for pid in "1 ${c[init]}" "2 $kid" "3 $other" "5 $deep"; do
		want=$(initial_of "${pid#* }")
		assert_regex "$want" '^[1-9][0-9]*$'
		answers "$want" "${inside[@]}" pidns-translate --to initial "${pid% *}"
		answers "${pid% *}" "${inside[@]}" pidns-translate --from initial "$want"
	done
	# the other end may be below
	want=$(initial_of "$deep")
	answers 2 "${inside[@]}" pidns-translate --from initial --to 4 "$want"
	answers "$want" "${inside[@]}" pidns-translate --from 4 --to initial 2
	answers 2 deny -e ENOTTY "${IOCTLS[@]}" -- "${inside[@]}" pidns-translate --from initial --to 4 "$want"
	answers 2 "${inside[@]}" pidns-translate --from initial --to own "$want"
	refused not-visible "${inside[@]}" pidns-translate --from initial --to 4 "$(initial_of "$kid")"
}

@test "pidns-translate: who is in the initial namespace has its own numbers there" {
	setup_nested
	if [[ $own != "$INITIAL_PIDNS" ]]; then
		inside=()
		lacks_initial || assert_regex "$(initial_of $$)" '^[1-9][0-9]*$'
		return
	fi
	answers "$$" pidns-translate --from initial $$
	answers "$$" pidns-translate --to initial --via bpf $$
	answers 2 pidns-translate --from initial --to "${c[init]}" "$kid"
}

@test "pidns-translate: an initial number that nobody inside has is out of sight, and no process is none" {
	setup_nested
	! lacks_initial || return 0
	refused out-of-sight "${inside[@]}" pidns-translate --from initial "$(initial_of $$)"
	refused out-of-sight "${inside[@]}" pidns-translate --from initial 2147483647
	refused no-such-process "${inside[@]}" pidns-translate --to initial 4194300
	run_tool "${inside[@]}" pidns-translate --from initial --missing mark 2147483647 "$(initial_of "$kid")"
	assert_status 64
	assert_output "?
2"
}

@test "pidns-translate: threads, thread groups and identities by the initial namespace" {
	local -A z
	local dead thread want
	start_holder z dead-leader
	own=$(ns_inode /proc/self/ns/pid)
	# a thread is held by its directory before 6.9
	inside=(nsenter --target "${z[init]}" --pid unshare --mount
		sh -c "mount -t proc proc /proc && exec \"\$@\"" -)
	! lacks_initial || return 0
	dead=$(pgrep -P "${z[init]}")
	read -ra tids -d '' < <(ls "/proc/$dead/task") || true
	thread=${tids[-1]}
	want=$(initial_of "$thread")
	answers "$want" "${inside[@]}" pidns-translate --to initial "${z[tid]}"
	answers "${z[tid]}" "${inside[@]}" pidns-translate --from initial "$want"
	answers "${z[pid]}" "${inside[@]}" pidns-translate --from initial --tgid "$want"
	answers "$(initial_of "$dead")" "${inside[@]}" pidns-translate --to initial --tgid "${z[tid]}"
	answers "$(initial_of "$dead")" "${inside[@]}" pidns-translate --to initial "${z[pid]}"
	pns_has pidfs || return 0
	run_tool "${inside[@]}" pidns-translate --inode --to initial 1
	assert_regex "$output" "^$(initial_of "${z[init]}"):[1-9][0-9]*$"
	answers "1:${output#*:}" "${inside[@]}" pidns-translate --inode --from initial "$output"
	refused process-gone "${inside[@]}" pidns-translate --to initial 1:1
}

@test "pidns-translate: a stream from the initial namespace, with one list for each block" {
	local first second
	setup_nested
	! lacks_initial || return 0
	first=$(initial_of "$kid")
	second=$(initial_of "$other")
	for _ in {1..200}; do printf '%s\n' "$first" 2147483647 "$second"; done >in
	run_tool "${inside[@]}" pidns-translate --from initial --missing keep <in
	assert_status 64
	diff "$run.out" <(for _ in {1..200}; do printf '%s\n' 2 2147483647 3; done)
	printf 'oom: Killed process %s (x), parent %s\n' "$first" "$second" 2147483647 1 >in
	run_tool "${inside[@]}" pidns-translate --from initial --field '0:process ([0-9]+)' --missing mark <in
	assert_output "oom: Killed process 2 (x), parent $second
oom: Killed process ? (x), parent 1"
	requires cmd:strace uninstrumented
	for _ in {1..200}; do echo 2147483647; done >in
	"${inside[@]}" strace -o "$PWD/trace" -e trace=bpf "$PNS_BIN/real/pidns-translate" \
		--from initial --missing drop <in || true
	assert_equal "$(grep -c BPF_ITER_CREATE trace)" 1
}

@test "pidns-translate: a number that changed hands is not taken for the one before" {
	local answer first second holder
	setup_nested
	! lacks_initial || return 0
	coproc tool { "${inside[@]}" pidns-translate --from initial -u --missing mark 3>&- 4>&-; }
	defer kill "$tool_PID"
	exec 7>&"${tool[1]}" 8<&"${tool[0]}"
	"${inside[@]}" as-pid 300 sleep 300 3>&- 4>&- 7>&- 8<&- &
	holder=$!
	poll_until 5 has_sleeper "$holder"
	first=$(initial_of "$(<pid)")
	for _ in 1 2 3; do
		echo "$first" >&7
		read -r answer <&8
		assert_equal "$answer" 300
	done
	kill "$(<pid)"
	wait "$holder" || true
	"${inside[@]}" as-pid 300 sleep 300 3>&- 4>&- 7>&- 8<&- &
	holder=$!
	poll_until 5 has_sleeper "$holder"
	defer kill "$(<pid)"
	second=$(initial_of "$(<pid)")
	refute [ "$first" = "$second" ]
	printf '%s\n' "$first" "$second" "$first" >&7
	for want in '?' 300 '?'; do
		read -r answer <&8
		assert_equal "$answer" "$want"
	done
	exec 7>&- 8<&-
}

@test "pidns-translate: tables, --init and --list with the initial namespace" {
	local want
	setup_nested
	! lacks_initial || return 0
	want=$(initial_of "$kid")
	run_tool "${inside[@]}" pidns-translate --from initial -r -n -o PID,TO,PIDNS,LEVEL,COMMAND,VIA "$want"
	assert_output "$want 2 ${c[ns]} 0 pns-kid bpf"
	run_tool "${inside[@]}" pidns-translate --to initial -r -n -o PID,TO,PIDNS,COMMAND,VIA 2
	assert_output "2 $want ${c[ns]} pns-kid bpf"
	run_tool "${inside[@]}" pidns-translate --from initial --to 4 -r -n -o PID,TO,PIDNS "$(initial_of "$deep")"
	assert_output "$(initial_of "$deep") 2 ${c[ns2]}"
	answers "$(initial_of "${c[init2]}")" "${inside[@]}" pidns-translate --init --to initial 4
	run_tool "${inside[@]}" pidns-translate --list 4 --to initial -r -n -o PID,TO
	assert_output "1 $(initial_of "${c[init2]}")
2 $(initial_of "$deep")
3 $(initial_of "${c[kids2]#*,}")"
}

@test "pidns-translate: without the capabilities, or with bpf denied, the initial namespace is refused" {
	requires cmd:deny
	setup_nested
	run_tool "${inside[@]}" setpriv --bounding-set=-sys_admin,-bpf,-perfmon --inh-caps=-all \
		pidns-translate -J --to initial 1
	assert_refused "$(unless_built no-privilege)" 1
	assert_json '.refusal[0].stage' bpf
	pns_is_built_with HAVE_BPF || return 0
	assert_stderr_line_matches '.*CAP_BPF and CAP_PERFMON.*'
	run_tool "${inside[@]}" setpriv --bounding-set=-sys_admin,-bpf --inh-caps=-all \
		pidns-translate -J --from initial 1
	assert_refused no-privilege 1
	run_tool deny -e EPERM bpf -- "${inside[@]}" pidns-translate -J --from initial 1
	assert_refused blocked-by-seccomp 1
	! lacks_initial || return 0
	answers "$(initial_of "$kid")" "${inside[@]}" setpriv --bounding-set=-sys_admin --inh-caps=-all \
		pidns-translate --to initial 2
}

# bats file_tags=axis:root,axis:user,axis:userns

@test "pidns-translate: the initial namespace takes privilege in the initial user namespace" {
	requires userns
	run_tool unshare --user --map-root-user --pid --fork --mount-proc pidns-translate -J --to initial 1
	assert_refused "$(unless_built no-privilege)" 1
	! pns_is_built_with HAVE_BPF || assert_stderr_line_matches '.*in the initial user namespace.*'
}

@test "pidns-translate: initial is only for --from and --to" {
	local arguments
	for arguments in '--init initial' '--list initial'; do
		# shellcheck disable=SC2086
		run_tool pidns-translate $arguments
		[[ $status -ne 0 ]] || fail "taken: $arguments"
		assert_stdout_empty
		[[ $stderr == *"'initial' is for --from and --to of pidns-translate only"* ]] || fail "not told"
	done
	run_tool procns-info --pidns initial
	assert_stderr_line_matches ".*'initial' is for --from and --to of pidns-translate only.*"
	for arguments in '--from initial --to initial' '--find --from initial' '--via procfs --from initial' \
		'--via bpf --from self'; do
		# shellcheck disable=SC2086
		run_tool pidns-translate $arguments 1
		assert_status 1
		assert_stdout_empty
	done
}
