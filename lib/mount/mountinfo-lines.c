// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount/mountinfo-lines.h"

#include <stdbool.h>
#include <string.h>

#include "base/map.h"

/* Of the field that is the mount point, from 0. */
#define POINT_FIELD 4

struct mount_line {
	size_t length;		/* with its newline */
	const char *point;	/* mount point as it stands there, escaped; NULL: not understood */
	size_t point_length;	/* 0: "/", so that each path begins with it */
	bool is_proc;
};

/* Returns what is behind it. */
static const char *skip_field(const char *at, const char *end)
{
	const char *space = memchr(at, ' ', (size_t)(end - at));

	return space ? space + 1 : end;
}

static struct mount_line read_line(const char *start, const char *end)
{
	static const char separator[] = " - ", type[] = "proc ";
	const char *newline = memchr(start, '\n', (size_t)(end - start)), *point = start, *behind, *dash;
	struct mount_line line = { .point = NULL };
	int i;

	end = newline ? newline + 1 : end;
	line.length = (size_t)(end - start);
	for (i = 0; i < POINT_FIELD; i++)
		point = skip_field(point, end);
	behind = skip_field(point, end);
	dash = memmem(behind - 1, (size_t)(end - behind + 1), separator, strlen(separator));
	dash = dash ? dash + strlen(separator) : end;
	if (behind == end || dash == end)
		return line;
	line.point = point;
	line.point_length = (size_t)(behind - 1 - point);
	if (line.point_length == 1)
		line.point_length = 0;
	line.is_proc = (size_t)(end - dash) > strlen(type) && memcmp(dash, type, strlen(type)) == 0;
	return line;
}

/* The directories on the way to a mount point, from "/" on. */
struct way {
	size_t at, hashed;
	uint64_t hash;
};

#define WAY_INIT { 0, 0, PNS_HASH_EMPTY }

/* The hash of the next one; false behind the mount point itself. */
static bool next_directory(const struct mount_line *line, struct way *way)
{
	const char *slash;

	if (way->at > line->point_length)
		return false;
	way->hash = pns_hash_more(way->hash, line->point + way->hashed, way->at - way->hashed);
	way->hashed = way->at;
	slash = way->at < line->point_length ?
		memchr(line->point + way->at + 1, '/', line->point_length - way->at - 1) : NULL;
	if (slash)
		way->at = (size_t)(slash - line->point);
	else
		way->at = way->at < line->point_length ? line->point_length : line->point_length + 1;
	return true;
}

/*
 * @paths has, by their hashes, the directories on the way to each procfs, and whether one is mounted on them. Two paths
 * with one hash keep a line too many.
 */
static bool note_procfs(struct pns_map *paths, const struct mount_line *line)
{
	struct way way = WAY_INIT;
	uint64_t *place;

	while (next_directory(line, &way)) {
		place = pns_map_at(paths, way.hash);
		if (!place)
			return false;
		*place |= way.hashed == line->point_length;
	}
	return true;
}

/* The directory of a mount may have been removed elsewhere: the kernel writes that behind its path. */
static bool is_deleted(const struct mount_line *line)
{
	static const char mark[] = "//deleted";

	return memmem(line->point, line->point_length, mark, strlen(mark)) != NULL;
}

static bool concerns_procfs(const struct pns_map *paths, const struct mount_line *line)
{
	struct way way = WAY_INIT;
	const uint64_t *found = NULL;

	if (!line->point || line->is_proc || is_deleted(line))
		return true;
	while (next_directory(line, &way)) {
		found = pns_map_find(paths, way.hash);
		if (found && *found)
			return true;
	}
	return found != NULL;
}

/* Returns false for want of memory. */
static bool note_all(struct pns_map *paths, const char *text, size_t length)
{
	const char *at = text, *end = text + length;
	struct mount_line line;
	bool noted = true;

	for (; noted && at < end; at += line.length) {
		line = read_line(at, end);
		noted = !line.is_proc || note_procfs(paths, &line);
	}
	return noted;
}

size_t pns_mountinfo_keep_procfs(char *text, size_t length)
{
	_cleanup_map_ struct pns_map paths = { 0 };
	const char *at = text, *end = text + length;
	struct mount_line line;
	size_t kept = 0;

	if (!note_all(&paths, text, length))
		return length;
	for (; at < end; at += line.length) {
		line = read_line(at, end);
		if (!concerns_procfs(&paths, &line))
			continue;
		memmove(text + kept, at, line.length);
		kept += line.length;
	}
	return kept;
}
