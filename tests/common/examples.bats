#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2154
#
# The commands of the EXAMPLES of the manual pages, taken from there and run as they stand, but for the PIDs and
# names that stand for those of the reader. The recipes for --field are in pidns-translate/filter.bats and strace.bats.

load ../helper

# commands PAGE: the lines behind a prompt
commands() {
	sed -n '/^== EXAMPLES/,/^== SEE ALSO/s/^[#$] //p' "$abs_top_srcdir/man/$1.adoc"
}

setup() {
	pns_setup
	start_holder c hold-pidns --children 16 --mount
	start_holder d hold-pidns
	srv=$BATS_TEST_TMPDIR/srv
	mkdir "$srv"
	mount -t tmpfs -o mode=755 srv "$srv"
	defer umount -R "$srv"
	mkdir -p "$srv"/{c1/proc,empty-proc,proc}
	mount-procns --pidns "${c[init]}" "$srv/c1/proc"
}

# example COMMAND: run it with what there is here
example() {
	local line=$1 printed
	line=${line//4242/${c[init]}}
	line=${line//5151/${d[init]}}
	line=${line//4711/${c[init]}}
	# no manager has named a cgroup here: container.bats does that
	line=${line//container:4f2a90c1b7d3/${c[init]}}
	line=${line//\/mnt\/proc/\/srv\/proc}
	line=${line//\/srv\//$srv/}
	line=${line//\/run\/proc/\/mnt\/proc}
	line=${line//--as web/--as nobody}
	line=${line/% app/ true}
	line=${line//--gid adm/--gid 4}
	# kill(1) of util-linux 2.42 takes PID:INODE
	[[ $line != kill*--inode* ]] || line=${line/#kill/echo}
	# what these programs print
	line=${line/#bpftrace trace.bt/echo "${c[ns]} 1"}
	printed="echo '|    0   N/A  N/A   ${c[init]}      C   python   100MiB |'"
	line=${line/#nvidia-smi/$printed}
	# it is needed again
	line=${line/#kill /kill -0 }
	run_tool bash -c "$line"
}

@test "procns-info: the examples of the page" {
	local line n=0
	while IFS= read -r line; do
		example "$line"
		assert_status 0
		assert_stderr_empty
		case $line in
		*CONTAINER*) assert_line --regexp "^$srv/c1/proc +${c[init]} *\$" ;;
		*--all*) assert_line --regexp " $srv/c1/proc +off\$" ;;
		*--as*) assert_line --regexp "^$srv/c1/proc +off +[0-9]+ all\$" ;;
		*) assert_line --regexp "^$srv/c1/proc +[0-9]+ live +[0-9]+ pns-init +17 off" ;;
		esac
		n=$((n + 1))
	done < <(commands procns-info.8)
	assert_equal "$n" 4
}

@test "mount-procns: the examples of the page" {
	local line n=0
	if ! pns_can_via fsconfig || pns_denied open_tree; then return; fi
	while IFS= read -r line; do
		n=$((n + 1))
		case $line in
		# refusals, which the tests of masked procfs make; an ordinary user's own container
		*--check* | 'echo $?' | *--userns*) continue ;;
		*--replace*) pns_has mount-beneath || continue ;;
		esac
		example "$line"
		assert_status 0
		assert_stderr_empty
		case $line in
		*--replace*) assert_line --regexp "^$srv/c1/proc +[0-9]+ +${d[init]} pns-init\$" ;;
		*'ps -ef') assert_line --regexp 'pns-init|hold-pidns' ;;
		ls* | *'ls /'*) assert_line 1 ;;
		esac
	done < <(commands mount-procns.8)
	assert_equal "$n" 13
	assert_equal "$(<"$srv/proc/1/comm")" pns-init
	assert_equal "$(awk -v dir="$srv/empty-proc" '$5 == dir { print $NF }' /proc/self/mountinfo)" \
		"rw,hidepid=ptraceable"
	assert_equal "$(awk -v dir="$srv/c1/proc" '$5 == dir { print $NF }' /proc/self/mountinfo | tail -n 1)" \
		"rw,gid=4,hidepid=invisible"
	nsenter -t "${c[init]}" -m umount /mnt/proc
}

@test "pidns-translate: the examples of the page" {
	local line n=0
	while IFS= read -r line; do
		n=$((n + 1))
		[[ $line != *--inode* ]] || pns_has pidfs || continue
		# takes BPF, and a kernel log: initial.bats
		[[ $line != *initial* ]] || continue
		example "$line"
		assert_status 0
		assert_stderr_empty
		case $line in
		*--inode*) assert_output --regexp '^[0-9]+:[0-9]+$' ;;
		*--init*) assert_output "${c[init]}" ;;
		*--find*) assert_line --regexp "^ *17 +[0-9]+ +[0-9]+ +${c[init]} " ;;
		bpftrace*) assert_output "${c[ns]} ${c[init]}" ;;
		nvidia-smi*) assert_output --regexp '^\|    0   N/A  N/A  +1 +C   python   100MiB \|$' ;;
		ps*) assert_line --regexp '^ *1 +0 pns-init$' ;;
		pidns-translate*) assert_line --regexp "^ *${c[init]} +1 +${c[ns]} +1 pns-init\$" ;;
		esac
	done < <(commands pidns-translate.1)
	assert_equal "$n" 10
}
