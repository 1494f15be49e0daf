/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 * Copyright (C) 2026 The procns authors
 *
 * Runs COMMAND under a seccomp filter that makes system calls fail, so that every
 * fallback of the tools is run on a kernel that would not need it.
 *
 *   deny [-e ERRNO] SYSCALL[:ARG[&MASK]=VALUE[,ARG...]]... -- COMMAND [ARGUMENT...]
 *
 * SYSCALL is a name or a number (libseccomp may be older than the call: statmount is
 * 457, listmount 458).  ARG counts from 0; all conditions of one rule must hold; only
 * the lower 32 bits of an argument are compared.  ERRNO (ENOSYS) is a name or number.
 *
 *   deny fsopen -- mount-procns ...
 *   deny -e ENOTTY ioctl:1=0xb706 -- ...			one ioctl
 *   deny -e EPERM 'unshare:0&0x20000000=0x20000000' -- ...	one clone flag
 *
 * Why not a shell: nothing in Debian loads a seccomp filter from the command line.
 */
#include "helper.h"

#include <seccomp.h>

enum { MAX_CONDITIONS = 6, LOWER_HALF = 0xffffffff };

static int errno_by_name(const char *name)
{
	for (size_t i = 0; i < HELPER_COUNT(helper_errnos); i++)
		if (strcmp(helper_errnos[i].name, name) == 0)
			return helper_errnos[i].value;
	return (int) number_or_die(name, "errno", 1, 4095);
}

static int syscall_by_name(const char *name)
{
	int nr = seccomp_syscall_resolve_name(name);

	return nr != __NR_SCMP_ERROR ? nr : (int) number_or_die(name, "system call", 0, 4095);
}

/* ARG[&MASK]=VALUE */
static struct scmp_arg_cmp parse_condition(char *text)
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

static void add_rule(scmp_filter_ctx ctx, int err, char *spec)
{
	struct scmp_arg_cmp cmp[MAX_CONDITIONS];
	char *conditions = strchr(spec, ':'), *save = NULL;
	unsigned n = 0;
	int rc;

	if (conditions)
		*conditions++ = '\0';
	if (conditions)
		for (char *p = strtok_r(conditions, ",", &save); p && n < MAX_CONDITIONS;
		     p = strtok_r(NULL, ",", &save))
			cmp[n++] = parse_condition(p);
	rc = seccomp_rule_add_array(ctx, SCMP_ACT_ERRNO((unsigned) err), syscall_by_name(spec), n, cmp);
	errno = -rc;
	if (rc < 0)
		die("%s: cannot add the rule", spec);
}

/* Without no_new_privs where that is allowed: set-user-ID programs stay what they are */
static void load(scmp_filter_ctx ctx)
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

int main(int argc, char **argv)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
	int i = 1, err = ENOSYS;

	errno = 0;
	if (!ctx)
		die("seccomp_init failed");
	for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "-e") == 0 && i + 1 < argc)
			err = errno_by_name(argv[++i]);
		else
			add_rule(ctx, err, argv[i]);
	}
	if (i + 1 >= argc) {
		fputs("Usage: deny [-e ERRNO] SYSCALL[:ARG[&MASK]=VALUE,...]... -- COMMAND [ARGUMENT...]\n", stderr);
		return HELPER_FAILED;
	}
	load(ctx);
	seccomp_release(ctx);
	exec_or_die(argv + i + 1);
}
