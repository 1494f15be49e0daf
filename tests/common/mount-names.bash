# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
# shellcheck shell=bash disable=SC2154
#
# For the tests of completion: mount points with names that others have chosen.

# mount_names: a procfs on m/NAME for each of the names, by one mount(8)
mount_names() {
	local name
	# goes away with all of them at once
	mount -t tmpfs names m
	defer umount --lazy "$PWD/m"
	(cd m && mkdir -- "${names[@]}")
	for name in "${names[@]}"; do
		printf 'proc %s proc defaults 0 0\n' \
			"$(printf %s "$PWD/m/$name" | od -An -v -to1 | tr -d '\n' | tr ' ' "\\\\")"
	done >fstab
	mount --all --fstab fstab
}
