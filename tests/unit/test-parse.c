// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include <errno.h>
#include <limits.h>

#include "base/parse.h"
#include "tap.h"

static void test_pid_span(void)
{
	static const struct {
		const char *text;
		size_t length;
		int rc;
		pid_t value;
	} cases[] = {
		{ "42x", 2, 0, 42 },
		{ "0042", 4, 0, 42 },
		{ "2147483647", 10, 0, INT_MAX },
		{ "2147483648", 10, -ERANGE, 0 },
		{ "4294967297", 10, -ERANGE, 0 },
		{ "18446744073709551617", 20, -ERANGE, 0 },
		{ "99999999999999999999999999x", 27, -EINVAL, 0 },
		{ "0", 1, -EINVAL, 0 },
		{ "", 0, -EINVAL, 0 },
		{ "+1", 2, -EINVAL, 0 },
		{ "1 ", 2, -EINVAL, 0 },
		{ "1\0", 2, -EINVAL, 0 },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		pid_t pid = 77;

		is_int(pns_parse_pid_span(cases[i].text, cases[i].length, &pid), cases[i].rc,
		       "pid_span: \"%s\"", cases[i].text);
		is_int(pid, cases[i].rc ? 77 : cases[i].value, "pid_span: value of \"%s\"", cases[i].text);
	}
}

struct number {
	const char *text;
	int rc;
	uint64_t value;
};

static void test_u64(void)
{
	static const struct number cases[] = {
		{ "0", 0, 0 },
		{ "00", 0, 0 },
		{ "42", 0, 42 },
		{ "18446744073709551615", 0, UINT64_MAX },
		{ "18446744073709551616", -ERANGE, 0 },
		{ "99999999999999999999x", -EINVAL, 0 },
		{ "", -EINVAL, 0 },
		{ "+1", -EINVAL, 0 },
		{ "-1", -EINVAL, 0 },
		{ " 1", -EINVAL, 0 },
		{ "1 ", -EINVAL, 0 },
		{ "0x10", -EINVAL, 0 },
		{ "1\n", -EINVAL, 0 },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint64_t value = 77;

		is_int(pns_parse_u64(cases[i].text, &value), cases[i].rc, "u64: \"%s\"", cases[i].text);
		ok(value == (cases[i].rc ? 77 : cases[i].value), "u64: value of \"%s\"", cases[i].text);
	}
}

static void test_pid(void)
{
	static const struct number cases[] = {
		{ "1", 0, 1 },
		{ "0001", 0, 1 },
		{ "2147483647", 0, INT_MAX },
		{ "2147483648", -ERANGE, 0 },
		{ "4294967297", -ERANGE, 0 },
		{ "0", -EINVAL, 0 },
		{ "", -EINVAL, 0 },
		{ "+1", -EINVAL, 0 },
		{ " 1", -EINVAL, 0 },
		{ "1 ", -EINVAL, 0 },
		{ "1:2", -EINVAL, 0 },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		pid_t pid = 77;

		is_int(pns_parse_pid(cases[i].text, &pid), cases[i].rc, "pid: \"%s\"", cases[i].text);
		is_int(pid, cases[i].rc ? 77 : (int)cases[i].value, "pid: value of \"%s\"",
		       cases[i].text);
	}
}

static void test_pid_inode(void)
{
	static const struct {
		const char *text;
		int rc;
		pid_t pid;
		uint64_t inode;
	} cases[] = {
		{ "4242", 0, 4242, 0 },
		{ "4242:17", 0, 4242, 17 },
		{ "1:18446744073709551615", 0, 1, UINT64_MAX },
		{ "4242:0", -EINVAL, 0, 0 },
		{ "4242:", -EINVAL, 0, 0 },
		{ ":17", -EINVAL, 0, 0 },
		{ "0:17", -EINVAL, 0, 0 },
		{ "1:2:3", -EINVAL, 0, 0 },
		{ "12345678901:1", -EINVAL, 0, 0 },
		{ "2147483648:1", -ERANGE, 0, 0 },
		{ "", -EINVAL, 0, 0 },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		pid_t pid = 0;
		uint64_t inode = 0;

		is_int(pns_parse_pid_inode(cases[i].text, &pid, &inode), cases[i].rc,
		       "pid:inode: \"%s\"", cases[i].text);
		is_int(pid, cases[i].pid, "pid:inode: PID of \"%s\"", cases[i].text);
		ok(inode == cases[i].inode, "pid:inode: inode of \"%s\"", cases[i].text);
	}
}

static void test_fd_and_mode(void)
{
	mode_t mode = 0;
	int fd = -1;

	is_int(pns_parse_fd("0", &fd), 0, "fd: 0 is a valid descriptor");
	is_int(fd, 0, "fd: value of 0");
	is_int(pns_parse_fd("-1", &fd), -EINVAL, "fd: no sign");
	is_int(pns_parse_fd("2147483648", &fd), -ERANGE, "fd: range");
	is_int(pns_parse_mode("0750", &mode), 0, "mode: octal");
	is_int(mode, 0750, "mode: value");
	is_int(pns_parse_mode("8", &mode), -EINVAL, "mode: no octal digit");
	is_int(pns_parse_mode("17777", &mode), -ERANGE, "mode: too large");
}

static void test_ns_link(void)
{
	uint64_t inode = 0;

	is_int(pns_parse_ns_link("pid:[4026531836]", "pid", &inode), 0, "link: of the type");
	ok(inode == 4026531836, "link: value");
	is_int(pns_parse_ns_link("mnt:[4026531836]", "pid", &inode), -EINVAL, "link: other type");
	is_int(pns_parse_ns_link("pid:[]", "pid", &inode), -EINVAL, "link: no number");
	is_int(pns_parse_ns_link("pid:[1", "pid", &inode), -EINVAL, "link: not closed");
	is_int(pns_parse_ns_link("pid:[1]x", "pid", &inode), -EINVAL, "link: more behind it");
	is_int(pns_parse_ns_link("pid:[18446744073709551616]", "pid", &inode), -ERANGE, "link: range");
}

static void test_fields(void)
{
	static const char status[] = "Name:\tNSpid:\nPid:\t7\nNSpid:\t7836\t27\nNSpgid:\t1\n";
	const char *field = pns_find_field(status, "NSpid:");
	pid_t chain[1] = { 0 };

	ok(field && strncmp(field, "7836", 4) == 0, "field: at the start of a line only");
	ok(!pns_find_field(status, "NSsid:"), "field: missing");
	is_int(pns_parse_pid_list(field ? field : "", chain, 1), 2, "list: counts beyond its room");
	is_int(chain[0], 7836, "list: first number");
	is_int(pns_parse_pid_list("", chain, 1), 0, "list: empty");
	is_int(pns_parse_pid_list("1 x", chain, 1), -EINVAL, "list: no number");
	is_int(pns_parse_pid_list("-1", chain, 1), -EINVAL, "list: sign");
	is_int(pns_parse_pid_list("2147483648", chain, 1), -EINVAL, "list: range");
}

int main(void)
{
	test_u64();
	test_pid();
	test_pid_span();
	test_pid_inode();
	test_fd_and_mode();
	test_ns_link();
	test_fields();
	return done_testing();
}
