// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "common/pidns-cell.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "process/container-name.h"

static int set_user(struct table *table, struct libscols_line *line, int id, uid_t uid)
{
	struct table_user *known = &table->user;
	const struct passwd *user;

	if (known->is_known && known->uid == uid)
		return table_set(table, line, id, known->name);
	errno = 0;
	user = getpwuid(uid);
	if (!user && pns_is_shortage(-errno))
		return -errno;
	free(known->name);
	*known = (struct table_user){ .uid = uid, .name = user ? strdup(user->pw_name) : NULL };
	if (user && !known->name)
		return -ENOMEM;
	known->is_known = true;
	return table_set(table, line, id, known->name);
}

static int set_container(struct table *table, struct libscols_line *line, int id, const char *cgroup)
{
	struct pns_container container;

	if (!cgroup || !pns_container_of_cgroup(cgroup, &container))
		return 0;
	container.name[container.shown] = '\0';
	return table_set(table, line, id, container.name);
}

int pidns_cell_set(struct table *table, struct libscols_line *line, int id, enum pidns_fact fact,
		   const struct pns_pidns_info *info)
{
	bool has_uid = info->owner_uid != (uid_t)-1;

	switch (fact) {
	case PIDNS_INODE:
		return table_set_known(table, line, id, info->inode);
	case PIDNS_ID:
		return table_set_known(table, line, id, info->id);
	case PIDNS_LEVEL:
		return info->level < 0 ? 0 : table_set_number(table, line, id, (uint64_t)info->level);
	case PIDNS_PARENT:
		return table_set_known(table, line, id, info->parent);
	case PIDNS_USERNS:
		return table_set_known(table, line, id, info->userns);
	case PIDNS_OWNER:
		return has_uid ? set_user(table, line, id, info->owner_uid) : 0;
	case PIDNS_UID:
		return has_uid ? table_set_number(table, line, id, info->owner_uid) : 0;
	case PIDNS_INIT:
		return table_set_known(table, line, id, (uint64_t)info->init);
	case PIDNS_INIT_INODE:
		return table_set_known(table, line, id, info->init_inode);
	case PIDNS_COMMAND:
		return table_set(table, line, id, info->command[0] ? info->command : NULL);
	case PIDNS_IS_OWN:
		return table_set(table, line, id, info->is_own ? "1" : "0");
	case PIDNS_CGROUP:
		return table_set(table, line, id, info->cgroup);
	case PIDNS_CONTAINER:
		return set_container(table, line, id, info->cgroup);
	case PIDNS_NO_FACT:
		break;
	}
	return 0;
}
