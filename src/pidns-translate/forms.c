// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/forms.h"

#include "common/cli-options.h"
#include "common/cli.h"

/* What a run prints, as bits. */
enum form {
	FORM_NUMBERS = 1 << 0,
	FORM_TABLE = 1 << 1,
	FORM_INIT = 1 << 2,		/* numbers, too */
	FORM_INIT_TABLE = 1 << 3,
	FORM_LIST = 1 << 4,
	FORM_FIND = 1 << 5,
	FORM_FILTER = 1 << 6,
	FORM_COLUMNS = 1 << 7,
	FORM_LINES = 1 << 8,		/* a table, a row as soon as it is there */
	FORM_INIT_LINES = 1 << 9,
};

#define FORMS_PLAIN (FORM_NUMBERS | FORM_FILTER)
#define FORMS_TABLE (FORM_TABLE | FORM_LINES | FORM_INIT_TABLE | FORM_INIT_LINES | FORM_LIST | FORM_FIND)
#define FORMS_ASK (FORMS_PLAIN | FORM_INIT | FORMS_TABLE)

/* Where an option means something. Those that are not here choose the form. */
static const struct {
	int option;
	unsigned int forms;
} meanings[] = {
	{ 'f', FORMS_PLAIN | FORM_TABLE | FORM_LINES | FORM_FIND },
	{ 't', FORMS_ASK },
	{ 'g', FORMS_PLAIN | FORM_TABLE | FORM_LINES },
	{ 'I', FORMS_PLAIN | FORM_INIT },
	{ OPT_MISSING, FORMS_PLAIN | FORM_INIT },
	{ 'u', FORMS_PLAIN | FORM_INIT | FORM_LINES | FORM_INIT_LINES },
	{ 'z', FORMS_PLAIN | FORM_INIT },
	{ OPT_VIA, FORMS_ASK },
	{ 'd', FORM_FILTER },
	{ OPT_ALIGN, FORM_FILTER },
	{ OPT_FROM_FIELD, FORM_FILTER },
	{ 'J', FORMS_TABLE | FORM_COLUMNS },
	{ OPT_JSON_LINES, FORMS_TABLE | FORM_COLUMNS },
	{ 'r', FORMS_TABLE | FORM_COLUMNS },
	{ 'n', FORMS_TABLE | FORM_COLUMNS },
	{ 'o', FORMS_TABLE },
	{ OPT_OUTPUT_ALL, FORMS_TABLE },
};

#define N_MEANINGS (sizeof(meanings) / sizeof(meanings[0]))

static enum form form_of(const struct translate_run *run, bool columns)
{
	bool lines = run->table.form == TABLE_FORM_JSON_LINES;

	if (columns)
		return FORM_COLUMNS;
	switch (run->mode) {
	case TRANSLATE_INIT:
		if (lines)
			return FORM_INIT_LINES;
		return run->print_table ? FORM_INIT_TABLE : FORM_INIT;
	case TRANSLATE_LIST:
		return FORM_LIST;
	case TRANSLATE_FIND:
		return FORM_FIND;
	case TRANSLATE_FILTER:
		return FORM_FILTER;
	case TRANSLATE_PIDS:
		break;
	}
	if (lines)
		return FORM_LINES;
	return run->print_table || (!run->from && !run->to) ? FORM_TABLE : FORM_NUMBERS;
}

static const char *form_name(enum form form)
{
	switch (form) {
	case FORM_TABLE:
	case FORM_LINES:
	case FORM_INIT_TABLE:
	case FORM_INIT_LINES:
		return _("a table");
	case FORM_INIT:
		return "--init";
	case FORM_LIST:
		return "--list";
	case FORM_FIND:
		return "--find";
	case FORM_FILTER:
		return "--field";
	case FORM_COLUMNS:
		return "--list-columns";
	case FORM_NUMBERS:
		break;
	}
	return _("plain numbers");
}

bool translate_options_are_meant(const struct translate_run *run, bool columns, unsigned int given,
				 const struct option *longopts)
{
	enum form form = form_of(run, columns);
	const struct option *option = longopts;
	size_t i;

	for (i = 0; i < N_MEANINGS; i++) {
		if (!(given & 1u << i) || (meanings[i].forms & form))
			continue;
		while (option->val != meanings[i].option)
			option++;
		message(_("--%s has no meaning with %s"), option->name, form_name(form));
		return false;
	}
	return true;
}

unsigned int translate_option_bit(int option)
{
	size_t i;

	for (i = 0; i < N_MEANINGS; i++)
		if (meanings[i].option == option)
			return 1u << i;
	return 0;
}
