#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# procns-info over more than one mount namespace: --all, --namespace, --target, --tree, cost.

load ../helper

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/p
	mkdir -p "$dir"
}

# start_containers NUMBER: each with a mount and a PID namespace of its own, and one procfs on
# $dir of which it is known what it shows. Their inits are in inits, one a line.
start_containers() {
	local number=$1 i
	inits=$BATS_TEST_TMPDIR/inits
	: >"$inits"
	containers=()
	# the outer procfs, while it is there, tells the number that the shell has outside
	cat >"$BATS_TEST_TMPDIR/container" <<-'END'
	read -r pid rest </proc/self/stat
	umount -l /proc
	mount -t proc -o nosuid,nodev,noexec proc "$1" && echo "$pid" >>"$2"
	exec sleep 1000
	END
	for ((i = 0; i < number; i++)); do
		unshare --mount --pid --fork --kill-child --propagation private \
			sh "$BATS_TEST_TMPDIR/container" "$dir" "$inits" </dev/null >/dev/null 2>&1 3>&- 4>&- &
		containers+=($!)
	done
	defer end_containers
	poll_until 60 containers_run "$number" || fail "only $(wc -l <"$inits") of $number run"
}

containers_run() {
	[[ $(wc -l <"$inits") -eq $1 ]] || { sleep 0.2; return 1; }
	# shellcheck disable=SC2002,SC2046
	[[ $(cat $(sed 's|.*|/proc/&/comm|' "$inits") 2>/dev/null | grep -cx sleep) -eq $1 ]]
}

inits_are_gone() {
	local init
	while read -r init; do
		! kill -0 "$init" 2>/dev/null || return 1
	done <"$inits"
}

# unshare takes its child along
end_containers() {
	[[ ${#containers[@]} -gt 0 ]] || return 0
	kill -KILL "${containers[@]}" 2>/dev/null || true
	wait "${containers[@]}" 2>/dev/null || true
	containers=()
	poll_until 20 inits_are_gone
}

# What the test knows: one line a container, "MNTNS PIDNS INIT"
known_containers() {
	local init
	while read -r init; do
		echo "$(ns_inode "/proc/$init/ns/mnt") $(ns_inode "/proc/$init/ns/pid") $init"
	done <"$inits" | sort
}

# count_calls COMMAND...: how many system calls it takes
count_calls() {
	strace -f -o "$BATS_TEST_TMPDIR/strace" "$@" >/dev/null
	wc -l <"$BATS_TEST_TMPDIR/strace"
}

# bats file_tags=axis:root

@test "procns-info: --all lists each procfs of 200 containers with its namespace, init and owner" {
	local user number
	number=$(pns_scaled 200)
	start_containers "$number"
	user=$(ns_inode /proc/self/ns/user)
	run_tool procns-info --all -J \
		-o TARGET,MNTNS,PIDNS,INIT,COMMAND,USERNS,OWNER,STATE,LEVEL
	assert_status 0
	assert_stderr_empty
	assert_equal "$(pns_jq -r --arg dir "$dir" '.procfs[] | select(.target == $dir)
		| "\(.mntns) \(.pidns) \(.init)"' "$run.out" | sort)" "$(known_containers)"
	assert_json "[.procfs[] | select(.target == \"$dir\")] | length" "$number"
	assert_json "[.procfs[] | select(.target == \"$dir\")
		| \"\(.command) \(.userns) \(.owner) \(.state) \(.level)\"]
		| unique | join(\",\")" "sleep $user root live 1"
	# nothing is listed twice
	assert_json '[.procfs[] | "\(.mntns) \(.target)"] | length - (unique | length)' 0
}

@test "procns-info: --all takes system calls in proportion" {
	requires cmd:strace
	local number few some many
	number=$(pns_scaled 50)
	((number >= 5)) || number=5
	start_containers "$number"
	some=$(count_calls procns-info --all)
	end_containers
	start_containers "$((2 * number))"
	many=$(count_calls procns-info --all)
	end_containers
	start_containers "$((4 * number))"
	few=$some some=$many
	many=$(count_calls procns-info --all)
	echo "system calls for $number containers, twice and four times as many: $few $some $many"
	# each further container costs what the ones before have cost, give or take a tenth
	local first=$(((some - few) * 1000 / number)) second=$(((many - some) * 500 / number))
	# before 6.11 init of each namespace is looked for among all processes
	local limit=200000
	pns_has ioctl-translate || first=$((first * 18 / 10)) limit=$((limit + 100000 * number))
	# each denied call is tried
	[[ ! ${PNS_TEST_DENIED-} ]] || limit=$((limit + 50000))
	((second < first * 11 / 10)) || fail "per 1000 containers: $first, then $second"
	((second < limit)) || fail "$((second / 1000)) system calls a container"
}

@test "procns-info: --tree puts procfs below their namespaces, these below their parents" {
	local -A c
	start_holder c hold-pidns --depth 3
	mkdir "$dir/1" "$dir/3" "$dir/own"
	mount-procns --pidns "${c[init]}" "$dir/1"
	mount-procns --pidns "${c[init3]}" "$dir/3"
	mount-procns "$dir/own"
	defer umount "$dir/1" "$dir/3" "$dir/own"
	run_tool procns-info --tree -J
	assert_status 0
	assert_json "[.. | objects | select(.children? and .pidns? == ${c[ns]}) | .children[].target] | join(\" \")" \
		"$dir/1 pid:[${c[ns2]}]"
	# the one between has no procfs of its own
	assert_json "[.. | objects | select(.children? and .pidns? == ${c[ns2]}) | .children[].target] | join(\" \")" \
		"pid:[${c[ns3]}]"
	assert_json "[.. | objects | select(.children? and .pidns? == ${c[ns3]}) | .children[].target] | join(\" \")" \
		"$dir/3"
	assert_json '.procfs | length' 1
	run_tool procns-info --tree --noheadings -o TARGET
	assert_status 0
	assert_line --regexp "pid:\[${c[ns3]}\]"
	assert_line --regexp "[└├|\`].*$dir/3"
}

@test "procns-info: --target and --namespace look into another mount namespace" {
	local init known
	start_containers 1
	init=$(<"$inits")
	known=$(known_containers)
	run_tool procns-info --target "$init" -J -o TARGET,MNTNS,PIDNS,INIT
	assert_status 0
	assert_json '.procfs[0] | "\(.mntns) \(.pidns) \(.init)"' "$known"
	run_tool procns-info --namespace "/proc/$init/ns/mnt" -J -o MNTNS,PIDNS,INIT "$dir"
	assert_status 0
	assert_json '.procfs[0] | "\(.mntns) \(.pidns) \(.init)"' "$known"
	run_tool procns-info --namespace fd:5 -J -o MNTNS,PIDNS,INIT 5<"/proc/$init/ns/mnt"
	assert_status 0
	assert_json '.procfs[0] | "\(.mntns) \(.pidns) \(.init)"' "$known"
	run_tool procns-info --target "$init" --check "$dir"
	assert_status 1
	run_tool procns-info --target "$init" --check --pidns "$init" "$dir"
	assert_status 0
	# the path is one of there: here it is no procfs
	run_tool procns-info "$dir"
	assert_status 1
	run_tool procns-info --target 4194304
	assert_status 1
	assert_stderr_line_matches '.*no process has this PID.*'
	run_tool procns-info --namespace /proc/self/ns/pid
	assert_status 1
}

@test "procns-info: --pidns picks the procfs that show it" {
	local init
	start_containers 3
	init=$(head -n 1 "$inits")
	run_tool procns-info --all --pidns "$init" -J -o INIT
	assert_status 0
	assert_json '[.procfs[].init] | join(" ")' "$init"
	run_tool procns-info --pidns "$init"
	assert_status 1
	assert_stdout_empty
	run_tool procns-info --pidns "$init" -J
	assert_status 1
	assert_json '.procfs | length' 0
}

@test "procns-info: --all enters no mount namespace that has a process to look through" {
	requires cmd:strace
	start_containers 5
	run_tool strace -f -o "$BATS_TEST_TMPDIR/strace" procns-info --all
	assert_status 0
	refute grep -q 'setns(' "$BATS_TEST_TMPDIR/strace"
}

@test "procns-info: --all sees the whole of a namespace whose process is in a chroot" {
	mkdir -p "$dir/root" "$dir/outside"
	unshare --mount --propagation private sh -c '
		mount --rbind / "$1/root" && mount -t proc proc "$1/outside" && exec chroot "$1/root" sleep 1000' \
		chroot "$dir" </dev/null >/dev/null 2>&1 3>&- 4>&- &
	containers=($!)
	inits=/dev/null
	defer end_containers
	poll_until 5 grep -qx sleep "/proc/$!/comm"
	run_tool procns-info --all -J -o MNTNS,TARGET
	assert_status 0
	assert_json "[.procfs[] | select(.mntns == $(ns_inode "/proc/$!/ns/mnt")) | .target]
		| index(\"$dir/outside\") != null" true
}

# bats file_tags=axis:user

@test "procns-info: --all as an ordinary user lists what can be reached" {
	run_tool procns-info --all -J -o TARGET,MNTNS,PIDNS
	assert_status 0
	assert_stderr_empty
	assert_json '[.procfs[] | select(.target == "/proc")] | length >= 1' true
	assert_json "[.procfs[] | select(.target == \"/proc\") | .pidns][0]" "$(ns_inode /proc/self/ns/pid)"
}

# bats file_tags=axis:user,axis:userns

@test "procns-info: --target and --namespace look at a container that its maker may not enter" {
	requires userns
	local -A c
	local expected options
	start_holder c hold-pidns --userns --mount --children 1
	expected="${c[mnt]} ${c[ns]} /proc 2"
	run_tool procns-info --all -J -o MNTNS,TARGET,PIDNS,PROCS
	assert_status 0
	assert_json ".procfs[] | select(.pidns == ${c[ns]}) | \"\(.mntns) \(.pidns) \(.target) \(.procs)\"" "$expected"
	for options in "--target ${c[init]}" "--namespace /proc/${c[init]}/ns/mnt" "--namespace fd:5"; do
		# shellcheck disable=SC2086
		run_tool procns-info $options -J -o MNTNS,TARGET,PIDNS,PROCS /proc 5<"/proc/${c[init]}/ns/mnt"
		assert_status 0
		assert_stderr_empty
		assert_json '.procfs[0] | "\(.mntns) \(.pidns) \(.target) \(.procs)"' "$expected"
	done
	run_tool procns-info --target "${c[init]}" --check --pidns "${c[init]}" /proc
	assert_status 0
	run_tool procns-info --target "${c[init]}" --explain /proc
	assert_status 0
	assert_line --regexp "^/proc: that is PID namespace ${c[ns]} \(found by way of '(init|ioctl)'\)\$"
}
