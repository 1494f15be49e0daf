#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# The COMMAND form: a procfs for one command that leaves nothing behind.

load ../helper

setup() {
	pns_setup
	mounts=$(mount_table)
}

assert_host_untouched() {
	assert_mount_table_is "$mounts"
}

# bats file_tags=axis:root,axis:userns

@test "mount-procns: COMMAND has the descriptor limit of the caller, the tool all that it may have" {
	requires cmd:prlimit
	local join
	for join in '' --join; do
		# shellcheck disable=SC2086
		run_with_descriptors 7:64 mount-procns $join --pidns self "$BATS_TEST_TMPDIR" -- \
			bash -c 'ulimit -Sn; ulimit -Hn'
		assert_status 0
		assert_output "7
64"
	done
}

@test "mount-procns: COMMAND sees the procfs, the caller's mount table stays" {
	local -A c
	start_holder c hold-pidns --children 2
	run_tool mount-procns --pidns "${c[init]}" -- \
		sh -c 'cd /proc && cat 1/comm && ls -d [0-9]* | sort -n | paste -sd,'
	assert_status 0
	assert_output "pns-init
${c[pids]}"
	assert_stderr_empty
	assert_host_untouched
	mkdir "$BATS_TEST_TMPDIR/there"
	run_tool mount-procns --pidns "${c[init]}" "$BATS_TEST_TMPDIR/there" -- cat "$BATS_TEST_TMPDIR/there/1/comm"
	assert_status 0
	assert_output pns-init
	assert_host_untouched
}

@test "mount-procns: --join makes COMMAND a member" {
	local -A c
	requires cmd:ps
	start_holder c hold-pidns --children 2
	run_tool mount-procns --pidns "${c[init]}" --join -- ps -e -o pid=,comm=
	assert_status 0
	assert_line --regexp '^ +1 pns-init$'
	assert_line --regexp '^ +2 pns-kid$'
	assert_line --regexp '^ +3 pns-kid$'
	assert_line --regexp '^ +[0-9]+ ps$'
	assert_equal "${#lines[@]}" 4
	assert_host_untouched
	# without it COMMAND only looks
	run_tool mount-procns --pidns "${c[init]}" -- readlink /proc/self
	assert_status 1
}

@test "mount-procns: the status of COMMAND comes through" {
	local join
	for join in "" --join; do
		run_tool mount-procns $join -- sh -c 'exit 7'
		assert_status 7
		run_tool mount-procns $join -- sh -c 'kill -TERM $$'
		assert_status 143
		run_tool mount-procns $join -- sh -c 'kill -KILL $$'
		assert_status 137
		run_tool mount-procns $join -- "$BATS_TEST_TMPDIR/none"
		assert_status 127
		assert_stderr_line_matches "mount-procns: .*/none: execvp failed: No such file or directory"
		run_tool mount-procns $join -- "$BATS_TEST_TMPDIR"
		assert_status 126
		run_tool mount-procns $join --pidns /dev/null -- true
		assert_status 125
		run_tool mount-procns $join "$BATS_TEST_TMPDIR/none" -- true
		assert_status 125
	done
	assert_host_untouched
}

# A command that says so when it is ready, and which signal it got
readonly SIGNAL_TELLER='trap "echo got TERM; exit 3" TERM; trap "echo got HUP; exit 4" HUP
echo ready; while :; do sleep 0.05; done'

@test "mount-procns: a signal to the tool comes through" {
	local join signal
	local -A t
	for join in -v --join; do
		for signal in TERM HUP; do
			start_holder t mount-procns $join -- bash -c "$SIGNAL_TELLER"
			kill "-$signal" "${t[holder]}"
			wait "${t[holder]}" && status=0 || status=$?
			: >"${t[base]}.ended"
			run_tool cat "${t[base]}.out"
			assert_line "got $signal"
		done
	done
	assert_host_untouched
}

# got WORD NUMBER: COMMAND has said so that often
got() {
	[[ $(grep -c "^got $1\$" "${t[base]}.out") -ge $2 ]]
}

@test "mount-procns: a signal to the process group reaches COMMAND of --join once" {
	local -A t
	local i
	start_holder t setsid mount-procns --join -- bash -c 'trap "echo got GROUP" RTMIN
		trap "echo got TOOL" RTMIN+1; sleep 1000 & echo ready; while :; do wait "$!"; done'
	for i in 1 2 3 4 5 6 7 8; do
		kill -RTMIN -- "-${t[holder]}"
		poll_until 10 got GROUP "$i"
		# what is passed on comes in order: a second GROUP would be there before
		kill -RTMIN+1 "${t[holder]}"
		poll_until 10 got TOOL "$i"
	done
	kill -RTMIN "${t[holder]}"
	poll_until 10 got GROUP 9
	assert_equal "$(grep -c '^got GROUP$' "${t[base]}.out") $(grep -c '^got TOOL$' "${t[base]}.out")" "9 8"
	kill -KILL -- "-${t[holder]}"
	wait "${t[holder]}" || true
	: >"${t[base]}.ended"
	assert_host_untouched
}

@test "mount-procns: COMMAND stopped stops the tool, and goes on with it" {
	local -A t
	start_holder t mount-procns --join -- bash -c 'echo ready; kill -STOP $$; echo on; exit 0'
	poll_until 5 grep -q '^State:.T' "/proc/${t[holder]}/status"
	kill -CONT "${t[holder]}"
	wait "${t[holder]}"
	: >"${t[base]}.ended"
	run_tool cat "${t[base]}.out"
	assert_line on
}

@test "mount-procns: COMMAND gets 0, 1 and 2 and what the caller left open" {
	local join
	for join in "" --join; do
		run_tool mount-procns $join -- list-fds
		assert_status 0
		assert_equal "$(awk '{ print $1 }' <<<"$output" | paste -sd' ')" "0 1 2"
		run_tool mount-procns $join -- list-fds 7</dev/null
		assert_equal "$(awk '{ print $1 }' <<<"$output" | paste -sd' ')" "0 1 2 7"
		# a reference is used up
		run_tool mount-procns --pidns fd:7 $join -- list-fds 7</proc/self/ns/pid
		assert_equal "$(awk '{ print $1 }' <<<"$output" | paste -sd' ')" "0 1 2"
		run_tool mount-procns --via helper $join -- list-fds
		assert_equal "$(awk '{ print $1 }' <<<"$output" | paste -sd' ')" "0 1 2"
		run_tool mount-procns -J --hidepid 2 $join -- list-fds
		assert_equal "$(awk '{ print $1 }' <<<"$output" | paste -sd' ')" "0 1 2"
	done
	assert_host_untouched
}

@test "mount-procns: COMMAND does not run if what is printed before it is lost" {
	local join
	for join in "" --join; do
		run_tool bash -c 'mount-procns "$@" >/dev/full' - $join -O TARGET \
			"$BATS_TEST_TMPDIR" -- touch "$BATS_TEST_TMPDIR/ran"
		assert_status 125
		assert_stderr_line_matches "mount-procns: .*: No space left on device"
		run_tool bash -c 'mount-procns "$@" >&-' - $join -O TARGET \
			"$BATS_TEST_TMPDIR" -- touch "$BATS_TEST_TMPDIR/ran"
		assert_status 125
		assert [ ! -e "$BATS_TEST_TMPDIR/ran" ]
		run_tool mount-procns $join --raw -n -O HIDEPID "$BATS_TEST_TMPDIR" -- echo ran
		assert_status 0
		assert_output "off
ran"
		# a refusal in JSON keeps its status
		run_tool bash -c 'mount-procns "$@" >/dev/full' - $join -J --pidns /dev/null -- true
		assert_status 125
	done
	assert_host_untouched
}

@test "mount-procns: COMMAND gets closed what the caller closed" {
	local join
	for join in "" --join; do
		run_tool bash -c 'mount-procns "$@" <&-' - $join -- list-fds
		assert_status 0
		assert_equal "$(awk '{ print $1 }' <<<"$output" | paste -sd' ')" "1 2"
		# the supervisor of tests/ci/seccomp needs standard error
		pns_can_deny_fork || continue
		run_tool bash -c 'mount-procns "$@" <&- 2>&-' - $join -- list-fds
		assert_status 0
		assert_equal "$(awk '{ print $1 }' <<<"$output" | paste -sd' ')" "1"
	done
	run_tool bash -c 'mount-procns --pidns fd:0 -- true <&-'
	assert_status 125
	assert_stderr_line_matches "mount-procns: fd:0: .*not open.*"
	assert_host_untouched
}

@test "mount-procns: --join --fd may have the number of what the tool has open" {
	local -A c
	local fd
	start_holder c hold-pidns
	for fd in 0 3 4 5 6 7 8; do
		run_tool mount-procns --pidns "${c[init]}" --join --fd="$fd" -- list-fds
		if pns_denied open_tree; then
			assert_status 125
			continue
		fi
		assert_status 0
		assert_line --regexp "^$fd procfs-root "
		assert [ "${#lines[@]}" -eq $((fd == 0 ? 3 : 4)) ]
	done
	assert_host_untouched
}

@test "mount-procns: COMMAND of --join inherits an ignored SIGCHLD, and its status comes through" {
	local ignored
	requires cmd:env
	# who runs the suite may ignore signals of his own
	ignored=$(grep "^SigIgn" /proc/self/status)
	run_tool mount-procns --join -- grep "^SigIgn" /proc/self/status
	assert_output "$ignored"
	ignored=$(env --ignore-signal=CHLD grep "^SigIgn" /proc/self/status)
	# a shell that wraps the tool would have it at its default
	# shellcheck disable=SC2086
	run_tool ${PNS_TEST_FILTER-} env --ignore-signal=CHLD "$PNS_BIN/real/mount-procns" --join -- \
		bash -c 'grep "^SigIgn" /proc/self/status; exit 7'
	assert_status 7
	assert_output "$ignored"
}

@test "mount-procns: --join says so when it cannot learn the status of COMMAND" {
	requires cmd:deny
	run_tool deny -e EINVAL 'wait4:2=3' -- mount-procns --join -- true
	assert_status 125
	assert_stderr_line_matches "mount-procns: true: waitpid failed: .*"
	assert_host_untouched
}

@test "mount-procns: --fd passes the detached mount, and nothing else" {
	local -A c
	start_holder c hold-pidns
	run_tool mount-procns --pidns "${c[init]}" --fd -- list-fds
	if pns_denied open_tree; then
		assert_status 125
		assert_stderr_line_matches 'mount-procns: .*: open_tree failed: .*seccomp.*'
		return
	fi
	assert_status 0
	assert_equal "${#lines[@]}" 4
	assert_line --index 3 --regexp '^[0-9]+ procfs-root inode:1 path-only$'
	run_tool mount-procns --pidns "${c[init]}" --fd=9 -- list-fds
	assert_line --index 3 "9 procfs-root inode:1 path-only"
	assert_equal "${#lines[@]}" 4
	run_tool mount-procns --pidns "${c[init]}" --fd -- sh -c 'cat /proc/self/fd/$PROCNS_FD/1/comm'
	assert_status 0
	assert_output pns-init
	run_tool mount-procns --pidns "${c[init]}" -F11 --via mount -- \
		bash -c 'echo $PROCNS_FD; cat /proc/self/fd/11/1/comm'
	if pns_has kernel-pidns-opt; then
		assert_output "11
pns-init"
	else
		assert_status 125
	fi
	run_tool mount-procns --pidns "${c[init]}" --fd --join -- sh -c 'cat /dev/fd/$PROCNS_FD/1/comm'
	assert_status 0
	run_tool mount-procns --fd "$BATS_TEST_TMPDIR" -- true
	assert_status 125
	run_tool mount-procns --fd=x -- true
	assert_status 125
	assert_host_untouched
}

@test "mount-procns: --propagation of the command's mount namespace" {
	run_tool mount-procns -- grep -c ' shared:\| master:' /proc/self/mountinfo
	assert_output 0
	mount -t tmpfs none "$BATS_TEST_TMPDIR"
	defer umount "$BATS_TEST_TMPDIR"
	mount --make-shared "$BATS_TEST_TMPDIR"
	mounts=$(mount_table)
	mkdir "$BATS_TEST_TMPDIR/m"
	run_tool mount-procns "$BATS_TEST_TMPDIR/m" -- grep " $BATS_TEST_TMPDIR " /proc/self/mountinfo
	refute_output --partial shared
	run_tool mount-procns --propagation slave -- grep " $BATS_TEST_TMPDIR " /proc/self/mountinfo
	assert_output --partial master:
	run_tool mount-procns --propagation unchanged -- grep " $BATS_TEST_TMPDIR " /proc/self/mountinfo
	assert_output --partial shared:
	assert_host_untouched
	run_tool mount-procns --propagation wrong -- true
	assert_status 125
	run_tool mount-procns --propagation slave "$BATS_TEST_TMPDIR/m"
	assert_status 1
}

@test "mount-procns: COMMAND in a chroot leaves the mounts outside alone" {
	local root=$BATS_TEST_TMPDIR/root dir
	mkdir -p "$root"
	mount -t tmpfs none "$root"
	mount --make-shared "$root"
	defer umount --recursive "$root"
	mkdir -p "$root"/tree/{usr,proc,bld}
	mount --rbind /usr "$root/tree/usr"
	mount --rbind /proc "$root/tree/proc"
	mount --bind "$abs_top_builddir" "$root/tree/bld"
	for dir in bin sbin lib lib32 lib64 libx32; do
		[[ ! -L /$dir ]] || ln -s "$(readlink "/$dir")" "$root/tree/$dir"
	done
	[[ -L /bin ]] || skip "requires: merged /usr"
	mounts=$(mount_table)
	run_tool chroot "$root/tree" /bld/mount-procns --hidepid 4 -- sh -c 'grep -c "hidepid=[p4]" /proc/self/mounts'
	assert_status 0
	assert_output 1
	assert_host_untouched
	run_tool chroot "$root/tree" /bld/mount-procns --via mount -- readlink /proc/self
	assert_status 0
	assert_output --regexp '^[0-9]+$'
	assert_host_untouched
}

# --- killed at any moment ---

# Kill the tool at its Nth system call, for N = 1, 2, ...: nothing may be left behind. Where an
# instrumented tool makes thousands of them, at some 150 evenly spread ones (PNS_TEST_SCALE).
survives_kills() {
	local n=1 line total stride
	run_tool kill-at --syscall 1000000 -- mount-procns "$@"
	[[ ${lines[-1]} =~ ^killed=no\ .*syscalls=([0-9]+) ]] || fail "${lines[-1]}"
	total=${BASH_REMATCH[1]}
	assert [ "$total" -gt 50 ]
	stride=$((total / $(pns_scaled 150) + 1))
	while :; do
		run_tool kill-at --syscall "$n" -- mount-procns "$@"
		line=${lines[-1]}
		[[ $line == *orphans=0 ]] || fail "after system call $n: $line"
		assert_host_untouched
		[[ $line == killed=yes* ]] || break
		n=$((n + stride))
	done
}

@test "mount-procns: kill -9 between any two system calls leaves nothing behind" {
	local -A c
	start_holder c hold-pidns
	survives_kills --pidns "${c[init]}" -- true
	survives_kills --pidns "${c[init]}" --via helper -- true
	survives_kills --pidns "${c[init]}" --join -- true
	survives_kills --empty -- true
	kill -TERM "${c[init]}"
	stop_holder c
}

@test "mount-procns: 200 times kill -9 at random moments leave nothing behind" {
	local -A c
	local elapsed line i how n
	start_holder c hold-pidns
	n=$(pns_scaled 100)
	RANDOM=4242
	for how in --join --via=helper; do
		run_tool kill-at --after 10000000 -- mount-procns "$how" --pidns "${c[init]}" -- true
		[[ ${lines[-1]} =~ elapsed=([0-9]+) ]]
		elapsed=${BASH_REMATCH[1]}
		for ((i = 0; i < n; i++)); do
			run_tool kill-at --after $((RANDOM * RANDOM % (elapsed * 5 / 4) + 1)) -- \
				mount-procns "$how" --pidns "${c[init]}" -- true
			line=${lines[-1]}
			[[ $line == *orphans=0 ]] || fail "$how: $line"
		done
		assert_host_untouched
	done
	# nobody who was left unreaped keeps init from exiting
	kill -KILL "${c[init]}"
	stop_holder c
}
