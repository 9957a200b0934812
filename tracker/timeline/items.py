"""The items of a timeline: columns of bounds and appearance, sorted so that a frame reads only visible items."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tracker.timeline.item import (
    DIM,
    NO_HIGH,
    NO_LOW,
    OPEN_HIGH,
    OPEN_LOW,
    SEGMENTS,
    Item,
    LaneName,
    Link,
)

Days = NDArray[np.int32]
Sums = NDArray[np.float64]
Where = NDArray[np.intp]  # positions in the columns


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
        """The items that have a date."""
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

    Only `changing.replace` changes the columns in place. `whole` and `busy` are the days that contain all items and those
    that contain most of them; `first` and `last` are the positions of the ends of `links`; `undated` are items with the
    names of their lanes, `undated_count` how many there are.

    `start` and `end` are the known ends (an open end equals the other). `keys` are segment x width + start, where a
    segment is one colour of one lane: one search over it serves all lanes of a frame. `reach` is the running maximum
    of the ends, so that a long item that began before the view is found too. `ends` are the keys of the ends, sorted;
    the running sums of weights and of weights times days (`density.by_search`) belong to `keys` and `ends`, 0 first.
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
        """About 0.3 s for a million; safe in any thread. `spans` are the ids a search found (None: all), `label` gives an
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
        # `reach` is only an upper bound of the ends: each item's own end is compared too.
        _, end = known_ends(self.low[found], self.high[found])
        reaching = end >= int(first) - 1
        of_lane = np.repeat(np.repeat(np.arange(len(lanes)), SEGMENTS), lengths)
        if not reaching.all():
            found, of_lane = found[reaching], of_lane[reaching]
        return found, np.bincount(of_lane, minlength=len(lanes))

    def count_between(self, lanes: NDArray[np.intp], first: float, last: float) -> NDArray[np.int64]:
        """How many items each of some lanes has in the days first…last, without reading each item."""
        low = min(max(int(first) - self.base, 0), self.width - 1)
        high = min(max(int(last) - self.base + 1, 0), self.width - 1)
        segments = (lanes[:, None] * SEGMENTS + np.arange(SEGMENTS)[None, :]).astype(np.int64) * self.width
        begun = np.searchsorted(self.keys, segments + high, "left")
        over = np.searchsorted(self.ends, segments + low, "left")
        counts: NDArray[np.int64] = np.maximum(begun - over, 0).sum(axis=1)
        return counts


def known_ends(low: Days, high: Days) -> tuple[Days, Days]:
    """First and last days; an open end equals the other."""
    return np.where(low == NO_LOW, high, low), np.where(high == NO_HIGH, low, high)


def _ranges(begins: NDArray[np.intp], lengths: NDArray[np.intp]) -> Where:
    """begin, begin + 1, … for each begin, one after the other."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    found: Where = np.arange(total) + np.repeat(begins - (ends - lengths), lengths)
    return found


def _joined(
    ids: NDArray[np.int64], order: Where, links: Iterable[Link]
) -> tuple[tuple[Link, ...], Where, Where]:  # fmt: skip
    """The links whose ends are both there, with the positions of their ends once `ids` are put in `order`."""
    all_links = tuple(links)
    if not all_links or not len(ids):
        return (), _nowhere(), _nowhere()
    by_id = np.argsort(ids, kind="stable")  # fast where they are in the order of creation
    pairs = np.array([(link.first, link.last) for link in all_links], np.int64)
    found_at = by_id[np.minimum(np.searchsorted(ids, pairs, sorter=by_id), len(ids) - 1)]
    there = (ids[found_at] == pairs).all(axis=1)
    sorted_to = np.empty(len(ids), np.intp)
    sorted_to[order] = np.arange(len(ids))
    ends = sorted_to[found_at]
    found = tuple(link for link, both in zip(all_links, there.tolist(), strict=True) if both)
    return found, ends[there, 0].copy(), ends[there, 1].copy()


def _whole(start: Days, end: Days) -> tuple[float, float]:
    """First and last day of all items, with a margin; (0, 0) without items."""
    if not len(start):
        return 0.0, 0.0
    low, high = float(start.min()), float(end.max()) + 1
    air = max(4.0, (high - low) * 0.04)
    return low - air, high + air


def _busy(start: Days, end: Days) -> tuple[float, float]:
    """The days that contain most items: outliers at either end are shown in the overview only.

    From the 8th to the 92nd percentile of the middles, with a margin; all days below six items.
    """
    if len(start) < 6:
        return _whole(start, end)
    middles = (start.astype(np.int64) + end) // 2
    places = [int(len(middles) * 0.08), int((len(middles) - 1) * 0.92)]
    low, high = (float(day) for day in np.partition(middles, places)[places])
    air = max(30.0, (high - low) * 0.08)
    return low - air, high + air
