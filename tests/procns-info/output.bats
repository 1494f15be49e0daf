#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# procns-info: forms of output, columns, the command line.

load ../helper

# bats file_tags=axis:root,axis:user,axis:userns

@test "procns-info: -J keys are those of --list-columns, with the types said there" {
	local promised key type
	local -A types=()
	run_tool procns-info --list-columns --raw --noheadings
	assert_status 0
	promised=$(awk '{ print tolower($1), $2 }' "$run.out")
	run_tool procns-info -J --output-all /proc
	assert_status 0
	while read -r key type; do
		types[$key]=$type
	done < <(json '.procfs[0] | to_entries[] | "\(.key) \(.value | type)"')
	while read -r key type; do
		[[ ${types[$key]-none} == @("$type"|null) ]] || fail "$key is ${types[$key]-none}, promised is $type"
		unset "types[$key]"
	done <<<"$promised"
	assert_equal "${!types[*]}" ''
}

@test "procns-info: columns are chosen, added to, and unknown ones refused" {
	run_tool procns-info -J -o pidns,TARGET /proc
	assert_status 0
	assert_json_in_order '.procfs[0] | keys_unsorted | join(" ")' "pidns target"
	run_tool procns-info -J -o +VIA,TRUST /proc
	assert_json_in_order '.procfs[0] | keys_unsorted | join(" ")' \
		"target pidns state init command procs hidepid options via trust"
	run_tool procns-info -o TARGET,NONSENSE
	assert_status 1
	assert_stdout_empty
	assert_stderr_line_matches 'procns-info: unknown column: NONSENSE'
	run_tool procns-info -o ''
	assert_status 1
}

@test "procns-info: forms of output" {
	local ns
	ns=$(ns_inode /proc/self/ns/pid)
	run_tool procns-info -r -o TARGET,PIDNS /proc
	assert_output "TARGET PIDNS
/proc $ns"
	run_tool procns-info -P -o TARGET,PIDNS /proc
	assert_output "TARGET=\"/proc\" PIDNS=\"$ns\""
	run_tool procns-info -n -o TARGET,PIDNS /proc
	assert_output --regexp "^/proc +$ns$"
	run_tool procns-info -o TARGET,PIDNS /proc
	assert_equal "${#lines[@]}" 2
}

@test "procns-info: unknown is null in JSON and blank in tables" {
	run_tool procns-info -J -o ACTION,SEES,GID /proc
	assert_json '.procfs[0] | map(tostring) | unique | join(" ")' null
	run_tool procns-info -P -o ACTION,SEES,GID /proc
	assert_output 'ACTION="" SEES="" GID=""'
}

@test "procns-info: --filter, or that this libsmartcols has none" {
	if ! grep -q scols_filter_parse_string "$(ldconfig -p | awk '/libsmartcols.so.1/ { print $NF; exit }')"; then
		run_tool procns-info --filter 'TARGET == "/proc"'
		assert_status 1
		assert_stdout_empty
		assert_stderr_line_matches 'procns-info: --filter is not supported by this libsmartcols.*'
		return
	fi
	run_tool procns-info -J --filter 'TARGET == "/proc" and LEVEL == 0' -o PIDNS
	assert_status 0
	assert_json '.procfs | length' 1
	assert_json '.procfs[0] | keys | join(" ")' pidns
	run_tool procns-info --filter 'TARGET == "/no/such"'
	assert_status 1
	assert_stdout_empty
	run_tool procns-info --filter 'TARGET =='
	assert_status 1
	run_tool procns-info --filter 'NONSENSE == 1'
	assert_status 1
}

@test "procns-info: options that exclude each other" {
	local pair
	for pair in '-J -r' '-J -P' '-T -k' '-x -J' '-a -t 1' '-t 1 -N 1' '-c -w' '-a -w' '-T --filter A' \
		'-o PIDNS --output-all' '--as root -k'; do
		# shellcheck disable=SC2086
		run_tool procns-info $pair
		[[ $status -eq 1 || $status -eq 2 ]] || fail "$pair: status $status"
		assert_stderr_line_matches '.* exclude each other'
	done
	run_tool procns-info --all /proc
	assert_status 1
}

@test "procns-info: --help and --version" {
	run_tool procns-info --help
	assert_status 0
	assert_stderr_empty
	assert_output --partial "procns-info [options] [<procfs>...]"
	run_tool procns-info --version
	assert_status 0
	assert_output --regexp '^procns-info from procns '
	# not 1, which is an answer of what may have been meant
	run_tool procns-info --nonsense
	assert_status 2
	assert_stdout_empty
}

@test "procns-info: a full disk is an error" {
	[[ -w /dev/full ]] || skip "requires: /dev/full"
	run_tool sh -c 'procns-info >/dev/full'
	assert_status 1
	assert_stderr_line_matches '.*write error: No space left on device'
}

@test "procns-info: the columns of --overmounts" {
	run_tool procns-info --overmounts --list-columns --raw --noheadings
	assert_status 0
	assert_line --index 0 --regexp '^PROCFS string '
	run_tool procns-info -k -J /proc
	assert_status 0
	assert_json '.overmounts | type' array
}

@test "procns-info: --explain tells of the caller's own" {
	run_tool procns-info --explain /proc
	assert_status 0
	assert_line --index 0 --regexp "^/proc: shows the caller's own PID namespace: "
}
