"""A fuzzy date in plain words, for a reader who knows no EDTF."""

from tracker.domain.dates import saying_chinese
from tracker.domain.dates.calendar import civil, month_length
from tracker.domain.dates.fuzzy import FuzzyDate

_MONTHS = "January February March April May June July August September October November December".split()
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}


def say(date: FuzzyDate, language: str = "en") -> str:
    """ "April 2025", "11–20 July 2025", "until August 2024", "January 2026, approximate"; "" when there is nothing. In
    Chinese for zh-Hant and zh-Hans.
    """
    if language.startswith("zh"):
        return saying_chinese.say(date, simplified=language == "zh-Hans")
    if not date.edtf:
        return "undated" if date.words else ""
    text = _body(date)
    if date.approximate:
        text += ", approximate"
    if date.uncertain:
        text += ", uncertain"
    return text


def say_with_words(date: FuzzyDate, language: str = "en") -> str:
    """The same with the words as written, where they say something else, and what they were read against."""
    if language.startswith("zh"):
        return saying_chinese.say_with_words(date, simplified=language == "zh-Hans")
    text = say(date)
    words = date.words.strip()
    if not words or words == date.edtf or words == text:
        return text
    read = ", read against the source's date" if date.inferred else ""
    return f"{text} (“{words}”{read})" if text else f"“{words}”"


def _body(date: FuzzyDate) -> str:
    if date.edtf.startswith("["):
        return "one of " + " or ".join(date.edtf.strip("[]").replace("..", " to ").split(","))
    if date.earliest is None and date.latest is None:
        return _yearless(date.edtf.rstrip("?~%"))
    if date.earliest is None or date.edtf.startswith("../"):
        return f"until {_point(date.latest or 0, end=True)}"
    if date.latest is None:
        return f"from {_point(date.earliest)}"
    plain = date.edtf.rstrip("?~%")
    if len(plain) == 7 and plain[5:].isdigit() and int(plain[5:]) in _SEASONS:
        return f"{_SEASONS[int(plain[5:])]} {plain[:4]}"
    if len(plain) == 4 and plain[2:3].isdigit() and plain.endswith("X"):
        return f"the {plain[:3]}0s"
    return _between(date.earliest, date.latest)


def _yearless(edtf: str) -> str:
    parts = edtf.split("-")
    if len(parts) == 3 and parts[0] == "XXXX" and parts[1].isdigit() and parts[2].isdigit():
        return f"{int(parts[2])} {_MONTHS[int(parts[1]) - 1]}, year not known"
    return "not resolved"


def _year(year: int) -> str:
    return str(year) if year > 0 else f"{1 - year} BC"


def _point(number: int, *, end: bool = False) -> str:
    """A year, a month or a day: the widest unit that begins (or ends) there."""
    year, month, day = civil(number)
    if (month, day) == ((12, 31) if end else (1, 1)):
        return _year(year)
    if day == (month_length(year, month) if end else 1):
        return f"{_MONTHS[month - 1]} {_year(year)}"
    return f"{day} {_MONTHS[month - 1]} {_year(year)}"


def _between(low: int, high: int) -> str:
    (y1, m1, d1), (y2, m2, d2) = civil(low), civil(high)
    if low == high:
        return f"{d1} {_MONTHS[m1 - 1]} {_year(y1)}"
    if d1 == 1 and d2 == month_length(y2, m2):
        if (m1, m2) == (1, 12):
            return _year(y1) if y1 == y2 else f"{_year(y1)}–{_year(y2)}"
        first = _MONTHS[m1 - 1] if y1 == y2 else f"{_MONTHS[m1 - 1]} {_year(y1)}"
        last = f"{_MONTHS[m2 - 1]} {_year(y2)}"
        return last if (y1, m1) == (y2, m2) else f"{first}–{last}"
    first = str(d1) if (y1, m1) == (y2, m2) else f"{d1} {_MONTHS[m1 - 1]}" + ("" if y1 == y2 else f" {_year(y1)}")
    separator = "–" if (y1, m1) == (y2, m2) else " – "
    return f"{first}{separator}{d2} {_MONTHS[m2 - 1]} {_year(y2)}"
