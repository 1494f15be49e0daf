// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * The order in which mounts are taken off, and that it is found in linear time: what is counted is how often
 * libmount is asked for something of a mount.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "tap.h"
#include "visible/mountns-copy.h"

static size_t asked;

static struct pns_libmount real;

static int count_parent(struct libmnt_fs *fs)
{
	asked++;
	return real.mnt_fs_get_parent_id(fs);
}

static const char *count_type(struct libmnt_fs *fs)
{
	asked++;
	return real.mnt_fs_get_fstype(fs);
}

enum shape { STACKED, BESIDE, LAYERS };

static void add(FILE *file, unsigned int id, unsigned int parent, const char *target, const char *type)
{
	fprintf(file, "%u %u 0:%u / %s rw,relatime - %s none rw\n", id, parent,
		strcmp(type, "proc") == 0 ? 9U : 20U, target, type);
}

/*
 * The table of a namespace with @count binds of a procfs and as many tmpfs: on one directory over all binds, beside
 * them, or one over each. IDs begin at @first.
 */
static void write_table(FILE *file, enum shape shape, unsigned int count, unsigned int first)
{
	unsigned int i, id = first, top = first + 1;
	char target[32];

	add(file, id++, 1, "/", "ext4");
	add(file, id++, first, "/d", "tmpfs");
	for (i = 0; i < count; i++) {
		snprintf(target, sizeof(target), "/d/b%u", shape == LAYERS ? 0 : i);
		add(file, id++, top, target, "proc");
		if (shape != LAYERS)
			continue;
		add(file, id, top, "/d", "tmpfs");
		top = id++;
	}
	for (i = 0; shape != LAYERS && i < count; i++) {
		snprintf(target, sizeof(target), shape == STACKED ? "/d" : "/d/c%u", i);
		add(file, id, top, target, "tmpfs");
		if (shape == STACKED)
			top = id;
		id++;
	}
}

static int read_table(struct pns_caller *caller, struct pns_mountinfo_index *mounts, enum shape shape,
		      unsigned int count, unsigned int first)
{
	int fd = memfd_create("mountinfo", MFD_CLOEXEC);
	_cleanup_fclose_ FILE *file = fdopen(dup(fd), "w");

	write_table(file, shape, count, first);
	rewind(file);
	return pns_mountinfo_index_read(caller, mounts, fd);
}

/* How many of @copy come too late: what covers them is taken off behind them. */
static size_t count_late(const struct pns_mountns_copy *copy)
{
	size_t i, late = 0;

	for (i = 0; i + 1 < copy->count; i++)
		late += copy->order[i]->target && strcmp(copy->order[i]->target, "/d") != 0 &&
			copy->order[i + 1]->parent == copy->order[i]->parent &&
			strlen(copy->order[i + 1]->target) < strlen(copy->order[i]->target);
	return late;
}

/* How often libmount was asked; @wanted, if not NULL: how many are wanted. */
static size_t settle(enum shape shape, unsigned int count, size_t *wanted, size_t *late)
{
	struct pns_caller caller = PNS_CALLER_INIT, counting = PNS_CALLER_INIT;
	struct pns_mountns_copy copy = { .count = 0 };
	struct pns_mountinfo_index originals;
	size_t i;

	if (pns_libmount_load(&real) < 0)
		return 0;
	counting.libmount = real;
	counting.libmount.mnt_fs_get_parent_id = count_parent;
	counting.libmount.mnt_fs_get_fstype = count_type;
	counting.libmount_error = 0;
	if (read_table(&caller, &originals, shape, count, 10) < 0 ||
	    read_table(&counting, &copy.mounts, shape, count, 200000) < 0)
		return 0;
	asked = 0;
	if (pns_mountns_copy_settle(&copy, &originals) < 0)
		return 0;
	for (i = 0, *wanted = 0; i < copy.count; i++)
		*wanted += copy.order[i]->is_wanted && copy.order[i]->original;
	*late = count_late(&copy);
	pns_mountinfo_index_free(&originals);
	pns_mountinfo_index_free(&copy.mounts);
	pns_map_free(&copy.rows);
	free(copy.nodes);
	free(copy.order);
	return asked;
}

static void test_shape(enum shape shape, const char *name, unsigned int covers)
{
	size_t wanted, late, some = settle(shape, 100, &wanted, &late), many;

	is_int((intmax_t)wanted, 100 + (intmax_t)(covers ? 100 : 0), "%s: what is judged, and what hides that", name);
	is_int((intmax_t)late, 0, "%s: what covers goes first", name);
	many = settle(shape, 10000, &wanted, &late);
	is_int((intmax_t)wanted, 10000 + (intmax_t)(covers ? 10000 : 0), "%s: the same of many", name);
	ok(some > 0 && many <= some * 110, "%s: a hundred times as many are asked for a hundred times as often", name);
	printf("# %s: asked %zu times about 200, %zu times about 20000\n", name, some, many);
}

int main(void)
{
	test_shape(STACKED, "stacked", true);
	test_shape(BESIDE, "beside", false);
	test_shape(LAYERS, "layers", true);
	return done_testing();
}
