"""Whole days in the proleptic Gregorian calendar, any year, as plain integers.

Day 1 is 0001-01-01, as in `datetime.date.toordinal`; year 0 is 1 BC (ISO 8601). `datetime` cannot represent
years before 1, which archives contain.
"""

import re
from functools import lru_cache

from tracker.domain.pattern import Pattern

_ISO = Pattern(r"(-?\d{4})-(\d\d)-(\d\d)", re.ASCII)
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    return 29 if month == 2 and is_leap(year) else _LENGTHS[month - 1]


@lru_cache(maxsize=65536)
def day_number(year: int, month: int, day: int) -> int:
    """The day's number; raises ValueError for a day that does not exist.

    Algorithm: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    """
    if not 1 <= month <= 12 or not 1 <= day <= month_length(year, month):
        raise ValueError(f"no such day: {year}-{month}-{day}")
    y = year - (month <= 2)
    era, year_of_era = divmod(y, 400)
    day_of_year = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + day - 1
    return era * 146097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 305


@lru_cache(maxsize=65536)
def civil(number: int) -> tuple[int, int, int]:
    """(year, month, day) of a day number; the inverse of `day_number`."""
    era, day_of_era = divmod(number + 305, 146097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36524 - day_of_era // 146096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return era * 400 + year_of_era + (month <= 2), month, day_of_year - (153 * shifted + 2) // 5 + 1


def year_text(year: int) -> str:
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"


def iso(number: int) -> str:
    """ISO 8601 day, four-digit years, with a sign before year 0."""
    year, month, day = civil(number)
    return f"{year_text(year)}-{month:02d}-{day:02d}"


def parse_iso(text: str) -> int:
    """The day number of an ISO day; raises ValueError for anything else."""
    match = _ISO.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not an ISO day: {text!r}")
    return day_number(int(match[1]), int(match[2]), int(match[3]))


def weekday(number: int) -> int:
    """0 is Monday."""
    return (number - 1) % 7


def add_months(number: int, months: int) -> int:
    """The same day some months later or earlier, or the last day of that month where it is shorter."""
    year, month, day = civil(number)
    year, month = divmod(year * 12 + month - 1 + months, 12)
    return day_number(year, month + 1, min(day, month_length(year, month + 1)))
