// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount-procns/operands.h"

#include <string.h>

#include "base/parse.h"
#include "common/meant.h"
#include "common/message.h"

void mount_operands_note_option(struct mount_operands *operands, int option, const char *argument)
{
	operands->last = argument ? 0 : option;
}

void mount_operands_add(struct mount_operands *operands, const char *text)
{
	if (operands->count < MOUNT_MAX_OPERANDS)
		operands->list[operands->count++] = (struct mount_operand){ text, operands->last };
	operands->last = 0;
}

static bool is_one_of(const char *text, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(text, *list) == 0)
			return true;
	return false;
}

/* The option whose optional value it is, which has to follow an equals sign; NULL: none. */
static const char *option_of_value(const struct mount_operand *operand)
{
	enum meant meant;
	mode_t mode;
	int fd;

	switch (operand->behind) {
	case 'm':
		return pns_parse_mode(operand->text, &mode) == 0 ? "mkdir" : NULL;
	case 'F':
		return pns_parse_fd(operand->text, &fd) == 0 ? "fd" : NULL;
	case 'U':
		meant = meant_of(operand->text);
		return meant == MEANT_PROCESS || meant == MEANT_USERNS ? "userns" : NULL;
	default:
		return NULL;
	}
}

/* The length of the name of a mount option that has a value, 0 if @text is none. */
static int mount_option_length(const char *text)
{
	static const char *const keys[] = { "hidepid", "gid", "subset", "pidns" };
	size_t i, length;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		length = strlen(keys[i]);
		if (strncmp(text, keys[i], length) == 0 && text[length] == '=')
			return (int)length;
	}
	return 0;
}

/* Tell what a namespace, a process or a command is given by. Returns false if @text is none. */
static bool tell_meant(const char *text)
{
	switch (meant_of(text)) {
	case MEANT_PROCESS:
		message_bare(_("hint: use --pidns %s for the PID namespace of this process, or --target %s to mount in "
			       "its mount namespace as well"), text, text);
		return true;
	case MEANT_PIDNS:
		message_bare(_("hint: use --pidns %s for this PID namespace"), text);
		return true;
	case MEANT_MOUNTNS:
		message_bare(_("hint: use --namespace %s for this mount namespace"), text);
		return true;
	case MEANT_USERNS:
		message_bare(_("hint: use --userns=%s for this user namespace"), text);
		return true;
	case MEANT_COMMAND:
		message_bare(_("hint: a command goes behind --: -- %s ..."), text);
		return true;
	case MEANT_PATH:
		break;
	}
	return false;
}

/* What cannot be the mount point, by what was meant with it. Returns false if nothing is known of it. */
static bool tell_operand(const struct mount_operand *operand)
{
	static const char *const sources[] = { "none", "proc", "procns", "procfs", NULL };
	const char *text = operand->text, *option = option_of_value(operand);
	int length = mount_option_length(text);

	if (!option && !length && !is_one_of(text, sources) && meant_of(text) == MEANT_PATH)
		return false;
	message(_("%s: not a mount point"), text);
	if (option)
		message_bare(_("hint: use --%s=%s, without a blank"), option, text);
	else if (length)
		message_bare(_("hint: separate mount options by a comma without a blank, or use --%.*s %s"), length,
			     text, text + length + 1);
	else if (!tell_meant(text))
		message_bare(_("hint: omit the source, which is always a procfs"));
	return true;
}

bool mount_operands_tell_command(const struct mount_operands *operands)
{
	int i;

	for (i = 0; i < operands->count; i++)
		if (meant_of(operands->list[i].text) == MEANT_COMMAND)
			return tell_operand(&operands->list[i]);
	return false;
}

static bool refuse_too_many(const struct mount_operands *operands)
{
	if (!tell_operand(&operands->list[0]) && !tell_operand(&operands->list[1]))
		message(_("%s: more than one mount point given"), operands->list[1].text);
	return false;
}

/* Of mount(8) -t is the type. */
static bool refuse_type(const struct mount_operands *operands, const char *type)
{
	message(_("%s: not a process"), type);
	if (operands->count > 1)
		message_bare(_("hint: omit -t %s and %s, the type and the source are always procfs"), type,
			     operands->list[0].text);
	else
		message_bare(_("hint: omit -t %s, the type is always procfs"), type);
	return false;
}

/* Looking costs calls. A path that does not lead to a namespace is told of by who cannot mount on it. */
static bool is_doubtful(const char *text, bool must_exist)
{
	if (strchr(text, '/'))
		return strstr(text, "/ns/");
	return must_exist && !meant_exists(text);
}

bool mount_operands_check(const struct mount_operands *operands, const char *target, bool must_exist)
{
	static const char *const types[] = { "proc", "procfs", "procns", NULL };
	const struct mount_operand *first = &operands->list[0];

	if (target && is_one_of(target, types))
		return refuse_type(operands, target);
	if (operands->count > 1)
		return refuse_too_many(operands);
	return operands->count == 0 || !is_doubtful(first->text, must_exist) || !tell_operand(first);
}
