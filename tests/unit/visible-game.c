// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "visible-game.h"

#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/kernel-abi.h"

enum { N_PLACES = 5 };

unsigned int draw(struct game *game, unsigned int below)
{
	game->random = game->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned int)(game->random >> 33) % below;
}

static const char *const places[N_PLACES] = { "/tmp/a", "/tmp/b", "/tmp/c/d", "/tmp/e", "/proc" };

/* A directory that a procfs may be mounted on. */
static const char *draw_place(struct game *game)
{
	return places[draw(game, N_PLACES)];
}

/* Something in a place, which is there if a procfs is. */
static void draw_inside(struct game *game, char *path, size_t size)
{
	static const char *const inside[] = {
		"", "/bus", "/fs", "/irq", "/sys", "/sys/kernel", "/sys/fs/binfmt_misc", "/fs/nfsd",
		"/version", "/uptime", "/sys/kernel/ostype", "/tty", "/driver", "/1",
	};

	snprintf(path, size, "%s%s", draw_place(game),
		 inside[draw(game, sizeof(inside) / sizeof(inside[0]))]);
}

static void mask(struct game *game)
{
	char path[64];

	draw_inside(game, path, sizeof(path));
	if (mount("none", path, "tmpfs", 0, NULL) < 0)
		mount("/dev/null", path, NULL, MS_BIND, NULL);
}

static void bind_onto_itself(struct game *game)
{
	char path[64];

	draw_inside(game, path, sizeof(path));
	mount(path, path, NULL, MS_BIND | (draw(game, 2) ? MS_REC : 0), NULL);
	if (draw(game, 2))
		mount(NULL, path, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL);
}

static void bind_elsewhere(struct game *game)
{
	char from[64], to[64];

	draw_inside(game, from, sizeof(from));
	draw_inside(game, to, sizeof(to));
	mount(from, to, NULL, MS_BIND | (draw(game, 2) ? MS_REC : 0), NULL);
}

static void mount_procfs(struct game *game)
{
	static const char *const options[] = { NULL, "hidepid=2", "subset=pid", "hidepid=4,subset=pid" };
	static const unsigned long flags[] = { 0, 0, MS_RDONLY, MS_NOATIME, MS_STRICTATIME, MS_NODIRATIME };
	const char *place = draw_place(game);
	unsigned long chosen = flags[draw(game, sizeof(flags) / sizeof(flags[0]))];

	if (mount("proc", place, "proc", chosen, options[draw(game, 4)]) == 0 && chosen == MS_RDONLY &&
	    draw(game, 2))
		/* the superblock stays read-only */
		mount(NULL, place, NULL, MS_REMOUNT | MS_BIND, NULL);
}

/* The flags of the mount, not those of the superblock, which is the machine's. */
static void change_flags(struct game *game)
{
	static const unsigned long flags[] = {
		0, MS_RDONLY, MS_NOATIME, MS_STRICTATIME, MS_RELATIME, MS_NODIRATIME,
		MS_RDONLY | MS_NOATIME, MS_NODIRATIME | MS_STRICTATIME,
	};

	mount(NULL, draw_place(game), NULL,
	      MS_REMOUNT | MS_BIND | flags[draw(game, sizeof(flags) / sizeof(flags[0]))], NULL);
}

static void cover(struct game *game)
{
	static const char *const covers[] = { "/tmp/c", "/tmp/c/d", "/proc", "/tmp/a" };
	const char *path = covers[draw(game, sizeof(covers) / sizeof(covers[0]))];

	if (mount("none", path, "tmpfs", 0, NULL) == 0 && strcmp(path, "/tmp/c") == 0)
		mkdir("/tmp/c/d", 0755);
}

/* From outside of the rule, as "mount-procns --target" does it: nothing of it is locked. */
static void attach_detached(struct game *game)
{
	static const uint32_t flags[] = { 0, PNS_MOUNT_ATTR_RDONLY, PNS_MOUNT_ATTR_NOATIME };
	_cleanup_close_ int context = PNS_NO_FD;
	_cleanup_close_ int place = open(draw_place(game), O_PATH | O_DIRECTORY | O_CLOEXEC);
	uint32_t chosen = flags[draw(game, sizeof(flags) / sizeof(flags[0]))];

	if (game->level == 0 && game->detached < 0) {
		context = pns_sys_fsopen("proc", PNS_FSOPEN_CLOEXEC);
		if (pns_sys_fsconfig(context, PNS_FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0)
			game->detached = pns_sys_fsmount(context, PNS_FSMOUNT_CLOEXEC, chosen);
	} else if (pns_sys_move_mount(game->detached, place, 0) == 0) {
		pns_close(&game->detached);
	}
}

static void take_off(struct game *game)
{
	char path[64];

	draw_inside(game, path, sizeof(path));
	umount2(path, draw(game, 2) ? MNT_DETACH : 0);
}

static void move(struct game *game)
{
	char from[64], to[64];

	draw_inside(game, from, sizeof(from));
	draw_inside(game, to, sizeof(to));
	mount(from, to, NULL, MS_MOVE, NULL);
}

void play(struct game *game)
{
	static void (*const moves[])(struct game *) = {
		mask, mask, mask, bind_onto_itself, bind_elsewhere, mount_procfs, mount_procfs,
		change_flags, change_flags, cover, attach_detached, attach_detached, take_off, take_off, move,
	};
	unsigned int n = draw(game, 6);

	while (n-- > 0)
		moves[draw(game, sizeof(moves) / sizeof(moves[0]))](game);
}
