#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck disable=SC2016,SC2154
#
# The command line: operands, reasons, identities, tables, --init, --list, --find.

load ../helper

setup_nested() {
	declare -gA c
	start_holder c hold-pidns --userns --children 2 --depth 2
	IFS=, read -r kid other <<<"${c[kids]}"
	IFS=, read -r deep _ <<<"${c[kids2]}"
}

# refused REASON STATUS COMMAND...: one message, which ends in (REASON)
refused() {
	local reason=$1 expected=$2
	shift 2
	run_tool "$@"
	assert_status "$expected"
	assert_stdout_empty
	assert_stderr_line_matches "pidns-translate: .* \\($reason\\)"
}

# bats file_tags=axis:root,axis:userns

@test "pidns-translate: both ways, and in input order" {
	setup_nested
	run_tool pidns-translate --from "${c[init]}" 3 1 2 1
	assert_status 0
	assert_stderr_empty
	assert_output "$other
${c[init]}
$kid
${c[init]}"
	run_tool pidns-translate --to "${c[init]}" "$other" "${c[init2]}" "$kid"
	assert_output "3
4
2"
	run_tool pidns-translate --from "${c[init]}" --to "${c[init2]}" 5 4
	assert_output "2
1"
	run_tool pidns-translate --from "${c[init2]}" --to "${c[init]}" 2 1
	assert_output "5
4"
	run_tool pidns-translate --from "${c[init2]}" --to "${c[init2]}" 2 1
	assert_output "2
1"
	run_tool pidns-translate --from self --to self $$
	assert_output $$
}

@test "pidns-translate: every form of a reference" {
	local ref
	setup_nested
	for ref in "${c[init]}" "$kid" "/proc/$kid/ns/pid" "pid:[${c[ns]}]" fd:5; do
		run_tool pidns-translate --from "$ref" 2 5<"/proc/$kid/ns/pid"
		assert_status 0
		assert_output "$kid"
	done
	run_tool pidns-translate --from fd:0 2 <"/proc/$kid/ns/pid"
	assert_output "$kid"
}

@test "pidns-translate: four kinds of no answer are told apart" {
	local -A d
	setup_nested
	refused no-such-process 1 pidns-translate --from "${c[init]}" 4194300
	refused no-such-process 1 pidns-translate --to "${c[init]}" 4194300
	refused no-such-process 1 pidns-translate --from "${c[init]}" --to "${c[init2]}" 4194300
	refused not-visible 1 pidns-translate --to "${c[init]}" $$
	refused not-visible 1 pidns-translate --from "${c[init]}" --to "${c[init2]}" 2
	start_holder d hold-nsfd dead --userns
	refused dead-namespace 1 pidns-translate --from "/proc/${d[pid]}/fd/${d[fd]}" 1
	local to_dead=dead-namespace
	# one thing or the other is found first
	{ pns_has ioctl-translate && ! pns_denied pidns-ioctls; } || to_dead=not-visible
	refused $to_dead 1 pidns-translate --to "/proc/${d[pid]}/fd/${d[fd]}" $$
	refused $to_dead 1 pidns-translate --from "${c[init]}" --to "/proc/${d[pid]}/fd/${d[fd]}" 1
	refused dead-namespace 1 pidns-translate --init "/proc/${d[pid]}/fd/${d[fd]}"
	refused no-such-process 1 pidns-translate --init 4194300
	refused not-visible 1 pidns-translate --init --to "${c[init2]}" "${c[init]}"
}

@test "pidns-translate: some with and some without an answer" {
	setup_nested
	run_tool pidns-translate --from "${c[init]}" 2 99 x 3
	assert_status 64
	assert_output "$kid
$other"
	assert_equal "${#stderr_lines[@]}" 2
	assert_stderr_line_matches "pidns-translate: 'x': not a PID"
}

@test "pidns-translate: PID:INODE out and in" {
	local identity
	setup_nested
	if ! pns_has pidfs; then
		refused kernel-without-feature 1 pidns-translate --inode --from "${c[init]}" 2
		refused kernel-without-feature 1 pidns-translate --to "${c[init]}" "$kid:1"
		return
	fi
	run_tool pidns-translate --inode --from "${c[init]}" 2
	assert_status 0
	identity=$output
	assert_regex "$identity" "^$kid:[1-9][0-9]*$"
	run_tool pidns-translate --to "${c[init]}" "$identity"
	assert_output 2
	run_tool pidns-translate --from "${c[init]}" "2:${identity#*:}"
	assert_output "$kid"
	run_tool pidns-translate --from "${c[init]}" --to "${c[init2]}" -I "5:$(stat -c %i "/proc/$deep" 2>/dev/null)"
	assert_status 1
	refused process-gone 1 pidns-translate --to "${c[init]}" "$kid:1"
	refused process-gone 1 pidns-translate --from "${c[init]}" "3:${identity#*:}"
	run_tool pidns-translate --to "${c[init]}" "$kid:0"
	assert_status 1
	run_tool pidns-translate --from "$identity" 2
	assert_output "$kid"
}

@test "pidns-translate: a zombie is translated, a process that was collected is not" {
	local -A z
	start_holder z hold-pidns --userns --children 1 --no-reap
	kill -KILL "${z[kids]}"
	poll_until 3 grep -q '^State:.Z' "/proc/${z[kids]}/status"
	for via in ioctl procfs pidfd ucred; do
		pns_translates_by "$via" || continue
		[[ $via != @(pidfd|ucred) || $PNS_TEST_AXIS == root ]] || continue
		run_tool pidns-translate --via "$via" --from "${z[init]}" 2
		assert_output "${z[kids]}"
		run_tool pidns-translate --via "$via" --from "${z[init]}" --to "${z[init]}" 2
		assert_output 2
	done
	setup_nested
	kill -KILL "$kid"
	poll_until 3 test ! -e "/proc/$kid"
	refused no-such-process 1 pidns-translate --from "${c[init]}" 2
}

@test "pidns-translate: a process whose first thread has ended while another lives, by every method" {
	local -A z
	local via dead thread
	start_holder z dead-leader
	dead=$(pgrep -P "${z[init]}")
	read -ra tids -d '' < <(ls "/proc/$dead/task") || true
	thread=${tids[-1]}
	for via in ioctl procfs pidfd ucred; do
		pns_translates_by "$via" || continue
		answers "$dead" pidns-translate --via "$via" --from "${z[init]}" "${z[pid]}"
		answers "${z[pid]}" pidns-translate --via "$via" --to "${z[init]}" "$dead"
		answers "${z[pid]}" pidns-translate --via "$via" --from "${z[init]}" --to "${z[init]}" "${z[pid]}"
		# a thread has no pidfd before 6.9
		if [[ $via == pidfd ]] && ! pns_has pidfd-thread; then
			refused kernel-without-feature 1 pidns-translate --via pidfd --from "${z[init]}" "${z[tid]}"
			refused kernel-without-feature 1 pidns-translate --via pidfd --to "${z[init]}" "$thread"
			continue
		fi
		answers "$thread" pidns-translate --via "$via" --from "${z[init]}" "${z[tid]}"
		answers "${z[tid]}" pidns-translate --via "$via" --to "${z[init]}" "$thread"
		[[ $via != ucred ]] || continue
		answers "$dead" pidns-translate --via "$via" --from "${z[init]}" --tgid "${z[tid]}"
	done
	run_tool pidns-translate --from "${z[init]}" -r -n -o PID,TO,STATE "${z[pid]}"
	assert_output "${z[pid]} $dead Z"
}

@test "pidns-translate: without --from and --to a row for each level" {
	setup_nested
	run_tool pidns-translate -r -n -o PID,LEVEL,TO,PIDNS,COMMAND,VIA "$deep"
	assert_status 0
	assert_output "$deep 0 $deep $(ns_inode /proc/self/ns/pid) pns-kid procfs
$deep 1 5 ${c[ns]} pns-kid procfs
$deep 2 2 ${c[ns2]} pns-kid procfs"
	run_tool pidns-translate "$deep" 4194300
	assert_status 64
	assert_equal "${#lines[@]}" 5
	run_tool pidns-translate -J <<<"$deep"
	assert_json '.pids | length' 3
	assert_json '.pids[2].to' 2
	assert_json_in_order '.pids[2] | keys_unsorted | join(",")' pid,level,pidns,to,command,error
}

@test "pidns-translate: columns of a table" {
	setup_nested
	run_tool pidns-translate --from "${c[init]}" -J -o PID,TO,TGID,LEVEL,PIDNS,INIT,STATE,COMMAND,ERROR 2 99
	assert_status 64
	assert_json_in_order '.pids[0] | map(tojson) | join(" ")' \
		"2 $kid $kid 1 ${c[ns]} ${c[init]} \"S\" \"pns-kid\" null"
	assert_json_in_order '.pids[1] | map(tojson) | join(" ")' \
		'99 null null null null null null null "no-such-process"'
	assert_json_in_order '.pids[1] | keys_unsorted | join(" ")' \
		'pid to tgid level pidns init state command error'
	# a process group whose leader is outside has no number inside
	run_tool pidns-translate --to "${c[init]}" -J -o PGID,SID "$kid"
	assert_json '.pids[0] | tojson' '{"pgid":null,"sid":null}'
	run_tool pidns-translate --from "${c[init]}" -r -n -o +LEVEL,VIA --via procfs 2
	assert_output "2 $kid ${c[ns]} pns-kid 1 procfs"
	run_tool pidns-translate --from "${c[init]}" --output-all -J 2
	assert_json '.pids[0] | length' "$(pidns-translate --list-columns -n | wc -l)"
	run_tool pidns-translate -o NONE 1
	assert_status 1
}

@test "pidns-translate: process groups and sessions in another namespace" {
	local pid
	requires cmd:setsid
	setup_nested
	if [[ $PNS_TEST_AXIS == root ]]; then
		nsenter -t "${c[init]}" -U -p setsid sleep 1000 3>&- 4>&- &
	else
		nsenter -t "${c[init]}" -p setsid sleep 1000 3>&- 4>&- &
	fi
	local holder=$!
	poll_until 5 pgrep -P "$holder" -x sleep >/dev/null
	pid=$(pgrep -P "$holder" -x sleep)
	run_tool pidns-translate --to "${c[init]}" -r -n -o TO,PGID,SID "$pid"
	kill "$pid"
	wait "$holder" || true
	[[ $output =~ ^([0-9]+)\ ([0-9]+)\ ([0-9]+)$ ]] || fail "not three numbers"
	assert_equal "${BASH_REMATCH[2]} ${BASH_REMATCH[3]}" "${BASH_REMATCH[1]} ${BASH_REMATCH[1]}"
}

@test "pidns-translate: a thread, and its group" {
	local tid chain top
	start_holder t hold-tree "$BATS_TEST_TMPDIR/tree" 4 2
	read -r _ _ top _ _ _ _ chain group < <(awk '$1 == 2 && $5 == "t"' "$BATS_TEST_TMPDIR/tree")
	IFS=, read -r tid _ inner <<<"$chain"
	refute [ "$chain" = "$group" ]
	for via in ioctl procfs pidfd; do
		pns_translates_by "$via" || continue
		if [[ $via == pidfd ]] && ! pns_has pidfd-thread; then
			run_tool pidns-translate --via "$via" -J --to "$top" "$tid"
			assert_json '.pids[0].error' kernel-without-feature
			continue
		fi
		run_tool pidns-translate --via "$via" --to "$top" "$tid"
		assert_output "$inner"
		run_tool pidns-translate --via "$via" --to "$top" --tgid "$tid"
		assert_output "${group##*,}"
	done
	for via in ioctl procfs; do
		pns_translates_by "$via" || continue
		run_tool pidns-translate --via "$via" --from "$top" "$inner"
		assert_output "$tid"
		run_tool pidns-translate --via "$via" --from "$top" --tgid "$inner"
		assert_output "${group%%,*}"
	done
}

@test "pidns-translate: --init" {
	setup_nested
	run_tool pidns-translate --init "$kid" "/proc/$deep/ns/pid" self
	assert_status 0
	assert_output "${c[init]}
${c[init2]}
1"
	run_tool pidns-translate --init self
	assert_output 1
	run_tool pidns-translate --init --to "$kid" "$deep"
	assert_output 4
	run_tool pidns-translate --init "$kid" 4194300 "$deep"
	assert_status 64
	assert_output "${c[init]}
${c[init2]}"
	run_tool pidns-translate --init -J "$kid" 4194300
	assert_json '.pids[0].to' "${c[init]}"
	assert_json '.pids[0].pidns' "${c[ns]}"
	assert_json '.pids[1].error' no-such-process
	run_tool pidns-translate --init -z "$kid" "$deep"
	cmp "$run.out" <(printf '%s\0%s\0' "${c[init]}" "${c[init2]}")
}

# bats test_tags=axis:root,axis:user,axis:userns
@test "pidns-translate: an option without a meaning is refused" {
	local form option word value
	# what there is to print, and the options that mean something there: all others are refused
	local -A meant=(
		['--to self']='f t g I missing u z via'
		['-r']='f t g via r n o output-all'
		['--json-lines']='f t g u via json-lines n o output-all'
		['--init']='t I missing u z via'
		['--init -r']='t via r n o output-all'
		['--init --json-lines']='t u via json-lines n o output-all'
		['--list self']='t via J json-lines r n o output-all'
		['--find 1']='f t via J json-lines r n o output-all'
		['--to self --field 1']='f t g I missing u z via d align from-field'
		['--list-columns']='J json-lines r n'
	)
	local -A values=([f]=self [t]=self [missing]=drop [via]=procfs [d]=: [from-field]=2 [o]=PID)
	for form in "${!meant[@]}"; do
		for word in f t g I missing u z via d align from-field J json-lines r n o output-all; do
			option=-$word
			[[ ${#word} -eq 1 ]] || option=-$option
			# what makes a table of it is another form
			case $form,$word in
			'--to self,'[Jrno] | --init,[Jrno] | *,output-all) continue ;;
			'--to self,json-lines' | --init,json-lines) continue ;;
			# these exclude each other
			*-r,J | *-r,json-lines | *--json-lines,[Jr]) continue ;;
			esac
			value=${values[$word]-}
			# shellcheck disable=SC2086
			run_tool pidns-translate $form "$option" ${value:+"$value"} </dev/null
			if [[ " ${meant[$form]} " == *" $word "* ]]; then
				[[ $stderr != *' has no meaning with '* ]] || fail "refused: $form $option"
			else
				assert_status 1
				assert_stdout_empty
				assert_stderr_line_matches 'pidns-translate: --[a-z-]+ has no meaning with .+'
			fi
		done
	done
}

@test "pidns-translate: --list has all processes of a namespace and below" {
	setup_nested
	run_tool pidns-translate --list "$kid" -r -n -o PID,TO,LEVEL
	assert_status 0
	assert_output "1 ${c[init]} 1
2 $kid 1
3 $other 1
4 ${c[init2]} 2
5 $deep 2
6 ${c[kids2]#*,} 2"
	run_tool pidns-translate --list "$kid" --to "$deep" -J -o PID,TO
	assert_json '.pids | map("\(.pid):\(.to)") | join(",")' 1:null,2:null,3:null,4:1,5:2,6:3
	run_tool pidns-translate --list
	assert_status 1
	run_tool pidns-translate --list self self
	assert_status 1
}

@test "pidns-translate: --find" {
	setup_nested
	run_tool pidns-translate --find 3 --from "$kid" -r -n -o PID,TO,PIDNS,INIT
	assert_status 0
	assert_output "3 $other ${c[ns]} ${c[init]}
3 ${c[kids2]#*,} ${c[ns2]} ${c[init2]}"
	run_tool pidns-translate --find --to "$kid" --from "$kid" -r -n -o PID,TO <<<2
	assert_output "2 2
2 5"
	refused no-such-process 1 pidns-translate --find 4194300 -n
}

@test "pidns-translate: refusals as JSON" {
	run_tool pidns-translate -J --from 4194300 1
	assert_refused no-such-process 1
	run_tool pidns-translate -J --from /proc/self/ns/user 1
	assert_refused not-a-pid-namespace 1
	run_tool pidns-translate -J --from nonsense 1
	assert_refused bad-reference 1
}

@test "pidns-translate: the name of a process is told whole, and as procns-info tells it" {
	local name columns
	for name in $'a\nb' $'\n' $'a\n' $'\nb' ' a ' $'\t' 'a\nb' $'\\' $'\\\n'; do
		start_holder m hold-pidns --userns --mount --comm "$name"
		# the name is written in two places, in two ways
		for columns in COMMAND COMMAND,STATE; do
			run_tool pidns-translate -J -o "$columns" "${m[init]}" --to self
			assert_equal "$(pns_jq .pids[0].command <<<"$output")" "$(pns_jq -n --arg name "$name" '$name')"
		done
		run_tool pidns-translate -J --init -o COMMAND "${m[init]}"
		assert_equal "$(pns_jq .pids[0].command <<<"$output")" "$(pns_jq -n --arg name "$name" '$name')"
		run_tool procns-info -J -o COMMAND "/proc/${m[init]}/root/proc"
		assert_equal "$(pns_jq .procfs[0].command <<<"$output")" "$(pns_jq -n --arg name "$name" '$name')"
		stop_holder m
	done
}

@test "pidns-translate: mistakes on the command line" {
	local options
	for options in '--via ucred --tgid --from self 1' '-J -r 1' '--init --list self' '--find --init 1' \
		'--field 1 -J --from self' '-d : --from self 1' '--via none 1' '--nonsense' '-o PID --output-all 1' \
		'--list --from self self' '-J --missing drop 1'; do
		# shellcheck disable=SC2086
		run_tool pidns-translate $options </dev/null
		assert_status 1
		assert_stdout_empty
		assert_stderr_line_matches "Try 'pidns-translate --help' for more information."
	done
}

@test "pidns-translate: help and version" {
	run_tool pidns-translate --help
	assert_status 0
	assert_line --partial 'pidns-translate(1)'
	run_tool pidns-translate --version
	assert_status 0
	assert_output --regexp '^pidns-translate from procns [0-9]'
}
