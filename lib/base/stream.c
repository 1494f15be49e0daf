// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "base/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* After EAGAIN: wait until @fd is ready. Returns 0 or -errno. */
static int wait_for(int fd, short events)
{
	struct pollfd poller = { .fd = fd, .events = events };

	return poll(&poller, 1, -1) < 0 && errno != EINTR ? -errno : 0;
}

/* Make room behind what is there. Returns 0, 1 if the buffer is full and may not grow, or -ENOMEM. */
static int make_room(struct pns_reader *reader)
{
	size_t size = reader->size ? 2 * reader->size : PNS_STREAM_BLOCK;
	char *bigger;

	if (reader->start > 0) {
		reader->filled -= reader->start;
		memmove(reader->buffer, reader->buffer + reader->start, reader->filled);
		reader->start = 0;
	}
	if (reader->filled < reader->size)
		return 0;
	if (reader->size && !reader->grows)
		return 1;
	/* one more for the NUL behind the last line */
	bigger = realloc(reader->buffer, size + 1);
	if (!bigger)
		return -ENOMEM;
	reader->buffer = bigger;
	reader->size = size;
	return 0;
}

static void tell(const struct pns_reader *reader)
{
	if (reader->before_read)
		reader->before_read(reader->data);
}

static int fill(struct pns_reader *reader)
{
	ssize_t got = -1;
	int rc = 0;

	while (rc == 0 && got < 0) {
		tell(reader);
		got = read(reader->fd, reader->buffer + reader->filled, reader->size - reader->filled);
		if (got < 0 && errno == EAGAIN) {
			/* what was there a moment ago has been taken by somebody else: now it does wait */
			tell(reader);
			rc = wait_for(reader->fd, POLLIN);
		} else if (got < 0 && errno != EINTR) {
			rc = -errno;
		}
	}
	if (rc < 0)
		return rc;
	reader->at_end = got == 0;
	reader->filled += (size_t)got;
	return 0;
}

static int give(struct pns_reader *reader, struct pns_line *line, size_t length)
{
	line->text = reader->buffer + reader->start;
	line->length = length;
	reader->start += length + line->ended;
	/* a part of a line has its next byte in the buffer's spare one at most: nothing is lost */
	line->text[length] = '\0';
	return 1;
}

int pns_reader_next(struct pns_reader *reader, struct pns_line *line)
{
	size_t looked = 0, length;
	char *found = NULL;
	int rc;

	for (;;) {
		length = reader->filled - reader->start;
		if (length > looked)
			found = memchr(reader->buffer + reader->start + looked, reader->end,
				       length - looked);
		*line = (struct pns_line){ .ended = found != NULL };
		if (found)
			return give(reader, line,
				    (size_t)(found - reader->buffer) - reader->start);
		if (reader->at_end)
			return length ? give(reader, line, length) : 0;
		looked = length;
		rc = make_room(reader);
		if (rc < 0)
			return rc;
		if (rc > 0) {
			line->cut = true;
			return give(reader, line, length);
		}
		rc = fill(reader);
		if (rc < 0)
			return rc;
	}
}

bool pns_reader_would_wait(const struct pns_reader *reader)
{
	struct pollfd poller = { .fd = reader->fd, .events = POLLIN };

	return poll(&poller, 1, 0) == 0;
}

void pns_reader_free(struct pns_reader *reader)
{
	free(reader->buffer);
	reader->buffer = NULL;
	reader->size = reader->start = reader->filled = 0;
}

static int reserve(struct pns_writer *writer, size_t length)
{
	size_t size = writer->size ? writer->size : 2 * PNS_STREAM_BLOCK;
	char *bigger;

	if (writer->size - writer->used >= length)
		return 0;
	while (size - writer->used < length)
		size *= 2;
	bigger = realloc(writer->buffer, size);
	if (!bigger)
		return -ENOMEM;
	writer->buffer = bigger;
	writer->size = size;
	return 0;
}

void pns_writer_put(struct pns_writer *writer, const char *bytes, size_t length)
{
	if (writer->err == 0)
		writer->err = reserve(writer, length);
	if (writer->err < 0 || length == 0)
		return;
	memcpy(writer->buffer + writer->used, bytes, length);
	writer->used += length;
}

void pns_writer_put_number(struct pns_writer *writer, uint64_t number)
{
	uint64_t rest = number;
	size_t length = 1;
	char *at;

	while (rest >= 10) {
		rest /= 10;
		length++;
	}
	if (writer->size - writer->used < length && writer->err == 0)
		writer->err = reserve(writer, length);
	if (writer->err < 0)
		return;
	at = writer->buffer + writer->used + length;
	writer->used += length;
	do {
		*--at = (char)('0' + number % 10);
		number /= 10;
	} while (number);
}

void pns_writer_settle(struct pns_writer *writer)
{
	if (writer->used >= PNS_STREAM_BLOCK)
		pns_writer_flush(writer);
}

/* Returns 0 or -errno. */
static int write_all(int fd, const char *bytes, size_t length)
{
	ssize_t put;
	int rc = 0;

	while (rc == 0 && length > 0) {
		put = write(fd, bytes, length);
		if (put >= 0) {
			bytes += put;
			length -= (size_t)put;
		} else if (errno == EAGAIN) {
			rc = wait_for(fd, POLLOUT);
		} else if (errno != EINTR) {
			rc = -errno;
		}
	}
	return rc;
}

int pns_writer_flush(struct pns_writer *writer)
{
	if (writer->err == 0)
		writer->err = write_all(writer->fd, writer->buffer, writer->used);
	writer->used = 0;
	return writer->err;
}

void pns_writer_pass(struct pns_writer *writer, const char *bytes, size_t length)
{
	if (length < PNS_STREAM_BLOCK)
		pns_writer_put(writer, bytes, length);
	else if (pns_writer_flush(writer) == 0)
		writer->err = write_all(writer->fd, bytes, length);
}

void pns_writer_free(struct pns_writer *writer)
{
	free(writer->buffer);
	writer->buffer = NULL;
	writer->size = writer->used = 0;
}

#ifdef __GLIBC__
static ssize_t write_cookie(void *cookie, const char *bytes, size_t length)
{
	int rc = write_all((int)(intptr_t)cookie, bytes, length);

	if (rc == 0)
		return (ssize_t)length;
	errno = -rc;
	return 0;
}

void pns_stdio_wait(int fd, FILE **stream)
{
	const cookie_io_functions_t functions = { .write = write_cookie };
	int flags = fcntl(fd, F_GETFL);
	FILE *waiting = flags >= 0 && (flags & O_NONBLOCK) ? fopencookie((void *)(intptr_t)fd, "w", functions) : NULL;

	if (!waiting)
		return;
	if (*stream == stderr)
		setvbuf(waiting, NULL, _IONBF, 0);
	*stream = waiting;
}
#endif
