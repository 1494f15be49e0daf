# SPDX-License-Identifier: GPL-2.0-or-later
# Copyright (C) 2026 The procns authors

# PNS_TRY_FLAGS([CFLAGS|LDFLAGS], FLAG, VARIABLE)
# Append FLAG to VARIABLE if the compiler (or linker) takes it without a word.
AC_DEFUN([PNS_TRY_FLAGS], [
  AC_MSG_CHECKING([whether $CC accepts $2])
  pns_save_flags=$$1
  $1="$$1 -Werror $2"
  m4_if([$1], [LDFLAGS], [AC_LINK_IFELSE], [AC_COMPILE_IFELSE])([AC_LANG_PROGRAM()],
    [pns_accepted=yes], [pns_accepted=no])
  $1=$pns_save_flags
  AC_MSG_RESULT([$pns_accepted])
  AS_IF([test $pns_accepted = yes], [$3="$$3 $2"])
  AC_SUBST([$3])
])

# PNS_WARNINGS(FLAGS)
# Collect in WARN_CFLAGS those of the warning flags that this compiler knows.
AC_DEFUN([PNS_WARNINGS], [
  for pns_flag in $1; do
    PNS_TRY_FLAGS([CFLAGS], [$pns_flag], [WARN_CFLAGS])
  done
])

# PNS_INSTRUMENT(NAME, WHAT, FLAGS)
# --enable-NAME compiles and links everything with FLAGS.
AC_DEFUN([PNS_INSTRUMENT], [
  AC_ARG_ENABLE([$1], [AS_HELP_STRING([--enable-$1], [build with $2])])
  AS_IF([test "x$enable_$1" = xyes], [
    pns_before=$INSTRUMENT_CFLAGS
    PNS_TRY_FLAGS([LDFLAGS], [$3], [INSTRUMENT_CFLAGS])
    AS_IF([test "x$INSTRUMENT_CFLAGS" = "x$pns_before"],
      [AC_MSG_ERROR([--enable-$1: the compiler cannot link with $3])])
  ])
  AC_SUBST([INSTRUMENT_CFLAGS])
])

# PNS_TOOL(NAME)
# --disable-NAME leaves a tool, its page and its completion out; sets BUILD_<NAME>.
AC_DEFUN([PNS_TOOL], [
  AC_ARG_ENABLE([$1], [AS_HELP_STRING([--disable-$1], [do not build $1])])
  AS_IF([test "x$enable_[]m4_translit([$1], [-], [_])" != xno], [PNS_TOOLS="$PNS_TOOLS $1"])
  AM_CONDITIONAL([BUILD_]m4_translit([$1], [-a-z], [_A-Z]),
    [test "x$enable_[]m4_translit([$1], [-], [_])" != xno])
])
