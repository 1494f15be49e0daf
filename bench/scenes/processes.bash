# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck shell=bash disable=SC2016,SC2154
#
# Many processes in one PID namespace.

measure_self() {
	local n=$1
	shift

	row self "$n" '`--list self`, as root' target=0.15 "$@" -- \
		pidns-translate --list self ::: ps -eo pid,pidns,comm ::: floor-scan
	row self-without-bpf "$n" '`--list self`, without bpf(2)' target=0.4 without=bpf "$@" -- \
		pidns-translate --list self ::: ps -eo pid,pidns,comm ::: floor-scan
}

scene_self() {
	local n lines

	for n in $(scaled 540) $(scaled 1080) $(scaled 2150); do
		populate_until "$n" processes
		measure_self "$n" point=1
	done
	n=$(scaled 4300)
	populate_until "$n" processes
	# not in a substitution, which is a process itself
	ps -eo pid= >"$dir/ps"
	pidns-translate --list self -rno PID >"$dir/self"
	floor-scan >"$dir/scan"
	lines=$(wc -l <"$dir/ps")
	same_number cat "$dir/self" ::: "$lines"
	[[ $(<"$dir/scan") == "$lines "* ]] || die "floor-scan does not find $lines processes"
	measure_self "$n"
}
