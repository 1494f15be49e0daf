// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "common/message.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "common/escape.h"

static void __attribute__((format(printf, 2, 0)))
write_message(const char *prefix, const char *format, va_list arguments)
{
	_cleanup_free_ char *text = NULL, *safe = NULL;

	if (vasprintf(&text, format, arguments) < 0)
		text = NULL;
	safe = text ? escape(text, ESCAPE_TERMINAL) : NULL;
	fprintf(stderr, "%s%s%s\n", prefix, *prefix ? ": " : "", safe ? safe : strerror(ENOMEM));
}

void message(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	write_message(program_invocation_short_name, format, arguments);
	va_end(arguments);
}

void message_bare(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	write_message("", format, arguments);
	va_end(arguments);
}

/* The long option that getopt_long(3) found, but not with the argument that it should have. */
static const struct option *option_of(const struct option *longopts, int value)
{
	for (; longopts->name; longopts++)
		if (longopts->val == value)
			return longopts;
	return NULL;
}

/* How many long options begin as @text, which has @length bytes. */
static int count_beginning(const struct option *longopts, const char *text, size_t length)
{
	int count = 0;

	for (; longopts->name; longopts++)
		count += strncmp(longopts->name, text, length) == 0;
	return count;
}

static void complain_long(const char *text, const struct option *longopts)
{
	const struct option *option = optopt ? option_of(longopts, optopt) : NULL;

	if (option && option->has_arg == no_argument)
		message(_("option --%s does not accept an argument"), option->name);
	else if (option)
		message(_("option --%s requires an argument"), option->name);
	else if (count_beginning(longopts, text + 2, strcspn(text + 2, "=")) > 1)
		message(_("ambiguous option: '%s'"), text);
	else
		message(_("unknown option: '%s'"), text);
}

void message_bad_option(char **argv, const char *letters, const struct option *longopts)
{
	/* a letter in the middle of a word leaves optind at that word */
	if (strncmp(argv[optind - 1], "--", 2) == 0 && (!optopt || option_of(longopts, optopt)))
		complain_long(argv[optind - 1], longopts);
	else if (optopt != ':' && strchr(letters, optopt))
		message(_("option -%c requires an argument"), optopt);
	else
		message(_("unknown option: '-%c'"), optopt);
}
