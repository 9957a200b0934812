"""What a timeline can place: claims and events with the two bounds of a fuzzy date."""

from dataclasses import dataclass

from tracker.domain.dates import FuzzyDate


@dataclass(frozen=True, slots=True)
class Item:
    """`low` and `high` are day numbers (high inclusive), None where open. `fill` and `ink` are #rrggbb."""

    id: int
    kind: str  # claim or event
    label: str
    lane: str
    lane_note: str
    low: int | None
    high: int | None
    approximate: bool
    fill: str
    ink: str
    glyph: str
    hollow: bool = False
    short: str = ""

    @property
    def dated(self) -> bool:
        return self.low is not None or self.high is not None


@dataclass(frozen=True, slots=True)
class Link:
    """A relation drawn as an arc between two items."""

    first: int
    last: int
    label: str


def bounds_of(date: FuzzyDate) -> tuple[int | None, int | None, bool]:
    """(low, high, approximate) of a fuzzy date."""
    return date.earliest, date.latest, date.approximate or date.uncertain


def span(items: list[Item]) -> tuple[float, float]:
    """First and last day of everything dated, with a little air; a year around nothing at all never happens: (0, 0)."""
    lows = [item.low if item.low is not None else item.high for item in items if item.dated]
    highs = [item.high if item.high is not None else item.low for item in items if item.dated]
    if not lows:
        return 0.0, 0.0
    low = min(day for day in lows if day is not None)
    high = max(day for day in highs if day is not None) + 1
    air = max(4.0, (high - low) * 0.04)
    return low - air, high + air


def busy_span(items: list[Item]) -> tuple[float, float]:
    """The days in which most of it lies: what stands far off at either end is left to the overview.

    From the 8th to the 92nd percentile of the middles, with a little air; all of it below six items.
    """
    dated = [item for item in items if item.dated]
    if len(dated) < 6:
        return span(items)
    middles = sorted(_middle(item) for item in dated)
    low, high = middles[int(len(middles) * 0.08)], middles[int((len(middles) - 1) * 0.92)]
    air = max(30.0, (high - low) * 0.08)
    return low - air, high + air


def _middle(item: Item) -> float:
    low = item.low if item.low is not None else item.high
    high = item.high if item.high is not None else item.low
    return ((low or 0) + (high or 0)) / 2
