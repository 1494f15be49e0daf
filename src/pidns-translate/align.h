/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PIDNS_TRANSLATE_ALIGN_H
#define PNS_PIDNS_TRANSLATE_ALIGN_H
/*
 * Tables that are padded with blanks keep their borders: what takes the place of a number takes blanks from the padding
 * beside it, or gives it some.
 */
#include "base/stream.h"
#include "pidns-translate/field.h"

/* Something that was put in the place of a part of a line. */
struct translate_replaced {
	const struct pns_line *line;
	const struct translate_span *span;
	size_t begin;		/* of what the writer holds of this line */
	size_t put;		/* where in the writer it begins; it ends where the writer does */
};

/*
 * Make up for its length, in the padding in front of it, which columns of numbers have, or else behind it.
 * Returns how many blanks behind @replaced->span are used up by that.
 */
size_t translate_align(struct pns_writer *writer, const struct translate_replaced *replaced);

#endif /* PNS_PIDNS_TRANSLATE_ALIGN_H */
