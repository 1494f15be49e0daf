// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "common/cli.h"

#include <ctype.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/descriptors.h"
#include "base/stream.h"

void cli_write_error(int rc)
{
	message(_("write error: %s"), strerror(-rc));
}

int cli_flush(void)
{
	int err;

	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	err = errno ? errno : EIO;
	__fpurge(stdout);
	clearerr(stdout);
	return -err;
}

/*
 * Runs at exit: what was printed is worth nothing if it did not arrive. If nothing was, a standard output that
 * the caller has closed can be closed like any other: pns_fill_standard_fds() has seen to that.
 */
static void close_stdout(void)
{
	if (!ferror(stdout) && fclose(stdout) == 0)
		return;
	/* a reader that went away has seen what it wanted */
	if (errno != EPIPE)
		cli_write_error(-errno);
	_exit(CLI_EXIT_USAGE);
}

void cli_init(void)
{
	char *at;

	pns_fill_standard_fds();
	/* whoever runs this chose it, and every message begins with it */
	for (at = program_invocation_short_name; *at; at++)
		if (!isprint((unsigned char)*at))
			*at = '?';
	/* each category takes a file where the locale is not in the archive; nothing here sorts or dates by one */
	setlocale(LC_CTYPE, "");
	setlocale(LC_MESSAGES, "");
	bindtextdomain(PACKAGE, LOCALEDIR);
	textdomain(PACKAGE);
#ifdef __GLIBC__
	pns_stdio_wait(STDOUT_FILENO, &stdout);
	pns_stdio_wait(STDERR_FILENO, &stderr);
#endif
	atexit(close_stdout);
}

int cli_try_help(void)
{
	message_bare(_("Try '%s --help' for more information."), program_invocation_short_name);
	return CLI_EXIT_USAGE;
}

void cli_print_version(void)
{
	printf(_("%s from %s\n"), program_invocation_short_name, PACKAGE_STRING);
}

const char *cli_errno_name(int err)
{
	static const struct {
		int err;
		const char *name;
	} names[] = {
#define NAME(e) { e, #e }
		NAME(EPERM), NAME(ENOENT), NAME(ESRCH), NAME(EINTR), NAME(EIO), NAME(E2BIG),
		NAME(EBADF), NAME(ECHILD), NAME(EAGAIN), NAME(ENOMEM), NAME(EACCES), NAME(EFAULT),
		NAME(EBUSY), NAME(EEXIST), NAME(EXDEV), NAME(ENODEV), NAME(ENOTDIR),
		NAME(EISDIR), NAME(EINVAL), NAME(ENFILE), NAME(EMFILE), NAME(ENOTTY),
		NAME(ENOSPC), NAME(EROFS), NAME(ERANGE), NAME(ENAMETOOLONG), NAME(ENOSYS),
		NAME(ELOOP), NAME(ENODATA), NAME(EREMOTE), NAME(EOVERFLOW), NAME(EOPNOTSUPP),
		NAME(ESTALE), NAME(ELIBACC), NAME(EUSERS), NAME(ENOTCONN), NAME(EPIPE),
#undef NAME
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].err == err)
			return names[i].name;
	return "E?";
}
