/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copyright (C) 2026 The procns authors */
#ifndef PNS_BASE_STREAM_H
#define PNS_BASE_STREAM_H
/*
 * Lines from one descriptor, bytes to another, in large reads and writes: for data of any length. The first
 * error of a writer stays; what is written after it is dropped. Descriptors in non-blocking mode are waited for.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define PNS_STREAM_BLOCK 65536

struct pns_reader {
	int fd;
	char end;		/* what ends a line: '\n' or '\0' */
	bool grows;		/* lines are given as a whole, however long; else at most a block at once */
	void (*before_read)(void *data);	/* called before each read(2); may be NULL */
	void *data;
	char *buffer;
	size_t size, start, filled;
	bool at_end;
};

struct pns_line {
	char *text;		/* a NUL is behind it; valid until the next call */
	size_t length;		/* without what ended it */
	bool ended;		/* false: the input ended without, or the rest of the line follows */
	bool cut;		/* the rest follows */
};

/* Returns 1 with the next line, 0 at the end of the input, or -errno. */
int pns_reader_next(struct pns_reader *reader, struct pns_line *line);

/* Whether a read(2) would wait for more input now. */
bool pns_reader_would_wait(const struct pns_reader *reader);

void pns_reader_free(struct pns_reader *reader);

struct pns_writer {
	int fd;
	char *buffer;
	size_t size, used;
	int err;		/* 0 or the first -errno */
};

/* Add @length bytes to what is to be written. */
void pns_writer_put(struct pns_writer *writer, const char *bytes, size_t length);

static inline void pns_writer_put_byte(struct pns_writer *writer, char byte)
{
	if (writer->used < writer->size && writer->err == 0)
		writer->buffer[writer->used++] = byte;
	else
		pns_writer_put(writer, &byte, 1);
}

/* Add the decimal digits of @number. */
void pns_writer_put_number(struct pns_writer *writer, uint64_t number);

/* Write what there is if it fills a block. What was put before can be taken back by setting @used, until this. */
void pns_writer_settle(struct pns_writer *writer);

/*
 * Add @length bytes; many of them are written at once, without a copy, and cannot be taken back.
 */
void pns_writer_pass(struct pns_writer *writer, const char *bytes, size_t length);

/* Write all that there is. Returns 0 or the first -errno. */
int pns_writer_flush(struct pns_writer *writer);

void pns_writer_free(struct pns_writer *writer);

#ifdef __GLIBC__
/*
 * If @fd, the one of stdout or stderr at @stream, is in non-blocking mode, put one there that waits: stdio takes a full
 * pipe for an error and drops what is left. The mode itself is that of other processes, too. Where this function is
 * missing, stdout cannot be replaced.
 */
void pns_stdio_wait(int fd, FILE **stream);
#endif

#endif /* PNS_BASE_STREAM_H */
