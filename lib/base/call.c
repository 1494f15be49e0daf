// SPDX-License-Identifier: GPL-2.0-or-later
// Copyright (C) 2026 The procns authors
#include "base/call.h"

const char *pns_call_name(enum pns_call call)
{
	static const char *const names[PNS_CALL_COUNT] = {
		[PNS_CALL_NONE] = "",
#define PNS_CALL_NAME(name, text) [PNS_CALL_##name] = text,
		PNS_CALLS(PNS_CALL_NAME)
#undef PNS_CALL_NAME
	};

	return names[call];
}
