// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "process/container-name.h"

#include <string.h>

/* Of a sha256 or of that many random bytes: what Docker, Podman, CRI-O and containerd call a container. */
#define ID_DIGITS 64
#define ID_SHOWN 12
/* What systemd takes for a machine name: a host name. */
#define MACHINE_NAME_MAX 64

/* A part of a path. */
struct span {
	const char *text;
	size_t length;
};

static bool is_text(struct span span, const char *text)
{
	return span.length == strlen(text) && memcmp(span.text, text, span.length) == 0;
}

/* Cut off @prefix. Returns false if there is none, or nothing behind it. */
static bool take_prefix(struct span *span, const char *prefix)
{
	size_t length = strlen(prefix);

	if (span->length <= length || memcmp(span->text, prefix, length) != 0)
		return false;
	span->text += length;
	span->length -= length;
	return true;
}

static bool take_suffix(struct span *span, const char *suffix)
{
	size_t length = strlen(suffix);

	if (span->length <= length || memcmp(span->text + span->length - length, suffix, length) != 0)
		return false;
	span->length -= length;
	return true;
}

static bool is_hex(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f');
}

static bool is_all_hex(struct span span)
{
	size_t i;

	for (i = 0; i < span.length; i++)
		if (!is_hex(span.text[i]))
			return false;
	return span.length > 0;
}

/* Anything but control characters and what leads elsewhere in a path. */
static bool set_name(struct span span, struct pns_container *container)
{
	size_t i;

	if (span.length == 0 || span.length >= sizeof(container->name) || is_text(span, ".") || is_text(span, ".."))
		return false;
	for (i = 0; i < span.length; i++)
		if ((unsigned char)span.text[i] < ' ' || span.text[i] == 0x7f)
			return false;
	*container = (struct pns_container){ .shown = span.length };
	memcpy(container->name, span.text, span.length);
	return true;
}

static bool set_id(struct span span, struct pns_container *container)
{
	if (span.length != ID_DIGITS || !is_all_hex(span))
		return false;
	set_name(span, container);
	container->is_id = true;
	container->shown = ID_SHOWN;
	return true;
}

/* A scope by the systemd driver; the cgroupfs one leaves out the suffix or, Docker and containerd, all but the ID. */
static bool is_of_oci_manager(struct span name, struct pns_container *container)
{
	/* conmon's cgroup has "conmon-" before the ID, so that it is none of these */
	static const char *const prefixes[] = {
		"docker-", "libpod-payload-", "libpod-", "crio-", "cri-containerd-", "nerdctl-",
	};
	size_t i;

	if (set_id(name, container))
		return true;
	take_suffix(&name, ".scope");
	for (i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		struct span id = name;

		if (take_prefix(&id, prefixes[i]) && set_id(id, container))
			return true;
	}
	return false;
}

/* What the runtimes themselves call a scope, where no manager has called them. */
static bool is_of_oci_runtime(struct span name, struct pns_container *container)
{
	return take_suffix(&name, ".scope") && (take_prefix(&name, "runc-") || take_prefix(&name, "crun-")) &&
	       set_name(name, container);
}

/* LXC, and with it LXD and incus; @parent: the name before it. Before 4.0, the name was a component of its own. */
static bool is_of_lxc(struct span name, struct span parent, struct pns_container *container)
{
	const char *underscore;

	if (!take_prefix(&name, "lxc.payload.") && !is_text(parent, "lxc") && !is_text(parent, "lxc.payload"))
		return false;
	if (!set_name(name, container))
		return false;
	/* neither a project of LXD or incus nor an instance has an underscore in its name */
	underscore = strchr(container->name, '_');
	container->project = underscore ? (size_t)(underscore + 1 - container->name) : 0;
	return true;
}

static int hex_value(char digit)
{
	return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

/* What stands in the name of a unit, without its "\x2d". Returns the byte, and moves on; 0: it is none. */
static char take_unescaped(struct span *span)
{
	char byte = *span->text;
	size_t used = 1;

	if (byte == '\\') {
		if (span->length < 4 || span->text[1] != 'x' || !is_hex(span->text[2]) || !is_hex(span->text[3]))
			return 0;
		byte = (char)(hex_value(span->text[2]) * 16 + hex_value(span->text[3]));
		used = 4;
	}
	span->text += used;
	span->length -= used;
	return byte;
}

static bool is_machine_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
	       byte == '-' || byte == '_' || byte == '.';
}

/* systemd-machined's, libvirt's too, and nspawn's as a service. nspawn puts a "payload" below it. */
static bool is_of_machine(struct span name, struct pns_container *container)
{
	bool is_scope = take_suffix(&name, ".scope");
	char machine[MACHINE_NAME_MAX];
	size_t length = 0;

	if (is_scope ? !take_prefix(&name, "machine-") :
		       !take_suffix(&name, ".service") || !take_prefix(&name, "systemd-nspawn@"))
		return false;
	while (name.length > 0 && length < sizeof(machine)) {
		machine[length] = take_unescaped(&name);
		if (!is_machine_byte(machine[length++]))
			return false;
	}
	return name.length == 0 && set_name((struct span){ machine, length }, container);
}

/* A UUID, with underscores in the names of slices, or the hash of the manifest of a static pod. */
static bool is_pod_uid(struct span span)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t i;

	if (span.length == 32)
		return is_all_hex(span);
	if (span.length != strlen(form))
		return false;
	for (i = 0; i < span.length; i++)
		if (form[i] == '-' ? span.text[i] != '-' && span.text[i] != '_' : !is_hex(span.text[i]))
			return false;
	return true;
}

/* A pod of Kubernetes: "pod" and its UID, behind the slices above it or alone. */
static bool is_of_pod(struct span name, struct pns_container *container)
{
	static const size_t lengths[] = { 36, 32 };
	size_t i;
	char *byte;

	take_suffix(&name, ".slice");
	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		size_t before = name.length - lengths[i];
		struct span uid = { name.text + before, lengths[i] };

		if (name.length < lengths[i] + 3 || memcmp(uid.text - 3, "pod", 3) != 0 ||
		    (before > 3 && uid.text[-4] != '-') || !is_pod_uid(uid))
			continue;
		set_name(uid, container);
		container->is_id = true;
		while ((byte = strchr(container->name, '_')))
			*byte = '-';
		return true;
	}
	return false;
}

/* @parent: the component before @name in @path. */
static bool says_container(const char *path, struct span parent, struct span name, struct pns_container *container)
{
	const char *kubepods = strstr(path, "kubepods");

	if (is_of_oci_manager(name, container) || is_of_oci_runtime(name, container) || is_of_machine(name, container))
		return true;
	if (kubepods && kubepods < name.text + name.length && is_of_pod(name, container))
		return true;
	return is_of_lxc(name, parent, container);
}

bool pns_container_of_cgroup(const char *path, struct pns_container *container)
{
	struct span parent = { path, 0 }, name;
	bool is_found = false;
	const char *at = path;

	for (; *at == '/'; at += name.length) {
		at++;
		name = (struct span){ at, strcspn(at, "/") };
		/* one that is further in comes later */
		is_found |= says_container(path, parent, name, container);
		parent = name;
	}
	return is_found;
}

enum pns_container_match pns_container_match(const struct pns_container *container, const char *wanted)
{
	const char *inside = container->name + container->project;

	if (!*wanted)
		return PNS_CONTAINER_IS_OTHER;
	if (strcmp(container->name, wanted) == 0)
		return PNS_CONTAINER_IS_NAMED;
	if (container->is_id)
		return strncmp(container->name, wanted, strlen(wanted)) == 0 ? PNS_CONTAINER_MAY_BE :
									       PNS_CONTAINER_IS_OTHER;
	return strcmp(inside, wanted) == 0 ? PNS_CONTAINER_MAY_BE : PNS_CONTAINER_IS_OTHER;
}
