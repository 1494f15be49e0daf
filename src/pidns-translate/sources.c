// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "pidns-translate/sources.h"

#include <errno.h>
#include <sched.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/descriptors.h"
#include "base/kernel-abi.h"
#include "base/parse.h"
#include "common/cli.h"
#include "common/explain.h"
#include "namespace/namespace.h"
#include "namespace/reason.h"
#include "process/process.h"

/* So many are kept; the next one begins anew. Machines have a few hundred containers. */
#define MOST 1024

/* A source takes its namespace, its process and what the method opens. */
#define DESCRIPTORS 8

/* So many that are unknown are told; a stream may have any number of them. */
#define TOLD 64

static void close_source(struct translate_source *source)
{
	pns_translate_close(&source->translate);
	pns_ref_close(&source->ref);
}

static void drop_all(struct translate_sources *sources)
{
	size_t i;

	for (i = 0; i < sources->count; i++) {
		close_source(&sources->sources[i]);
		free(sources->sources[i].text);
	}
	sources->count = 0;
	pns_map_free(&sources->places);
}

void translate_sources_free(struct translate_sources *sources)
{
	drop_all(sources);
	free(sources->sources);
	sources->sources = NULL;
}

static void tell(struct translate_sources *sources, const char *text, size_t length, const struct pns_diag *diag)
{
	if (sources->told > TOLD)
		return;
	if (sources->told++ == TOLD)
		message(_("no more is told of PID namespaces in lines that cannot be used"));
	else
		message(_("line %zu: %.*s: %s (%s)"), sources->run->line, (int)(length < PATH_MAX ? length : PATH_MAX),
			text, explain_reason(diag), pns_reason_id(diag->reason));
}

static int open_context(struct translate_run *run, struct translate_source *source, struct pns_diag *diag)
{
	const struct translate_direction direction = {
		.from = source->ref.nsfd,
		.to = run->to_ref.nsfd,
		.from_name = source->text,
		.to_name = translate_to_name(run),
	};

	return translate_open(run, &direction, &source->translate, diag);
}

/* Returns 0, or -errno with the reason in @diag; then it is closed. */
static int open_source(struct translate_run *run, struct translate_source *source, struct pns_diag *diag)
{
	int rc;

	pns_diag_init(diag, NULL, NULL);
	rc = pns_ref_open(run->caller, source->text, CLONE_NEWPID, &source->ref, diag);
	if (rc == 0)
		rc = open_context(run, source, diag);
	if (rc < 0)
		close_source(source);
	return rc;
}

/* Whether a text that was opened once means the same for ever: what is held keeps its inode number, or its process. */
static bool is_lasting(const struct translate_run *run, const struct translate_source *source)
{
	const char *text = source->text;
	uint64_t number;
	pid_t pid;

	if (pns_parse_pid_inode(text, &pid, &number) == 0 && source->ref.process >= 0)
		return pns_process_check(run->caller, source->ref.process) == 0;
	if (pns_parse_u64(text, &number) == 0)
		return number > PNS_PID_MAX_LIMIT;
	return *text == ':' || strncmp(text, "pid:[", strlen("pid:[")) == 0;
}

/* The reference is opened again: if it means the same namespace, the context of that stays. */
static int open_again(struct translate_run *run, struct translate_source *source, struct pns_diag *diag)
{
	_cleanup_ref_ struct pns_ref ref = PNS_REF_INIT;

	if (!source->translate)
		return open_source(run, source, diag);
	pns_diag_init(diag, NULL, NULL);
	if (pns_ref_open(run->caller, source->text, CLONE_NEWPID, &ref, diag) == 0 &&
	    pns_ns_is_same(ref.nsfd, source->ref.nsfd)) {
		/* the process may be another one of the same namespace */
		pns_close(&source->ref.process);
		source->ref.process = ref.process;
		ref.process = PNS_NO_FD;
		return 0;
	}
	close_source(source);
	return open_source(run, source, diag);
}

/* Make sure of it, once for all lines that arrive together. Complains of one that was known. Returns its reason. */
static enum pns_reason check_source(struct translate_sources *sources, struct translate_source *source)
{
	struct translate_run *run = sources->run;
	bool was_known = source->translate != NULL;
	struct pns_diag diag;

	if (source->seen == run->clock || (was_known && is_lasting(run, source))) {
		source->seen = run->clock;
		return source->reason;
	}
	source->seen = run->clock;
	source->reason = open_again(run, source, &diag) < 0 ? diag.reason : PNS_REASON_NONE;
	if (source->reason && was_known)
		tell(sources, source->text, strlen(source->text), &diag);
	return source->reason;
}

static struct translate_source *find_source(const struct translate_sources *sources, uint64_t hash,
					    const char *text, size_t length)
{
	const uint64_t *place = pns_map_find(&sources->places, hash);
	struct translate_source *source;

	if (!place || *place == 0)
		return NULL;
	source = &sources->sources[*place - 1];
	return strncmp(source->text, text, length) == 0 && source->text[length] == '\0' ? source : NULL;
}

static bool make_room(struct translate_sources *sources)
{
	uint64_t limit = pns_descriptor_limit() / DESCRIPTORS;

	if (!sources->sources) {
		sources->most = limit > 0 && limit < MOST ? (size_t)limit : MOST;
		sources->sources = calloc(sources->most, sizeof(*sources->sources));
	}
	if (sources->count == sources->most)
		drop_all(sources);
	return sources->sources != NULL;
}

/* @source becomes one of those that are kept. Without memory it is closed again. */
static void keep(struct translate_sources *sources, uint64_t hash, struct translate_source *source)
{
	uint64_t *place = pns_map_at(&sources->places, hash);

	if (!place) {
		close_source(source);
		free(source->text);
		return;
	}
	sources->sources[sources->count] = *source;
	*place = ++sources->count;
}

/* Open what @text names; complains. Returns its reason, NONE if it is kept now. */
static enum pns_reason add_source(struct translate_sources *sources, uint64_t hash, const char *text, size_t length)
{
	struct translate_run *run = sources->run;
	struct translate_source source = { .text = strndup(text, length), .ref = PNS_REF_INIT, .seen = run->clock };
	struct pns_diag diag;
	int rc = -ENOMEM;

	pns_diag_init(&diag, NULL, NULL);
	if (!source.text || !make_room(sources))
		pns_refuse_plain(&diag, PNS_CALL_CALLOC, ENOMEM, NULL);
	else
		rc = open_source(run, &source, &diag);
	if (source.text && pns_is_shortage(rc) && sources->count) {
		drop_all(sources);
		rc = open_source(run, &source, &diag);
	}
	source.reason = diag.reason;
	if (rc < 0)
		tell(sources, text, length, &diag);
	/* what is short now says nothing of the next line */
	if (pns_is_shortage(rc))
		free(source.text);
	else
		keep(sources, hash, &source);
	return diag.reason;
}

static enum pns_reason refuse_line(struct translate_sources *sources, const char *text, size_t length)
{
	struct pns_diag diag;

	pns_diag_init(&diag, NULL, NULL);
	pns_refuse(&diag, PNS_REASON_BAD_REFERENCE, PNS_CALL_PARSE, EINVAL, NULL);
	tell(sources, text, length, &diag);
	return PNS_REASON_BAD_REFERENCE;
}

enum pns_reason translate_source_get(struct translate_sources *sources, const char *text, size_t length,
				     const struct translate_source **source)
{
	uint64_t hash = pns_hash_more(PNS_HASH_EMPTY, text, length);
	struct translate_source *found;
	enum pns_reason reason;

	if (length >= PATH_MAX || memchr(text, '\0', length))
		return refuse_line(sources, text, length);
	found = find_source(sources, hash, text, length);
	if (found) {
		reason = check_source(sources, found);
	} else {
		reason = add_source(sources, hash, text, length);
		found = find_source(sources, hash, text, length);
	}
	if (reason == PNS_REASON_NONE && !found)
		reason = PNS_REASON_SYSTEM_ERROR;
	*source = found;
	return reason;
}
