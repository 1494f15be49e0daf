# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck shell=bash disable=SC2154
#
# For scripts with $suite, a suite of Debian, $apt, a directory of apt's own, and $kernel, that
# of the result: fetch packages of that suite by name, from where this machine has its own
# packages from, verified by apt. Nothing changes on this machine. PNS_VM_MIRROR: another mirror.

keyring=/usr/share/keyrings/debian-archive-keyring.gpg

die() {
	echo "${0##*/}: $suite: $*" >&2
	exit 2
}

# The archive that this machine's own release comes from: apt itself reads its sources
mirror() {
	local codename
	# shellcheck source=/dev/null
	codename=$(. /etc/os-release && echo "${VERSION_CODENAME-}")
	apt-get update --print-uris 2>/dev/null |
		sed -nE "s,^'([^']+)/dists/${codename:-unstable}/InRelease'.*,\1,p" | head -n 1
}

configure_apt() {
	local uri=${PNS_VM_MIRROR-}
	[[ -r $keyring ]] || die "no $keyring: install debian-archive-keyring"
	[[ -n $uri ]] || uri=$(mirror)
	[[ -n $uri ]] || die "no Debian archive among this machine's sources: set PNS_VM_MIRROR"
	mkdir -p "$apt"/{lists/partial,archives/partial,empty}
	: >"$apt/status"
	echo "deb [signed-by=$keyring] $uri $suite main" >"$apt/sources.list"
	cat >"$apt/apt.conf" <<-CONF
	Dir::State "$apt";
	Dir::State::lists "$apt/lists";
	Dir::State::status "$apt/status";
	Dir::Cache "$apt";
	Dir::Etc::sourcelist "$apt/sources.list";
	Dir::Etc::sourceparts "$apt/empty";
	Dir::Etc::preferences "$apt/empty/none";
	Dir::Etc::preferencesparts "$apt/empty";
	APT::Architecture "amd64";
	APT::Architectures { "amd64"; };
	APT::Sandbox::User "";
	Acquire::Languages "none";
	Acquire::Retries "2";
	CONF
	export APT_CONFIG=$apt/apt.conf
}

# Debian is asked for something newer twice a day at most
was_asked_lately() {
	[[ -n $(find "$kernel/asked" -mmin -720 2>/dev/null) ]]
}

# logged_or_kept FILE COMMAND...: COMMAND with its output in $apt/log. If it fails, as without a
# network, the FILE of an earlier time will do.
logged_or_kept() {
	local kept=$1 status
	shift
	mkdir -p "$apt"
	# not "! (...)": that would switch set -e off inside
	set +e
	(set -e; "$@") >"$apt/log" 2>&1 </dev/null
	status=$?
	set -e
	[[ $status -ne 0 ]] || { touch "$kernel/asked" && return; }
	tail -n 40 "$apt/log" >&2
	[[ -e $kept ]] || exit 2
	echo "${0##*/}: $suite: the kernel of an earlier time will do" >&2
}
