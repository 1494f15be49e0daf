# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors

source (status dirname)/_procns.fish

# the last one of a comma-separated list
function __mount_procns_mount_options
    set -l before (__procns_value | string match -r '^.*,')
    set -l last (__procns_value | string replace -r '^.*,' '')
    set -l values
    switch $last
        case 'hidepid=*'
            set values hidepid=(__procns_words mount-procns hidepid)
        case 'gid=*'
            set values gid=(__fish_complete_groups | string split -f 1 \t)
        case 'subset=*'
            set values subset=pid
        case '*'
            set values hidepid= gid= subset= pidns= ro rw {no,}{suid,dev,exec,atime,diratime,relatime} \
                {no,}{strictatime,symfollow} silent defaults remount X-mount.mkdir
    end
    printf '%s\n' "$before"$values
end

# __mount_procns_value OPTION
function __mount_procns_value -a option
    switch $option
        case pidns
            __procns_ref self children
        case target
            __procns_process
        case namespace userns
            __procns_ref
        case options
            __mount_procns_mount_options
        case gid
            __fish_complete_groups
        case subset
            echo pid
        case mkdir
            printf '%s\n' 0755 0700 0555
        case output
            __procns_columns mount-procns
        case hidepid propagation via
            __procns_words mount-procns $option
    end
end

# whether the words behind "--" have begun, which are a command line of their own
function __mount_procns_has_command
    contains -- -- (commandline -opc)
end

function __mount_procns_operand
    if __mount_procns_has_command
        set -l words (commandline -opc) (commandline -ct)
        complete -C (string escape -- $words[(math (contains -i -- -- $words) + 1)..-1] | string join ' ')
    else
        __fish_complete_directories (commandline -ct) ''
    end
end

complete -c mount-procns -e
complete -c mount-procns -f -k -a '(__mount_procns_operand)'
__procns_options mount-procns __mount_procns_value
