#!/bin/sh
# test_clock.sh [OPTION of pytest...]: the tests without the window's, on days that have broken programs before: a leap day
# about to end, the first minutes of a year, and the two nights that are an hour longer or shorter. libfaketime moves the
# clock; what measures how long something takes goes on undisturbed.
#
# Left out, so that four clocks take minutes: the window's tests (what their clicks call is tested here without it), the
# house rules (they read the source code) and what is loaded at the start (which depends on no day).
set -eu

on() {
	zone=$1 moment=$2
	shift 2
	echo "With the clock on $moment, $zone:"
	TZ=$zone FAKETIME_DONT_FAKE_MONOTONIC=1 PYTHONPATH=$PWD/packaging/clock QT_QPA_PLATFORM=offscreen \
		faketime -f "@$moment" .venv/bin/python -m pytest \
		--ignore=tests/gui --ignore=tests/test_architecture.py --ignore=tests/test_start.py "$@"
}

on Asia/Taipei "2028-02-29 23:50:00" "$@"
on UTC "2027-01-01 00:10:00" "$@"
on Europe/Berlin "2027-10-31 02:30:00" "$@"
on Europe/Berlin "2027-03-28 01:58:00" "$@" # 02:30 is no time of this night; the clock jumps while the tests run
