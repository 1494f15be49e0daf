/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_PIDNS_TRANSLATE_SOURCES_H
#define PNS_PIDNS_TRANSLATE_SOURCES_H
/*
 * The PID namespaces that lines name by themselves, with --from-field: each is opened once, with a context to the
 * namespace wanted, and made sure of whenever there is new input. As many are kept as descriptors and a fixed number
 * allow.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "pidns-translate/run.h"

struct translate_source {
	char *text;			/* as the lines have it */
	struct pns_ref ref;
	struct pns_translate *translate;	/* NULL: there is none */
	enum pns_reason reason;		/* why */
	uint64_t seen;			/* the clock of the run when it was made sure of */
};

/* All zero but @run is an empty one. */
struct translate_sources {
	struct translate_run *run;	/* which must outlive it */
	struct translate_source *sources;
	struct pns_map places;		/* from the hash of a text to its place in @sources, from 1 */
	size_t count;
	size_t most;
	unsigned int told;		/* how many that are unknown were complained about */
};

/*
 * The source that @length bytes of @text name, valid until the next call, or why there is none, which is told, once for
 * each, up to a number of them. One that could not be opened for want of descriptors or memory is tried again.
 */
enum pns_reason translate_source_get(struct translate_sources *sources, const char *text, size_t length,
				     const struct translate_source **source);

void translate_sources_free(struct translate_sources *sources);
#define _cleanup_sources_ __attribute__((cleanup(translate_sources_free)))

#endif /* PNS_PIDNS_TRANSLATE_SOURCES_H */
