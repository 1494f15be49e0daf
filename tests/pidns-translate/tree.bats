#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck disable=SC2154
#
# Every PID between every pair of namespaces in a tree five levels deep, against what the
# processes say of themselves from inside.

load ../helper

setup_tree() {
	local -A h
	cd "$BATS_TEST_TMPDIR" || return
	start_holder h hold-tree tree
	assert_equal "${h[tasks]}" 182
}

# expect FROM TO KIND: "questions", "answers" and "reasons" for that pair; 0 is the caller's
# namespace. KIND is nspid or nstgid.
expect() {
	awk -v from="$1" -v to="$2" -v kind="$3" '
	function is_in(ns, space) {
		for (; ns != space && ns > 0; ns = parent[ns])
			;
		return ns == space
	}
	function level(ns,    n) {
		for (n = 0; ns > 0; ns = parent[ns])
			n++
		return n
	}
	{ ns[NR] = $1; parent[$1] = $2; pids[NR] = $8; tgids[NR] = $9 }
	END {
		for (i = 1; i <= NR; i++) {
			if (!is_in(ns[i], from))
				continue
			split(pids[i], pid, ",")
			split(kind == "nspid" ? pids[i] : tgids[i], wanted, ",")
			print pid[level(from) + 1] >"questions"
			line++
			if (is_in(ns[i], to))
				print wanted[level(to) + 1] >"answers"
			else
				print line " not-visible" >"reasons"
		}
		for (i = 4194300; i <= 4194302; i++) {
			print i >"questions"
			print ++line " no-such-process" >"reasons"
		}
	}' tree
}

# ask FROM TO [OPTION...]: the same by the tool
ask() {
	local from=$1 to=$2
	shift 2
	run_tool pidns-translate "$@" --from "${refs[from]}" --to "${refs[to]}" <questions
	sed -nE 's/.*: line ([0-9]+): .*\(([a-z-]+)\)$/\1 \2/p' "$run.err" >got_reasons
	cmp -s "$run.out" answers || fail "$* $from to $to: $(diff "$run.out" answers | head -5)"
	cmp -s got_reasons reasons || fail "$* $from to $to: $(diff got_reasons reasons | head -5)"
}

# all_pairs KIND [OPTION...]; where loops are short a fifth of them, which has each namespace on either side
all_pairs() {
	local kind=$1 from to pair=0 pairs=0 refs=(self) every=1
	shift
	while read -r index init; do
		refs[index]=$init
	done < <(awk '{ print $1, $3 }' tree | sort -u)
	assert_equal "${#refs[@]}" 8
	[[ $(pns_scaled 100) == 100 ]] || every=5
	for from in "${!refs[@]}"; do
		for to in "${!refs[@]}"; do
			((pair++ % every == 0)) || continue
			: >answers
			: >reasons
			expect "$from" "$to" "$kind"
			ask "$from" "$to" "$@"
			pairs=$((pairs + 1))
		done
	done
	assert_equal "$pairs" "$(((64 + every - 1) / every))"
}

# bats file_tags=axis:root

@test "pidns-translate: what processes say of themselves is what their parents see" {
	setup_tree
	awk '$5 == "p" && $4 != $8 + 0 { exit 1 }' tree
	awk '{ n = split($8, a, ","); if (a[n] != $7) exit 1 }' tree
}

@test "pidns-translate: every PID and TID between all pairs of 8 namespaces, by ioctl" {
	translates_by_ioctl || return 0
	setup_tree
	all_pairs nspid --via ioctl
}

@test "pidns-translate: every PID and TID between all pairs of 8 namespaces, by procfs" {
	setup_tree
	all_pairs nspid --via procfs
}

@test "pidns-translate: every thread group between all pairs of 8 namespaces, by ioctl" {
	translates_by_ioctl || return 0
	setup_tree
	all_pairs nstgid --via ioctl --tgid
}

@test "pidns-translate: every thread group between all pairs of 8 namespaces, by procfs" {
	setup_tree
	all_pairs nstgid --via procfs --tgid
}

# Before Linux 6.9 there is no pidfd of a thread
leave_threads_out() {
	awk '$5 == "p"' tree >processes
	mv processes tree
}

@test "pidns-translate: a sample of pairs by pidfd and by ucred" {
	local via from refs=(self)
	setup_tree
	while read -r index init; do
		refs[index]=$init
	done < <(awk '{ print $1, $3 }' tree | sort -u)
	for via in pidfd ucred; do
		pns_translates_by "$via" || continue
		[[ $via != pidfd ]] || pns_has pidfd-thread || leave_threads_out
		for from in 0 2 4; do
			: >answers
			: >reasons
			expect "$from" 3 nspid
			head -n 30 questions >some
			mv some questions
			awk '$1 <= 30' reasons >some
			mv some reasons
			head -n $((30 - $(wc -l <reasons))) answers >some
			mv some answers
			ask "$from" 3 --via "$via"
		done
	done
}
