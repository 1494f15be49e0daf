// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/stream.h"
#include "tap.h"

static int file_with(const char *bytes, size_t length)
{
	int fd = memfd_create("test", 0);

	if (fd < 0 || write(fd, bytes, length) != (ssize_t)length || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	return fd;
}

static void test_lines(void)
{
	static const char text[] = "one\n\nthree\0x\nlast";
	struct pns_reader reader = { .fd = file_with(text, sizeof(text) - 1), .end = '\n' };
	struct pns_line line;

	is_int(pns_reader_next(&reader, &line), 1, "lines: the first");
	ok(line.length == 3 && line.ended && strcmp(line.text, "one") == 0, "lines: its text");
	is_int(pns_reader_next(&reader, &line), 1, "lines: an empty one");
	ok(line.length == 0 && line.ended, "lines: nothing in it");
	is_int(pns_reader_next(&reader, &line), 1, "lines: one with a NUL");
	ok(line.length == 7 && memcmp(line.text, "three\0x", 7) == 0, "lines: the NUL is in it");
	is_int(pns_reader_next(&reader, &line), 1, "lines: the last");
	ok(line.length == 4 && !line.ended && !line.cut, "lines: it did not end");
	is_int(pns_reader_next(&reader, &line), 0, "lines: the end");
	is_int(pns_reader_next(&reader, &line), 0, "lines: the end stays");
	close(reader.fd);
	pns_reader_free(&reader);
	reader = (struct pns_reader){ .fd = -1, .end = '\n' };
	is_int(pns_reader_next(&reader, &line), -EBADF, "lines: an error");
	pns_reader_free(&reader);
}

/* Lengths around the size of the buffer, each line followed by a short one. */
static void test_long_lines(bool grows)
{
	static const int offsets[] = { -2, -1, 0, 1, PNS_STREAM_BLOCK };
	size_t i;

	for (i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
		size_t length = (size_t)(PNS_STREAM_BLOCK + offsets[i]), got = 0;
		char *text = malloc(length + 3);
		struct pns_reader reader = { .end = '\n', .grows = grows };
		struct pns_line line;

		memset(text, 'x', length);
		strcpy(text + length, "\ny");
		reader.fd = file_with(text, length + 2);
		do {
			if (pns_reader_next(&reader, &line) != 1)
				break;
			got += line.length;
		} while (line.cut);
		ok(got == length && line.ended, "long lines: %zu bytes, %s", length,
		   grows ? "growing" : "in parts");
		ok(pns_reader_next(&reader, &line) == 1 && strcmp(line.text, "y") == 0,
		   "long lines: the one behind");
		is_int(pns_reader_next(&reader, &line), 0, "long lines: the end");
		close(reader.fd);
		pns_reader_free(&reader);
		free(text);
	}
}

static void test_writer(void)
{
	struct pns_writer writer = { .fd = memfd_create("test", 0) };
	char text[64] = "";
	size_t i;

	pns_writer_put_number(&writer, 0);
	pns_writer_put(&writer, " ", 1);
	pns_writer_put_number(&writer, UINT64_MAX);
	pns_writer_settle(&writer);
	is_int(lseek(writer.fd, 0, SEEK_CUR), 0, "writer: little waits");
	is_int(pns_writer_flush(&writer), 0, "writer: flush");
	ok(pread(writer.fd, text, sizeof(text) - 1, 0) > 0, "writer: something was written");
	is_str(text, "0 18446744073709551615", "writer: numbers");
	for (i = 0; i <= PNS_STREAM_BLOCK; i++)
		pns_writer_put(&writer, "x", 1);
	pns_writer_settle(&writer);
	ok(writer.used == 0, "writer: much is written");
	close(writer.fd);
	pns_writer_put(&writer, "x", 1);
	is_int(pns_writer_flush(&writer), -EBADF, "writer: an error");
	pns_writer_put(&writer, "x", 1);
	is_int(pns_writer_flush(&writer), -EBADF, "writer: the error stays");
	pns_writer_free(&writer);
}

int main(void)
{
	test_lines();
	test_long_lines(false);
	test_long_lines(true);
	test_writer();
	return done_testing();
}
