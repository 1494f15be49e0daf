#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck disable=SC2154
#
# Many namespaces beside each other. PNS_TEST_NAMESPACES=N: how many (500).

load ../helper

setup_many() {
	local -A h
	count=${PNS_TEST_NAMESPACES:-$(pns_scaled 500)}
	cd "$BATS_TEST_TMPDIR" || return
	start_holder h hold-tree tree --flat "$count"
	assert_equal "${h[tasks]}" $((2 * count))
	awk '$6 == 1 { print $4 }' tree | sort -n >inits
	# a namespace is named by the other process in it
	awk '$6 == 1 { init[$1] = $4 } $6 == 2 { kid[$1] = $4 }
		END { for (i in init) print kid[i], init[i] }' tree >pairs
	assert_equal "$(wc -l <pairs)" "$count"
}

# bats file_tags=axis:root

@test "pidns-translate: --init agrees with credentials for many namespaces, by each method" {
	local via
	setup_many
	mapfile -t refs < <(cut -d' ' -f1 pairs)
	for via in auto ucred; do
		run_tool pidns-translate --init --via "$via" "${refs[@]}"
		assert_status 0
		assert_stderr_empty
		diff "$run.out" <(cut -d' ' -f2 pairs)
	done
	# each of these is a scan of /proc
	run_tool pidns-translate --init --via procfs "${refs[@]:0:20}"
	diff "$run.out" <(cut -d' ' -f2 pairs | head -n 20)
}

@test "pidns-translate: --find 1 finds one process in each of many namespaces" {
	setup_many
	run_tool pidns-translate --find 1 -r -n -o TO,PIDNS,INIT,OWNER,COMMAND,PID
	assert_status 0
	awk '$1 == $3 && $4 == "root" && $6 == 1' "$run.out" | cut -d' ' -f1 | sort -n >found
	# the first is init of the caller's own namespace
	diff found <(echo 1; cat inits)
	assert_equal "$(cut -d' ' -f2 "$run.out" | sort -u | wc -l)" $((count + 1))
	while read -r _ pidns _; do
		[[ $pidns =~ ^[0-9]+$ ]] || fail "no namespace: $pidns"
	done <"$run.out"
}

@test "pidns-translate: --find below one namespace only" {
	setup_many
	read -r kid first <pairs
	run_tool pidns-translate --find 1 2 3 --from "$kid" -r -n -o PID,TO
	assert_status 64
	assert_output "1 $first
2 $kid"
	assert_stderr_line_matches '.*: 3: no process .* \(no-such-process\)'
}

@test "pidns-translate: where BPF says which processes to look at, the rows are the same" {
	local count kid mode itself='pidns-translate|note-calls|deny'
	local -A h
	requires cmd:deny
	PNS_TEST_NAMESPACES=160 setup_many
	read -r kid _ <pairs
	# one more, owned by another user
	start_holder h setpriv --reuid 65534 --regid 65534 --clear-groups hold-pidns --userns --comm 'a b'
	for mode in '--find 2' "--find 1 2 --from $kid -o PID,TO,PIDNS" "--via procfs --list $kid -o PID,TO,PIDNS" \
		'--find 1 2 1 -o PID,TO,LEVEL,PIDNS,INIT,OWNER,COMMAND' '--find 1 -o TO,NSID,VIA' '--find 1 -J' \
		'--list self' '--list self -o PID,TO,OWN,INIT,OWNER,COMMAND' \
		'--list self -o PID,NSID,STATE,INO,COMMAND'; do
		# shellcheck disable=SC2086
		run_tool pidns-translate $mode
		assert_status 0
		cp "$run.out" with
		# shellcheck disable=SC2086
		run_tool deny -e EPERM bpf -- pidns-translate $mode
		assert_status 0
		# each run sees itself
		diff <(grep -vE "$itself" with) <(grep -vE "$itself" "$run.out")
	done
	grep -q "^ *1 *${h[init]} .* nobody *a b$" <(pidns-translate --find 1)
	pns_has bpf || return 0
	requires cmd:strace uninstrumented
	strace -o trace "$PNS_BIN/real/pidns-translate" --find 2 -n >rows
	[[ $(wc -l <rows) -ge $count ]]
	grep -q BPF_ITER_CREATE trace
	# none of them is looked at: what a row needs was told
	[[ $(wc -l <trace) -lt $((2 * count)) ]]
}

@test "pidns-translate: many PIDs are answered by one pass of BPF, with the same rows" {
	local mode columns='PID,TO,OWN,LEVEL,PIDNS,INIT,OWNER,COMMAND,ERROR' form with
	local -A h
	requires cmd:deny
	cd "$BATS_TEST_TMPDIR" || return
	start_holder h hold-tree tree 60 2
	# processes and threads of one namespace, as it numbers them, one that it lacks, and two that are no PID
	read -r ns init < <(awk '{ n[$1 " " $3]++ } END { for (i in n) print n[i], i }' tree | sort -rn |
		sed 's/^[0-9]* //;q')
	awk -v ns="$ns" '$1 == ns { print $7 }' tree | sort -n >inside
	awk -v ns="$ns" '$1 == ns { print $4 }' tree | sort -nu >outside
	printf '%s\n' 0 99999 x >>inside
	cat inside inside >twice
	[[ $(wc -l <twice) -ge 120 ]] || fail "too few tasks: $(wc -l <twice)"
	mapfile -t pids <twice
	mapfile -t here < <(cat outside outside outside)
	for form in "-o $columns" -J '-o PID,TO,VIA,TGID'; do
		for mode in "--from $init ${pids[*]}" "--from $init --to own ${pids[*]}" "--to $init ${here[*]}" \
			"--to own ${here[*]}" "--from self --to self ${here[*]}" \
			"--via procfs --from $init ${pids[*]}" "--tgid --from $init ${pids[*]}" \
			"--from $init"; do
			# shellcheck disable=SC2086
			run_tool pidns-translate $form $mode <twice
			mv "$run.out" with
			mv "$run.err" with.err
			with=$status
			# shellcheck disable=SC2086
			run_tool deny -e EPERM bpf -- pidns-translate $form $mode <twice
			assert_equal "$with" "$status"
			diff with "$run.out"
			diff with.err "$run.err"
		done
	done
	pns_has bpf || return 0
	requires cmd:strace uninstrumented
	strace -o trace "$PNS_BIN/real/pidns-translate" -J --to "$init" "${here[@]}" >rows
	grep -q BPF_ITER_CREATE trace
	# none of them is looked at
	[[ $(grep -c pidfd_open trace) -le 3 ]]
	# one PID takes a look at that alone
	strace -o trace "$PNS_BIN/real/pidns-translate" -J --to "$init" "${here[0]}" >rows
	refute grep -q BPF_ITER_CREATE trace
}
