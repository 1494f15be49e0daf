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

# By a helper process, judged by the time of one PID, 20 us
measure_helpers() {
	local n=$1 via
	shift

	write_pids "$n"
	for via in pidfd ucred; do
		row "via-$via" "$n" "translate PIDs by \`--via $via\`" against='' plus=$((n * 20 / 1000)) target=1 \
			input="$dir/$n" "$@" -- pidns-translate --via "$via" --from "$init"
	done
}

# Not 100,000 of them: where there is a fork for each, that takes half a minute
scene_helpers() {
	local n init largest

	start_source
	for n in $(scaled 1250) $(scaled 2500) $(scaled 5000); do
		measure_helpers "$n" point=1
	done
	if has ioctl-translate; then
		n=$(scaled 400)
		write_pids "$n"
		same translated pidfd "$n" ::: translated ioctl "$n"
		same translated ucred "$n" ::: translated ioctl "$n"
	fi
	measure_helpers "$(scaled 10000)"
}

measure_json() {
	local n=$1 pids
	shift

	mapfile -t pids < <(seq "$n")
	row json "$n" '`-J` of PIDs' target=3 "$@" -- \
		pidns-translate -J --from "$init" "${pids[@]}" ::: pidns-translate --from "$init" "${pids[@]}"
}

scene_json() {
	local n init largest

	start_source
	for n in $(scaled 125) $(scaled 250) $(scaled 500); do
		measure_json "$n" point=1
	done
	measure_json "$largest"
}

# What a process costs before it does anything
scene_start() {
	local init largest

	start_source
	row start 1 'translate one PID' runs=51 -- pidns-translate --from "$init" 1 ::: true
}
