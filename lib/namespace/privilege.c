// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "namespace/privilege.h"

#include <errno.h>
#include <linux/capability.h>
#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "namespace/namespace.h"
#include "process/own-namespace.h"

/* include/linux/highuid.h, DEFAULT_OVERFLOWUID */

bool pns_has_capability(int capability)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { { .effective = 0 } };

	return syscall(SYS_capget, &header, data) == 0 &&
	       (data[CAP_TO_INDEX(capability)].effective & CAP_TO_MASK(capability));
}

int pns_is_admin_over(int nsfd)
{
	_cleanup_close_ int owner = PNS_NO_FD;

	if (!pns_has_capability(CAP_SYS_ADMIN))
		return 0;
	if (pns_userns_is_initial())
		return 1;
	owner = pns_ns_open_owner(nsfd);
	if (owner == -EPERM)
		return 0;
	return owner < 0 ? owner : 1;
}

bool pns_is_initial_userns(int fd)
{
	return pns_ns_inode(fd) == PNS_INITIAL_USERNS_INODE;
}

bool pns_userns_is_initial(void)
{
	_cleanup_close_ int own = pns_ns_open_own(CLONE_NEWUSER);

	return own >= 0 && pns_is_initial_userns(own);
}

bool pns_is_unmapped(uint64_t id)
{
	return id == PNS_OVERFLOW_ID && !pns_userns_is_initial();
}

/*
 * fchown(2) looks at the number before it looks at who asks (fs/open.c, chown_common()). The pipe is nobody else's,
 * and gone before it could matter whose group it has.
 */
bool pns_is_group_unmapped(uint64_t gid)
{
	int ends[2], rc;

	/* to fchown(2) this number says that nothing is to change */
	if (gid >= (gid_t)-1)
		return gid == (gid_t)-1;
	if (pipe2(ends, O_CLOEXEC) < 0)
		return false;
	rc = fchown(ends[0], (uid_t)-1, (gid_t)gid) < 0 ? -errno : 0;
	close(ends[0]);
	close(ends[1]);
	return rc == -EINVAL;
}
