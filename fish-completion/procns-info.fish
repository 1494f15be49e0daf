# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors

source (status dirname)/_procns.fish

# __procns_info_value OPTION
function __procns_info_value -a option
    switch $option
        case pidns
            __procns_ref self children
        case namespace
            __procns_ref
        case target
            __procns_process
        case as
            __fish_complete_users
            __procns_process
        case via
            __procns_words procns-info via
        case output
            # --overmounts has columns of its own
            set -l overmounts (string match -r -- '^(?:-k|--overmounts)$' (commandline -opc))
            __procns_columns procns-info $overmounts
    end
end

# mount points of procfs, else any path
function __procns_info_mounts
    set -l mounts
    # the raw format has no other backslash than in \xHH
    for mount in (__procns_ask procns-info --raw --noheadings --output TARGET)
        string match -qr '\\\\x0[9a]' -- $mount
        or set -a mounts (printf '%b' $mount)
    end
    string match -- (commandline -ct | string escape --style=glob 2>/dev/null; or commandline -ct)'*' $mounts
    or __fish_complete_path (commandline -ct)
end

complete -c procns-info -e
complete -c procns-info -f -a '(__procns_info_mounts)'
__procns_options procns-info __procns_info_value
