# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck shell=bash disable=SC2016,SC2154
#
# Many PID namespaces, with and without a mount namespace each.

measure_all() {
	local n=$1
	shift

	row all "$n" '`--all`, containers of one process' target=1.3 "$@" -- \
		procns-info --all ::: floor-all ::: lsns -t pid
}

same_all() {
	same procns-info --all -rno MNTNS,TARGET,PIDNS,INIT,COMMAND,PROCS ::: floor-all
}

# Of four sizes the second is the one of the table
scene_all() {
	local n shown

	shown=$(scaled 2000)
	for n in $(scaled 1000) "$shown" $(scaled 4000) $(scaled 8000); do
		populate_until "$n" containers 1 1 "$dir"
		if ((n == shown)); then
			same_all
			measure_all "$n"
		else
			measure_all "$n" point=1
		fi
	done
}

measure_crowded() {
	local n=$1
	shift

	row crowded "$n" '`--all`, containers of 21 processes' target=0.2 against=2 "$@" -- \
		procns-info --all ::: floor-all ::: lsns
}

scene_crowded() {
	local n

	for n in $(scaled 25) $(scaled 50) $(scaled 100); do
		populate_until "$n" containers 21 1 "$dir"
		measure_crowded "$n" point=1
	done
	n=$(scaled 200)
	populate_until "$n" containers 21 1 "$dir"
	same_all
	measure_crowded "$n"
}

measure_many() {
	local n=$1
	shift

	row many "$n" '`--all`, containers with a mount namespace and 3 procfs each' target=1.3 kib=34000 "$@" -- \
		procns-info --all ::: floor-all ::: lsns -t pid
	row many-as "$n" 'the same `--as nobody`' target=1.3 "$@" -- \
		procns-info --all --as nobody ::: procns-info --all
}

scene_many() {
	local n

	mkdir "$dir/1" "$dir/2"
	for n in $(scaled 1250) $(scaled 2500) $(scaled 5000); do
		populate_until "$n" containers 1 3 "$dir"
		measure_many "$n" point=1
	done
	n=$(scaled 10000)
	populate_until "$n" containers 1 3 "$dir"
	same_all
	measure_many "$n"
}

measure_find() {
	local n=$1
	shift

	row find "$n" '`--find 1`, as root' target=0.3 "$@" -- \
		pidns-translate --find 1 ::: lsns -t pid ::: floor-scan 1
	row find-without-bpf "$n" '`--find 1`, without bpf(2)' target=0.6 without=bpf "$@" -- \
		pidns-translate --find 1 ::: lsns -t pid ::: floor-scan 1
}

measure_init() {
	local n=$1 pids
	shift

	has ioctl-translate || return 0
	mapfile -t pids <"$populated"
	same pidns-translate --init "${pids[@]}" ::: floor-init "${pids[@]}"
	row init "$n" '`--init` of namespaces' target=1.5 "$@" -- \
		pidns-translate --init "${pids[@]}" ::: floor-init "${pids[@]}"
}

scene_find() {
	local n

	for n in $(scaled 250) $(scaled 500) $(scaled 1000); do
		populate_until "$n" containers
		measure_find "$n" point=1
		measure_init "$n" point=1
	done
	n=$(scaled 2000)
	populate_until "$n" containers
	# init of this place too
	same_number pidns-translate --find 1 -rno PID ::: $((n + 1))
	same_number lsns -t pid -rno NS ::: $((n + 1))
	[[ $(floor-scan 1) == *" $((n + 1))" ]] || die "floor-scan does not find $((n + 1)) processes"
	measure_find "$n"
	measure_init "$n"
}
