#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# Make ./configure from a git checkout.

set -eu
cd "$(dirname "$0")"

missing=
for tool in autoreconf aclocal automake autopoint msgfmt pkg-config; do
	command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"
done
if [ -n "$missing" ]; then
	echo "autogen.sh: not found:$missing" >&2
	echo "autogen.sh: on Debian and Ubuntu: apt-get install autoconf automake autopoint gettext pkg-config" >&2
	exit 1
fi

exec autoreconf --install --force
