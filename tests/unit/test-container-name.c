// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
/* Paths of cgroups as the managers make them, and as somebody who wants to be taken for another may make them. */
#include <stdio.h>
#include <string.h>

#include "process/cgroup.h"
#include "process/container-name.h"
#include "tap.h"

#define ID "4f2a90c1b7d3e85f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7"
#define OTHER "aa2a90c1b7d3e85f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7"
#define SHORT "4f2a90c1b7d3"
#define UID "0f6d6f3e-8c1d-4d0b-9a53-52d1b3c7a0e9"
#define UID_OF_SLICE "0f6d6f3e_8c1d_4d0b_9a53_52d1b3c7a0e9"
#define MANIFEST "d41d8cd98f00b204e9800998ecf8427e"
#define ROOTLESS "/user.slice/user-1000.slice/user@1000.service/"
#define BURSTABLE "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod" UID_OF_SLICE ".slice"

/* What a path says, as it is shown; NULL: nothing. */
static const struct {
	const char *path;
	const char *shown;
} paths[] = {
	/* Docker, by both drivers, rootless, with a parent of one's own, in itself */
	{ "/system.slice/docker-" ID ".scope", SHORT },
	{ "/system.slice/docker-" ID ".scope/init.scope", SHORT },
	{ ROOTLESS "user.slice/docker-" ID ".scope", SHORT },
	{ "/docker/" ID, SHORT },
	{ "/docker/" ID "/system.slice/cron.service", SHORT },
	{ "/my-group/" ID, SHORT },
	{ "/docker/" OTHER "/docker/" ID, SHORT },
	{ "/system.slice/docker-" OTHER ".scope/system.slice/docker-" ID ".scope", SHORT },
	{ "/../../system.slice/docker-" ID ".scope", SHORT },
	{ "/../" ID, SHORT },
	/* Podman */
	{ "/machine.slice/libpod-" ID ".scope", SHORT },
	{ "/machine.slice/libpod-" ID ".scope/container", SHORT },
	{ ROOTLESS "user.slice/libpod-" ID ".scope/container", SHORT },
	{ "/libpod_parent/libpod-" ID, SHORT },
	{ "/machine.slice/machine-libpod_pod_" OTHER ".slice/libpod-" ID ".scope", SHORT },
	{ "/system.slice/web.service/libpod-payload-" ID, SHORT },
	{ "/machine.slice/libpod-conmon-" ID ".scope", NULL },
	{ "/machine.slice/machine-libpod_pod_" ID ".slice", NULL },
	{ "/libpod_parent/conmon", NULL },
	/* Kubernetes, by CRI-O and containerd, with both drivers, in a node that is a container */
	{ BURSTABLE "/crio-" ID ".scope", SHORT },
	{ BURSTABLE "/crio-" ID ".scope/container", SHORT },
	{ BURSTABLE "/crio-conmon-" ID ".scope", UID },
	{ BURSTABLE "/cri-containerd-" ID ".scope", SHORT },
	{ "/kubepods/burstable/pod" UID "/" ID, SHORT },
	{ "/kubepods/besteffort/pod" UID "/crio-" ID, SHORT },
	{ "/system.slice/docker-" OTHER ".scope/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod"
	  UID_OF_SLICE ".slice/cri-containerd-" ID ".scope", SHORT },
	{ BURSTABLE, UID },
	{ "/kubepods/pod" UID, UID },
	{ "/kubepods.slice/kubepods-pod" MANIFEST ".slice", MANIFEST },
	{ "/kubepods/pod" MANIFEST "/" ID, SHORT },
	{ "/docker/" OTHER "/kubelet/kubepods/besteffort/pod" UID, UID },
	{ "/kubepods.slice/kubepods-burstable.slice", NULL },
	{ "/pod" UID, NULL },
	{ "/kubepods/pod" UID "0", NULL },
	{ "/kubepods/podd" MANIFEST, NULL },
	{ "/kubepods/xpod" UID, NULL },
	/* containerd and the runtimes without a manager */
	{ "/default/" ID, SHORT },
	{ "/system.slice/nerdctl-" ID ".scope", SHORT },
	{ "/system.slice/runc-web.scope", "web" },
	{ ROOTLESS "user.slice/crun-my-web.scope", "my-web" },
	/* LXC, LXD, incus, Proxmox */
	{ "/lxc.payload.web", "web" },
	{ "/lxc.payload.web/init.scope", "web" },
	{ "/lxc.payload.web/system.slice/docker-" ID ".scope", SHORT },
	{ "/lxc.payload.staging_web", "staging_web" },
	{ "/lxc.monitor.web", NULL },
	{ "/lxc/web", "web" },
	{ "/lxc/101/ns", "101" },
	{ "/lxc/a/lxc/b", "b" },
	{ "/lxc.payload/web", "web" },
	{ "/lxc", NULL },
	{ "/lxc.payload", NULL },
	{ "/lxc.payload.", NULL },
	/* systemd */
	{ "/machine.slice/machine-web.scope", "web" },
	{ "/machine.slice/machine-web.scope/payload/init.scope", "web" },
	{ "/machine.slice/machine-my\\x2dweb.scope/payload", "my-web" },
	{ "/machine.slice/machine-lxc\\x2d4711\\x2dweb.scope/libvirt", "lxc-4711-web" },
	{ "/machine.slice/systemd-nspawn@web.service/payload", "web" },
	{ "/machine.slice/systemd-nspawn@my\\x2dweb.service/supervisor", "my-web" },
	{ "/machine.slice/machine-.scope", NULL },
	/* no container */
	{ "/", NULL },
	{ "", NULL },
	{ "/..", NULL },
	{ "/../..", NULL },
	{ "/init.scope", NULL },
	{ "/system.slice/docker.service", NULL },
	{ "/system.slice/containerd.service", NULL },
	{ ROOTLESS "app.slice/app-org.example.Browser-4711.scope", NULL },
	{ "/docker/buildx", NULL },
	/* hostile */
	{ "/docker-" ID, SHORT },
	{ "/docker-" ID "0.scope", NULL },
	{ "/docker-4f2a90c1b7d3.scope", NULL },
	{ "/docker-" SHORT SHORT SHORT SHORT SHORT "ABCD.scope", NULL },
	{ "/docker-.scope", NULL },
	{ "/docker-" ID ".scope (deleted)", NULL },
	{ "docker-" ID ".scope", NULL },
	{ "/lxc/..", NULL },
	{ "/lxc/.", NULL },
	{ "/lxc.payload.\033[2J", NULL },
	{ "/lxc.payload.a\nb", NULL },
	{ "/lxc.payload.a b'\"$(id)", "a b'\"$(id)" },
	{ "/machine-a\\x2fb.scope", NULL },
	{ "/machine-a\\x00b.scope", NULL },
	{ "/machine-a\\x0ab.scope", NULL },
	{ "/machine-a\\x2.scope", NULL },
	{ "/machine-a\\.scope", NULL },
	{ "/machine-a\\x.scope", NULL },
	{ "/machine-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.scope", NULL },
	{ "/runc-.scope", NULL },
	{ "//", NULL },
	{ "/lxc//", NULL },
};

static void test_paths(void)
{
	struct pns_container container;
	char shown[sizeof(container.name)];
	size_t i;

	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		bool found = pns_container_of_cgroup(paths[i].path, &container);

		if (found)
			snprintf(shown, sizeof(shown), "%.*s", (int)container.shown, container.name);
		is_str(found ? shown : NULL, paths[i].shown, "path %zu", i);
	}
}

static void test_long(void)
{
	struct pns_container container;
	char path[600] = "/lxc.payload.";
	size_t length = strlen(path);

	memset(path + length, 'x', 255);
	ok(pns_container_of_cgroup(path, &container), "a name as long as there is room for");
	is_int(container.shown, 255, "all of it");
	memset(path + length, 'x', 500);
	ok(!pns_container_of_cgroup(path, &container), "a longer one");
}

static void is_match(const char *path, const char *wanted, enum pns_container_match match)
{
	struct pns_container container;

	ok(pns_container_of_cgroup(path, &container), "a container: %s", path);
	is_int(pns_container_match(&container, wanted), match, "%s and %s", path, wanted);
}

static void test_match(void)
{
	is_match("/docker/" ID, ID, PNS_CONTAINER_IS_NAMED);
	is_match("/docker/" ID, SHORT, PNS_CONTAINER_MAY_BE);
	is_match("/docker/" ID, "4", PNS_CONTAINER_MAY_BE);
	is_match("/docker/" ID, "", PNS_CONTAINER_IS_OTHER);
	is_match("/docker/" ID, "f2a90c", PNS_CONTAINER_IS_OTHER);
	is_match("/docker/" ID, ID "0", PNS_CONTAINER_IS_OTHER);
	is_match("/kubepods/pod" UID, UID, PNS_CONTAINER_IS_NAMED);
	is_match("/kubepods/pod" UID, "0f6d6f3e-8c1d", PNS_CONTAINER_MAY_BE);
	is_match("/lxc/web", "web", PNS_CONTAINER_IS_NAMED);
	is_match("/lxc/web", "we", PNS_CONTAINER_IS_OTHER);
	is_match("/lxc.payload.staging_web", "staging_web", PNS_CONTAINER_IS_NAMED);
	is_match("/lxc.payload.staging_web", "web", PNS_CONTAINER_MAY_BE);
	is_match("/lxc.payload.staging_web", "staging", PNS_CONTAINER_IS_OTHER);
	is_match("/machine-a_web.scope", "web", PNS_CONTAINER_IS_OTHER);
}

/* The "cgroup" files of processes. */
static const struct {
	const char *text;
	const char *path;
} files[] = {
	{ "0::/system.slice/docker-" ID ".scope\n", "/system.slice/docker-" ID ".scope" },
	{ "0::/\n", "/" },
	{ "0::/../web\n", "/../web" },
	{ "0::/a:b:c\n", "/a:b:c" },
	{ "3:cpu,cpuacct:/docker/" ID "\n1:name=systemd:/\n0::/\n", "/docker/" ID },
	{ "3:cpu:/lxc/web\n0::/system.slice/containerd.service\n", "/lxc/web" },
	{ "3:cpu:/lxc/a-longer-name\n0::/lxc.payload.web\n", "/lxc.payload.web" },
	{ "3:cpu:/a\n2:memory:/a/b\n1:name=systemd:/c\n0::/\n", "/a/b" },
	{ "3:cpu:/a/longer/path\n0::/b\n", "/b" },
	{ "2:cpu:/\n1:memory:/\n", "/" },
	{ "0::/no-line-feed", "/no-line-feed" },
	{ "", NULL },
	{ "\n\n", NULL },
	{ "0:", NULL },
	{ "0:\n:/a\n", NULL },
	{ "0::\n", NULL },
	{ "0::relative\n", NULL },
};

static void test_files(void)
{
	char path[PNS_CGROUP_SIZE];
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		is_str(pns_cgroup_choose(files[i].text, path, sizeof(path)) ? path : NULL, files[i].path,
		       "file %zu", i);
	ok(!pns_cgroup_choose("0::/12345678\n", path, 9), "a path that does not fit");
	ok(pns_cgroup_choose("0::/1234567\n", path, 9), "one that just fits");
}

int main(void)
{
	test_paths();
	test_long();
	test_match();
	test_files();
	return done_testing();
}
