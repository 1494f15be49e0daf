# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors
#
# Makes a report of what bench/run wrote down: -v form=markdown or -v form=json. Tab-separated lines:
#	info NAME VALUE		note TEXT
#	row KEY SIZE POINT TARGET AGAINST PLUS KIB JOB
#	command INDEX LABEL	of the row before
#	run INDEX NANOSECONDS KIB
#	failed TEXT		where a command failed

BEGIN {
	FS = "\t"
	n_rows = n_infos = n_notes = 0
}

$1 == "info" {
	info_name[++n_infos] = $2
	info_value[n_infos] = $3
}

$1 == "note" { notes[++n_notes] = $2 }

$1 == "row" {
	r = ++n_rows
	key[r] = $2
	size[r] = $3
	point[r] = $4
	target[r] = $5
	against[r] = $6
	plus[r] = $7
	max_kib[r] = $8
	job[r] = $9
	n_commands[r] = 0
	if (!point[r])
		shown[key[r]] = r
}

$1 == "command" {
	label[r, $2] = $3
	n_commands[r]++
	n_runs[r, $2] = 0
	kib[r, $2] = 0
}

$1 == "run" {
	insert(r, $2, $3 / 1e6)
	if ($4 > kib[r, $2])
		kib[r, $2] = $4
}

$1 == "failed" {
	failed[r] = 1
	notes[++n_notes] = key[r] ", " size[r] ": failed: " $2
}

# in order of size; there are few
function insert(r, c, ms,    i) {
	for (i = ++n_runs[r, c]; i > 1 && times[r, c, i - 1] > ms; i--)
		times[r, c, i] = times[r, c, i - 1]
	times[r, c, i] = ms
}

function median(r, c,    n) {
	n = n_runs[r, c]
	if (n == 0)
		return 0
	return (times[r, c, int((n + 1) / 2)] + times[r, c, int((n + 2) / 2)]) / 2
}

function minimum(r, c) { return times[r, c, 1] }
function maximum(r, c) { return times[r, c, n_runs[r, c]] }

# what ours is compared with, in ms; 0 if with nothing
function reference(r,    list, n, i, sum) {
	sum = plus[r]
	n = split(against[r], list, " ")
	for (i = 1; i <= n; i++)
		if (list[i] < n_commands[r])
			sum += median(r, list[i])
	return sum
}

function ratio(r) { return median(r, 0) / reference(r) }

# 1, 0, or -1 where nothing has to be reached
function reached(r) {
	if (target[r] == "" && max_kib[r] == "")
		return -1
	if (failed[r])
		return 0
	if (max_kib[r] != "" && kib[r, 0] > max_kib[r])
		return 0
	return target[r] == "" || ratio(r) <= target[r] + 0.005
}

# Slope of log time over log size of command c, by least squares over all rows with the key of r; "" below three
function exponent(r, c,    i, n, x, y, sx, sy, sxx, sxy) {
	n = sx = sy = sxx = sxy = 0
	for (i = 1; i <= n_rows; i++) {
		if (key[i] != key[r] || n_commands[i] <= c || failed[i])
			continue
		x = log(size[i])
		y = log(median(i, c))
		n++
		sx += x
		sy += y
		sxx += x * x
		sxy += x * y
	}
	if (n < 3 || n * sxx == sx * sx)
		return ""
	return sprintf("%.2f", (n * sxy - sx * sy) / (n * sxx - sx * sx))
}

function three(r, c) {
	if (n_runs[r, c] == 0)
		return "failed"
	return sprintf("%.2f (%.2f to %.2f)", median(r, c), minimum(r, c), maximum(r, c))
}

function is_against(r, c) { return index(" " against[r] " ", " " c " ") > 0 }

#
# Markdown
#

function others(r, wanted,    c, text) {
	text = ""
	for (c = 1; c < n_commands[r]; c++)
		if (is_against(r, c) == wanted)
			text = text (text == "" ? "" : (wanted ? " + " : "; ")) "`" label[r, c] "` " three(r, c)
	if (wanted && plus[r] > 0)
		text = text (text == "" ? "" : " + ") plus[r] " ms"
	return text
}

function growth(r,    e) {
	e = exponent(r, 0)
	return e + 0 > 1.1 ? "**" e "**" : e
}

function word_reached(r,    is) {
	is = reached(r)
	return is < 0 ? "" : is ? "yes" : "**no**"
}

function to_reach(r,    text) {
	text = target[r] == "" ? "" : "<= " target[r]
	if (max_kib[r] != "")
		text = text ", " max_kib[r] " KiB"
	return text
}

function markdown_row(r) {
	printf "| %s | %s | `%s` | %s | %s | %s | %s | %s | %s | %d | %d | %s |\n", job[r], size[r], label[r, 0], three(r, 0),
		others(r, 1), (reference(r) > 0 ? sprintf("%.2f", ratio(r)) : ""), to_reach(r), word_reached(r),
		growth(r), kib[r, 0], n_runs[r, 0], others(r, 0)
}

function markdown(    i, count, total) {
	print "# Figures of `make bench`\n"
	print "Written by `bench/run`. Of one machine and one moment: compare ratios, not times. Commands of a row are run"
	print "by turns. Times in milliseconds: median (minimum to maximum). \"Growth\" is the exponent of the size, from four"
	print "sizes; above 1.1 it is marked.\n"
	print "| | |\n|---|---|"
	for (i = 1; i <= n_infos; i++)
		printf "| %s | %s |\n", info_name[i], info_value[i]
	print "\n| job | size | procns | ms | compared with | ratio | to reach | reached | growth | KiB | runs | beside |"
	print "|---|---|---|---|---|---|---|---|---|---|---|---|"
	count = total = 0
	for (i = 1; i <= n_rows; i++)
		if (shown[key[i]] == i) {
			markdown_row(i)
			total += reached(i) >= 0
			count += reached(i) == 1
		}
	if (total)
		printf "\n%d of %d reached.\n", count, total
	for (i = 1; i <= n_notes; i++)
		printf "%s* %s\n", (i == 1 ? "\n" : ""), notes[i]
}

#
# JSON
#

function quoted(text) {
	gsub(/["\\]/, "\\\\&", text)
	return "\"" text "\""
}

function or_null(text) { return text == "" ? "null" : text }
function ms_or_null(ms) { return ms > 0 ? sprintf("%.4f", ms) : "null" }

function json_command(r, c) {
	return sprintf("{\"command\": %s, \"compared\": %s, \"median\": %s, \"min\": %s, \"max\": %s, " \
		"\"kib\": %d, \"runs\": %d, \"exponent\": %s}", quoted(label[r, c]), is_against(r, c) ? "true" : "false",
		ms_or_null(median(r, c)), ms_or_null(minimum(r, c)), ms_or_null(maximum(r, c)), kib[r, c], n_runs[r, c],
		or_null(exponent(r, c)))
}

function json_points(r,    i, c, text) {
	text = ""
	for (i = 1; i <= n_rows; i++) {
		if (key[i] != key[r])
			continue
		text = text (text == "" ? "" : ", ") "[" size[i]
		for (c = 0; c < n_commands[i]; c++)
			text = text ", " ms_or_null(median(i, c))
		text = text "]"
	}
	return "[" text "]"
}

function json_row(r,    c, text) {
	text = ""
	for (c = 1; c < n_commands[r]; c++)
		text = text (c > 1 ? ",\n      " : "\n      ") json_command(r, c)
	printf "    {\"key\": %s, \"job\": %s, \"size\": %s,\n     \"ours\": %s,\n     \"others\": [%s],\n" \
		"     \"reference\": %s, \"ratio\": %s, \"target\": %s, \"max-kib\": %s, \"reached\": %s,\n" \
		"     \"points\": %s}", quoted(key[r]), quoted(job[r]), size[r], json_command(r, 0), text,
		ms_or_null(reference(r)), (reference(r) > 0 ? ms_or_null(ratio(r)) : "null"), or_null(target[r]), or_null(max_kib[r]),
		(reached(r) < 0 ? "null" : reached(r) ? "true" : "false"), json_points(r)
}

function json(    i, separator) {
	print "{\n  \"licence\": \"SPDX-License-Identifier: GPL-2.0-or-later\",\n  \"unit\": \"ms\","
	for (i = 1; i <= n_infos; i++)
		printf "  %s: %s,\n", quoted(info_name[i]), quoted(info_value[i])
	separator = ""
	print "  \"rows\": ["
	for (i = 1; i <= n_rows; i++)
		if (shown[key[i]] == i) {
			printf "%s", separator
			json_row(i)
			separator = ",\n"
		}
	printf "\n  ],\n  \"notes\": ["
	for (i = 1; i <= n_notes; i++)
		printf "%s%s", (i > 1 ? ", " : ""), quoted(notes[i])
	print "]\n}"
}

END {
	if (form == "json")
		json()
	else
		markdown()
}
