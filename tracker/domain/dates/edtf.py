"""The bounds of an EDTF string (ISO 8601-2 profile of Claimline).

Profile: date, month, year, decade `202X`, century `20XX`, season 21-24, quarter 33-36, half 40-41, interval, open or
unknown ends, sets `[a,b]` `[a..b]` `{a,b}`, qualifiers `?` `~` `%`, unspecified digits `X`. Own parser: the published
ones disagree on seasons, crash on `2025-07-1X`, and widen qualified dates by years.
"""

import re

from tracker.domain.dates.calendar import day_number, month_length
from tracker.domain.pattern import Pattern

Bounds = tuple[int | None, int | None]

# Months of each season on the northern half of the earth; winter runs into the next year.
SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}
QUARTERS = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12), 40: (1, 6), 41: (7, 12)}

_POINT = Pattern(r"(-?[\dX]{4})(?:-([\dX]{2})(?:-([\dX]{2})(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?)?)?", re.ASCII)


def bounds(edtf: str) -> Bounds:
    """(earliest, latest) as day numbers; None is an open or unknown end.

    A date with no year (`XXXX-01-04`) has neither bound. Raises ValueError for what is outside the profile.
    """
    if "/" in edtf:
        start, _, end = edtf.partition("/")
        if start in ("", "..") and end in ("", ".."):
            if start and end:
                return None, None
            raise ValueError(f"an interval needs an end: {edtf}")
        earliest = None if start in ("", "..") else _point(start)[0]
        latest = None if end in ("", "..") else _point(end)[1]
        if earliest is not None and latest is not None and earliest > latest:
            raise ValueError(f"the interval runs backwards: {edtf}")
        return earliest, latest
    if edtf[:1] + edtf[-1:] in ("[]", "{}"):
        return _members(edtf[1:-1])
    return _point(edtf)


def _members(text: str) -> Bounds:
    lows: list[int | None] = []
    highs: list[int | None] = []
    for member in text.split(","):
        start, dots, end = member.strip().partition("..")
        if not start and not end:
            raise ValueError(f"an empty set: {text}")
        low = _point(start)[0] if start else None
        high = _point(end)[1] if end else None if dots else _point(start)[1]
        if low is not None and high is not None and low > high:
            raise ValueError(f"a set runs backwards: {text}")
        lows.append(low)
        highs.append(high)
    earliest = None if None in lows else min(low for low in lows if low is not None)
    latest = None if None in highs else max(high for high in highs if high is not None)
    return earliest, latest


def _fits(pattern: str, low: int, high: int) -> tuple[int, int]:
    """Smallest and largest number in low…high that a two-digit pattern such as `1X` allows."""
    if "X" not in pattern:
        number = int(pattern)
        if not low <= number <= high:
            raise ValueError(f"no such month or day: {pattern}")
        return number, number
    fitting = [n for n in range(low, high + 1) if all(p in ("X", d) for p, d in zip(pattern, f"{n:02d}", strict=True))]
    if not fitting:
        raise ValueError(f"no month or day is like {pattern}")
    return fitting[0], fitting[-1]


def _point(text: str) -> Bounds:
    match = _POINT.fullmatch(text.rstrip("?~%"))
    if match is None or text[-2:-1] in ("?", "~", "%"):
        raise ValueError(f"not an EDTF date: {text!r}")
    year, month, day = match.groups()
    if year.strip("-") == "XXXX":
        if month in ("21", "22", "23", "24") and day is None:
            return None, None
        last_month = _fits(month, 1, 12)[1] if month is not None else 12
        if day is not None:
            _fits(day, 1, month_length(2000, last_month))
        return None, None
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if first > last:
        first, last = last, first
    if month is None:
        return day_number(first, 1, 1), day_number(last, 12, 31)
    if month.isdigit() and int(month) > 12:
        if day is not None or first != last or int(month) not in SEASONS | QUARTERS:
            raise ValueError(f"no such month or season: {text}")
        start, end = (SEASONS | QUARTERS)[int(month)]
        end_year, end = (first + 1, end - 12) if end > 12 else (first, end)
        if end_year > 9999:
            raise ValueError(f"years have four digits: {text}")
        return day_number(first, start, 1), day_number(end_year, end, month_length(end_year, end))
    low_month, high_month = _fits(month, 1, 12)
    if day is None:
        return day_number(first, low_month, 1), day_number(last, high_month, month_length(last, high_month))
    return (
        day_number(first, low_month, _fits(day, 1, month_length(first, low_month))[0]),
        day_number(last, high_month, _fits(day, 1, month_length(last, high_month))[1]),
    )
