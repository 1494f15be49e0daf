/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * How the helpers that load a seccomp filter name a system call:
 *
 *   SYSCALL[:ARG[&MASK]=VALUE[,ARG...]]...
 *
 * SYSCALL is a name or a number (libseccomp may be older than the call: statmount is
 * 457, listmount 458).  ARG counts from 0; all conditions must hold; only the lower 32
 * bits of an argument are compared.
 */
#ifndef TESTS_FILTER_H
#define TESTS_FILTER_H

#include "helper.h"

#include <seccomp.h>

enum { MAX_CONDITIONS = 6, LOWER_HALF = 0xffffffff };

struct call {
	int nr;
	unsigned n;
	struct scmp_arg_cmp conditions[MAX_CONDITIONS];
};

static inline int errno_by_name(const char *name)
{
	for (size_t i = 0; i < HELPER_COUNT(helper_errnos); i++)
		if (strcmp(helper_errnos[i].name, name) == 0)
			return helper_errnos[i].value;
	return (int) number_or_die(name, "errno", 1, 4095);
}

static inline int syscall_by_name(const char *name)
{
	int nr = seccomp_syscall_resolve_name(name);

	return nr != __NR_SCMP_ERROR ? nr : (int) number_or_die(name, "system call", 0, 4095);
}

/* ARG[&MASK]=VALUE */
static inline struct scmp_arg_cmp parse_condition(char *text)
{
	char *value = strchr(text, '='), *mask = strchr(text, '&');
	struct scmp_arg_cmp cmp = { .op = SCMP_CMP_MASKED_EQ, .datum_a = LOWER_HALF };

	errno = 0;
	if (!value || (mask && mask > value))
		die("%s: not ARG=VALUE or ARG&MASK=VALUE", text);
	*value++ = '\0';
	if (mask) {
		*mask++ = '\0';
		cmp.datum_a = number_or_die(mask, "mask", 1, LOWER_HALF);
	}
	cmp.arg = (unsigned) number_or_die(text, "argument index", 0, 5);
	cmp.datum_b = number_or_die(value, "value", 0, LOWER_HALF);
	return cmp;
}

static inline void parse_call(struct call *call, const char *spec)
{
	char *copy = strdup(spec), *conditions, *save = NULL;

	if (!copy)
		die("out of memory");
	conditions = strchr(copy, ':');
	call->n = 0;
	if (conditions)
		*conditions++ = '\0';
	if (conditions)
		for (char *p = strtok_r(conditions, ",", &save); p && call->n < MAX_CONDITIONS;
		     p = strtok_r(NULL, ",", &save))
			call->conditions[call->n++] = parse_condition(p);
	call->nr = syscall_by_name(copy);
	free(copy);
}

static inline void add_rule(scmp_filter_ctx ctx, uint32_t action, const struct call *call, const char *spec)
{
	int rc = seccomp_rule_add_array(ctx, action, call->nr, call->n, call->conditions);

	errno = -rc;
	if (rc < 0)
		die("%s: cannot add the rule", spec);
}

/* Without no_new_privs where that is allowed: set-user-ID programs stay what they are */
static inline void load_filter(scmp_filter_ctx ctx)
{
	int rc = seccomp_attr_set(ctx, SCMP_FLTATR_CTL_NNP, 0);

	if (rc == 0)
		rc = seccomp_load(ctx);
	if (rc < 0) {
		seccomp_attr_set(ctx, SCMP_FLTATR_CTL_NNP, 1);
		rc = seccomp_load(ctx);
	}
	errno = -rc;
	if (rc < 0)
		die("cannot load the filter");
}

#endif /* TESTS_FILTER_H */
