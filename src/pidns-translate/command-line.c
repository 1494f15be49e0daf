// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/command-line.h"

#include <errno.h>
#include <string.h>

#include "common/cli.h"
#include "pidns-translate/forms.h"

static bool parse_missing(struct translate_run *run, const char *text)
{
	static const struct {
		const char *name;
		enum translate_missing missing;
	} words[] = {
		{ "error", TRANSLATE_MISSING_ERROR },
		{ "keep", TRANSLATE_MISSING_KEEP },
		{ "drop", TRANSLATE_MISSING_DROP },
		{ "mark", TRANSLATE_MISSING_MARK },
	};
	size_t i;

	if (strncmp(text, "mark=", strlen("mark=")) == 0) {
		run->mark = text + strlen("mark=");
		run->missing = TRANSLATE_MISSING_MARK;
		return true;
	}
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(text, words[i].name) == 0) {
			run->missing = words[i].missing;
			return true;
		}
	}
	message(_("unknown way to treat what is missing: '%s'"), text);
	return false;
}

static bool parse_via(struct translate_run *run, const char *text)
{
	int found = pns_translator_by_name(text);

	if (found < 0) {
		message(_("unknown method: '%s'"), text);
		return false;
	}
	run->via = (enum pns_translator)found;
	return true;
}

/* Options that say what to do. Returns 1 if @option is none of them, else 0 or -EINVAL. */
static int take_mode_option(struct translate_run *run, int option, const char *argument)
{
	switch (option) {
	case 'f':
		run->from = argument;
		return 0;
	case 't':
		run->to = argument;
		run->to_own = translate_is_own(argument);
		return 0;
	case 'g':
		run->tgid = true;
		return 0;
	case 'i':
		run->mode = TRANSLATE_INIT;
		return 0;
	case 'l':
		run->mode = TRANSLATE_LIST;
		return 0;
	case OPT_FIND:
		run->mode = TRANSLATE_FIND;
		return 0;
	case 'I':
		run->identity = true;
		return 0;
	case OPT_VIA:
		return parse_via(run, argument) ? 0 : -EINVAL;
	default:
		return 1;
	}
}

/* Options about standard input and output, as above. */
static int take_stream_option(struct translate_run *run, int option, const char *argument)
{
	switch (option) {
	case 'F':
		run->mode = TRANSLATE_FILTER;
		return translate_fields_add(&run->fields, argument) ? 0 : -EINVAL;
	case 'd':
		return translate_fields_delimit(&run->fields, argument) ? 0 : -EINVAL;
	case OPT_FROM_FIELD:
		return translate_field_number(argument, &run->from_field) ? 0 : -EINVAL;
	case OPT_ALIGN:
		run->align = true;
		return 0;
	case OPT_MISSING:
		return parse_missing(run, argument) ? 0 : -EINVAL;
	case 'u':
		run->unbuffered = true;
		return 0;
	case 'z':
		run->end = '\0';
		return 0;
	default:
		return 1;
	}
}

/* Options about the table, as above. */
static int take_table_option(struct translate_run *run, int option, const char *argument)
{
	switch (option) {
	case 'J':
		run->table.form = table_form_of_json();
		break;
	case OPT_JSON_LINES:
		run->table.form = TABLE_FORM_JSON_LINES;
		break;
	case 'r':
		run->table.form = TABLE_FORM_RAW;
		break;
	case 'n':
		run->table.noheadings = true;
		break;
	case 'o':
		run->columns = argument;
		break;
	case OPT_OUTPUT_ALL:
		run->all_columns = true;
		break;
	default:
		return 1;
	}
	run->print_table = true;
	return 0;
}

int translate_cmdline_take_option(struct translate_run *run, int option, const char *argument)
{
	int rc = take_mode_option(run, option, argument);

	if (rc == 1)
		rc = take_stream_option(run, option, argument);
	if (rc == 1)
		rc = take_table_option(run, option, argument);
	return rc;
}

static bool complain(const char *why)
{
	message("%s", why);
	return false;
}

/* Of each process its own namespace: that can be asked for, but nothing is from there. */
static bool is_own_meant(const struct translate_run *run)
{
	const char *listed = run->mode == TRANSLATE_LIST ? *run->operands : NULL;

	if ((run->from && translate_is_own(run->from)) || (listed && translate_is_own(listed)))
		return complain(_("own is no reference to one PID namespace: it has a meaning with --to only"));
	if (run->to_own && run->mode == TRANSLATE_INIT)
		return complain(_("--to own has no meaning with --init: in its own PID namespace, init is process 1"));
	if (run->to_own && run->via == PNS_TRANSLATOR_UCRED)
		return complain(_("--via ucred cannot tell the PID of a process in its own PID namespace"));
	return true;
}

/* Who is below the initial namespace knows it by its name only, and one method leads there. */
static bool initial_is_consistent(const struct translate_run *run)
{
	bool given = translate_has_initial(run), from = strcmp(translate_from_name(run), TRANSLATE_INITIAL) == 0;

	if (from && strcmp(translate_to_name(run), TRANSLATE_INITIAL) == 0)
		return complain(_("--from and --to are both 'initial'"));
	if (from && run->mode == TRANSLATE_FIND)
		return complain(_("--find does not take --from initial"));
	if (!given && run->via == PNS_TRANSLATOR_BPF)
		return complain(_("--via bpf is for --from initial and --to initial"));
	if (given && run->via != PNS_TRANSLATOR_AUTO && run->via != PNS_TRANSLATOR_BPF)
		return complain(_("of the methods, 'initial' takes auto and bpf only"));
	return true;
}

bool translate_cmdline_is_consistent(const struct translate_run *run)
{
	bool filter = run->mode == TRANSLATE_FILTER;

	if (filter && *run->operands)
		return complain(_("--field works on standard input: it takes no operands"));
	if (filter && !run->from && !run->to && !run->from_field)
		return complain(_("--field needs --from, --from-field or --to"));
	if (filter && translate_fields_have(&run->fields, run->from_field))
		return complain(_("the field of --from-field is not one of those of --field"));
	if (run->mode == TRANSLATE_LIST && (!*run->operands || run->operands[1]))
		return complain(_("--list needs one reference to a PID namespace"));
	if (!is_own_meant(run))
		return false;
	if (run->tgid && run->via == PNS_TRANSLATOR_UCRED)
		return complain(_("--via ucred cannot translate to the thread group leader"));
	return initial_is_consistent(run);
}

void translate_cmdline_complete(struct translate_run *run)
{
	if (run->mode == TRANSLATE_LIST)
		run->from = *run->operands++;
	if (run->mode == TRANSLATE_LIST || run->mode == TRANSLATE_FIND)
		run->print_table = true;
	if (run->mode == TRANSLATE_PIDS && !run->from && !run->to)
		run->print_table = true;
}
