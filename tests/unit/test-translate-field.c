// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include <errno.h>
#include <limits.h>
#include <sys/mman.h>

#include "pidns-translate/field.h"
#include "tap.h"

static void count(void *data, const struct translate_span *span)
{
	int *found = data;

	*found += span->length > 0;
}

/* Which field is a number that decides. */
static void note_decides(void *data, const struct translate_span *span)
{
	size_t *start = data;

	if (span->decides)
		*start = span->start;
}

static void test_decides(const char *first, const char *second, size_t expected)
{
	char line[] = "11 x22 33";
	size_t start = 99;
	struct translate_fields fields = { .count = 0 };
	const struct translate_search search = {
		.line = line, .length = sizeof(line) - 1, .found = note_decides, .data = &start,
	};

	ok(translate_fields_add(&fields, first) && translate_fields_add(&fields, second), "decides: fields");
	is_int(translate_fields_search(&fields, &search), 0, "decides: searched");
	is_int(start, expected, "decides: %s before %s", first, second);
	translate_fields_free(&fields);
}

/* More than a regoff_t can hold: nothing of it is looked at, so that it takes no memory. */
static void test_too_long(void)
{
#if SIZE_MAX > UINT32_MAX
	size_t length = (size_t)INT_MAX + 1;
	char *line = mmap(NULL, length + 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	int found = 0;
	struct translate_fields fields = { .count = 0 };
	const struct translate_search search = { .line = line, .length = length, .found = count, .data = &found };

	if (line == MAP_FAILED) {
		ok(false, "too long: memory");
		return;
	}
	memcpy(line, "pid=1 ", 6);
	ok(translate_fields_add(&fields, "0:pid=([0-9]+)"), "too long: a field");
	is_int(translate_fields_search(&fields, &search), -EOVERFLOW, "too long: an error");
	is_int(found, 0, "too long: and no match");
	translate_fields_free(&fields);
	munmap(line, length + 1);
#endif
}

int main(void)
{
	test_decides("1", "3", 0);
	test_decides("3", "1", 7);
	test_decides("2:x([0-9]+)", "1", 4);
	test_too_long();
	return done_testing();
}
