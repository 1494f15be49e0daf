/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PIDNS_TRANSLATE_FORMS_H
#define PNS_PIDNS_TRANSLATE_FORMS_H
/*
 * In what forms pidns-translate prints, and where an option means something: elsewhere it is refused, not ignored.
 */
#include "common/cli-options.h"
#include "pidns-translate/run.h"

/* Options without a short form. */
enum translate_option {
	OPT_FIND = OPT_OWN,
	OPT_ALIGN,
	OPT_FROM_FIELD,
	OPT_MISSING,
	OPT_VIA,
};

/* The bit of @option (a character or enum translate_option) in a set of options; 0 of those that choose the form. */
unsigned int translate_option_bit(int option);

/*
 * Whether each option of the set @given means something in the form that @run prints, or in the list of columns
 * with @columns; else a complaint. @longopts: their names.
 */
bool translate_options_are_meant(const struct translate_run *run, bool columns, unsigned int given,
				 const struct option *longopts);

#endif /* PNS_PIDNS_TRANSLATE_FORMS_H */
