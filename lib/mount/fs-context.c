// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "mount/fs-context.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "namespace/reason.h"

/*
 * Read the log out, one message a read(2), "e proc: text\n" with a second newline from
 * procfs itself. Errors, or all if there is none, are joined in @text.
 */
static void drain_log(int context, char *text, size_t size)
{
	char message[256];
	size_t used = 0;
	ssize_t length;

	text[0] = '\0';
	while ((length = read(context, message, sizeof(message) - 1)) > 0) {
		message[length] = '\0';
		message[strcspn(message, "\n")] = '\0';
		/* level, blank, text */
		if (strlen(message) < 3 || used >= size - 1)
			continue;
		used += (size_t)snprintf(text + used, size - used, "%s%s", used ? "; " : "",
					 message + 2);
	}
}

/* Tell of a call on a context, with what the kernel wrote into the log meanwhile. */
static int finish(int context, enum pns_call call, const char *object, int rc,
		  struct pns_diag *diag)
{
	int err = errno;

	if (diag)
		drain_log(context, diag->kernel, sizeof(diag->kernel));
	return pns_step(diag, call, object, rc < 0 ? -err : rc);
}

int pns_context_open(struct pns_diag *diag)
{
	int context = pns_sys_fsopen("proc", PNS_FSOPEN_CLOEXEC);
	int err = errno;

	pns_step(diag, PNS_CALL_FSOPEN, "proc", context < 0 ? -err : 0);
	if (context < 0)
		return pns_refuse_plain(diag, PNS_CALL_FSOPEN, err, "proc");
	return context;
}

int pns_context_config(int context, const struct pns_fsconfig *config, struct pns_diag *diag)
{
	int aux = config->cmd == PNS_FSCONFIG_SET_FD ? config->fd : 0;
	int rc = pns_sys_fsconfig(context, config->cmd, config->key, config->value, aux);
	int err = errno;
	char object[128];

	switch (config->cmd) {
	case PNS_FSCONFIG_CMD_CREATE:
		snprintf(object, sizeof(object), "create");
		break;
	case PNS_FSCONFIG_CMD_RECONFIGURE:
		snprintf(object, sizeof(object), "reconfigure");
		break;
	case PNS_FSCONFIG_SET_STRING:
		snprintf(object, sizeof(object), "%s=%s", config->key, config->value);
		break;
	case PNS_FSCONFIG_SET_FD:
		snprintf(object, sizeof(object), "%s=fd:%d", config->key, config->fd);
		break;
	case PNS_FSCONFIG_SET_FLAG:
		snprintf(object, sizeof(object), "%s", config->key);
		break;
	}
	errno = err;
	return finish(context, PNS_CALL_FSCONFIG, object, rc, diag);
}

int pns_context_create(bool subset_pid)
{
	const struct pns_fsconfig subset = { .cmd = PNS_FSCONFIG_SET_STRING, .key = "subset", .value = "pid" };
	const struct pns_fsconfig create = { .cmd = PNS_FSCONFIG_CMD_CREATE };
	_cleanup_close_ int context = pns_context_open(NULL);
	int rc = context;

	if (rc >= 0 && subset_pid)
		rc = pns_context_config(context, &subset, NULL);
	if (rc >= 0)
		rc = pns_context_config(context, &create, NULL);
	return rc < 0 ? rc : pns_steal_fd(&context);
}

static int set_option(int context, const struct pns_option *option, struct pns_diag *diag)
{
	const struct pns_fsconfig config = {
		.cmd = option->value ? PNS_FSCONFIG_SET_STRING : PNS_FSCONFIG_SET_FLAG,
		.key = option->key,
		.value = option->value,
	};

	return pns_context_config(context, &config, diag);
}

static int refuse_option(const struct pns_option *option, int err, struct pns_diag *diag)
{
	char text[128];
	enum pns_reason reason = PNS_REASON_BAD_OPTION;

	if (err == ENOSYS || err == EPERM || err == EACCES || err == ENOMEM)
		reason = pns_plain_reason(PNS_CALL_FSCONFIG, err);
	snprintf(text, sizeof(text), "%s%s%s", option->key, option->value ? "=" : "",
		 option->value ? option->value : "");
	return pns_refuse(diag, reason, PNS_CALL_FSCONFIG, err, text);
}

int pns_context_set_options(int context, const struct pns_procfs_options *options,
			    struct pns_diag *diag)
{
	size_t i;
	int rc;

	for (i = 0; i < options->count; i++) {
		rc = set_option(context, &options->items[i], diag);
		if (rc < 0)
			return refuse_option(&options->items[i], -rc, diag);
	}
	return 0;
}

int pns_context_mount(int context, uint32_t attributes, struct pns_diag *diag)
{
	char object[32];
	int rc = pns_sys_fsmount(context, PNS_FSMOUNT_CLOEXEC, attributes);
	int err = errno;

	snprintf(object, sizeof(object), "attributes 0x%x", attributes);
	errno = err;
	return finish(context, PNS_CALL_FSMOUNT, object, rc, diag);
}
