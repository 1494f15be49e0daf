# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors

source (status dirname)/_procns.fish

# __pidns_translate_value OPTION
function __pidns_translate_value -a option
    switch $option
        case from
            __procns_ref self children initial
        case to
            __procns_ref self children initial own
        case missing via
            __procns_words pidns-translate $option
        case output
            __procns_columns pidns-translate
    end
end

# what stands alone: references behind --init and --list, else PIDs
function __pidns_translate_operand
    if string match -rq -- '^(-i|--init|-l|--list)$' (commandline -opc)
        __procns_ref self children
    else
        __procns_process
    end
end

complete -c pidns-translate -e
complete -c pidns-translate -f -k -a '(__pidns_translate_operand)'
__procns_options pidns-translate __pidns_translate_value
