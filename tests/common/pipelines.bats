#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2154
#
# The pipelines of the README, run as they stand, print what it shows. The programs at their beginning print a record
# of what they printed once, with the PIDs of the processes that are here.

load ../helper

# bats file_tags=axis:root,axis:userns

# record PROGRAM TEXT: a stand-in for it
record() {
	printf '%s\n' "$2" >"$bin/$1.txt"
	printf '#!/bin/sh\ncat "%s"\n' "$bin/$1.txt" >"$bin/$1"
	chmod +x "$bin/$1"
}

setup() {
	pns_setup
	start_holder c hold-pidns --children 16
	init=${c[init]} process=${c[kids]##*,}
	bin=$BATS_TEST_TMPDIR/bin
	mkdir "$bin"
	record perf "   $process/$process    48693.238382: cpu-clock:  ffffffff81775b9a elf_load
   $process/$process    48693.240062: cpu-clock:      7fa9304487b4 _dl_sysdep_parse_arguments"
	record ss "State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess
LISTEN 0      511          0.0.0.0:80        0.0.0.0:*    \
users:((\"nginx\",pid=$process,fd=6),(\"nginx\",pid=$init,fd=6))"
	record nvidia-smi "pid, used_gpu_memory [MiB]
$process, 100 MiB"
	record bpftrace "${c[ns]} 17 openat
${c[ns]} 1 wait4"
}

# here TEXT: with the numbers that those in the README stand for
here() {
	local text=${1//4242/$init}
	text=${text//4711/$process}
	printf '%s\n' "${text//4026532291/${c[ns]}}"
}

@test "README: what the pipelines print" {
	local line command='' expected='' n=0
	while IFS= read -r line; do
		if [[ $line == '  $ '* ]]; then
			command=$(here "${line#'  $ '}") expected=''
		elif [[ -n $command && -n $line ]]; then
			expected+=${expected:+$'\n'}${line#  }
		elif [[ -n $command ]]; then
			run_tool env PATH="$bin:$PATH" bash -o pipefail -c "$command"
			assert_status 0
			assert_stderr_empty
			assert_output "$(here "$expected")"
			command='' n=$((n + 1))
		fi
	done <"$abs_top_srcdir/README"
	assert_equal "$n" 4
}
