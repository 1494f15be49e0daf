# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck shell=bash disable=SC2154
#
# Making a mount, and listing many of them.

scene_mount() {
	local pid ns

	has kernel-pidns-opt || return 0
	populate_until 1 containers 3
	read -r pid <"$populated"
	ns=/proc/$pid/ns/pid
	mkdir "$dir/proc"
	row mount-floor 1 'one mount, and the C floor' target=1.08 runs=51 unmount="$dir/proc" -- \
		mount-procns --pidns "$ns" "$dir/proc" ::: floor-mount "$ns" "$dir/proc"
	row mount-mount8 1 'one mount, and mount(8)' target=0.78 runs=51 unmount="$dir/proc" -- \
		mount-procns --pidns "$ns" "$dir/proc" ::: mount -t proc -o "pidns=$ns" proc "$dir/proc" ::: \
		nsenter -t "$pid" -p -- mount -t proc proc "$dir/proc"
	row command 1 'a command with a procfs' runs=51 -- \
		mount-procns --pidns "$ns" -- true ::: unshare --pid --fork --mount-proc true
	row command-join 1 'a command in a PID namespace' runs=51 -- \
		mount-procns --pidns "$ns" --join -- true ::: nsenter -t "$pid" -p -- true
}

measure_list() {
	local n=$1
	shift

	row list "$n" 'list procfs mounts, default columns' target=2.0 "$@" -- procns-info ::: floor-list
	row list-table "$n" 'list procfs mounts, columns of the table only' target=1.2 "$@" -- \
		procns-info -o TARGET,OPTIONS ::: findmnt -l -t proc -o TARGET,FS-OPTIONS ::: floor-list --table
}

scene_list() {
	local n done=0

	mkdir "$dir/mounts"
	for n in $(scaled 1250) $(scaled 2500) $(scaled 5000); do
		populate_mounts "$done" "$n"
		done=$n
		measure_list "$n" point=1
	done
	n=$(scaled 10000)
	populate_mounts "$done" "$n"
	same procns-info -rno TARGET,PIDNS,COMMAND,PROCS ::: floor-list
	same_number procns-info -rno TARGET,OPTIONS ::: $((n + 1))
	same_number findmnt -lnt proc -o TARGET ::: $((n + 1))
	measure_list "$n"
}

# populate_mounts FROM TO: procfs on more directories
populate_mounts() {
	mkdir "$dir/mounts/$1"
	populate mounts $(($2 - $1)) "$dir/mounts/$1"
}

scene_stack() {
	local n done=0

	mkdir "$dir/stack"
	for n in $(scaled 2000) $(scaled 4000) $(scaled 8000) $(scaled 16000); do
		populate stack $((n - done)) "$dir/stack"
		done=$n
		row stack "$n" 'list procfs stacked on one directory' target=1 -- \
			procns-info ::: findmnt -l -t proc
	done
	same_number procns-info -rno TARGET ::: $((n + 1))
	same_number findmnt -rnt proc -o TARGET ::: $((n + 1))
}
