/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * TAP for the unit tests: ok(), is_int() and is_str() with a name in printf() form,
 * then "return done_testing();" at the end of main(), which prints the plan.  A test
 * that fails says where, what was expected and what was there.
 */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct tap {
	unsigned run;
	unsigned failed;
};

/* The one count of the program, without a mutable variable at file scope */
static inline struct tap *tap_state(void)
{
	static struct tap tap;

	return &tap;
}

__attribute__((format(printf, 4, 5)))
static inline bool tap_result(bool good, const char *file, int line, const char *fmt, ...)
{
	struct tap *tap = tap_state();
	va_list ap;

	tap->failed += !good;
	printf("%sok %u - ", good ? "" : "not ", ++tap->run);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	if (!good)
		printf("# failed at %s:%d\n", file, line);
	return good;
}

static inline bool tap_same(const char *got, const char *expected)
{
	return got && expected ? strcmp(got, expected) == 0 : got == expected;
}

static inline int done_testing(void)
{
	printf("1..%u\n", tap_state()->run);
	return fflush(stdout) != 0 || tap_state()->failed || !tap_state()->run;
}

/* Each argument is evaluated once */
#define ok(expr, ...) do { \
	if (!tap_result((expr), __FILE__, __LINE__, __VA_ARGS__)) \
		printf("#   not true: %s\n", #expr); \
} while (0)

#define is_int(got, expected, ...) do { \
	intmax_t tap_got_ = (got), tap_exp_ = (expected); \
	if (!tap_result(tap_got_ == tap_exp_, __FILE__, __LINE__, __VA_ARGS__)) \
		printf("#   got:      %jd\n#   expected: %jd\n", tap_got_, tap_exp_); \
} while (0)

#define is_str(got, expected, ...) do { \
	const char *tap_got_ = (got), *tap_exp_ = (expected); \
	if (!tap_result(tap_same(tap_got_, tap_exp_), __FILE__, __LINE__, __VA_ARGS__)) \
		printf("#   got:      %s\n#   expected: %s\n", \
		       tap_got_ ? tap_got_ : "(null)", tap_exp_ ? tap_exp_ : "(null)"); \
} while (0)

#endif /* TESTS_TAP_H */
