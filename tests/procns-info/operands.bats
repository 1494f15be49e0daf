#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# shellcheck disable=SC2016,SC2030,SC2031,SC2154
#
# procns-info: what it says of procfs mounts that the test has made itself.

load ../helper

setup() {
	pns_setup
	dir=$BATS_TEST_TMPDIR/p
	mkdir "$dir"
	known=$BATS_TEST_TMPDIR/known
	: >"$known"
	# for an ordinary user, who is somebody else than the owner of these directories
	chmod a+x "$BATS_RUN_TMPDIR" "$BATS_TEST_TMPDIR/.." "$BATS_TEST_TMPDIR"
	own_ns=$(ns_inode /proc/self/ns/pid)
	own_user=$(ns_inode /proc/self/ns/user)
}

# know NAME KEY=JSON...: what is true of the mount at $dir/NAME
know() {
	local name=$1 pair text
	text="{\"target\":\"$dir/$name\""
	shift
	for pair; do
		text+=",\"${pair%%=*}\":${pair#*=}"
	done
	echo "$text}" >>"$known"
}

# mount_known NAME OPTION... -- KEY=JSON...: mount one with mount-procns
mount_known() {
	local name=$1 options=()
	shift
	while [[ $1 != -- ]]; do
		options+=("$1")
		shift
	done
	shift
	mkdir "$dir/$name"
	mount-procns "${options[@]}" "$dir/$name"
	defer umount --recursive "$dir/$name"
	know "$name" "$@"
}

# count_of PIDS: as hold-pidns lists them
count_of() {
	tr , '\n' <<<"$1" | wc -l
}

mount_live() {
	local -A c
	local child grandchild gid=()
	start_holder c hold-pidns --depth 2 --children 2
	child=(pidns="${c[ns]}" level=1 parent="$own_ns" userns="$own_user" init="${c[init]}"
		command="\"$(<"/proc/${c[init]}/comm")\"" state='"live"' match=false overmounts=0)
	grandchild=(pidns="${c[ns2]}" level=2 parent="${c[ns]}" userns="$own_user" init="${c[init2]}"
		procs="$(count_of "${c[pids2]}")" state='"live"' match=false)
	procs=$(count_of "${c[pids]}")
	mount_known own -- pidns="$own_ns" level=0 userns="$own_user" state='"live"' match=true \
		hidepid='"off"' hidepidnum=0 gid=null subset=null
	mount_known child --pidns "${c[init]}" -- "${child[@]}" hidepid='"off"' hidepidnum=0 procs="$procs"
	mount_known noaccess --pidns "${c[init]}" --hidepid 1 -- "${child[@]}" \
		hidepid='"noaccess"' hidepidnum=1
	# in a user namespace only its root is mapped, and the kernel shows the number outside
	! pns_has root || gid=(--gid 44)
	mount_known invisible --pidns "${c[init]}" --hidepid 2 "${gid[@]}" -- "${child[@]}" \
		hidepid='"invisible"' hidepidnum=2 ${gid:+gid=44}
	mount_known ptraceable --pidns "${c[init]}" --hidepid 4 -- "${child[@]}" \
		hidepid='"ptraceable"' hidepidnum=4
	mount_known subset --pidns "${c[init]}" --subset pid -- "${child[@]}" \
		subset='"pid"' options='"subset=pid"' procs="$procs"
	mount_known grandchild --pidns "${c[init2]}" -- "${grandchild[@]}"
}

mount_lifeless() {
	local -A e d
	pns_has kernel-pidns-opt || return 0
	start_holder d hold-nsfd dead
	mount_known dead --pidns "/proc/${d[pid]}/fd/${d[fd]}" -- pidns="${d[ns]}" level=1 \
		parent="$own_ns" userns="$own_user" init=null command=null procs=0 state='"dead"' match=false
	pns_has unborn-nsfd || return 0
	start_holder e hold-nsfd empty
	mount_known empty --pidns "/proc/${e[pid]}/fd/${e[fd]}" -- pidns="${e[ns]}" level=1 \
		parent="$own_ns" userns="$own_user" init=null command=null procs=0 state='"empty"' match=false
}

# Without bpf a namespace without processes is not told from a dead one
tell_no_dead() {
	sed -i 's/"state":"dead"/"state":"empty"/' "$known"
}

# known_to_user NAME: the namespace of that mount, where the kernel tells it to everybody
known_to_user() {
	pns_has procfs-ioctl || { echo null; return; }
	pns_jq --arg t "$dir/$1" 'select(.target == $t).pidns' "$known"
}

# A part of a procfs elsewhere: not a root, but it belongs to the same procfs
bind_part() {
	local -A c
	mkdir "$dir/part"
	mount --bind "$dir/child/sys" "$dir/part"
	defer umount "$dir/part"
	know part pidns="$(pns_jq -s --arg t "$dir/child" '.[] | select(.target == $t).pidns' "$known")" \
		fsroot='"/sys"' procs=null covered=false
}

# wrong_cells exact|lax: cells that are not as known; lax: null is right as well
wrong_cells() {
	pns_jq -c --arg mode "$1" --slurpfile actual "$run.out" -s '
		.[] as $want
		| ([$actual[0].procfs[] | select(.target == $want.target)] | .[0]) as $got
		| if $got == null then {target: $want.target, missing: true}
		  else $want | to_entries[]
		  | select(.value != $got[.key] and ($mode == "exact" or $got[.key] != null))
		  | {target: $want.target, cell: .key, want: .value, got: $got[.key]} end' "$known"
}

assert_cells() {
	local wrong
	wrong=$(wrong_cells "$1")
	[[ -z $wrong ]] || fail "not as the test made it:
$wrong"
	# nothing else is listed
	assert_json "[.procfs[].target | select(startswith(\"$dir/\"))] | length" "$(wc -l <"$known")"
}

# The same in a table: each row holds the cells that the JSON has
assert_table_is_json() {
	local row
	run_tool procns-info -P -o TARGET,PIDNS,INIT,HIDEPID,STATE
	assert_status 0
	while IFS= read -r row; do
		grep -qxF -- "$row" "$run.out" || fail "no row: $row"
	done < <(pns_jq -r '.procfs[] | select(.target | startswith($dir + "/"))
		| "TARGET=\"\(.target)\" PIDNS=\"\(.pidns // "")\" INIT=\"\(.init // "")\""
		+ " HIDEPID=\"\(.hidepid // "")\" STATE=\"\(.state // "")\""' \
		--arg dir "$dir" "$1")
}

# As an ordinary user, with a copy of the tool that everybody can read
run_as_user() {
	cp "$(readlink -f "$PNS_BIN/real/procns-info")" "$BATS_TEST_TMPDIR/procns-info"
	chmod 755 "$BATS_TEST_TMPDIR/procns-info"
	run_tool setpriv --reuid 1000 --regid 1000 --clear-groups "$BATS_TEST_TMPDIR/procns-info" "$@"
}

# How a procfs with processes is told here
first_way() {
	if pns_has procfs-ioctl; then echo ioctl; else echo init; fi
}

# bats file_tags=axis:root

@test "procns-info: every cell is what the test has made" {
	local fits
	mount_live
	# the ioctl and bpf tell a namespace without processes, bpf alone what a part of a procfs is of
	! pns_has bpf && ! pns_has procfs-ioctl || mount_lifeless
	if pns_has bpf; then bind_part; else tell_no_dead; fi
	run_tool procns-info -J --output-all
	assert_status 0
	assert_stderr_empty
	assert_cells exact
	fits='"inode-reused", "mount-id-reused"'
	if pns_denied openat2; then fits+=', "no-openat2"'; else fits+=', "full"'; fi
	# what bpf names and nothing opens
	pns_opens_by_id || fits+=', "not-held"'
	assert_json "[.procfs[] | .trust | split(\",\")[]] | unique - [$fits] | length" 0
	assert_table_is_json "$run.out"
}

@test "procns-info: an ordinary user gets each cell right or blank" {
	mount_live
	mount_lifeless
	bind_part
	run_as_user -J --output-all
	assert_status 0
	tell_no_dead
	# what is hidden counts as hidden, unless the kernel names the namespace and that names its init
	pns_has procfs-ioctl ||
		sed -i '/p\/\(invisible\|noaccess\|ptraceable\)/s/"state":"live"/"state":"hidden"/' "$known"
	assert_cells lax
	# the own one takes no privilege, the options are everybody's
	assert_json ".procfs[] | select(.target == \"$dir/own\") | .pidns" "$own_ns"
	assert_json ".procfs[] | select(.target == \"$dir/invisible\") | .hidepid" invisible
	assert_json ".procfs[] | select(.target == \"$dir/child\") | .pidns" "$(known_to_user child)"
	assert_json ".procfs[] | select(.target == \"$dir/child\") | .match" false
	assert_json ".procfs[] | select(.target == \"$dir/invisible\") | .procs" 0
}

@test "procns-info: a user namespace that owns the PID namespace" {
	local -A c
	start_holder c hold-pidns --userns
	mount_known child --pidns "${c[init]}" -- pidns="${c[ns]}" userns="${c[user]}" owner='"root"' uid=0
	run_tool procns-info -J --output-all "$dir/child"
	assert_status 0
	assert_cells exact
}

@test "procns-info: --as a user counts what the kernel lists for that user" {
	local name
	mount_live
	run_tool procns-info --as +1000 -J -o TARGET,PROCS,SEES
	assert_status 0
	for name in child:all noaccess:numbers invisible:traceable ptraceable:traceable; do
		assert_json ".procfs[] | select(.target == \"$dir/${name%:*}\") | .sees" "${name#*:}"
		assert_json ".procfs[] | select(.target == \"$dir/${name%:*}\") | .procs" \
			"$(setpriv --reuid 1000 --regid 1000 --clear-groups ls "$dir/${name%:*}" | grep -c '^[0-9]')"
	done
	run_tool procns-info --as root -J -o TARGET,PROCS,SEES "$dir/ptraceable"
	assert_json '.procfs[0].sees' all
	assert_json '.procfs[0].procs' "$procs"
}

@test "procns-info: --as a process goes by its groups and capabilities" {
	local member plain
	mount_live
	setpriv --reuid 1000 --regid 1000 --groups 44 sleep 60 &
	member=$!
	setpriv --bounding-set=-sys_ptrace --inh-caps=-all sleep 60 &
	plain=$!
	defer kill "$member" "$plain"
	poll_until 5 grep -qx sleep "/proc/$member/comm"
	poll_until 5 grep -qx sleep "/proc/$plain/comm"
	run_tool procns-info --as "$member" -J -o TARGET,PROCS,SEES "$dir/invisible" "$dir/ptraceable"
	assert_status 0
	# gid= exempts from invisible, but not from ptraceable
	assert_json '[.procfs[].sees] | join(" ")' "all traceable"
	assert_json '[.procfs[].procs] | join(" ")' "$procs 0"
	# uid 0 without the capability: what is its own can be traced, the rest cannot
	run_tool procns-info --as "$plain" -J -o SEES "$dir/ptraceable"
	assert_json '.procfs[0].sees' traceable
}

@test "procns-info: --as somebody who is not there" {
	run_tool procns-info --as no-such-user
	assert_status 1
	assert_stderr_line_matches 'procns-info: no-such-user: search failed: neither a user nor a process'
	run_tool procns-info -J --as no-such-user
	assert_refused no-such-user 1
	run_tool procns-info --as 4194303:1
	assert_status 1
	run_tool procns-info --as 4194304
	assert_status 1
	run_tool procns-info --as +
	assert_status 1
	run_tool procns-info --as +4294967295
	assert_status 1
}

# --- what only pretends to be a procfs ---

@test "procns-info: a pretender is refused and named" {
	mkdir "$dir/tmpfs"
	mount -t tmpfs none "$dir/tmpfs"
	mkdir -p "$dir/tmpfs/1/ns"
	ln -s 'pid:[4026531836]' "$dir/tmpfs/1/ns/pid"
	defer umount "$dir/tmpfs"
	run_tool procns-info "$dir/tmpfs" /etc "$dir/none" /dev/null
	assert_status 1
	assert_stdout_empty
	assert_stderr_line_matches "procns-info: $dir/tmpfs \(on tmpfs\): .*not the root of .*: it is a directory"
	assert_stderr_line_matches "procns-info: /etc .*: it is a directory"
	assert_stderr_line_matches "procns-info: $dir/none: .*: there is no such file"
	assert_stderr_line_matches "procns-info: /dev/null .*: it is a device"
}

@test "procns-info: an overlay that looks like a procfs is none" {
	mkdir "$dir/lower" "$dir/upper" "$dir/work" "$dir/over"
	mkdir -p "$dir/lower/1/ns"
	mount -t overlay overlay -o "lowerdir=$dir/lower,upperdir=$dir/upper,workdir=$dir/work" "$dir/over" ||
		skip "requires: overlay on tmpfs"
	defer umount "$dir/over"
	run_tool procns-info "$dir/over"
	assert_status 1
	assert_stderr_line_matches ".*$dir/over \(on overlay\): .*"
}

@test "procns-info: some operands failed" {
	mount_known own -- match=true
	run_tool procns-info -J "$dir/own" "$dir"
	assert_status 64
	assert_json '.procfs | length' 1
}

@test "procns-info: a path inside means the mount it is on, with its true overmounts" {
	mount_known own -- match=true overmounts=2
	mount -t tmpfs none "$dir/own/sys"
	mount --bind "$dir/own/bus" "$dir/own/bus"
	run_tool procns-info -J --output-all "$dir/own/self/status"
	assert_status 0
	assert_cells exact
	run_tool procns-info -J -k "$dir/own"
	assert_status 0
	assert_json '.overmounts | map("\(.target) \(.fstype) \(.masks) \(.counts)") | join("\n")' \
"$dir/own/sys tmpfs true true
$dir/own/bus proc false true"
}

@test "procns-info: a procfs below another mount is known by its other mount" {
	local -A c
	start_holder c hold-pidns
	mount_known below --pidns "${c[init]}" -- pidns="${c[ns]}" covered=true via="\"$(first_way)\"" \
		trust="\"$(pns_has ns-id || echo inode-reused,)not-opened,same-device\""
	mkdir "$dir/again"
	mount --bind "$dir/below" "$dir/again"
	defer umount "$dir/again"
	mount -t tmpfs none "$dir/below"
	know again covered=false pidns="${c[ns]}"
	run_tool procns-info -J --output-all
	assert_status 0
	assert_cells exact
	umount "$dir/again"
	mkdir -p "$dir/again"
	run_tool procns-info -J --output-all
	assert_json ".procfs[] | select(.target == \"$dir/below\") | .pidns" null
	assert_json ".procfs[] | select(.target == \"$dir/below\") | .state" hidden
	mount -t tmpfs none "$dir/again"
	umount "$dir/below"
}

@test "procns-info: a detached mount by its descriptor" {
	local -A c
	start_holder c hold-pidns
	if pns_denied open_tree; then
		run_tool mount-procns --pidns "${c[init]}" --fd=5 -- true
		assert_status 125
		assert_stderr_line_matches 'mount-procns: .*: open_tree failed: .*seccomp.*'
		return
	fi
	run_tool mount-procns --pidns "${c[init]}" --fd=5 -- procns-info -J -o PIDNS,TARGET /proc/self/fd/5
	assert_status 0
	assert_json '.procfs[0].pidns' "${c[ns]}"
}

# --- --check ---

@test "procns-info: --check says yes, no, or that it cannot tell" {
	local -A c
	start_holder c hold-pidns
	mount_known own -- match=true
	mount_known child --pidns "${c[init]}" -- match=false
	run_tool procns-info --check "$dir/own"
	assert_status 0
	assert_stdout_empty
	run_tool procns-info --check
	assert_status 0
	run_tool procns-info --check "$dir/own" "$dir/child"
	assert_status 1
	assert_stdout_empty
	assert_stderr_empty
	run_tool procns-info --check --pidns "${c[init]}" "$dir/child"
	assert_status 0
	run_tool procns-info --check --pidns "${c[init]}" "$dir/own"
	assert_status 1
	run_tool procns-info --check "$dir"
	assert_status 2
	run_tool procns-info --check --pidns no-such
	assert_status 2
	run_tool procns-info --check --no-such-option
	assert_status 2
	run_as_user --check --pidns self "$dir/child"
	assert_status 1
	run_as_user --check "$dir/own"
	assert_status 0
}

# bats test_tags=axis:root,axis:user
@test "procns-info: no mistake in the command line is an answer of --check" {
	local options
	while read -ra options; do
		run_tool procns-info "${options[@]}"
		[[ $status -eq 2 ]] || fail "procns-info ${options[*]}: status $status"
		assert_stdout_empty
		assert_stderr_line_matches "Try 'procns-info --help' for more information."
	done <<-END
	--as nobody -c /proc
	-c --as nobody /proc
	-T -c
	-x -c
	-xc
	-a -c
	-ac
	-w -c
	-T -k --check
	-T -k --che
	-H -c
	--chek
	--check=yes
	--via nonsense -c
	-T -x -p self -c /proc
	-c -o
	-?
	END
	# what is an argument, or no option any more, asks for nothing
	for options in '-T -x -o -c' '-T -x -p --check' '-T -x -- -c'; do
		# shellcheck disable=SC2086
		run_tool procns-info $options
		assert_status 1
	done
}

@test "procns-info: a refusal of --check that cannot be written is no answer" {
	run_tool sh -c 'procns-info -J --check --pidns no-such >/dev/full'
	assert_status 2
	assert_stderr_line_matches 'procns-info: write error: No space left on device'
}

@test "procns-info: the examples tell the answers of --check apart" {
	refute grep -n -E -- 'procns-info.*(--check| -c ).*(\|\||&&)' "$abs_top_srcdir/README" \
		"$abs_top_srcdir"/man/*.adoc "$abs_top_srcdir"/docs/*.md
}

# --- a /proc that is not the caller's ---

@test "procns-info: --check is not fooled by a self with the same number" {
	requires clone-set-tid
	local number=30000
	# procns-info is in a new PID namespace, with the same number there as in the outer procfs
	mkdir "$dir/inner"
	run_tool unshare --mount --propagation private as-pid --twice "$number" sh -c '
		mount-procns "$1" && exec procns-info --check "$1"' trap "$dir/inner"
	assert_status 0
	# sh becomes procns-info: the process with that number
	run_tool unshare --mount --propagation private as-pid --twice "$number" sh -c '
		mount-procns "$1" && exec readlink /proc/self "$1/self"' trap "$dir/inner"
	assert_output "$number
$number"
	run_tool unshare --mount --propagation private as-pid --twice "$number" sh -c '
		mount-procns "$1" && exec procns-info --check /proc' trap "$dir/inner"
	assert_status 1
	run_tool unshare --mount --propagation private as-pid --twice "$number" sh -c '
		exec procns-info --check'
	assert_status 1
	run_tool unshare --mount --propagation private as-pid --twice "$number" sh -c '
		mount-procns "$1" && exec procns-info -J -o TARGET,MATCH,LEVEL,PIDNS /proc "$1"' trap "$dir/inner"
	assert_json '[.procfs[] | .match] | join(" ")' "false true"
	assert_json '[.procfs[] | .level] | join(" ")' "-1 0"
}

@test "procns-info: works where /proc shows another PID namespace" {
	# AddressSanitizer looks for itself, and even for its environment, in /proc
	requires uninstrumented
	local -A c
	local told=1
	start_holder c hold-pidns
	mkdir "$dir/c"
	mount-procns --pidns "${c[init]}" "$dir/c"
	defer umount "$dir/c"
	# before 6.11 nothing but a procfs names the caller's own namespace
	pns_has pidfd-ns-ioctl || { ! pns_denied fsopen && ! pns_denied fsconfig; } || told=2
	# over /proc, the caller is not to be seen there
	run_tool unshare --mount --propagation private sh -c '
		exec 5<"$2"
		mount --bind "$1" /proc
		procns-info --check; echo $?
		procns-info --check --pidns fd:5; echo $?
		procns-info -J -o TARGET,PIDNS /proc' other "$dir/c" "/proc/${c[init]}/ns/pid"
	assert_equal "${lines[0]}" "$told"
	assert_equal "${lines[1]}" 0
	output=$(sed 1,2d <<<"$output")
	assert_json '.procfs[0].pidns' "${c[ns]}"
	# the mount table is read through a procfs of its own
	run_tool unshare --mount --propagation private sh -c '
		mount --bind "$1" /proc; procns-info -J -o TARGET,PIDNS' other "$dir/c"
	if pns_denied fsopen || pns_denied fsconfig; then
		assert_status 1
		assert_stdout_empty
		assert_stderr_line_matches 'procns-info: /proc does not show this process, .*'
		return
	fi
	assert_status 0
	assert_json "[.procfs[] | select(.target == \"/proc\") | .pidns] | index(${c[ns]}) != null" true
}

# bats file_tags=axis:user,axis:userns

@test "procns-info: the caller's own /proc" {
	run_tool procns-info -J --output-all /proc
	assert_status 0
	assert_stderr_empty
	assert_json '.procfs[0].pidns' "$own_ns"
	assert_json '.procfs[0].match' true
	assert_json '.procfs[0].level' 0
	assert_json '.procfs[0].state' live
	run_tool procns-info --check
	assert_status 0
}

# bats file_tags=axis:userns

@test "procns-info: root of a user namespace gets each cell right or blank" {
	mount_live
	mount_lifeless
	tell_no_dead
	run_tool procns-info -J --output-all
	assert_status 0
	assert_cells lax
	assert_json ".procfs[] | select(.target == \"$dir/child\") | .via" "$(first_way)"
	assert_json ".procfs[] | select(.target == \"$dir/grandchild\") | .level" 2
}
