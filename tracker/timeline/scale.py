"""Days to pixels, and the ticks that name them."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.dates.calendar import civil, day_number

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
MIN_PX_PER_DAY = 1e-4
MAX_PX_PER_DAY = 400.0


@dataclass(frozen=True, slots=True)
class Scale:
    """`start` is the day (with its fraction) at pixel 0."""

    start: float
    px_per_day: float

    def x(self, day: float) -> float:
        return (day - self.start) * self.px_per_day

    def day(self, x: float) -> float:
        return self.start + x / self.px_per_day

    def zoomed(self, factor: float, x: float) -> "Scale":
        """Zoom so that the day under pixel x stays there."""
        px_per_day = min(MAX_PX_PER_DAY, max(MIN_PX_PER_DAY, self.px_per_day * factor))
        return Scale(self.day(x) - x / px_per_day, px_per_day)

    def panned(self, pixels: float) -> "Scale":
        return Scale(self.start - pixels / self.px_per_day, self.px_per_day)


def fit(first: float, last: float, width: float) -> Scale:
    """The scale that shows first…last in `width` pixels."""
    days = max(1.0, last - first)
    px_per_day = min(MAX_PX_PER_DAY, max(MIN_PX_PER_DAY, max(width, 1.0) / days))
    return Scale((first + last) / 2 - width / px_per_day / 2, px_per_day)


@dataclass(frozen=True, slots=True)
class Tick:
    """A line at the start of a unit of time. `major` ticks begin the next larger unit and carry its name as `over`."""

    x: float
    label: str
    over: str = ""

    @property
    def major(self) -> bool:
        return bool(self.over)


def _year_label(year: int) -> str:
    return str(year) if year > 0 else f"{1 - year} BC"


_LEAST = 46.0  # pixels between two ticks
_ROOM = 70.0  # pixels that the name of a month with its year takes
_UNITS = (("day", 1.0), ("week", 7.0), ("month", 30.44), ("quarter", 91.3), ("year", 365.25), ("decade", 3652.5),
          ("century", 36525.0), ("millennium", 365250.0))  # fmt: skip


def ticks(scale: Scale, width: float) -> list[Tick]:
    """The ticks of the visible days, the first carrying the larger unit's name whatever it is."""
    unit = next((name for name, days in _UNITS if days * scale.px_per_day >= _LEAST), "millennium")
    first, last = int(scale.start // 1), int(scale.day(width) // 1) + 1
    found: list[Tick] = []
    for day, label, over in _starts(unit, first, last):
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


def _starts(unit: str, first: int, last: int) -> Iterator[tuple[int, str, str]]:
    """(day, label, name of the larger unit where it begins) for every unit that touches first…last."""
    year, month, _ = civil(first)
    if unit in ("day", "week"):
        begin = day_number(year, month, 1)
        named = ""
        for day in range(begin, last + 1):
            y, m, d = civil(day)
            if unit == "week" and not (d == 1 or d in (8, 15, 22)):
                continue
            over = f"{_MONTHS[m - 1]} {_year_label(y)}"
            yield day, str(d), over if over != named else ""
            named = over
        return
    if unit in ("month", "quarter"):
        length, month = 1 if unit == "month" else 3, 1
        while (day := day_number(year, month, 1)) <= last:
            label = _MONTHS[month - 1] if unit == "month" else f"Q{(month + 2) // 3}"
            yield day, label, _year_label(year) if month == 1 else ""
            year, month = (year + 1, 1) if month + length > 12 else (year, month + length)
        return
    length = {"year": 1, "decade": 10, "century": 100}.get(unit, 1000)
    larger = {"year": 10, "decade": 100, "century": 1000}.get(unit, 10000)
    year -= year % larger
    while (day := day_number(year, 1, 1)) <= last:
        yield day, _year_label(year), " " if year % larger == 0 else ""
        year += length
