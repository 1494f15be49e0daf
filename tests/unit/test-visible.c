// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/*
 * What lib/visible predicts is what the kernel answers: in random nestings of user and mount namespaces with random
 * mounts over procfs. A set that differs is printed, with the seed that makes it again:
 *
 *   PNS_TEST_SEED=NUMBER	begin with this set (default: the time)
 *   PNS_TEST_SCALE=PERCENT	of 500 sets, a set being one mount namespace judged (100)
 */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"
#include "namespace/namespace.h"
#include "process/procfs-root.h"
#include "tap.h"
#include "visible-game.h"
#include "visible/probe.h"
#include "visible/rule.h"

enum { N_SETS = 500, MAX_LEVELS = 3, DIFFERS = 3, CANNOT = 4 };

/* --- the comparison --- */

static void print_table(const struct game *game)
{
	int fd = pns_mountinfo_open_own(game->procfs);
	FILE *table = fd < 0 ? NULL : fdopen(fd, "re");
	char line[512];

	while (table && fgets(line, sizeof(line), table))
		if (strstr(line, "/proc") || strstr(line, "/tmp"))
			printf("#   %s", line);
	if (table)
		fclose(table);
}

/* The kernel's answer, or -errno of what is no answer. */
static int try_to_mount(const struct pns_visible_wish *wish)
{
	_cleanup_close_ int context = pns_sys_fsopen("proc", PNS_FSOPEN_CLOEXEC);
	_cleanup_close_ int mount = PNS_NO_FD;

	if (wish->subset_pid &&
	    pns_sys_fsconfig(context, PNS_FSCONFIG_SET_STRING, "subset", "pid", 0) < 0)
		return -errno;
	if (pns_sys_fsconfig(context, PNS_FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
		return -errno;
	mount = pns_sys_fsmount(context, PNS_FSMOUNT_CLOEXEC, wish->attributes);
	return mount >= 0 ? 1 : errno == EPERM ? 0 : -errno;
}

static void count(struct tally *tally, const struct pns_visible *visible)
{
	size_t i;

	tally->allowed += visible->is_allowed;
	tally->refused += !visible->is_allowed;
	for (i = 0; i < visible->n_procfs; i++)
		tally->states[visible->procfs[i].state]++;
}

static bool compare(const struct game *game, struct pns_mountinfo_index *mounts, const struct pns_locks *locks,
		    const struct pns_visible_wish *wish)
{
	_cleanup_visible_ struct pns_visible visible = { .n_procfs = 0 };
	int answer = try_to_mount(wish);
	size_t i;

	if (pns_visible_judge(mounts, locks, wish, &visible) < 0)
		return false;
	count(game->tally, &visible);
	if (answer == visible.is_allowed)
		return true;
	printf("# seed %lu, level %d of %d, %s, attributes 0x%x%s: predicted %d, the kernel says %d\n",
	       game->seed, game->level, game->levels, locks->source == PNS_LOCKS_COPIED ? "copied" : "asked",
	       wish->attributes, wish->subset_pid ? ", subset=pid" : "", visible.is_allowed, answer);
	for (i = 0; i < visible.n_procfs; i++)
		printf("#   mount %d: %s, locks %u\n",
		       mounts->table.lm->mnt_fs_get_id(visible.procfs[i].mount),
		       pns_visible_state_name(visible.procfs[i].state),
		       pns_locks_of(locks, (uint64_t)mounts->table.lm->mnt_fs_get_id(visible.procfs[i].mount)));
	return false;
}

static bool compare_wishes(const struct game *game, struct pns_mountinfo_index *mounts,
			   const struct pns_locks *locks)
{
	static const uint32_t attributes[] = {
		0, PNS_MOUNT_ATTR_RDONLY, PNS_MOUNT_ATTR_NOATIME, PNS_MOUNT_ATTR_STRICTATIME,
		PNS_MOUNT_ATTR_RDONLY | PNS_MOUNT_ATTR_NOATIME,
		PNS_MOUNT_ATTR_RDONLY | PNS_MOUNT_ATTR_NODIRATIME,
	};
	struct pns_visible_wish wish = { .exempts_subset = game->exempts_subset };
	bool good = true;
	size_t i;

	for (i = 0; i < 2 * sizeof(attributes) / sizeof(attributes[0]); i++) {
		wish.attributes = attributes[i / 2];
		wish.subset_pid = i % 2;
		good = compare(game, mounts, locks, &wish) && good;
	}
	return good;
}

/* What holds in this mount namespace. */
static int judge_here(struct game *game, struct pns_mountinfo_index *mounts)
{
	_cleanup_locks_ struct pns_locks locks = { .source = PNS_LOCKS_ASSUMED };
	int rc = pns_locks_ask(NULL, game->procfs, mounts, &locks);

	if (rc < 0)
		printf("# seed %lu: cannot ask for the locks: %s\n", game->seed, strerror(-rc));
	return rc < 0 ? CANNOT : compare_wishes(game, mounts, &locks) ? 0 : DIFFERS;
}

/* Called in a copy of the namespace of the table, for a user namespace of its own. */
static int judge_copy(struct game *game)
{
	struct pns_locks locks = { .source = PNS_LOCKS_COPIED };

	return compare_wishes(game, game->mounts, &locks) ? 0 : DIFFERS;
}

/* What the library asks is what is asked above: here and in namespaces of its own making, by children. */
static int compare_asked(struct game *game, struct pns_mountinfo_index *mounts)
{
	_cleanup_visible_ struct pns_visible visible = { .n_procfs = 0 };
	struct pns_locks copied = { .source = PNS_LOCKS_COPIED };
	struct pns_visible_wish wish = {
		.exempts_subset = game->exempts_subset,
		.attributes = draw(game, 2) ? PNS_MOUNT_ATTR_RDONLY : 0,
		.subset_pid = draw(game, 2),
	};
	int here = pns_visible_probe(NULL, &wish), nested = pns_visible_probe_nested(NULL, &wish);

	if (pns_visible_judge(mounts, &copied, &wish, &visible) < 0)
		return CANNOT;
	if (here == try_to_mount(&wish) && nested == visible.is_allowed)
		return 0;
	printf("# seed %lu: children were told %d here, %d nested\n", game->seed, here, nested);
	return DIFFERS;
}

static int enter(struct game *game, int (*fn)(struct game *));

static int judge(struct game *game)
{
	struct pns_mountinfo_index mounts;
	_cleanup_caller_ struct pns_caller caller = PNS_CALLER_INIT;
	int status = 0, rc = pns_mountinfo_index_read(&caller, &mounts,
						      pns_mountinfo_open_own(game->procfs));

	if (rc < 0)
		return CANNOT;
	game->tally->sets++;
	game->mounts = &mounts;
	/* outside of the rule there is nothing to compare */
	if (game->level > 0)
		status = judge_here(game, &mounts);
	if (status == 0)
		status = compare_asked(game, &mounts);
	if (status == 0)
		status = enter(game, judge_copy);
	if (status == DIFFERS)
		print_table(game);
	pns_mountinfo_index_free(&mounts);
	return status;
}

/* --- the namespaces --- */

static int write_own(const struct game *game, const char *name, const char *text)
{
	_cleanup_close_ int fd = PNS_NO_FD;
	char path[32];

	snprintf(path, sizeof(path), "%d/%s", (int)pns_procfs_self(game->procfs), name);
	fd = pns_procfs_openat(game->procfs, path, O_WRONLY);
	return fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text) ? 0 : -EPERM;
}

/* Who has no number in a user namespace cannot make one inside of it. */
static int map_root(const struct game *game, uid_t uid, gid_t gid)
{
	char users[32], groups[32];

	snprintf(users, sizeof(users), "0 %u 1\n", (unsigned int)uid);
	snprintf(groups, sizeof(groups), "0 %u 1\n", (unsigned int)gid);
	return write_own(game, "setgroups", "deny") < 0 || write_own(game, "uid_map", users) < 0 ||
	       write_own(game, "gid_map", groups) < 0 ? -EPERM : 0;
}

static int run_level(struct game *game);

static int run_next_level(struct game *game)
{
	game->level++;
	return run_level(game);
}

static int prepare(void)
{
	static const char *const directories[] = { "/tmp/a", "/tmp/b", "/tmp/c", "/tmp/c/d", "/tmp/e" };
	size_t i;

	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount("none", "/tmp", "tmpfs", 0, NULL) < 0)
		return CANNOT;
	for (i = 0; i < sizeof(directories) / sizeof(directories[0]); i++)
		if (mkdir(directories[i], 0755) < 0)
			return CANNOT;
	return 0;
}

static int run_level(struct game *game)
{
	int status;

	play(game);
	/* a copy for the same user namespace keeps the locks and adds none */
	if (draw(game, 3) == 0 && unshare(CLONE_NEWNS) < 0)
		return CANNOT;
	if (draw(game, 2))
		play(game);
	status = judge(game);
	if (status == 0 && game->level < game->levels)
		status = enter(game, run_next_level);
	return status;
}

/* Returns the status of the child @pid. */
static int wait_for(pid_t pid)
{
	int status;

	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return CANNOT;
	return WEXITSTATUS(status);
}

/* A new user, mount and PID namespace, in a process of its own, for @fn. */
static int enter_and_run(struct game *game, int (*fn)(struct game *))
{
	uid_t uid = geteuid();
	gid_t gid = getegid();
	int status;
	pid_t pid;

	if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID) < 0)
		return CANNOT;
	pid = fork();
	if (pid != 0)
		return wait_for(pid);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	status = map_root(game, uid, gid) < 0 ? CANNOT : fn(game);
	fflush(stdout);
	_exit(status);
}

static int enter(struct game *game, int (*fn)(struct game *))
{
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid != 0)
		return wait_for(pid);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	status = enter_and_run(game, fn);
	fflush(stdout);
	_exit(status);
}

static int begin(struct game *game)
{
	int status = prepare();

	return status ? status : run_level(game);
}

/* Root begins outside of the rule, where mounts are free; an ordinary user in a first user namespace. */
static int play_set(struct game *game)
{
	int status;
	pid_t pid;

	game->random = game->seed;
	game->levels = 1 + (int)draw(game, MAX_LEVELS);
	fflush(stdout);
	pid = fork();
	if (pid != 0)
		return wait_for(pid);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (unshare(CLONE_NEWNS) == 0) {
		status = begin(game);
	} else {
		game->level = 1;
		status = enter(game, begin);
	}
	fflush(stdout);
	_exit(status);
}

static unsigned long number_of(const char *name, unsigned long otherwise)
{
	const char *text = getenv(name);

	return text && *text ? strtoul(text, NULL, 10) : otherwise;
}

/* A game that never meets a line of the rule would not test it. */
static void test_variety(const struct tally *tally, bool exempts_subset)
{
	int state;

	printf("# allowed %lu, refused %lu\n", tally->allowed, tally->refused);
	ok(tally->allowed && tally->refused, "both answers were met");
	for (state = 0; state < N_STATES; state++)
		if (state != PNS_VISIBLE_RESTRICTED || exempts_subset)
			ok(tally->states[state], "'%s' was met (%lu times)",
			   pns_visible_state_name((enum pns_visible_state)state), tally->states[state]);
}

static void test_prediction(void)
{
	unsigned long seed = number_of("PNS_TEST_SEED", (unsigned long)time(NULL));
	unsigned long n_sets = N_SETS * number_of("PNS_TEST_SCALE", 100) / 100;
	int exempts = pns_kernel_exempts_subset();
	struct game game = { .procfs = pns_procfs_open("/proc"), .exempts_subset = exempts == 1, .seed = seed,
			     .detached = PNS_NO_FD };
	unsigned int differ = 0, cannot = 0;
	int status;

	game.tally = mmap(NULL, sizeof(*game.tally), PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ok(exempts >= 0, "what subset=pid means to this kernel can be tried (%d)", exempts);
	printf("# PNS_TEST_SEED=%lu, subset=pid is %sexempt\n", seed, exempts > 0 ? "" : "not ");
	do {
		status = play_set(&game);
		differ += status == DIFFERS;
		cannot += status != 0 && status != DIFFERS;
		game.seed++;
	} while (game.tally->sets < n_sets && !cannot);
	is_int(cannot, 0, "every set can be played");
	is_int(differ, 0, "the kernel agrees with each of %lu sets", game.tally->sets);
	/* one of fifty sets or so meets the rarest */
	if (n_sets >= N_SETS / 2)
		test_variety(game.tally, game.exempts_subset);
	pns_close(&game.procfs);
}

static void test_empty_directories(void)
{
	ok(pns_is_empty_procfs_dir("sys/fs/binfmt_misc"), "sys/fs/binfmt_misc is empty for ever");
	ok(!pns_is_empty_procfs_dir("sys/fs"), "sys/fs is not");
	ok(!pns_is_empty_procfs_dir("version"), "a file is no empty directory");
	ok(!pns_is_empty_procfs_dir(""), "nor is the root");
	ok(pns_is_empty_procfs_dir("openprom"), "what cannot be asked is known by name");
}

int main(void)
{
	struct pns_locks locks = { .source = PNS_LOCKS_COPIED };

	is_int(pns_locks_of(&locks, 1), PNS_LOCK_ALL, "all is locked in a copy");
	locks.source = PNS_LOCKS_NO_RULE;
	is_int(pns_locks_of(&locks, 1), 0, "nothing is locked in a namespace of the initial user namespace");
	test_empty_directories();
	test_prediction();
	return done_testing();
}
