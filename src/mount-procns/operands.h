/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_MOUNT_PROCNS_OPERANDS_H
#define PNS_MOUNT_PROCNS_OPERANDS_H
/*
 * The operands of mount-procns as they come. One is the mount point; of what is too much, or cannot be one, it is told
 * which option was probably meant.
 */
#include <stdbool.h>

/* Those after the second are of no interest. */
#define MOUNT_MAX_OPERANDS 2

struct mount_operand {
	const char *text;
	int behind;		/* the option right in front that was given without its optional value, or 0 */
};

struct mount_operands {
	struct mount_operand list[MOUNT_MAX_OPERANDS];
	int count;
	int last;		/* as behind, for the next operand */
};

/* Note that an option was given, with @argument or NULL. */
void mount_operands_note_option(struct mount_operands *operands, int option, const char *argument);

void mount_operands_add(struct mount_operands *operands, const char *text);

/* Say that a command goes behind "--", if there is one among the operands so far. Returns whether it was said. */
bool mount_operands_tell_command(const struct mount_operands *operands);

/*
 * Check that there is at most one operand and that it may be a mount point. @target: the value of --target, or NULL.
 * @must_exist: whether it has to be there for the caller. Returns false after a complaint.
 */
bool mount_operands_check(const struct mount_operands *operands, const char *target, bool must_exist);

#endif /* PNS_MOUNT_PROCNS_OPERANDS_H */
