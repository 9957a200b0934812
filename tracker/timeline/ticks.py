"""The ticks of the time axis, from hours to millennia, in English and Chinese.

Days are civil days without a time zone: neither time zones nor summer time move a tick. Year 0 is 1 BC.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tracker.domain.dates.calendar import civil, day_number
from tracker.timeline.scale import Scale


@dataclass(frozen=True, slots=True)
class Tick:
    """A line at the start of a unit of time. `major` ticks begin the next larger unit, with its name in `over`."""

    x: float
    label: str
    over: str = ""

    @property
    def major(self) -> bool:
        return bool(self.over)


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """How a language names the units."""

    year: Callable[[int], str]
    month: Callable[[int], str]
    quarter: Callable[[int], str]
    day: Callable[[int], str]
    month_of: Callable[[int, int], str]
    day_of: Callable[[int, int, int], str]


_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def _english_year(year: int) -> str:
    return str(year) if year > 0 else f"{1 - year} BC"


def _chinese_year(year: int) -> str:
    return f"{year}年" if year > 0 else f"前{1 - year}年"


WORDS = {
    "en": CalendarWords(
        _english_year,
        lambda month: _MONTHS[month - 1],
        lambda quarter: f"Q{quarter}",
        str,
        lambda year, month: f"{_MONTHS[month - 1]} {_english_year(year)}",
        lambda year, month, day: f"{day} {_MONTHS[month - 1]} {_english_year(year)}",
    ),
    "zh": CalendarWords(
        _chinese_year,
        lambda month: f"{month}月",
        lambda quarter: f"第{'一二三四'[quarter - 1]}季",
        lambda day: f"{day}日",
        lambda year, month: f"{_chinese_year(year)}{month}月",
        lambda year, month, day: f"{_chinese_year(year)}{month}月{day}日",
    ),
}

_LEAST = 46.0  # pixels between two ticks
_LEAST_HOUR = 56.0
_ROOM = 70.0  # pixels that the name of a month with its year takes
_HOUR = 1 / 24
_UNITS = (
    ("hour", 1, _HOUR), ("hour", 3, 3 * _HOUR), ("hour", 6, 6 * _HOUR), ("day", 1, 1.0),
    ("week", 1, 7.0), ("month", 1, 30.44), ("month", 3, 91.3), ("year", 1, 365.25), ("year", 2, 730.5),
    ("year", 5, 1826.0), ("year", 10, 3652.5), ("year", 20, 7305.0), ("year", 50, 18262.5), ("year", 100, 36525.0),
    ("year", 500, 182625.0), ("year", 1000, 365250.0),
)  # fmt: skip
_LARGER = {1: 10, 2: 10, 5: 50, 10: 100, 20: 100, 50: 500, 100: 1000, 500: 5000, 1000: 10000}


def ticks(scale: Scale, width: float, language: str = "en") -> list[Tick]:
    """The ticks of the visible days; the first always has the name of the larger unit."""
    name, step, _ = next((unit for unit in _UNITS if unit[2] * scale.px_per_day >= _least(unit[0])), _UNITS[-1])
    words = WORDS[language]
    first, last = int(scale.start // 1), int(scale.day(width) // 1) + 1
    found: list[Tick] = []
    for day, label, over in _starts(name, step, first, last, words):
        x = scale.x(day)
        if x > width:
            break
        if x < 0:
            found = [Tick(0.0, "", over or (found[-1].over if found else ""))]
            continue
        found.append(Tick(x, label, over))
    crowded = len(found) > 1 and found[0].x == 0.0 and found[0].over.strip() and found[1].x < _ROOM
    if crowded and not found[0].label:
        found = found[1:] if found[1].over else [found[0], Tick(found[1].x, ""), *found[2:]]
    return found


def _least(unit: str) -> float:
    return _LEAST_HOUR if unit == "hour" else _LEAST


def _starts(unit: str, step: int, first: int, last: int, words: CalendarWords) -> Iterator[tuple[float, str, str]]:
    """(day, label, name of the larger unit where it begins) for every unit that touches first…last."""
    year, month, _ = civil(first)
    if unit == "hour":
        for day in range(first, last + 1):
            for hour in range(0, 24, step):
                over = words.day_of(*civil(day)) if hour == 0 else ""
                yield day + hour / 24, f"{hour:02d}:00", over
    elif unit in ("day", "week"):
        named = ""
        for day in range(day_number(year, month, 1), last + 1):
            y, m, d = civil(day)
            if unit == "week" and d not in (1, 8, 15, 22):
                continue
            over = words.month_of(y, m)
            yield day, words.day(d), over if over != named else ""
            named = over
    elif unit == "month":
        month = 1
        while (day := day_number(year, month, 1)) <= last:
            label = words.month(month) if step == 1 else words.quarter((month + 2) // 3)
            yield day, label, words.year(year) if month == 1 else ""
            year, month = (year + 1, 1) if month + step > 12 else (year, month + step)
    else:
        larger = _LARGER[step]
        year -= year % larger
        while (day := day_number(year, 1, 1)) <= last:
            yield day, words.year(year), " " if year % larger == 0 else ""
            year += step
