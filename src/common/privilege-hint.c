// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "common/privilege-hint.h"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "common/cli.h"
#include "namespace/denied-by.h"
#include "namespace/privilege.h"

enum cure {
	OWN_PIDNS,
	OWN_MOUNTNS,
	COMMAND,
	MOUNT_FROM_OUTSIDE,
	RUN_OUTSIDE,
	GIVE_CAPABILITY,
	ENTER_OWNER,
	ENTER,
	RUN_INSIDE,
	RUN_AS_ROOT,
};

static const struct {
	const char *id;
	const char *hint;
} cures[] = {
	[OWN_PIDNS] = {
		"own-pidns",
		N_("make a PID namespace along with the user namespace: unshare --pid --fork") },
	[OWN_MOUNTNS] = {
		"own-mountns",
		N_("this mount namespace belongs to another user namespace: make one along with it, "
		   "unshare --mount, or give a COMMAND, which gets one of its own") },
	[COMMAND] = {
		"own-mountns",
		N_("this mount namespace belongs to another user namespace: give a COMMAND, which gets one of its "
		   "own") },
	[MOUNT_FROM_OUTSIDE] = {
		"from-outside",
		N_("mount it from outside, as root there: mount-procns --target PID DIR, with the PID that a process "
		   "of this container has there") },
	[RUN_OUTSIDE] = {
		"from-outside",
		N_("run this from outside of this container, as root there") },
	[GIVE_CAPABILITY] = {
		"give-capability",
		N_("run this with CAP_SYS_ADMIN, which root has not dropped") },
	[ENTER_OWNER] = {
		"userns-or-root",
		N_("use --userns if that user namespace is your own, else run this as root") },
	[ENTER] = {
		"userns-or-root",
		N_("run this as root, or with --userns for a PID namespace in a user namespace of your own") },
	[RUN_INSIDE] = {
		"run-inside",
		N_("run this as root, or, for a user namespace of your own, inside of it: "
		   "nsenter --user --preserve-credentials --target PID") },
	[RUN_AS_ROOT] = {
		"run-as-root",
		N_("run this as root") },
};

bool privilege_is_wanted(const struct pns_diag *diag)
{
	return (diag->reason == PNS_REASON_NO_PRIVILEGE && diag->call != PNS_CALL_BPF) ||
	       diag->reason == PNS_REASON_NO_PRIVILEGE_OVER_OWNER;
}

/* Root who lacks it: one of a container, mostly. */
static bool is_root_without(void)
{
	return geteuid() == 0 && !pns_has_capability(CAP_SYS_ADMIN);
}

static bool can_ever_have(void)
{
	return prctl(PR_CAPBSET_READ, CAP_SYS_ADMIN, 0, 0, 0) != 0;
}

static enum cure choose(const struct pns_diag *diag)
{
	bool over_owner = diag->reason == PNS_REASON_NO_PRIVILEGE_OVER_OWNER;

	if (over_owner && diag->owns_own)
		return OWN_PIDNS;
	if (is_root_without() && can_ever_have())
		return GIVE_CAPABILITY;
	if (is_root_without())
		return over_owner ? RUN_OUTSIDE : MOUNT_FROM_OUTSIDE;
	if (!over_owner && pns_has_capability(CAP_SYS_ADMIN))
		return OWN_MOUNTNS;
	switch (diag->userns) {
	case PNS_USERNS_CAN_BE_ENTERED:
		return over_owner ? ENTER_OWNER : ENTER;
	case PNS_USERNS_WAS_ENTERED:
		/* it was made there: only the place is somebody else's */
		return diag->call == PNS_CALL_MOVE_MOUNT ? COMMAND : RUN_AS_ROOT;
	case PNS_USERNS_STAYS:
		break;
	}
	return RUN_INSIDE;
}

const char *privilege_hint_id(const struct pns_diag *diag)
{
	return cures[choose(diag)].id;
}

const char *privilege_hint(const struct pns_diag *diag)
{
	return _(cures[choose(diag)].hint);
}

const char *privilege_lacking(const struct pns_diag *diag)
{
	if (!privilege_is_wanted(diag) || !is_root_without())
		return NULL;
	if (can_ever_have())
		return _("root of this process has dropped CAP_SYS_ADMIN");
	if (pns_has_seccomp_filter())
		return _("CAP_SYS_ADMIN is not in the bounding set, so no program started here gets it, and a seccomp "
			 "filter is on as well");
	return _("CAP_SYS_ADMIN is not in the bounding set, so no program started here gets it");
}
