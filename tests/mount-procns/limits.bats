#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2154
#
# Limits of the kernel are named, each with the sysctl that raises it.

load ../helper

# limited SYSCTL=VALUE ARGUMENT...: mount-procns in a user namespace of its own with that limit. It has a
# limit for each of its own
limited() {
	requires userns
	run_tool unshare --user --map-root-user --mount --pid --fork --mount-proc bash -euc '
		echo "${1#*=}" >"/proc/sys/user/${1%=*}"
		exec mount-procns "${@:2}"' - "$@"
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "mount-procns: the limit on PID namespaces is named" {
	limited max_pid_namespaces=0 -J --check --empty
	assert_refused namespace-limit 32
	assert_json '.refusal[0] | [.stage, .errno, .hintid] | join(" ")' 'unshare ENOSPC raise-limit'
	assert_stderr_line_matches '.*limit on namespaces of this type is reached: user\.max_pid_namespaces is 0'
	assert_stderr_line_matches 'hint: raise the limit as root: sysctl user\.max_pid_namespaces=[0-9]+'
	limited max_pid_namespaces=0 -J --check --empty --via helper
	assert_refused namespace-limit 32
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "mount-procns: the hint about a limit cures" {
	requires userns
	run_tool unshare --user --map-root-user --mount --pid --fork --mount-proc bash -uc '
		echo 0 >/proc/sys/user/max_pid_namespaces
		hint=$(mount-procns --check --empty 2>&1 | sed -n "s/^hint: .*: sysctl //p")
		echo "${hint#*=}" >"/proc/sys/${hint%%.*}/$(cut -d. -f2 <<<"${hint%%=*}")"
		mount-procns --check --empty'
	assert_status 0
	assert_stderr_empty
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "mount-procns: the limit on mount namespaces is named, for a plain mount as well" {
	local arguments call=fsmount
	! pns_denied fsopen && ! pns_denied fsconfig || call=unshare
	limited max_mnt_namespaces=0 -J --check
	assert_refused namespace-limit 32
	assert_json '.refusal[0].stage' "$call"
	assert_stderr_line_matches '.*: user\.max_mnt_namespaces is 0'
	for arguments in '--check --via mount' '/mnt' '-- true'; do
		# shellcheck disable=SC2086
		limited max_mnt_namespaces=0 -J $arguments
		[[ $arguments == '-- true' ]] || assert_refused namespace-limit 32
		assert_stderr_line_matches '.*: user\.max_mnt_namespaces is 0'
	done
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "mount-procns: the limit of an ancestor user namespace is named as such" {
	requires userns
	run_tool unshare --user --map-root-user --mount --pid --fork --mount-proc bash -euc '
		coproc ns { exec unshare --user --map-root-user --mount --pid --fork --mount-proc bash -c "
			echo ready; read -r _; exec mount-procns -J --check --empty"; }
		read -r _ <&"${ns[0]}"
		exec 3<&"${ns[0]}"
		echo 0 >/proc/sys/user/max_pid_namespaces
		echo >&"${ns[1]}"
		cat <&3'
	assert_json '.refusal[0].reason' namespace-limit
	# nobody can tell the level without clone3(2)
	local which=' of an ancestor user namespace'
	! pns_denied clone3 || which=' or 32 levels'
	assert_stderr_line_matches ".*: user\.max_pid_namespaces$which"
	assert_json '.refusal[0].hint' 'raise the limit, or end programs that have namespaces of their own'
}

# bats test_tags=axis:root,axis:userns
@test "mount-procns: the deepest level of PID namespaces is named" {
	export go='if unshare --pid --fork true 2>/dev/null; then
			exec unshare --pid --fork bash -c "$go"
		fi
		exec mount-procns -J --check --empty'
	run_tool bash -c "$go"
	assert_status 32
	if pns_denied clone3; then
		# nobody can tell the level then
		assert_refused namespace-limit 32
		assert_stderr_line_matches '.*: user\.max_pid_namespaces or 32 levels'
	else
		assert_refused nesting-limit 32
	fi
}

# bats test_tags=axis:root,axis:userns
@test "mount-procns: the limit on mounts is named" {
	requires cmd:strace
	local call=move_mount arguments=(--via fsconfig)
	if pns_denied fsopen || pns_denied fsconfig || pns_denied move_mount; then
		call=mount arguments=(--via mount)
	fi
	mkdir "$BATS_TEST_TMPDIR/p"
	run_tool strace -f -qq -o /dev/null -e "inject=$call:error=ENOSPC:when=1+" mount-procns -J \
		"${arguments[@]}" "$BATS_TEST_TMPDIR/p"
	assert_status 32
	if [[ $call == move_mount ]]; then
		assert_refused mount-limit 32
		assert_stderr_line_matches '.*: fs\.mount-max is [0-9]+'
	fi
	assert_nothing_mounted
}

# bats test_tags=axis:user,axis:userns
@test "mount-procns: a limit on processes is no lack of privilege" {
	requires cmd:prlimit
	run_tool prlimit --nproc=1 mount-procns -J --check --via helper
	assert_refused process-limit 32
	assert_json '.refusal[0] | [.stage, .errno, .hintid] | join(" ")' 'fork EAGAIN try-again'
}

# bats test_tags=axis:root,axis:userns
@test "mount-procns: a killed helper is told as such" {
	requires cmd:strace
	local -A c
	pns_denied fsopen && return
	start_holder c hold-pidns
	run_tool strace -f -qq -o /dev/null -e inject=fsopen:signal=KILL mount-procns -J --check \
		--via helper --pidns "${c[init]}"
	assert_refused helper-killed 32
	assert_json '.refusal[0].object' 'helper process (signal 9)'
}
