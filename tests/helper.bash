# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck shell=bash disable=SC2016,SC2034,SC2154,SC2178
#
# What the bats files stand on: "load ../helper" at their top.
#
# PATH begins with the tools (under $PNS_TEST_WRAP and $PNS_TEST_FILTER if set) and the C helpers, so
# that "deny fsopen -- mount-procns ..." works anywhere. Each test is checked by teardown
# for what it leaves behind: mounts and processes. A file with a setup or teardown of its
# own calls pns_setup or pns_teardown there.
# A failing test prints status, stdout and stderr of the last "run_tool".

bats_require_minimum_version 1.5.0

# The libraries call it for each of their files, in each test: some twenty processes
dirname() {
	# shellcheck disable=SC2317
	[[ $1 == */* ]] && echo "${1%/*}" || echo .
}
bats_load_library bats-support
bats_load_library bats-assert
unset -f dirname

export LC_ALL=C
PNS_TOOLS=(mount-procns mount.procns procns-info pidns-translate)
PNS_DEFERRED=()
PNS_RUNS=0

# --- finding things ---

pns_find_trees() {
	: "${abs_top_srcdir:=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)}"
	if [[ -z ${abs_top_builddir-} ]]; then
		abs_top_builddir=$abs_top_srcdir
		[[ -e $abs_top_srcdir/config.status || ! -d $abs_top_srcdir/build ]] ||
			abs_top_builddir=$abs_top_srcdir/build
	fi
	export abs_top_srcdir abs_top_builddir
}

# pns_wrap_tool NAME: what calls it as it is to be called, where PATH begins
pns_wrap_tool() {
	printf "#!/bin/sh\nfilter='%s'\nexec %s \$filter '%s' \"\$@\"\n" "${PNS_TEST_FILTER-}" \
		"${PNS_TEST_WRAP-}" "$PNS_BIN/real/$1" >"$PNS_BIN/$1"
	chmod +x "$PNS_BIN/$1"
}

# The tools that were built, each once; mount.procns is mount-procns by another name
pns_link_tools() {
	local name programs=()
	mkdir -p "$PNS_BIN/real"
	for name in "${PNS_TOOLS[@]}"; do
		[[ ! -x $abs_top_builddir/$name ]] || programs+=("$abs_top_builddir/$name")
	done
	[[ ${#programs[@]} -gt 0 ]] || return 0
	ln -s "${programs[@]}" "$PNS_BIN/real"
	[[ ! -x $abs_top_builddir/mount-procns || -e $PNS_BIN/real/mount.procns ]] ||
		ln -s "$abs_top_builddir/mount-procns" "$PNS_BIN/real/mount.procns"
	if [[ -z ${PNS_TEST_WRAP-}${PNS_TEST_FILTER-} ]]; then
		ln -s "$PNS_BIN"/real/* "$PNS_BIN"
		return
	fi
	for name in "$PNS_BIN"/real/*; do
		pns_wrap_tool "${name##*/}"
	done
}

pns_set_path() {
	PNS_BIN=$BATS_FILE_TMPDIR/bin
	[[ -d $PNS_BIN ]] || pns_link_tools
	export PATH=$PNS_BIN:$abs_top_builddir/tests/helpers:$PATH:/usr/sbin:/sbin
}

# --- requirements ---

# Like bats' own, but a skip must be allowed where everything must run
eval "pns_bats_$(declare -f skip)"
skip() {
	local reason=${1-no reason given}
	if [[ ${PNS_TEST_MUST_RUN-} == 1 ]] &&
		! grep -qxF -- "$reason" "$abs_top_srcdir/tests/allowed-skips"; then
		fail "must run, but would be skipped: $reason"
	fi
	pns_bats_skip "$reason"
}

# pns_has WORD: 0 the requirement is met, 1 it is not, 2 no such word
pns_has() {
	case $1 in
	root) [[ $EUID -eq 0 && ${PNS_TEST_AXIS-root} == root ]] ;;
	user) [[ $EUID -ne 0 ]] ;;
	userns) unshare --user --map-root-user true 2>/dev/null ;;
	isolated) [[ -n ${PNS_ISOLATED-} ]] ;;
	cmd:?*) command -v "${1#cmd:}" >/dev/null ;;
	uninstrumented) ! grep -q __asan_init "$PNS_BIN/real/procns-info" ;;
	# what the test does with its helpers, which nothing denies it
	clone-set-tid) has-feature clone-set-tid ;;
	bpf) pns_is_built_with HAVE_BPF && pns_filtered has-feature bpf-core ;;
	*) pns_filtered has-feature "$1" ;;
	esac
}

# pns_filtered COMMAND...: run it so that it meets the kernel that the tools meet
pns_filtered() {
	# shellcheck disable=SC2086
	${PNS_TEST_FILTER-} "$@"
}

# pns_denied CALL: whether all tools are run with this system call denied (by tests/ci/seccomp), so
# that another promise is to be kept. CALL may also be the errno
pns_denied() {
	[[ " ${PNS_TEST_DENIED-} " == *" $1 "* ]]
}

# pns_can_deny_fork: false where tests/ci/seccomp has the tools run by a supervisor, which makes calls like these itself
pns_can_deny_fork() {
	! pns_denied setns-pidfd
}

# pns_can_via METHOD: whether what is denied leaves that method of mount-procns
pns_can_via() {
	local call
	[[ $1 == fsconfig ]] || return 0
	for call in fsopen fsconfig move_mount; do
		! pns_denied "$call" || return 1
	done
}

# pns_opens_by_id: whether a namespace that is not the caller's own is opened by its ID: from 6.18 on; 7.3,
# which has subset-exempt, does so in the initial PID namespace only, where no test runs
pns_opens_by_id() {
	pns_has ns-handle && ! pns_has subset-exempt
}

# pns_methods: those that are left. That the others are refused is for tests with their names to say
pns_methods() {
	local method
	for method in fsconfig mount helper; do
		! pns_can_via "$method" || echo "$method"
	done
}

# pns_translates_by METHOD: whether pidns-translate has it here. Where not, it is refused
pns_translates_by() {
	! pns_has_method "$1" || return 0
	run_tool pidns-translate -J --via "$1" --from self $$
	assert_refused kernel-without-feature 1 || exit 1
	return 1
}

pns_has_method() {
	case $1 in
	ioctl) pns_has ioctl-translate ;;
	pidfd) ! pns_denied pidfd_open ;;
	esac
}

# pns_is_built_with NAME: whether config.h defines it
pns_is_built_with() {
	grep -q "^#define $1 1" "$abs_top_builddir/config.h"
}

# requires WORD...: skip the test unless all are met. WORD: root, user, userns, isolated,
# cmd:NAME (a program in PATH), bpf (the tools have it, and may use it), uninstrumented (a
# build with AddressSanitizer reads its options in /proc: no test without that), or a kernel
# feature (has-feature lists them)
requires() {
	local word rc
	for word in "$@"; do
		rc=0
		pns_has "$word" || rc=$?
		case $rc in
		0) ;;
		1) skip "requires: $word" ;;
		*) fail "requires: unknown word '$word' (status $rc)" ;;
		esac
	done
}

# --- running and asserting ---

# Without the descriptors that bats holds, 3 and 4; for one that is to be inherited write
# "5<FILE" behind the run_tool
pns_exec() {
	exec 3>&- 4>&-
	exec "$@"
}

# run_tool COMMAND [ARGUMENT...]: sets $status, $output, $lines, $stderr, $stderr_lines, and
# $run with the exact bytes in $run.out and $run.err. Unlike bats' run it goes through
# files: a process that outlives COMMAND cannot hold the test up by its open stdout.
run_tool() {
	BATS_RUN_COMMAND=$*
	PNS_RUNS=$((PNS_RUNS + 1))
	run=$BATS_TEST_TMPDIR/run-$PNS_RUNS
	status=0
	(pns_exec "$@") >"$run.out" 2>"$run.err" || status=$?
	output=$(<"$run.out")
	stderr=$(<"$run.err")
	IFS=$'\n' read -d '' -ra lines <<<"$output" || true
	IFS=$'\n' read -d '' -ra stderr_lines <<<"$stderr" || true
}

# run_with_descriptors SOFT:HARD TOOL [ARGUMENT...]: run_tool with these limits; a shell that wraps the tool
# needs more of them
run_with_descriptors() {
	local limits=$1 tool=$2
	shift 2
	# shellcheck disable=SC2086
	run_tool ${PNS_TEST_FILTER-} prlimit --nofile="$limits" "$PNS_BIN/real/$tool" "$@"
}

pns_show_last_run() {
	[[ -n ${BATS_RUN_COMMAND-} ]] || return 0
	printf -- '-- %s\n-- status: %s\n' "$BATS_RUN_COMMAND" "$status"
	printf -- '-- stdout:\n%s\n-- stderr:\n%s\n' "${output-}" "${stderr-}"
}

assert_status() {
	[[ $status -eq $1 ]] || fail "status is $status, expected $1"
}

assert_stdout_empty() {
	[[ -z $output ]] || fail "standard output is not empty"
}

assert_stderr_empty() {
	[[ -z $stderr ]] || fail "standard error is not empty"
}

# assert_stderr_line_matches REGEX: a whole line of standard error
assert_stderr_line_matches() {
	local line
	for line in "${stderr_lines[@]}"; do
		[[ ! $line =~ ^($1)$ ]] || return 0
	done
	fail "no line of standard error matches: $1"
}

# answers EXPECTED COMMAND...: that is all it prints, and it succeeds
answers() {
	local expected=$1
	shift
	run_tool "$@"
	assert_status 0
	assert_stderr_empty
	assert_output "$expected"
}

# pns_jq ARGUMENT...: jq, or what starts quicker in guests; that does not keep the order of keys
pns_jq() {
	"${PNS_TEST_JQ:-jq}" "$@"
}

# set_json FILTER: $json, what jq's FILTER makes of standard output, as raw text; the plain ones without jq
set_json() {
	local plain='^[].a-z0-9[]+( \| length)?$'
	[[ $1 =~ $plain ]] && json=$(json-at "$1" <<<"$output") || json=$(pns_jq -r "$1" <<<"$output")
}

# json FILTER: the same, printed
json() {
	local json
	set_json "$1" && printf '%s' "${json:+$json$'\n'}"
}

# assert_json FILTER EXPECTED
assert_json() {
	local json
	set_json "$1" ||
		fail "standard output is not JSON that '$1' fits" || return
	[[ $json == "$2" ]] || fail "JSON $1 is '$json', expected '$2'"
}

# assert_json_in_order FILTER EXPECTED: the same where the order of keys shows
assert_json_in_order() {
	PNS_TEST_JQ=jq assert_json "$@"
}

# assert_refused REASON STATUS: after "run_tool TOOL -J ...", a refusal in JSON
assert_refused() {
	assert_status "$2" &&
		assert_json '.refusal | length' 1 &&
		assert_json '.refusal[0].reason' "$1"
}

# translates_by_ioctl: false on a kernel without the ioctls (before 6.11), where --via ioctl was
# refused as it should be
translates_by_ioctl() {
	! pns_has ioctl-translate || return 0
	run_tool pidns-translate --via ioctl -J --from self 1
	assert_refused kernel-without-feature 1
	run_tool pidns-translate --via ioctl -J --to self $$
	assert_refused kernel-without-feature 1
	return 1
}

# assert_blocked TOOL ARGUMENT...: what is denied to the tools is why it is refused
assert_blocked() {
	run_tool "$@" && assert_refused blocked-by-seccomp 32 && assert_nothing_mounted
}

# pns_reason_of_eacces: what is taken for the cause of an injected EACCES: a filter, where there is one
pns_reason_of_eacces() {
	[[ -n ${PNS_TEST_DENIED-} ]] && echo blocked-by-seccomp || echo blocked-by-lsm
}

# unless_denied CALL REASON: the reason to expect of a refusal that comes after CALL
unless_denied() {
	pns_denied "$1" && echo blocked-by-seccomp || echo "$2"
}

# set_inferring: "${inferring[@]}" COMMAND is COMMAND as on a kernel without the ioctl
# PROCFS_GET_PID_NAMESPACE, which answers first where it is there
set_inferring() {
	inferring=()
	! pns_has procfs-ioctl || inferring=(deny -e ENOTTY ioctl:1=0x6620 --)
}

# lacks_bpf PROCFS: false where BPF may be used; else, of this procfs without processes, the namespace
# was not told as it should not be
lacks_bpf() {
	! pns_has bpf || return
	pns_is_built_with HAVE_BPF || skip "requires: bpf"
	set_inferring
	run_tool "${inferring[@]}" procns-info -J -o PIDNS,STATE,VIA "$1"
	assert_status 0
	assert_json '.procfs[0] | "\(.pidns) \(.state) \(.via)"' "null empty null"
	run_tool "${inferring[@]}" procns-info --via bpf -J -o PIDNS,STATE,VIA "$1"
	assert_json '.procfs[0] | "\(.pidns) \(.via)"' "null null"
}

# --- namespaces and mounts ---

# ns_inode PATH: inode of a namespace file
ns_inode() {
	stat --dereference --format %i "$1"
}

# proc_pids DIR: the numeric directories of a procfs, ascending: 1,2,3
proc_pids() {
	local directory pids=()
	[[ -d $1/. ]] || return
	for directory in "$1"/[0-9]*; do
		[[ $directory == *'*' ]] || pids[${directory##*/}]=
	done
	# the indexes of an array are in order
	local IFS=,
	echo "${!pids[*]}"
}

# mount_table [PID]: byte for byte
mount_table() {
	local table
	# not cat: this is asked twice for each test
	mapfile table <"/proc/${1:-self}/mountinfo" || return
	printf '%s' "${table[@]}"
}

# assert_mount_table_is TEXT [PID]: TEXT as mount_table gave it before
assert_mount_table_is() {
	local now
	now=$(mount_table "${2:-self}")
	[[ $now == "$1" ]] || fail "the mount table has changed:
$(diff <(echo "$1") <(echo "$now"))"
}

# assert_nothing_mounted: the mount table is what it was when the test began
assert_nothing_mounted() {
	assert_mount_table_is "$PNS_MOUNTS_BEFORE"
}

# in_userns OUTER INNER: as root of a new user, mount and PID namespace, made from a mount namespace that
# OUTER has prepared. The user namespace is there first: its maps cannot be written to a read-only /proc.
in_userns() {
	run_tool unshare --mount --propagation private bash -euc '
		coproc ns { exec unshare --user --map-root-user bash -c "echo ready; read -r _"; }
		read -r _ <&"${ns[0]}"
		exec 8<"/proc/$ns_PID/ns/user"
		eval "$1"
		nsenter --user=/proc/self/fd/8 --preserve-credentials \
			unshare --mount --pid --fork bash -uc "$2"' - "$1" "$2"
}

# --- time ---

# poll_until SECONDS COMMAND...: until it succeeds; fails after that time
poll_until() {
	local end=$((${EPOCHREALTIME/./} + $1 * 1000000))
	shift
	until "$@"; do
		((${EPOCHREALTIME/./} < end)) || return 1
		sleep 0.01
	done
}

# pns_scaled N: PNS_TEST_SCALE percent of N, at least 1: how often to do what is done often
pns_scaled() {
	local n=$(($1 * ${PNS_TEST_SCALE:-100} / 100))
	echo $((n > 0 ? n : 1))
}

# --- what lasts until the end of the test ---

# defer COMMAND...: run it at the end of the test, last come first served
defer() {
	local command
	printf -v command '%q ' "$@"
	PNS_DEFERRED+=("$command")
}

pns_run_deferred() {
	local failed=0 i
	for ((i = ${#PNS_DEFERRED[@]} - 1; i >= 0; i--)); do
		eval "${PNS_DEFERRED[i]}" || { echo "failed: ${PNS_DEFERRED[i]}"; failed=1; }
	done
	PNS_DEFERRED=()
	return "$failed"
}

# A line has come, or it never will
pns_holder_spoke() {
	IFS= read -r pns_line <"$1.out" || ! kill -0 "$2" 2>/dev/null
}

# start_holder ARRAY COMMAND...: start it in the background and wait for its first line.
# ARRAY (associative, made if missing; "local -A c" keeps shellcheck quiet) gets each
# key=value of that line, [holder] its PID and [base] the name of its files (.out, .err).
# It is ended with the test. Exit status 77 before the first line skips the test.
start_holder() {
	declare -p "$1" &>/dev/null || declare -gA "$1"
	local -n pns_array=$1
	local base pid word pns_line='' rc=0
	shift
	base=$BATS_TEST_TMPDIR/holder-$BASHPID-${#PNS_DEFERRED[@]}
	mkfifo "$base.in"
	: >"$base.out"
	"$@" <>"$base.in" >"$base.out" 2>"$base.err" 3>&- 4>&- &
	pid=$!
	pns_array=([holder]=$pid [base]=$base)
	defer pns_end_holder "$pid" "$base"
	poll_until 10 pns_holder_spoke "$base" "$pid" || fail "$*: no line in 10 seconds"
	if [[ -z $pns_line ]]; then
		wait "$pid" || rc=$?
		: >"$base.ended"
		[[ $rc -ne 77 ]] || skip "requires: state of $1"
		fail "$*: ended with status $rc: $(<"$base.err")"
	fi
	for word in $pns_line; do
		[[ $word != *=* ]] || pns_array[${word%%=*}]=${word#*=}
	done
}

pns_is_gone() {
	! kill -0 "$1" 2>/dev/null
}

# pns_end_holder PID BASE: SIGTERM, then wait for it; status 0 or by that signal
pns_end_holder() {
	local rc=0
	[[ ! -e $2.ended ]] || return 0
	: >"$2.ended"
	kill -TERM "$1" 2>/dev/null
	poll_until 5 pns_is_gone "$1" || kill -KILL "$1"
	wait "$1" || rc=$?
	[[ $rc -eq 0 || $rc -eq 143 ]] || { echo "holder ended with status $rc: $(<"$2.err")"; return 1; }
}

# stop_holder ARRAY: end it now; ARRAY[output] is all that it printed
stop_holder() {
	local -n pns_array=$1
	pns_end_holder "${pns_array[holder]}" "${pns_array[base]}" || fail "$1 did not end well"
	pns_array[output]=$(<"${pns_array[base]}.out")
}

# --- leaks ---

# A process counts if it is in the private namespace or, without one, below this shell
pns_counts() {
	local pid=$1
	[[ -z ${PNS_ISOLATED-} ]] || return 0
	while ((pid > 1)); do
		[[ $pid != "$$" ]] || return 0
		pid=${pns_parent[$pid]-0}
	done
	return 1
}

# Fills PNS_ALIVE: space, PID, space, ...; neither zombies nor this shell
pns_list_processes() {
	local -A pns_parent=()
	local dir stat rest
	PNS_ALIVE=' '
	for dir in /proc/[0-9]*; do
		{ read -r stat <"$dir/stat"; } 2>/dev/null || continue
		rest=${stat##*) }
		[[ $rest != [ZX]* ]] || continue
		rest=${rest#* }
		pns_parent[${dir##*/}]=${rest%% *}
	done
	for dir in "${!pns_parent[@]}"; do
		[[ $dir == "$$" || $dir == "$BASHPID" ]] || ! pns_counts "$dir" || PNS_ALIVE+="$dir "
	done
}

pns_no_new_process() {
	local pid
	pns_list_processes
	PNS_NEW=()
	for pid in $PNS_ALIVE; do
		[[ $PNS_ALIVE_BEFORE == *" $pid "* ]] || PNS_NEW+=("$pid")
	done
	[[ ${#PNS_NEW[@]} -eq 0 ]]
}

# Processes get three seconds to end
pns_check_processes() {
	local pid
	! poll_until 3 pns_no_new_process || return 0
	for pid in "${PNS_NEW[@]}"; do
		echo "left behind: process $pid: $(tr '\0' ' ' <"/proc/$pid/cmdline")"
		[[ -z ${PNS_ISOLATED-} ]] || kill -KILL "$pid"
	done
	return 1
}

pns_check_mounts() {
	local now point
	now=$(mount_table)
	[[ $now != "$PNS_MOUNTS_BEFORE" ]] || return 0
	echo "left behind: a changed mount table:"
	diff <(echo "$PNS_MOUNTS_BEFORE") <(echo "$now")
	if [[ -n ${PNS_ISOLATED-} ]]; then
		diff <(echo "$PNS_MOUNTS_BEFORE") <(echo "$now") | awk '$1 == ">" { print $6 }' | tac |
			while IFS= read -r point; do
				umount --lazy "$(printf '%b' "$point")"
			done
	fi
	return 1
}

pns_setup() {
	# for note-calls
	export PNS_NOTE_TITLE="${BATS_TEST_DIRNAME##*/}/${BATS_TEST_FILENAME##*/}: $BATS_TEST_DESCRIPTION"
	PNS_MOUNTS_BEFORE=$(mount_table)
	pns_list_processes
	PNS_ALIVE_BEFORE=$PNS_ALIVE
}

pns_teardown() {
	local failed=0
	[[ -n ${BATS_TEST_COMPLETED-} ]] || pns_show_last_run
	pns_run_deferred || failed=1
	pns_check_processes || failed=1
	[[ -z ${PNS_ISOLATED-} ]] || pns_check_mounts || failed=1
	return "$failed"
}

setup() {
	pns_setup
}

teardown() {
	pns_teardown
}

pns_find_trees
pns_set_path
