// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "find/procfs-pidns-bpf.h"

#include <errno.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"

#ifdef HAVE_BPF
#include <linux/capability.h>
#include <string.h>

#include "base/libbpf-dl.h"
#include "namespace/privilege.h"
#include "procfs-pidns.skel.h"

/* What the kernel asks for; looked at first, because loading libbpf for nothing is dear. */
static bool is_privileged(void)
{
	bool may = pns_has_capability(CAP_SYS_ADMIN) ||
		   (pns_has_capability(CAP_BPF) && pns_has_capability(CAP_PERFMON));

	return may && pns_userns_is_initial();
}

static int attach_iterator(const struct pns_libbpf *lb, const struct bpf_program *program)
{
	/* the kernel takes a length up to its own, and everything it does not know must be 0 */
	struct pns_bpf_iter_task task = { .tid = (uint32_t)getpid() };
	struct bpf_iter_attach_opts options;
	struct bpf_link *link;
	int fd;

	/* libbpf looks at the padding as well */
	memset(&options, 0, sizeof(options));
	options.sz = sizeof(options);
	options.link_info = (union bpf_iter_link_info *)&task;
	options.link_info_len = sizeof(task);
	link = lb->bpf_program__attach_iter(program, &options);
	/* before 6.1: all tasks; the program passes over the others */
	if (!link)
		link = lb->bpf_program__attach_iter(program, NULL);
	if (!link)
		return -errno;
	fd = fcntl(lb->bpf_link__fd(link), F_DUPFD_CLOEXEC, 0);
	if (fd < 0)
		fd = -errno;
	lb->bpf_link__destroy(link);
	return fd;
}

static int load_program(void)
{
	struct pns_libbpf lb;
	struct bpf_object *object;
	struct bpf_program *program;
	const void *elf;
	size_t size;
	int rc = pns_libbpf_load(&lb);

	if (rc < 0)
		return rc;
	lb.libbpf_set_print(NULL);
	elf = procfs_pidns__elf_bytes(&size);
	object = lb.bpf_object__open_mem(elf, size, NULL);
	if (!object)
		return -errno;
	rc = lb.bpf_object__load(object);
	if (rc == 0) {
		program = lb.bpf_object__find_program_by_name(object, "procfs_pidns");
		rc = program ? attach_iterator(&lb, program) : -ENOENT;
	}
	lb.bpf_object__close(object);
	return rc;
}
#else
static bool is_privileged(void)
{
	return true;
}

static int load_program(void)
{
	return -EOPNOTSUPP;
}
#endif

/*
 * The iterator goes through the descriptors from 0 up and stops with the first full buffer: a low
 * number for what is asked about keeps the cost apart from how many are open.
 */
static int keep_slot_free(struct pns_bpf *bpf)
{
	pns_close(&bpf->slot);
	bpf->slot = open("/", O_PATH | O_CLOEXEC);
	return bpf->slot < 0 ? -errno : 0;
}

static int set_up(struct pns_bpf *bpf)
{
	if (bpf->error < 0)
		return bpf->error;
	if (bpf->link < 0 && !is_privileged())
		bpf->error = -EPERM;
	if (bpf->error == 0 && bpf->slot < 0)
		bpf->error = keep_slot_free(bpf);
	if (bpf->error == 0 && bpf->link < 0) {
		bpf->link = load_program();
		bpf->error = bpf->link < 0 ? bpf->link : 0;
	}
	return bpf->error;
}

static int read_record(int iterator, int fd, struct pns_bpf_record *record)
{
	ssize_t got;

	for (;;) {
		got = read(iterator, record, sizeof(*record));
		if (got < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (got < 0)
			return -errno;
		if (got != sizeof(*record))
			return -ENODATA;
		if (record->fd == (unsigned int)fd)
			return 0;
	}
}

/* What is in the slot. */
static int ask_iterator(const struct pns_bpf *bpf, struct pns_bpf_record *record)
{
	_cleanup_close_ int iterator = pns_sys_bpf_iter_create(bpf->link);
	struct pns_bpf_record found;
	int rc = iterator < 0 ? -errno : read_record(iterator, bpf->slot, &found);

	if (rc == 0)
		*record = found;
	return rc;
}

int pns_bpf_ask(struct pns_bpf *bpf, int fd, struct pns_bpf_record *record)
{
	int rc = set_up(bpf);

	if (rc < 0)
		return rc;
	if (dup3(fd, bpf->slot, O_CLOEXEC) < 0)
		return -errno;
	rc = ask_iterator(bpf, record);
	/* what was asked about must not be kept busy by this, however it went */
	keep_slot_free(bpf);
	return rc;
}

void pns_bpf_close(struct pns_bpf *bpf)
{
	pns_close(&bpf->link);
	pns_close(&bpf->slot);
	bpf->error = 0;
}
