"""What a timeline can place: columns of bounds and looks, sorted so that a frame touches only what it shows."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tracker.domain.dates import FuzzyDate
from tracker.domain.review import MARKS

Days = NDArray[np.int32]
Sums = NDArray[np.float64]
Where = NDArray[np.intp]  # positions in the columns

# What is known of an item beyond its bounds, one bit each.
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
class Role:
    """What the actor of a lane was, and when (day numbers, None where open)."""

    title: str
    low: int | None
    high: int | None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class LaneName:
    """`key` names a lane for good; `group` is the heading it stands under."""

    key: str
    name: str
    note: str = ""
    group: str = ""
    roles: tuple[Role, ...] = ()


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
    """(low, high, flags) of a fuzzy date. A stretch written with its two ends lasted all through; any other is a time
    within which one day is meant.
    """
    flags = APPROXIMATE if date.approximate or date.uncertain else 0
    if date.throughout:
        flags |= THROUGH
    return date.earliest, date.latest, flags


def _ended(
    end_keys: NDArray[np.int64], order: Where, start: Days, over: Days
) -> tuple[NDArray[np.int64], Sums, Sums, Sums, Sums]:
    """(ends, begun_weights, begun_moments, ended_weights, ended_moments); `over` is the day after the last."""
    weights = 1.0 / (over - start)
    by_end = np.argsort(end_keys)
    ended, begun = weights[by_end], weights[order]
    return (
        end_keys[by_end], _running(begun), _running(begun * start[order]), _running(ended),
        _running(ended * over[by_end]),
    )  # fmt: skip


def _running(values: Sums) -> Sums:
    sums = np.zeros(len(values) + 1)
    np.cumsum(values, out=sums[1:])
    return sums


def _nowhere() -> Where:
    return np.empty(0, np.intp)


def _nothing(_: int) -> tuple[str, str]:
    return "", ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Items as columns of equal length, in any order; open ends are NO_LOW and NO_HIGH."""

    ids: NDArray[np.int64]
    low: Days
    high: Days
    flags: NDArray[np.uint16]
    tint: NDArray[np.uint8]
    lane: NDArray[np.int32]

    @classmethod
    def of(cls, items: Sequence[Item]) -> "Columns":
        """The dated ones of some items."""
        dated = [item for item in items if item.low is not None or item.high is not None]
        return cls(
            np.array([item.id for item in dated], np.int64),
            np.array([NO_LOW if item.low is None else item.low for item in dated], np.int32),
            np.array([NO_HIGH if item.high is None else item.high for item in dated], np.int32),
            np.array([item.flags for item in dated], np.uint16),
            np.array([item.tint for item in dated], np.uint8),
            np.array([item.lane for item in dated], np.int32),
        )


@dataclass(frozen=True, slots=True)
class Items:
    """Dated items sorted by lane, colour and first day, and the running sums that find the visible ones.

    The columns are changed in place by `replace` alone. `whole` and `busy` are the days that hold everything and those
    that hold most of it; `first` and `last` are the positions of the ends of `links`; `undated` are items with the
    names of their lanes, `undated_count` how many there are.

    `start` and `end` are the known ends (an open one borrows the other). `keys` holds segment x width + start, where a
    segment is one colour of one lane: one search over it serves all lanes of a frame. `reach` is the running maximum
    of the ends, so that a long item begun before the view is found as well. `ends` are the keys of the ends, sorted;
    the running sums of weights and of weights times days (`density.by_search`) go with `keys` and `ends`, 0 first.
    """

    ids: NDArray[np.int64]
    low: Days
    high: Days
    flags: NDArray[np.uint16]
    tint: NDArray[np.uint8]
    lane: NDArray[np.int32]
    segment: NDArray[np.int32]
    keys: NDArray[np.int64]
    reach: NDArray[np.int64]
    ends: NDArray[np.int64]
    begun_weights: Sums
    begun_moments: Sums
    ended_weights: Sums
    ended_moments: Sums
    pointers: NDArray[np.int64]
    lanes: tuple[LaneName, ...]
    base: int
    width: int
    whole: tuple[float, float]
    busy: tuple[float, float]
    links: tuple[Link, ...] = ()
    first: Where = field(default_factory=_nowhere)
    last: Where = field(default_factory=_nowhere)
    undated: tuple[tuple[Item, str], ...] = ()
    undated_count: int = 0
    label: Callable[[int], tuple[str, str]] = field(default=_nothing)

    @classmethod
    def sort(
        cls, columns: Columns, lanes: Sequence[LaneName], *, links: Iterable[Link] = (),
        lit: Collection[int] | None = None, undated: tuple[tuple[Item, str], ...] = (),
        undated_count: int | None = None, label: Callable[[int], tuple[str, str]] = _nothing,
    ) -> "Items":  # fmt: skip
        """About 0.3 s for a million; safe in any thread. `lit` are the ids a search found (None: all), `label` gives an
        item's words and a note by its id.
        """
        flags = columns.flags.copy()
        flags[columns.low == NO_LOW] |= OPEN_LOW
        flags[columns.high == NO_HIGH] |= OPEN_HIGH
        start, end = known_ends(columns.low, columns.high)
        base = int(start.min(initial=0)) - 1
        width = int(end.max(initial=0)) - base + 3
        colour = columns.tint
        if lit is not None:
            found = np.isin(columns.ids, np.fromiter(lit, np.int64, len(lit)))
            colour = np.where(found, columns.tint, np.uint8(DIM))
        segment = columns.lane * np.int32(SEGMENTS) + colour
        keys = segment.astype(np.int64) * width + (start - base)
        order = np.argsort(keys)
        end_keys = segment.astype(np.int64) * width + (end - base)
        pointers = np.zeros(len(lanes) + 1, np.int64)
        np.cumsum(np.bincount(columns.lane, minlength=len(lanes)), out=pointers[1:])
        return cls(
            columns.ids[order], columns.low[order], columns.high[order], flags[order], columns.tint[order],
            columns.lane[order], segment[order], keys[order], np.maximum.accumulate(end_keys[order]),
            *_ended(end_keys, order, start - base, end - base + 1), pointers, tuple(lanes), base, width, _whole(start, end), _busy(start, end),
            *_joined(columns.ids, order, links), undated,
            len(undated) if undated_count is None else undated_count, label,
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.ids)

    def item(self, at: int) -> Item:
        """The item at a position."""
        low, high = int(self.low[at]), int(self.high[at])
        return Item(
            int(self.ids[at]), int(self.lane[at]), None if low == NO_LOW else low, None if high == NO_HIGH else high,
            int(self.flags[at]), int(self.tint[at]),
        )  # fmt: skip

    def items(self, at: Where) -> list[Item]:
        """The items at some positions."""
        return [
            Item(item_id, lane, None if low == NO_LOW else low, None if high == NO_HIGH else high, flags, tint)
            for item_id, lane, low, high, flags, tint in zip(
                self.ids[at].tolist(), self.lane[at].tolist(), self.low[at].tolist(), self.high[at].tolist(),
                self.flags[at].tolist(), self.tint[at].tolist(), strict=True,
            )
        ]  # fmt: skip

    def find(self, item_id: int | None) -> int:
        """The position of an item, -1 if it is not there."""
        if item_id is None or not len(self.ids):
            return -1
        at = int(np.argmax(self.ids == item_id))
        return at if self.ids[at] == item_id else -1

    def between(self, lanes: NDArray[np.intp], first: float, last: float) -> tuple[Where, NDArray[np.int64]]:
        """Positions of the items of some lanes that touch the days first…last, lane by lane, and how many each has."""
        segments = (lanes[:, None] * SEGMENTS + np.arange(SEGMENTS)[None, :]).ravel().astype(np.int64)
        low = min(max(int(first) - self.base - 1, 0), self.width - 1)
        high = min(max(int(last) - self.base + 1, 0), self.width - 1)
        begins = np.searchsorted(self.reach, segments * self.width + low, "left")
        stops = np.searchsorted(self.keys, segments * self.width + high, "right")
        lengths = np.maximum(stops - begins, 0)
        found = _ranges(begins, lengths)
        # An end that an earlier, longer item hid behind is not known before the item itself is looked at.
        _, end = known_ends(self.low[found], self.high[found])
        kept = end >= int(first) - 1
        of_lane = np.repeat(np.repeat(np.arange(len(lanes)), SEGMENTS), lengths)
        if not kept.all():
            found, of_lane = found[kept], of_lane[kept]
        return found, np.bincount(of_lane, minlength=len(lanes))

    def count_between(self, lanes: NDArray[np.intp], first: float, last: float) -> NDArray[np.int64]:
        """How many items each of some lanes has in the days first…last, without touching them."""
        low = min(max(int(first) - self.base, 0), self.width - 1)
        high = min(max(int(last) - self.base + 1, 0), self.width - 1)
        segments = (lanes[:, None] * SEGMENTS + np.arange(SEGMENTS)[None, :]).astype(np.int64) * self.width
        begun = np.searchsorted(self.keys, segments + high, "left")
        over = np.searchsorted(self.ends, segments + low, "left")
        counts: NDArray[np.int64] = np.maximum(begun - over, 0).sum(axis=1)
        return counts

    def replace(self, item: Item) -> tuple[int, int] | None:
        """Put a changed item, which is lit, in its new place, without sorting the others again: (old, new position), None when it was
        not there or falls outside the days or lanes the columns were made for.
        """
        at = self.find(item.id)
        low = NO_LOW if item.low is None else item.low
        high = NO_HIGH if item.high is None else item.high
        start = high if low == NO_LOW else low
        end = low if high == NO_HIGH else high
        if at < 0 or item.lane >= len(self.lanes) or not self.base < start <= end < self.base + self.width - 1:
            return None
        flags = item.flags | (OPEN_LOW if low == NO_LOW else 0) | (OPEN_HIGH if high == NO_HIGH else 0)
        segment = item.lane * SEGMENTS + item.tint
        old_start, old_end = (int(known[0]) for known in known_ends(self.low[at : at + 1], self.high[at : at + 1]))
        old_lane, old_segment = int(self.lane[at]), int(self.segment[at])
        key, end_key = segment * self.width + start - self.base, segment * self.width + end - self.base
        gone = self._ended_at(old_segment * self.width + old_end - self.base, 1.0 / (old_end - old_start + 1))
        there = int(np.searchsorted(self.ends, end_key))
        there = there - 1 if there > gone else there
        shift(self.ends, gone, there, end_key)
        to = int(np.searchsorted(self.keys, key))
        new = to - 1 if to > at else to
        before, after = 1.0 / (old_end - old_start + 1), 1.0 / (end - start + 1)
        begun, ended = (old_start - self.base, start - self.base), (old_end - self.base + 1, end - self.base + 1)
        for sums, moved, was, now in (
            (self.begun_weights, (at, new), before, after),
            (self.begun_moments, (at, new), before * begun[0], after * begun[1]),
            (self.ended_weights, (gone, there), before, after),
            (self.ended_moments, (gone, there), before * ended[0], after * ended[1]),
        ):  # fmt: skip
            _resum(sums, *moved, was, now)
        for column, value in (
            (self.ids, item.id), (self.low, low), (self.high, high), (self.flags, flags), (self.tint, item.tint),
            (self.lane, item.lane), (self.segment, segment), (self.keys, key),
        ):  # fmt: skip
            shift(column, at, new, value)
        if old_lane != item.lane:
            counts = np.diff(self.pointers)
            counts[old_lane] -= 1
            counts[item.lane] += 1
            np.cumsum(counts, out=self.pointers[1:])
        shift(self.reach, at, new, 0)
        for changed in {old_segment, segment}:
            begin, stop = np.searchsorted(self.keys, [changed * self.width, (changed + 1) * self.width]).tolist()
            _, known = known_ends(self.low[begin:stop], self.high[begin:stop])
            reaching = changed * self.width + known.astype(np.int64) - self.base
            self.reach[begin:stop] = np.maximum.accumulate(reaching)
        for ends in (self.first, self.last):
            same = ends == at
            ends[(ends > at) & (ends <= new)] -= 1
            ends[(ends < at) & (ends >= new)] += 1
            ends[same] = new
        return at, new

    def _ended_at(self, key: int, weight: float) -> int:
        """The place in `ends` of an item with that key and weight; others may end on the same day."""
        first, stop = (int(np.searchsorted(self.ends, key, side)) for side in ("left", "right"))
        weights = np.diff(self.ended_weights[first : stop + 1])
        return first + int(np.argmin(np.abs(weights - weight)))


def known_ends(low: Days, high: Days) -> tuple[Days, Days]:
    return np.where(low == NO_LOW, high, low), np.where(high == NO_HIGH, low, high)


def _ranges(begins: NDArray[np.intp], lengths: NDArray[np.intp]) -> Where:
    """begin, begin + 1, … for each begin, one after the other."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    found: Where = np.arange(total) + np.repeat(begins - (ends - lengths), lengths)
    return found


def shift(column: NDArray[Any], old: int, new: int, value: int) -> None:
    """Take the entry at `old` out and put a value in, so that it stands at `new`."""
    if new > old:
        column[old:new] = column[old + 1 : new + 1]
    else:
        column[new + 1 : old + 1] = column[new:old]
    column[new] = value


def _resum(sums: Sums, old: int, new: int, was: float, now: float) -> None:
    """Bring running sums (0 first) up to one value having left the place `old` and another having come to `new`."""
    if new >= old:
        sums[old + 1 : new + 1] = sums[old + 2 : new + 2] - was
        sums[new + 1 :] += now - was
    else:
        sums[new + 1 : old + 1] = sums[new:old] + now
        sums[old + 1 :] += now - was


def _joined(
    ids: NDArray[np.int64], order: Where, links: Iterable[Link]
) -> tuple[tuple[Link, ...], Where, Where]:  # fmt: skip
    """The links whose ends are both there, with the positions of their ends once `ids` are put in `order`."""
    kept = tuple(links)
    if not kept or not len(ids):
        return (), _nowhere(), _nowhere()
    by_id = np.argsort(ids, kind="stable")  # quick where they come in the order they were made
    pairs = np.array([(link.first, link.last) for link in kept], np.int64)
    found_at = by_id[np.minimum(np.searchsorted(ids, pairs, sorter=by_id), len(ids) - 1)]
    there = (ids[found_at] == pairs).all(axis=1)
    sorted_to = np.empty(len(ids), np.intp)
    sorted_to[order] = np.arange(len(ids))
    ends = sorted_to[found_at]
    found = tuple(link for link, both in zip(kept, there.tolist(), strict=True) if both)
    return found, ends[there, 0].copy(), ends[there, 1].copy()


def _whole(start: Days, end: Days) -> tuple[float, float]:
    """First and last day of everything, with a little air; (0, 0) around nothing at all."""
    if not len(start):
        return 0.0, 0.0
    low, high = float(start.min()), float(end.max()) + 1
    air = max(4.0, (high - low) * 0.04)
    return low - air, high + air


def _busy(start: Days, end: Days) -> tuple[float, float]:
    """The days in which most of it lies: what stands far off at either end is left to the overview.

    From the 8th to the 92nd percentile of the middles, with a little air; all of it below six items.
    """
    if len(start) < 6:
        return _whole(start, end)
    middles = (start.astype(np.int64) + end) // 2
    places = [int(len(middles) * 0.08), int((len(middles) - 1) * 0.92)]
    low, high = (float(day) for day in np.partition(middles, places)[places])
    air = max(30.0, (high - low) * 0.08)
    return low - air, high + air
