# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck shell=bash disable=SC2016,SC2154
#
# Translating PIDs of a PID namespace with a thousand processes.

# start_source: its init in $init, its size in $largest
start_source() {
	largest=$(scaled 1000)
	populate_until 1 containers "$largest"
	read -r init <"$populated"
}

# write_pids COUNT: 1 to $largest again and again, to the file DIR/COUNT
write_pids() {
	awk -v count="$1" -v largest="$largest" 'BEGIN { for (i = 0; i < count; i++) print i % largest + 1 }' \
		>"$dir/$1"
}

translated() {
	pidns-translate --via "$1" --from "$init" <"$dir/$2"
}

scene_million() {
	local n init largest

	has ioctl-translate || return 0
	start_source
	for n in $(scaled 125000) $(scaled 250000) $(scaled 500000) $(scaled 1000000); do
		write_pids "$n"
		row million "$n" 'translate PIDs by the ioctl' target=1.12 input="$dir/$n" -- \
			pidns-translate --from "$init" ::: floor-ioctl "/proc/$init/ns/pid" "$n" "$largest"
	done
	same_number translated ioctl "$n" ::: "$(floor-ioctl "/proc/$init/ns/pid" "$n" "$largest")"
}

measure_fallback() {
	local n=$1
	shift

	row fallback "$n" 'translate PIDs without the ioctls, as root' against=1 plus=20 target=1 \
		input="$dir/$n" "$@" -- \
		pidns-translate --via procfs --from "$init" ::: pidns-translate --via ioctl --from "$init" ::: \
		floor-scan ::: awk-nspid
	row fallback-without-bpf "$n" 'translate PIDs without the ioctls and bpf(2)' against='1 2' target=1.5 \
		input="$dir/$n" without=bpf "$@" -- \
		pidns-translate --via procfs --from "$init" ::: pidns-translate --via ioctl --from "$init" ::: \
		floor-scan ::: awk-nspid
}

scene_fallback() {
	local n init largest

	has ioctl-translate || return 0
	start_source
	for n in $(scaled 12500) $(scaled 25000) $(scaled 50000); do
		write_pids "$n"
		measure_fallback "$n" point=1
	done
	n=$(scaled 100000)
	write_pids "$n"
	same translated ioctl "$n" ::: translated procfs "$n"
	same translated ioctl "$n" ::: nspid_map "$n"
	measure_fallback "$n"
}

nspid_map() {
	awk-nspid <"$dir/$1"
}

# By a helper process, judged by the time of one PID: 20 us. Fewer of them, as a fork for each takes half a minute
# for 100,000
scene_helpers() {
	local n few via init largest

	start_source
	n=$(scaled 10000)
	few=$(scaled 400)
	write_pids "$few"
	write_pids "$n"
	for via in pidfd ucred; do
		has ioctl-translate && same translated ioctl "$few" ::: translated "$via" "$few"
		row "via-$via" "$n" "translate PIDs by \`--via $via\`" against='' plus=$((n * 20 / 1000)) target=1 \
			input="$dir/$n" -- pidns-translate --via "$via" --from "$init"
	done
}

scene_json() {
	local init largest pids

	start_source
	mapfile -t pids < <(seq "$largest")
	row json "$largest" '`-J` of PIDs' target=3 -- \
		pidns-translate -J --from "$init" "${pids[@]}" ::: pidns-translate --from "$init" "${pids[@]}"
}

# What a process costs before it does anything
scene_start() {
	local init largest

	start_source
	row start 1 'translate one PID' runs=51 -- pidns-translate --from "$init" 1 ::: true
}
