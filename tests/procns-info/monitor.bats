#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# procns-info --monitor: what happens to procfs mounts, as it happens.

load ../helper

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/p
	mkdir -p "$dir/probe" "$dir/ready"
	events=$BATS_TEST_TMPDIR/events
	denying=()
}

# start_monitor OPTION...: it runs when it has seen a first mount. It may tell of more than one probe,
# and of the first no more than its end; all that comes before the end of another mount.
start_monitor() {
	: >"$events"
	"${denying[@]}" procns-info --monitor "$@" >>"$events" 2>"$events.err" 3>&- 4>&- &
	monitor=$!
	defer end_monitor
	poll_until 10 sees_probe || fail "no event: $(<"$events.err")"
	poll_until 5 umount "$dir/probe"
	mount -t proc proc "$dir/ready"
	assert_event "$dir/ready"
	poll_until 5 umount "$dir/ready"
	poll_until 5 has_events 2 "$dir/ready" || fail "no umount: $(<"$events")"
	: >"$events"
}

sees_probe() {
	mountpoint -q "$dir/probe" || mount -t proc proc "$dir/probe"
	sleep 0.1
	grep -q "$dir/probe" "$events" || { umount "$dir/probe" && false; }
}

has_event() {
	grep -qE "$1" "$events"
}

assert_event() {
	poll_until 5 has_event "$1" || fail "no event '$1' in:
$(<"$events")"
}

end_monitor() {
	kill "$monitor" 2>/dev/null
	wait "$monitor" 2>/dev/null || true
}

count_events() {
	grep -cE "$1" "$events"
}

has_events() {
	[[ $(count_events "$2") -ge $1 ]]
}

# bats file_tags=axis:root,axis:userns

@test "procns-info: --monitor prints a mount, a remount, a move and an unmount as they happen" {
	local -A c
	start_holder c hold-pidns
	start_monitor --raw -o ACTION,TARGET,PIDNS,INIT,HIDEPID
	mkdir "$dir/c" "$dir/d"
	mount-procns --pidns "${c[init]}" "$dir/c"
	assert_event "mount $dir/c ${c[ns]} ${c[init]} off"
	mount-procns --remount --hidepid invisible "$dir/c"
	assert_event "remount $dir/c ${c[ns]} ${c[init]} invisible"
	# in a user namespace it complains when it is done
	mount --move "$dir/c" "$dir/d" 2>/dev/null || mountpoint -q "$dir/d"
	assert_event "move $dir/d ${c[ns]} ${c[init]} invisible"
	# one that is just being looked at is busy for a moment
	poll_until 5 umount "$dir/d"
	assert_event "umount $dir/d ${c[ns]} ${c[init]} invisible"
	# other file systems are not reported
	mount -t tmpfs none "$dir/c"
	umount "$dir/c"
	assert_equal "$(count_events .)" 4
}

@test "procns-info: --monitor with JSON Lines prints each event as one line, as it happens" {
	local options
	mkdir "$dir/c"
	for options in '--json-lines' '-J'; do
		LIBSMARTCOLS_JSON=lines start_monitor "$options" -o ACTION,TARGET,HIDEPID,SEES
		mount-procns "$dir/c"
		assert_event "^\\{\"action\":\"mount\",\"target\":\"$dir/c\",\"hidepid\":\"off\",\"sees\":null\\}$"
		poll_until 5 umount "$dir/c"
		assert_event "^\\{\"action\":\"umount\",\"target\":\"$dir/c\",\"hidepid\":\"off\",\"sees\":null\\}$"
		assert_equal "$(count_events .)" 2
		end_monitor
	done
}

unmount_all() {
	local left
	mapfile -t left < <(awk -v dir="$dir/" 'index($5, dir) == 1 { print $5 }' /proc/self/mountinfo)
	[[ ${#left[@]} -eq 0 ]] || umount "${left[@]}" 2>/dev/null
}

@test "procns-info: --monitor misses nothing in a burst of 500" {
	local number
	number=$(pns_scaled 500)
	start_monitor --raw -o ACTION,TARGET,UNIQID
	(cd "$dir" && seq 0 $((number - 1)) | xargs mkdir)
	"$abs_top_builddir/tests/helpers/mount-burst" "$number" "$dir"
	poll_until 30 has_events "$number" '^mount ' || fail "only $(count_events '^mount ') of $number mounts"
	assert_equal "$(awk '$1 == "mount" { print $2 }' "$events" | sort -u | wc -l)" "$number"
	# one that is just being looked at is busy for a moment
	poll_until 10 unmount_all
	poll_until 30 has_events "$number" '^umount ' || fail "only $(count_events '^umount ') of $number unmounts"
	assert_equal "$(count_events .)" $((2 * number))
}

@test "procns-info: --monitor tells a procfs that took the place of another" {
	local i
	mkdir "$dir/c"
	mount-procns "$dir/c"
	start_monitor --raw -o ACTION,TARGET
	# the new one gets the mount ID of the old one
	# one that is just being looked at is busy for a moment
	for ((i = 0; i < 20; i++)); do
		poll_until 10 umount "$dir/c"
		mount-procns "$dir/c"
	done
	poll_until 10 umount "$dir/c"
	# when this one is told, all before it have been
	mkdir "$dir/last"
	mount-procns "$dir/last"
	defer poll_until 10 umount "$dir/last"
	assert_event "^mount $dir/last"
	assert_event "^umount $dir/c"
	# before 6.8 a mount is known by an ID that the next one may have again
	pns_has statmount || return 0
	assert_equal "$(count_events "^mount $dir/c")" "$(($(count_events "^umount $dir/c") - 1))"
}

@test "procns-info: --monitor of another mount namespace" {
	local -A c
	start_holder c hold-pidns --mount
	start_monitor_of() {
		: >"$events"
		procns-info --monitor --target "${c[init]}" --raw -o ACTION,TARGET \
			>>"$events" 2>"$events.err" 3>&- 4>&- &
		monitor=$!
		defer end_monitor
	}
	start_monitor_of
	enter_mount() {
		nsenter --target "${c[init]}" --mount -- "$@"
	}
	mounts_there() {
		enter_mount mount -t proc proc "$dir/probe"
		poll_until 5 enter_mount umount "$dir/probe"
		has_event "mount $dir/probe"
	}
	poll_until 10 mounts_there || fail "no event: $(<"$events") $(<"$events.err")"
	assert_event "umount $dir/probe"
}

# count_held [FIND-TEST...]: descriptors of the monitor
count_held() {
	find "/proc/$monitor/fd" -type l "$@" | wc -l
}

# A procfs of each of ten namespaces that end at once
mount_ten() {
	local i
	for i in 0 1 2 3 4 5 6 7 8 9; do
		unshare --pid --fork mount -t proc proc "$dir/$i"
	done
}

unmount_ten() {
	local i
	for i in 0 1 2 3 4 5 6 7 8 9; do
		! mountpoint -q "$dir/$i" || umount "$dir/$i" 2>/dev/null || return 1
	done
}

# tell_ten ROUND: twenty events, all of them told
tell_ten() {
	mount_ten
	poll_until 20 has_events $((10 * $1)) '^mount ' || fail "round $1: $(count_events '^mount ')"
	poll_until 20 unmount_ten
	poll_until 20 has_events $((10 * $1)) '^umount ' || fail "round $1: $(count_events '^umount ')"
}

# assert_forgets: after a thousand events it holds what it held before, but for two to use BPF
assert_forgets() {
	local all pinned round rounds
	rounds=$(pns_scaled 50)
	mkdir "$dir"/{0,1,2,3,4,5,6,7,8,9}
	: >"$events"
	all=$(count_held)
	pinned=$(count_held -lname 'pid:*')
	for ((round = 1; round <= rounds; round++)); do
		tell_ten "$round"
	done
	assert_equal "$(count_held -lname 'pid:*')" "$pinned"
	(($(count_held) <= all + 2)) || fail "$(count_held) descriptors, at first $all"
}

@test "procns-info: --monitor forgets the namespaces that it has told of" {
	start_monitor --raw -o ACTION,TARGET,PIDNS,STATE
	assert_forgets
}

@test "procns-info: --monitor holds no namespace that it has told of, where IDs are unknown" {
	requires cmd:deny
	denying=(deny -e ENOTTY ioctl:1=0x8008b70d --)
	start_monitor --raw -o ACTION,TARGET,PIDNS,STATE
	assert_forgets
}

@test "procns-info: --monitor in JSON is one document an event" {
	start_monitor -J -o ACTION,TARGET,MATCH
	mkdir "$dir/c"
	mount-procns "$dir/c"
	assert_event "\"$dir/c\""
	poll_until 5 umount "$dir/c"
	json_is_complete() {
		[[ $(pns_jq -r '.procfs[0] | "\(.action) \(.target) \(.match)"' "$events" 2>/dev/null) == \
			"mount $dir/c true
umount $dir/c true" ]]
	}
	poll_until 5 json_is_complete || fail "events: $(<"$events")"
}

@test "procns-info: --monitor prints headings once, and ends with its reader" {
	mkdir "$dir/c"
	procns-info --monitor -o ACTION,TARGET 3>&- 4>&- > >(head -n 3 >"$events") 2>/dev/null &
	monitor=$!
	defer end_monitor
	some_events() {
		mount -t proc proc "$dir/c"
		poll_until 5 umount "$dir/c"
		[[ $(wc -l <"$events") -ge 3 ]] && ! kill -0 "$monitor" 2>/dev/null
	}
	poll_until 10 some_events || fail "it still runs: $(<"$events")"
	assert_equal "$(grep -c ACTION "$events")" 1
}

@test "procns-info: --monitor tells of an event that --pidns could not judge" {
	local inode
	inode=$(ns_inode /proc/self/ns/pid)
	# a way that tells nothing of a procfs with processes
	procns-info --monitor --via bpf --pidns self >"$events" 2>"$events.err" 3>&- 4>&- &
	monitor=$!
	defer end_monitor
	is_told() {
		mountpoint -q "$dir/probe" || mount -t proc proc "$dir/probe"
		sleep 0.1
		grep -qE "(probe: left out: | $inode )" "$events" "$events.err" || { umount "$dir/probe" && false; }
	}
	poll_until 10 is_told || fail "no word: $(<"$events.err")"
	defer poll_until 5 umount "$dir/probe"
	pns_has bpf || grep -q "procns-info: $dir/probe: left out: it cannot be told" "$events.err"
}

# ends: the monitor has ended; its status is in status
ends() {
	! kill -0 "$monitor" 2>/dev/null || return 1
	status=0
	wait "$monitor" || status=$?
}

@test "procns-info: --monitor ends when its reader does, also if nothing happens" {
	local reader
	mkfifo "$BATS_TEST_TMPDIR/fifo"
	(exec <"$BATS_TEST_TMPDIR/fifo" && exec sleep 1000) 3>&- 4>&- &
	reader=$!
	procns-info --monitor -o ACTION,TARGET >"$BATS_TEST_TMPDIR/fifo" 2>"$events.err" 3>&- 4>&- &
	monitor=$!
	defer end_monitor
	is_watching() {
		find "/proc/$monitor/fd" -lname '*/mountinfo' | grep -q .
	}
	poll_until 5 is_watching
	kill "$reader"
	wait "$reader" || true
	poll_until 5 ends || fail "it still runs"
	assert_equal "$status $(<"$events.err")" "1 "
}

@test "procns-info: --monitor ends with an error when its output is full" {
	procns-info --monitor -o ACTION,TARGET >/dev/full 2>"$events.err" 3>&- 4>&- &
	monitor=$!
	defer end_monitor
	fill_up() {
		mount -t proc proc "$dir/probe"
		poll_until 5 umount "$dir/probe"
		ends
	}
	poll_until 10 fill_up || fail "it still runs"
	assert_equal "$status $(<"$events.err")" "1 procns-info: write error: No space left on device"
}

# bats file_tags=axis:root,axis:user

@test "procns-info: --monitor takes no operands, and a bad column at once" {
	run_tool procns-info --monitor /proc
	assert_status 1
	run_tool procns-info --monitor -o NONSENSE
	assert_status 1
}
