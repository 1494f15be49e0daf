// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "common/explain.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "common/cli.h"
#include "common/privilege-hint.h"
#include "common/unmask-hint.h"
#include "namespace/denied-by.h"
#include "namespace/reason.h"

struct explanation {
	const char *why;
	const char *hint_id;	/* never changes once released */
	const char *hint;	/* NULL: nothing is known to help in general */
};

static const struct explanation explanations[PNS_REASON_COUNT] = {
	[PNS_REASON_NO_SUCH_PROCESS] = {
		N_("no process has this PID (a thread does not count)"), NULL, NULL },
	[PNS_REASON_PROCESS_GONE] = {
		N_("the process is gone, or it is not the one that was meant"), NULL, NULL },
	[PNS_REASON_NO_SUCH_FILE] = { N_("there is no such file"), NULL, NULL },
	[PNS_REASON_BAD_DESCRIPTOR] = {
		N_("this file descriptor is not open"),
		"open-descriptor",
		N_("let the shell open it: mount-procns --pidns fd:5 DIR 5</proc/PID/ns/pid") },
	[PNS_REASON_BAD_REFERENCE] = {
		N_("this is no reference to a namespace"),
		"fix-reference",
		N_("write a PID, PID:INODE, a path with a /, fd:N, pid:[INODE], :NSID, container:NAME, self "
		   "or children") },
	[PNS_REASON_NO_ACCESS] = {
		N_("it may not be looked at: the process belongs to somebody else"),
		"enter-userns",
		N_("for a process in a user namespace of your own, run this inside of it; else ask root") },
	[PNS_REASON_NOT_VISIBLE] = {
		N_("the process has no PID in the PID namespace that it is wanted in"), NULL, NULL },
	[PNS_REASON_OUT_OF_SIGHT] = {
		N_("no process that the caller can see has this PID there; one that it cannot see may have it"),
		"run-above",
		N_("run this in the PID namespace itself or in one above it") },
	[PNS_REASON_NOT_FOUND] = {
		N_("no such namespace among the processes, descriptors and mounts that are visible"),
		NULL, NULL },
	[PNS_REASON_NO_SUCH_CONTAINER] = {
		N_("no init that is visible in /proc is in a cgroup that is named after this container"),
		"list-containers",
		N_("see which there are: pidns-translate --find -o TO,CONTAINER,CGROUP 1") },
	[PNS_REASON_AMBIGUOUS_CONTAINER] = {
		N_("more than one container is meant by this"),
		"name-one",
		N_("write more of the ID or name, or the PID of init") },
	[PNS_REASON_NOT_A_NAMESPACE] = { N_("this is no namespace"), NULL, NULL },
	[PNS_REASON_NOT_A_PID_NAMESPACE] = { N_("this is not a PID namespace"), NULL, NULL },
	[PNS_REASON_NOT_A_MOUNT_NAMESPACE] = { N_("this is not a mount namespace"), NULL, NULL },
	[PNS_REASON_NOT_A_USER_NAMESPACE] = { N_("this is not a user namespace"), NULL, NULL },
	[PNS_REASON_NOT_A_PROCFS] = { N_("this is not the root of a mounted procfs"), NULL, NULL },
	[PNS_REASON_PROC_OF_ANOTHER_NAMESPACE] = {
		N_("/proc shows another PID namespace than the caller's, such as an ancestor of it"),
		"mount-own-proc",
		N_("run this with a /proc of its own: mount-procns --pidns self -- COMMAND") },
	[PNS_REASON_UNKNOWN_NAMESPACE] = {
		N_("no process in this procfs reveals which PID namespace it shows"), NULL, NULL },
	[PNS_REASON_INACTIVE_NAMESPACE] = {
		N_("nothing but this procfs keeps the PID namespace, and this kernel lets nobody open such a one"),
		"keep-descriptor",
		N_("keep a descriptor or a bind mount of the PID namespace when it is made") },
	[PNS_REASON_NOT_A_DESCENDANT] = {
		N_("the PID namespace is neither the caller's own nor below it"),
		"run-above",
		N_("run this in the PID namespace itself or in one above it") },
	[PNS_REASON_NO_PRIVILEGE] = {
		N_("mounting takes CAP_SYS_ADMIN in the user namespace that owns the mount namespace"), NULL, NULL },
	[PNS_REASON_NO_PRIVILEGE_OVER_OWNER] = {
		N_("this takes CAP_SYS_ADMIN in the user namespace that owns the PID or mount namespace"), NULL, NULL },
	[PNS_REASON_MASKED] = {
		N_("no procfs in this mount namespace is fully visible: parts of each are mounted over"),
		"unmask",
		N_("let whoever made this mount namespace leave /proc unmasked") },
	[PNS_REASON_LOCKED_ATIME] = {
		N_("the visible procfs has other access time flags, and they are locked"),
		"drop-atime",
		N_("leave out the option about access times: the locked one is taken then") },
	[PNS_REASON_LOCKED_READONLY] = {
		N_("the visible procfs is read-only, and that is locked"),
		"drop-rw",
		N_("leave out rw, or use --read-only") },
	[PNS_REASON_KERNEL_WITHOUT_PIDNS] = {
		N_("this kernel does not know the mount option pidns= (Linux 6.18 does)"),
		"drop-via",
		N_("leave out --via: a helper process does the same on older kernels") },
	[PNS_REASON_KERNEL_WITHOUT_PID_NAMESPACES] = {
		N_("this kernel was built without PID namespaces"), NULL, NULL },
	[PNS_REASON_KERNEL_WITHOUT_FEATURE] = {
		N_("this kernel cannot do that, or /proc, which would help out, is not mounted"), NULL, NULL },
	[PNS_REASON_NAMESPACE_LIMIT] = {
		N_("the limit on namespaces of this type is reached"),
		"raise-limit",
		N_("raise the limit, or end programs that have namespaces of their own") },
	[PNS_REASON_NESTING_LIMIT] = {
		N_("PID namespaces are nested as deeply as the kernel permits (32 levels)"),
		"run-above",
		N_("run this in an ancestor of the PID namespace") },
	[PNS_REASON_MOUNT_LIMIT] = {
		N_("the limit on mounts in a mount namespace is reached"),
		"raise-limit",
		N_("raise the limit, or unmount something in the mount namespace") },
	[PNS_REASON_PROCESS_LIMIT] = {
		N_("no further process can be created: RLIMIT_NPROC, pids.max of the cgroup, kernel.pid_max or "
		   "kernel.threads-max is reached"),
		"try-again",
		N_("try again when processes have terminated, or raise the limit") },
	[PNS_REASON_HELPER_KILLED] = {
		N_("the helper process was killed before it could answer"), NULL, NULL },
	[PNS_REASON_EMPTY_NAMESPACE] = {
		N_("the PID namespace has no process yet: a helper would become its init (Linux 6.18 needs none)"),
		NULL, NULL },
	[PNS_REASON_DEAD_NAMESPACE] = {
		N_("init of the PID namespace is gone: nobody can enter it any more (Linux 6.18 need not)"),
		NULL, NULL },
	[PNS_REASON_BAD_OPTION] = {
		N_("the kernel does not take this option or value"),
		"fix-option",
		N_("use hidepid=off (0), noaccess (1), invisible (2) or ptraceable (4), gid=GROUP, subset=pid, "
		   "pidns=NSREF") },
	[PNS_REASON_NO_SUCH_GROUP] = { N_("there is no such group"), NULL, NULL },
	[PNS_REASON_NO_SUCH_USER] = { N_("neither a user nor a process"), NULL, NULL },
	[PNS_REASON_GROUP_NOT_MAPPED] = {
		N_("this group has no number in the user namespace where the procfs is made: it would be nobody's"),
		"map-group",
		N_("take a group that is mapped there (see /proc/self/gid_map), or mount from where it is mapped") },
	[PNS_REASON_CANNOT_CHANGE_PIDNS] = {
		N_("the PID namespace of a procfs cannot be changed"),
		"replace",
		N_("mount a new one in its place: mount-procns --replace --pidns NSREF MOUNTPOINT "
		   "(Linux 6.5; before, unmount this one first)") },
	[PNS_REASON_CANNOT_CHANGE_SUBSET] = {
		N_("this kernel does not change subset= of a mounted procfs"),
		"replace",
		N_("mount a new one in its place: mount-procns --replace --subset pid MOUNTPOINT "
		   "(Linux 6.5; before, unmount this one first)") },
	[PNS_REASON_CANNOT_REPLACE] = {
		N_("no procfs can be put beneath: nothing is mounted here, it is locked, or Linux is older than 6.5"),
		NULL, NULL },
	[PNS_REASON_BLOCKED_BY_SECCOMP] = {
		N_("the caller has the privilege: it seems that a seccomp profile denies the call"), NULL, NULL },
	[PNS_REASON_BLOCKED_BY_LSM] = {
		N_("it seems that a security module (AppArmor, SELinux) denies the call"), NULL, NULL },
	[PNS_REASON_BLOCKED_BY_LANDLOCK] = {
		N_("the caller has the privilege: it seems that a Landlock domain denies the call"), NULL, NULL },
	[PNS_REASON_BAD_MOUNTPOINT] = {
		N_("this is no directory to mount on"),
		"mkdir",
		N_("--mkdir makes it if it is missing") },
	[PNS_REASON_SYMLINK_IN_FOREIGN_NAMESPACE] = {
		N_("a symbolic link in a mount namespace that others control is not followed"),
		"give-target",
		N_("give the path that it leads to") },
	[PNS_REASON_WRONG_NAMESPACE] = {
		N_("the new procfs shows another PID namespace than the one asked for; it was not attached"),
		NULL, NULL },
	[PNS_REASON_SYSTEM_ERROR] = { NULL, NULL, NULL },
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
		[PNS_KIND_BELOW_PROCFS] = N_("it is in a procfs, but not its root"),
		[PNS_KIND_PIDNS] = N_("it is a PID namespace"),
		[PNS_KIND_MNTNS] = N_("it is a mount namespace"),
		[PNS_KIND_USERNS] = N_("it is a user namespace"),
		[PNS_KIND_OTHER_NS] = N_("it is a namespace of another type"),
	};

	return texts[kind] ? _(texts[kind]) : NULL;
}

/* Where a reason has another cause, or another cure, than elsewhere. */
static const struct explanation *explanation_of(const struct pns_diag *diag)
{
	static const struct explanation no_bpf = {
		N_("loading a BPF program takes CAP_BPF and CAP_PERFMON, or CAP_SYS_ADMIN, in the initial user "
		   "namespace"),
		NULL, NULL };
	static const struct explanation initial = {
		N_("this is no reference to a namespace: 'initial' is for --from and --to of pidns-translate only"),
		"fix-reference",
		N_("write a PID, PID:INODE, a path with a /, fd:N, pid:[INODE], :NSID, self or children") };

	if (diag->reason == PNS_REASON_NO_PRIVILEGE && diag->call == PNS_CALL_BPF)
		return &no_bpf;
	if (diag->reason == PNS_REASON_BAD_REFERENCE && strcmp(diag->object, "initial") == 0)
		return &initial;
	return &explanations[diag->reason];
}

const char *explain_reason(const struct pns_diag *diag)
{
	const char *why = explanation_of(diag)->why;

	if (diag->reason == PNS_REASON_BAD_REFERENCE && !diag->object[0])
		return _("the reference is an empty string");
	return why ? _(why) : strerror(diag->err);
}

const char *explain_errno(int rc)
{
	struct pns_diag diag = { .reason = pns_errno_reason(rc), .err = -rc };

	return explain_reason(&diag);
}

/* Twice as much, and more than a small machine has of them. */
static char *limit_hint(const struct pns_diag *diag)
{
	intmax_t value = diag->limit_value < 5000 ? 10000 : 2 * (intmax_t)diag->limit_value;
	char *text = NULL;

	if (diag->limit_value < 0 || diag->limit_value > INT32_MAX / 2 ||
	    asprintf(&text, _("raise the limit as root: sysctl %s=%jd"), diag->limit, value) < 0)
		return NULL;
	return text;
}

const char *explain_hint(const struct pns_diag *diag, const struct pns_why *why, char **text)
{
	const struct explanation *explanation = explanation_of(diag);

	*text = NULL;
	if (privilege_is_wanted(diag)) {
		*text = strdup(privilege_hint(diag));
		return privilege_hint_id(diag);
	}
	if (!explanation->hint || (diag->reason == PNS_REASON_BAD_MOUNTPOINT && diag->err != ENOENT))
		return NULL;
	if (diag->reason == PNS_REASON_MASKED && why && (why->is_known || why->is_lost)) {
		*text = unmask_hint(why);
		return unmask_hint_id(why);
	}
	*text = diag->limit[0] ? limit_hint(diag) : NULL;
	if (!*text)
		*text = strdup(_(explanation->hint));
	return explanation->hint_id;
}

/* The limit, with the value it has; in a new user namespace that is the highest, and the one that counts is above. */
static char *limit_text(const struct pns_diag *diag)
{
	char *text = NULL;
	int rc;

	if (!diag->limit[0])
		return NULL;
	if (diag->limit_value == INT32_MAX)
		rc = asprintf(&text, _("%s of an ancestor user namespace"), diag->limit);
	else if (diag->limit_value < 0)
		rc = asprintf(&text, "%s", diag->limit);
	else
		rc = asprintf(&text, _("%s is %jd"), diag->limit, (intmax_t)diag->limit_value);
	return rc < 0 ? NULL : text;
}

/* What the object is or what the errno adds, where the reason leaves that open; else NULL. */
static const char *particulars(const struct pns_diag *diag)
{
	if (diag->reason == PNS_REASON_BAD_MOUNTPOINT || diag->reason == PNS_REASON_NO_ACCESS)
		return strerror(diag->err);
	return kind_text(diag->kind);
}

/* The mounts at fault, in one line. */
static void print_culprits(const struct pns_why *why)
{
	size_t i, length = 0;
	char line[2048];

	for (i = 0; i < why->count && length < sizeof(line); i++) {
		length += (size_t)snprintf(line + length, sizeof(line) - length, "%s%s", i ? ", " : "",
					   why->culprits[i].path);
	}
	if (why->count)
		message(_("at fault: %s"), line);
}

/* Which module it may be that denies the call, by what it calls the caller. */
static void print_label(void)
{
	char label[256];

	if (pns_security_label(label, sizeof(label)) > 0)
		message(_("the security label of this process is %s"), label);
}

static void print_why(const struct pns_why *why)
{
	print_culprits(why);
	if (why->is_known && !why->has_procfs)
		message(_("no procfs is mounted in this mount namespace"));
	if (why->disagrees)
		message(_("by the kernel's rule, as it is known here, this would be allowed: please report this bug"));
}

/* Of an argument that is an empty string one should see that much; what has no object is about the new procfs. */
static const char *object_of(const struct pns_diag *diag)
{
	bool is_empty = diag->call == PNS_CALL_PARSE || diag->call == PNS_CALL_SEARCH;
	const char *none = is_empty ? "''" : "procfs";

	return diag->object[0] ? diag->object : none;
}

void explain_refusal_why(const struct pns_diag *diag, const struct pns_why *why)
{
	const char *object = object_of(diag);
	_cleanup_free_ char *hint = NULL;
	_cleanup_free_ char *limit = limit_text(diag);
	const char *more = limit ? limit : particulars(diag), *lacking;

	if (more)
		message(_("%s: %s failed: %s: %s"), object, pns_call_name(diag->call), explain_reason(diag), more);
	else
		message(_("%s: %s failed: %s"), object, pns_call_name(diag->call), explain_reason(diag));
	if (diag->kernel[0])
		message(_("kernel says: %s"), diag->kernel);
	if (diag->reason == PNS_REASON_NO_PRIVILEGE_OVER_OWNER && diag->owner)
		message(_("the owner is user namespace %ju, made by user %jd"),
			(uintmax_t)diag->owner, (intmax_t)(int)diag->owner_uid);
	else if (diag->reason == PNS_REASON_NO_PRIVILEGE_OVER_OWNER && diag->owns_own)
		message(_("the owner of this PID namespace is a user namespace above the caller's"));
	lacking = privilege_lacking(diag);
	if (lacking)
		message("%s", lacking);
	if (diag->reason == PNS_REASON_BLOCKED_BY_LSM)
		print_label();
	if (diag->reason == PNS_REASON_NO_SUCH_CONTAINER)
		message(_("init processes looked at: %u, those with the name of a container in their cgroup: %u"),
			diag->looked_at, diag->named);
	if (why)
		print_why(why);
	explain_hint(diag, why, &hint);
	if (hint)
		message_bare(_("hint: %s"), hint);
}

void explain_refusal(const struct pns_diag *diag)
{
	explain_refusal_why(diag, NULL);
}

static void explain_culprit(const struct pns_culprit *culprit)
{
	message_bare(_("at fault: mount %ju: %s on %s, procfs on %s"), (uintmax_t)culprit->id,
		     culprit->mounted, culprit->path, culprit->procfs);
}

void explain_why(const struct pns_why *why)
{
	size_t i;

	for (i = 0; i < why->count; i++)
		explain_culprit(&why->culprits[i]);
	if (why->is_inferred && why->count)
		message_bare(_("inference: that these mounts are locked is assumed, it could not be asked"));
}

void explain_details(const struct pns_diag *diag)
{
	message_bare(_("reason: %s"), pns_reason_id(diag->reason));
	message_bare(_("refused call: %s: %s"), pns_call_name(diag->call), cli_errno_name(diag->err));
}

void explain_step(void *data, enum pns_call call, const char *object, int rc, const char *kernel)
{
	const char *name = pns_call_name(call);

	(void)data;
	if (rc >= 0)
		message(_("%s: %s: done"), name, object);
	else if (kernel)
		message(_("%s: %s: %s (kernel says: %s)"), name, object, cli_errno_name(-rc), kernel);
	else
		message(_("%s: %s: %s"), name, object, cli_errno_name(-rc));
}
