# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# What the completions of all tools stand on; each loads it from its own directory.
#
# The program is asked for its options and columns, with their descriptions in the user's language, and for
# the words that options take. What is offered is a line, the word and its description with a tab between
# them: a name with a line feed or a tab in it cannot be offered.

# __procns_ask TOOL ARGUMENT...: the program may be in a directory that ordinary users do not have in PATH
function __procns_ask
    set -lx PATH $PATH /usr/sbin /sbin
    command $argv 2>/dev/null
end

# __procns_options TOOL FUNCTION: "FUNCTION NAME" prints the values of an option
function __procns_options -a tool complete
    for line in (__procns_ask $tool --help)
        set -l found (string match -r '^ (-[^ ],|   ) --([a-z-]+)((?:(?:\[=| )[^ ]+)?) +([^ ].*)$' -- $line)
        or continue
        set -l -- option -l $found[3] -d $found[5]
        set -a -- option (string replace -rf -- '^-(.),' '-s\n$1' $found[2] | string split \n)
        switch "$found[4]"
            case ''
            case '[=*'
                set -a -- option -f -a "($complete $found[3])"
            case '*'
                set -a -- option -x -a "($complete $found[3])"
        end
        complete -c $tool $option
    end
end

# what is typed of a value: also behind "--option=" and behind a short option
function __procns_value
    commandline -ct | string replace -r '^(--[a-z-]+=|-[a-zA-Z](?=.))' ''
end

# __procns_columns TOOL [OPTION]: the last one of a list, as "a,b" or "+a,b"
function __procns_columns
    set -l before (__procns_value | string match -r '^.*[,+]')
    for line in (__procns_ask $argv --list-columns --raw --noheadings)
        set -l column (string split -m 2 ' ' -- $line)
        printf '%s%s\t%s\n' "$before" $column[1] (string replace -a '\x20' ' ' -- $column[3])
    end
end

# __procns_words TOOL OPTION: the words that TOOL takes for an option, which are in its --help
function __procns_words -a tool option
    set -lx LC_ALL C
    __procns_ask $tool --help | string replace -rf "^ .*--$option <[^ ]* +" '' |
        string replace -r '.*: ' '' | string replace -r ',? or ' ', ' | string split ', ' |
        string replace -r '\[.*' '' | string match -r '^[a-z]+$'
end

# __procns_describe_processes [PID...]: with their commands
function __procns_describe_processes
    test -n "$argv"; or return
    grep -Hs '' /proc/$argv/comm | string replace -ar '[^[:print:]]' '?' |
        string replace -rf '^/proc/([0-9]+)/comm:(.*)$' '$1\t$2'
end

# A PID: first those of inits of the PID namespaces below the caller's, and others when one is begun
function __procns_process
    set -l begun (__procns_value)
    set -l pids (string match -rg '^/proc/([0-9]+)$' -- /proc/*)
    set -l inits (printf '/proc/%s/status\0' $pids | xargs -0 grep -lsE \
        '^NSpid:([[:blank:]][0-9]+)+[[:blank:]]1$' | string split -f 3 /)
    __procns_describe_processes $inits
    if test -n "$begun"; or not set -q inits[1]
        set -l others
        for pid in (string match -- "$begun*" $pids)
            contains $pid $inits; or set -a others $pid
        end
        __procns_describe_processes $others
    end
end

# __procns_ref WORD...: a namespace reference, one of the words or a process; with a slash it is a path
function __procns_ref
    set -l begun (__procns_value)
    if string match -q '*/*' -- $begun
        __fish_complete_path $begun
        return
    end
    __procns_process
    for word in $argv
        switch $word
            case self
                printf 'self\tPID namespace of the caller\n'
            case children
                printf 'children\tPID namespace of the next child of the caller\n'
            case initial
                printf 'initial\tPID namespace of the machine\n'
            case own
                printf 'own\tPID namespace of each process\n'
        end
    end
end
