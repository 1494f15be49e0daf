// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "namespace/namespace.h"
#include "process/own-namespace.h"
#include "process/process.h"
#include "tap.h"
#include "translate/kept.h"
#include "translate/pid-index.h"
#include "translate/translate.h"

static void test_names(void)
{
	int i;

	for (i = 0; i < PNS_TRANSLATOR_COUNT; i++)
		is_int(pns_translator_by_name(pns_translator_name((enum pns_translator)i)), i,
		       "names: %s", pns_translator_name((enum pns_translator)i));
	is_int(pns_translator_by_name("none"), -EINVAL, "names: unknown");
}

/* From the caller's namespace to the caller's: each method knows the caller, and nobody else. */
static void test_own(enum pns_translator via)
{
	_cleanup_caller_ struct pns_caller caller = PNS_CALLER_INIT;
	int own = pns_caller_ns(&caller, CLONE_NEWPID);
	_cleanup_translate_ struct pns_translate *translate = NULL;
	uint64_t clock = 0;
	struct pns_translate_plan plan = {
		.caller = &caller,
		.from = own,
		.to = own,
		.from_name = "self",
		.to_name = "self",
		.via = via,
		.clock = &clock,
	};
	const char *name = pns_translator_name(via);
	struct pns_answer answer;
	struct pns_diag diag;
	int rc;

	pns_diag_init(&diag, NULL, NULL);
	rc = pns_translate_open(&plan, &translate, &diag);
	if (rc < 0) {
		ok(diag.reason == PNS_REASON_KERNEL_WITHOUT_FEATURE ||
		   diag.reason == PNS_REASON_NO_PRIVILEGE_OVER_OWNER, "%s: refused with a reason", name);
		return;
	}
	is_int(pns_translate(translate, getpid(), 0, &answer), 0, "%s: the caller", name);
	is_int(answer.pid, getpid(), "%s: its PID", name);
	is_int(answer.via, pns_translate_via(translate), "%s: who told it", name);
	ok(answer.inode == 0, "%s: its inode was not asked for", name);
	is_int(pns_translate(translate, 4194303, 0, &answer), -ESRCH, "%s: nobody", name);
	is_int(answer.reason, PNS_REASON_NO_SUCH_PROCESS, "%s: nobody: reason", name);
	is_int(answer.pid, 0, "%s: nobody: no PID", name);
	ok(pns_translate(translate, getpid(), 1, &answer) < 0, "%s: another inode", name);
	ok(answer.reason != PNS_REASON_NONE, "%s: another inode: refused", name);
}

/* The number in the own namespace of each: all but ucred tell it. */
static void test_each_own(enum pns_translator via)
{
	_cleanup_caller_ struct pns_caller caller = PNS_CALLER_INIT;
	_cleanup_translate_ struct pns_translate *translate = NULL;
	const struct pns_translate_plan plan = {
		.caller = &caller,
		.from = pns_caller_ns(&caller, CLONE_NEWPID),
		.to = PNS_NO_FD,
		.to_own = true,
		.from_name = "self",
		.to_name = "own",
		.via = via,
		.recurring = true,
	};
	const char *name = pns_translator_name(via);
	struct pns_answer answer;
	struct pns_diag diag;
	int i;

	pns_diag_init(&diag, NULL, NULL);
	if (pns_translate_open(&plan, &translate, &diag) < 0) {
		is_int(diag.reason, PNS_REASON_KERNEL_WITHOUT_FEATURE, "%s: own: refused with a reason", name);
		return;
	}
	ok(via != PNS_TRANSLATOR_UCRED, "%s: own: can tell", name);
	/* the third answer is one that was kept */
	for (i = 0; i < 3; i++) {
		is_int(pns_translate(translate, getpid(), 0, &answer), 0, "%s: own: the caller", name);
		is_int(answer.pid, getpid(), "%s: own: its PID", name);
	}
	is_int(pns_translate(translate, 4194303, 0, &answer), -ESRCH, "%s: own: nobody", name);
	is_int(answer.reason, PNS_REASON_NO_SUCH_PROCESS, "%s: own: nobody: reason", name);
}

/* A child that is dead but not collected has its number still. */
static void test_exists(void)
{
	_cleanup_caller_ struct pns_caller caller = PNS_CALLER_INIT;
	int gate[2];
	pid_t pid;
	_cleanup_close_ int held = PNS_NO_FD;

	if (pipe(gate) < 0)
		abort();
	pid = fork();
	if (pid == 0)
		_exit(close(gate[1]) < 0 || read(gate[0], gate, 1) < 0);
	close(gate[0]);
	held = pns_task_open(&caller, pid);
	ok(held >= 0, "exists: held");
	ok(pns_process_exists(&caller, held), "exists: alive");
	close(gate[1]);
	siginfo_t info;
	waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT);
	ok(pns_process_exists(&caller, held), "exists: zombie");
	waitpid(pid, NULL, 0);
	ok(!pns_process_exists(&caller, held), "exists: collected");
	is_int(pns_task_open(&caller, 4194303), -ESRCH, "task: nobody");
}

/* A scan of the caller's own namespace has the caller. */
static void test_index(void)
{
	_cleanup_caller_ struct pns_caller caller = PNS_CALLER_INIT;
	int root = pns_caller_own_proc(&caller);
	const struct pns_side side = { .relation = PNS_RELATION_OWN };
	struct pns_pid_index index = { .count = 0 };
	const struct pns_pid_index_entry *entry;
	size_t cursor = 0;

	ok(pns_pid_index_next(&index, 1, &cursor) == NULL, "index: nothing in an empty one");
	if (root < 0)
		return;
	is_int(pns_pid_index_scan(&index, root, &side), 0, "index: scan");
	cursor = 0;
	entry = pns_pid_index_next(&index, getpid(), &cursor);
	ok(entry && entry->here == getpid() && !entry->unsure, "index: the caller");
	ok(pns_pid_index_next(&index, getpid(), &cursor) == NULL, "index: once");
	cursor = 0;
	ok(pns_pid_index_next(&index, 4194303, &cursor) == NULL, "index: nobody");
	ok(entry->dir < 0 && index.open == 0, "index: no directory without room");
	index.room = 1;
	is_int(pns_pid_index_scan(&index, root, &side), 0, "index: scan with room");
	is_int((int)index.open, 1, "index: no more directories than room");
	pns_pid_index_free(&index);
	ok(index.count == 0 && index.open == 0, "index: freed");
}

/* A child that waits until @gate is closed. */
static pid_t make_child(int *gate)
{
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		abort();
	pid = fork();
	if (pid == 0)
		_exit(close(ends[1]) < 0 || read(ends[0], ends, 1) < 0);
	close(ends[0]);
	*gate = ends[1];
	return pid;
}

static void keep(struct pns_kept *kept, pid_t pid, int answer)
{
	int hold = PNS_NO_FD;

	pns_kept_hold(&hold, pid);
	pns_kept_add(kept, pid, hold, answer);
}

/* An answer is kept as long as the process lives, or the clock stands still. */
static void test_kept(void)
{
	struct pns_kept kept = { .room = 2 };
	uint64_t clock = 7;
	int answer = 0, gate, hold = PNS_NO_FD;
	pid_t child = make_child(&gate);

	ok(!pns_kept_find(&kept, &clock, child, &answer), "kept: nothing at first");
	ok(!pns_kept_wants(&kept, child) && pns_kept_wants(&kept, child), "kept: from the second time on");
	pns_kept_hold(&hold, child);
	if (hold < 0) {
		ok(hold == -ENOSYS || hold == -EPERM, "kept: no pidfds here");
		pns_kept_add(&kept, child, hold, 1);
		ok(!pns_kept_find(&kept, &clock, child, &answer), "kept: nothing without");
		close(gate);
		waitpid(child, NULL, 0);
		return;
	}
	pns_kept_add(&kept, child, hold, 42);
	ok(pns_kept_find(&kept, &clock, child, &answer) && answer == 42, "kept: while it lives");
	keep(&kept, getpid(), 43);
	ok(!pns_kept_wants(&kept, child), "kept: no more than there is room for");
	close(gate);
	waitpid(child, NULL, 0);
	ok(pns_kept_find(&kept, &clock, child, &answer), "kept: of the same time");
	clock++;
	ok(!pns_kept_find(&kept, &clock, child, &answer), "kept: no longer than that");
	ok(!pns_kept_find(&kept, NULL, child, &answer), "kept: nor without a clock");
	ok(pns_kept_wants(&kept, child), "kept: room for another one");
	ok(pns_kept_find(&kept, NULL, getpid(), &answer) && answer == 43, "kept: the other one stays");
	keep(&kept, child, 44);
	ok(!pns_kept_find(&kept, &clock, child, &answer), "kept: not for a process that had gone");
	pns_kept_free(&kept);
	ok(!pns_kept_find(&kept, &clock, getpid(), &answer), "kept: freed");
}

/* The place of those that have ended goes to others; a lack of descriptors ends it all. */
static void test_kept_places(void)
{
	struct pns_kept kept = { .room = 3 };
	uint64_t clock = 1;
	int answer, gate, i, found = 0;
	pid_t child;

	keep(&kept, getpid(), 43);
	for (i = 0; i < 20; i++) {
		child = make_child(&gate);
		if (pns_kept_wants(&kept, child) || pns_kept_wants(&kept, child))
			keep(&kept, child, i);
		found += pns_kept_find(&kept, &clock, child, &answer) && answer == i;
		close(gate);
		waitpid(child, NULL, 0);
		clock++;
	}
	ok(kept.room == 0 || kept.held <= 3, "kept: descriptors are not lost");
	ok(found >= 6 || pns_sys_pidfd_open(getpid(), 0) < 0, "kept: of many, one after the other");
	pns_kept_add(&kept, child, -EMFILE, 1);
	ok(!pns_kept_wants(&kept, child) && kept.held == 0, "kept: nothing when descriptors run out");
	pns_kept_free(&kept);
}

int main(void)
{
	int via;

	test_names();
	for (via = PNS_TRANSLATOR_AUTO; via < PNS_TRANSLATOR_COUNT; via++) {
		/* it reaches the initial namespace from below, and nothing else */
		if (via == PNS_TRANSLATOR_BPF)
			continue;
		test_own((enum pns_translator)via);
		test_each_own((enum pns_translator)via);
	}
	test_exists();
	test_index();
	test_kept();
	test_kept_places();
	return done_testing();
}
