"""One item of a timeline (bounds, flags, colour), and the lane it is in."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tracker.domain.dates import FuzzyDate
from tracker.domain.review import MARKS

# Flags of an item, one bit each.
APPROXIMATE, THROUGH, HOLLOW, OVERDUE, PROTECTED, SINGLE, CHANGED, EVENT, OPEN_LOW, OPEN_HIGH = (
    1 << bit for bit in range(10)
)
NO_LOW, NO_HIGH = np.iinfo(np.int32).min, np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True)
class Tint:
    """Colour and glyph of an item; both #rrggbb."""

    fill: str
    ink: str
    glyph: str


TINTS = (*(Tint(v.fill, v.ink, v.glyph) for v in MARKS.values()), Tint("#6b7280", "#4b5563", "◇"))
EVENT_TINT = len(TINTS) - 1
DIM = len(TINTS)  # the segment of items a search left in the dark
SEGMENTS = len(TINTS) + 1


@dataclass(frozen=True, slots=True)
class LaneRole:
    """A role of the actor of a lane, and its period (day numbers, None where open)."""

    title: str
    low: int | None
    high: int | None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class LaneName:
    """`key` identifies a lane permanently; `group` is the heading above it."""

    key: str
    name: str
    note: str = ""
    group: str = ""
    roles: tuple[LaneRole, ...] = ()


class Item(NamedTuple):
    """One item. `low` and `high` are day numbers (high inclusive), None where open; `lane` is an index."""

    id: int
    lane: int
    low: int | None
    high: int | None
    flags: int = 0
    tint: int = 0

    @property
    def kind(self) -> str:
        return "event" if self.flags & EVENT else "claim"


@dataclass(frozen=True, slots=True)
class Link:
    """A relation drawn as an arc between two items."""

    first: int
    last: int
    label: str


def bounds_of(date: FuzzyDate) -> tuple[int | None, int | None, int]:
    """(low, high, flags) of a fuzzy date. An interval written with two ends lasted the whole time; any other date is a period
    within which one day is meant.
    """
    flags = APPROXIMATE if date.approximate or date.uncertain else 0
    if date.throughout:
        flags |= THROUGH
    return date.earliest, date.latest, flags
