// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "explain.h"

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "cli.h"
#include "table.h"

struct explanation {
	const char *why;
	const char *hint;	/* NULL: nothing is known to help in general */
};

static const struct explanation explanations[PNS_REASON_COUNT] = {
	[PNS_REASON_NO_SUCH_PROCESS] = {
		N_("no process has this PID (a thread does not count)"), NULL },
	[PNS_REASON_PROCESS_GONE] = {
		N_("the process is gone, or it is not the one that was meant"), NULL },
	[PNS_REASON_NO_SUCH_FILE] = { N_("there is no such file"), NULL },
	[PNS_REASON_BAD_DESCRIPTOR] = {
		N_("this file descriptor is not open"),
		N_("let the shell open it: mount-procns --pidns fd:5 DIR 5</proc/PID/ns/pid") },
	[PNS_REASON_BAD_REFERENCE] = {
		N_("this is no reference to a namespace"),
		N_("write a PID, PID:INODE, a path with a /, fd:N, pid:[INODE], :NSID, self or children") },
	[PNS_REASON_NO_ACCESS] = {
		N_("it may not be looked at: the process belongs to somebody else"),
		N_("for a process in a user namespace of your own, run this inside of it; else ask root") },
	[PNS_REASON_NOT_VISIBLE] = {
		N_("the process has no PID in the PID namespace that it is wanted in"), NULL },
	[PNS_REASON_OUT_OF_SIGHT] = {
		N_("no process that the caller can see has this PID there; one that it cannot see may have it"),
		N_("run this in the PID namespace itself or in one above it") },
	[PNS_REASON_NOT_FOUND] = {
		N_("no such namespace among the processes, descriptors and mounts that are visible"),
		NULL },
	[PNS_REASON_NOT_A_NAMESPACE] = { N_("this is no namespace"), NULL },
	[PNS_REASON_NOT_A_PID_NAMESPACE] = { N_("this is not a PID namespace"), NULL },
	[PNS_REASON_NOT_A_MOUNT_NAMESPACE] = { N_("this is not a mount namespace"), NULL },
	[PNS_REASON_NOT_A_USER_NAMESPACE] = { N_("this is not a user namespace"), NULL },
	[PNS_REASON_NOT_A_PROCFS] = { N_("this is not the root of a mounted procfs"), NULL },
	[PNS_REASON_UNKNOWN_NAMESPACE] = {
		N_("no process in this procfs reveals which PID namespace it shows"), NULL },
	[PNS_REASON_INACTIVE_NAMESPACE] = {
		N_("nothing but this procfs keeps the PID namespace, and this kernel lets nobody open such a one"),
		N_("keep a descriptor or a bind mount of the PID namespace when it is made") },
	[PNS_REASON_NOT_A_DESCENDANT] = {
		N_("the PID namespace is neither the caller's own nor below it"),
		N_("run this in the PID namespace itself or in one above it") },
	[PNS_REASON_NO_PRIVILEGE] = {
		N_("mounting takes CAP_SYS_ADMIN in the user namespace that owns the mount namespace"),
		N_("run this as root, or with --userns for a PID namespace in a user namespace of your own") },
	[PNS_REASON_NO_PRIVILEGE_OVER_OWNER] = {
		N_("this takes CAP_SYS_ADMIN in the user namespace that owns the PID or mount namespace"),
		N_("use --userns if that user namespace is your own, else run this as root") },
	[PNS_REASON_MASKED] = {
		N_("no procfs in this mount namespace is fully visible: parts of each are mounted over"),
		N_("let the container manager leave /proc unmasked (podman: --security-opt unmask=ALL)") },
	[PNS_REASON_LOCKED_ATIME] = {
		N_("the visible procfs has other access time flags, and they are locked"),
		N_("leave out the option about access times: the locked one is taken then") },
	[PNS_REASON_LOCKED_READONLY] = {
		N_("the visible procfs is read-only, and that is locked"),
		N_("leave out rw, or use --read-only") },
	[PNS_REASON_KERNEL_WITHOUT_PIDNS] = {
		N_("this kernel does not know the mount option pidns= (Linux 6.18 does)"),
		N_("leave out --via: a helper process does the same on older kernels") },
	[PNS_REASON_KERNEL_WITHOUT_PID_NAMESPACES] = {
		N_("this kernel was built without PID namespaces"), NULL },
	[PNS_REASON_KERNEL_WITHOUT_FEATURE] = {
		N_("this kernel cannot do that, or /proc, which would help out, is not mounted"), NULL },
	[PNS_REASON_EMPTY_NAMESPACE] = {
		N_("the PID namespace has no process yet: a helper would become its init (Linux 6.18 needs none)"),
		NULL },
	[PNS_REASON_DEAD_NAMESPACE] = {
		N_("init of the PID namespace is gone: nobody can enter it any more (Linux 6.18 need not)"),
		NULL },
	[PNS_REASON_BAD_OPTION] = { N_("the kernel does not take this option or value"), NULL },
	[PNS_REASON_CANNOT_CHANGE_PIDNS] = {
		N_("the PID namespace of a procfs cannot be changed"),
		N_("mount a new one in its place: mount-procns --replace --pidns NSREF MOUNTPOINT") },
	[PNS_REASON_CANNOT_CHANGE_SUBSET] = {
		N_("subset= of a mounted procfs cannot be changed"),
		N_("mount a new one in its place: mount-procns --replace --subset pid MOUNTPOINT") },
	[PNS_REASON_CANNOT_REPLACE] = {
		N_("no procfs can be put beneath: nothing is mounted here, it is locked, or Linux is older than 6.5"),
		NULL },
	[PNS_REASON_BLOCKED_BY_SECCOMP] = {
		N_("the caller has the privilege: it seems that a seccomp profile denies the call"), NULL },
	[PNS_REASON_BLOCKED_BY_LSM] = {
		N_("it seems that a security module (AppArmor, SELinux) denies the call"), NULL },
	[PNS_REASON_BLOCKED_BY_LANDLOCK] = {
		N_("the caller has the privilege: it seems that a Landlock domain denies the call"), NULL },
	[PNS_REASON_BAD_MOUNTPOINT] = {
		N_("this is no directory to mount on"),
		N_("--mkdir makes it if it is missing") },
	[PNS_REASON_SYMLINK_IN_FOREIGN_NAMESPACE] = {
		N_("a symbolic link in a mount namespace that others control is not followed"),
		N_("give the path that it leads to") },
	[PNS_REASON_WRONG_NAMESPACE] = {
		N_("the new procfs shows another PID namespace than the one asked for; it was not attached"),
		NULL },
	[PNS_REASON_SYSTEM_ERROR] = { NULL, NULL },
};

static const char *kind_text(enum pns_kind kind)
{
	static const char *const texts[] = {
		[PNS_KIND_UNKNOWN] = NULL,
		[PNS_KIND_REGULAR] = N_("it is a regular file"),
		[PNS_KIND_DIRECTORY] = N_("it is a directory"),
		[PNS_KIND_FIFO] = N_("it is a FIFO"),
		[PNS_KIND_SOCKET] = N_("it is a socket"),
		[PNS_KIND_DEVICE] = N_("it is a device"),
		[PNS_KIND_SYMLINK] = N_("it is a symbolic link"),
		[PNS_KIND_PIDFD] = N_("it is a pidfd"),
		[PNS_KIND_PROCFS] = N_("it is the root of a procfs"),
		[PNS_KIND_BELOW_PROCFS] = N_("it is a file in a procfs"),
		[PNS_KIND_PIDNS] = N_("it is a PID namespace"),
		[PNS_KIND_MNTNS] = N_("it is a mount namespace"),
		[PNS_KIND_USERNS] = N_("it is a user namespace"),
		[PNS_KIND_OTHER_NS] = N_("it is a namespace of another type"),
	};

	return texts[kind] ? _(texts[kind]) : NULL;
}

const char *explain_reason(const struct pns_diag *diag)
{
	const char *why = explanations[diag->reason].why;

	return why ? _(why) : strerror(diag->err);
}

const char *explain_hint(const struct pns_diag *diag)
{
	const char *hint = explanations[diag->reason].hint;

	if (diag->reason == PNS_REASON_BAD_MOUNTPOINT && diag->err != ENOENT)
		return NULL;
	return hint ? _(hint) : NULL;
}

/* What the object is or what the errno adds, where the reason leaves that open; else NULL. */
static const char *particulars(const struct pns_diag *diag)
{
	if (diag->reason == PNS_REASON_BAD_MOUNTPOINT || diag->reason == PNS_REASON_NO_ACCESS)
		return strerror(diag->err);
	return kind_text(diag->kind);
}

void explain_refusal(const struct pns_diag *diag)
{
	_cleanup_free_ char *object = table_safe_text(diag->object[0] ? diag->object : "procfs");
	const char *more = particulars(diag);
	const char *hint = explain_hint(diag);

	if (!object)
		return;
	if (more)
		warnx(_("%s: %s failed: %s: %s"), object, diag->stage, explain_reason(diag), more);
	else
		warnx(_("%s: %s failed: %s"), object, diag->stage, explain_reason(diag));
	if (diag->kernel[0])
		warnx(_("kernel says: %s"), diag->kernel);
	if (diag->reason == PNS_REASON_NO_PRIVILEGE_OVER_OWNER && diag->owner)
		warnx(_("the owner is user namespace %ju, made by user %jd"),
		      (uintmax_t)diag->owner, (intmax_t)(int)diag->owner_uid);
	if (hint)
		fprintf(stderr, _("hint: %s\n"), hint);
}

void explain_details(const struct pns_diag *diag)
{
	fprintf(stderr, _("reason: %s\n"), pns_reason_id(diag->reason));
	fprintf(stderr, _("refused call: %s: %s\n"), diag->stage, cli_errno_name(diag->err));
}

enum refusal_column { REASON, STAGE, ERRNO, KERNEL, OBJECT, CULPRITS, HINT };

static const struct table_info refusal_infos[] = {
	[REASON] = { "REASON", 0, 0, SCOLS_JSON_STRING, NULL },
	[STAGE] = { "STAGE", 0, 0, SCOLS_JSON_STRING, NULL },
	[ERRNO] = { "ERRNO", 0, 0, SCOLS_JSON_STRING, NULL },
	[KERNEL] = { "KERNEL", 0, 0, SCOLS_JSON_STRING, NULL },
	[OBJECT] = { "OBJECT", 0, 0, SCOLS_JSON_STRING, NULL },
	[CULPRITS] = { "CULPRITS", 0, 0, SCOLS_JSON_ARRAY_STRING, NULL },
	[HINT] = { "HINT", 0, 0, SCOLS_JSON_STRING, NULL },
};

static int fill_refusal(struct table *table, const struct pns_diag *diag)
{
	const char *const cells[] = {
		[REASON] = pns_reason_id(diag->reason),
		[STAGE] = diag->stage,
		[ERRNO] = cli_errno_name(diag->err),
		[KERNEL] = diag->kernel[0] ? diag->kernel : NULL,
		[OBJECT] = diag->object[0] ? diag->object : NULL,
		[CULPRITS] = NULL,
		[HINT] = explain_hint(diag),
	};
	struct libscols_line *line = table_add_line(table);
	size_t i;
	int rc = line ? 0 : -ENOMEM;

	for (i = 0; rc == 0 && i < sizeof(cells) / sizeof(cells[0]); i++)
		rc = table_set(table, line, (int)i, cells[i]);
	return rc;
}

int explain_refusal_json(const struct pns_diag *diag)
{
	struct table table = {
		.infos = refusal_infos,
		.n_infos = sizeof(refusal_infos) / sizeof(refusal_infos[0]),
		.name = "refusal",
		.form = TABLE_FORM_JSON,
	};
	int rc;

	table_choose_all(&table);
	rc = table_open(&table);
	if (rc == 0)
		rc = fill_refusal(&table, diag);
	return rc < 0 ? rc : table_close(&table);
}

void explain_step(void *data, const char *call, const char *object, int rc, const char *kernel)
{
	(void)data;
	if (rc >= 0)
		warnx(_("%s: %s: done"), call, object);
	else if (kernel)
		warnx(_("%s: %s: %s (kernel says: %s)"), call, object, cli_errno_name(-rc), kernel);
	else
		warnx(_("%s: %s: %s"), call, object, cli_errno_name(-rc));
}
