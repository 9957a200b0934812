"""Move one changed item to its new place in the sorted columns, without sorting the others again."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracker.timeline.item import NO_HIGH, NO_LOW, OPEN_HIGH, OPEN_LOW, SEGMENTS, Item
from tracker.timeline.items import Items, Sums, known_ends


def replace(items: Items, item: Item) -> tuple[int, int] | None:
    """Move a changed item, which is highlighted, to its new place: (old, new position), None when it was missing or is outside
    the days or lanes the columns were made for.
    """
    at = items.find(item.id)
    low = NO_LOW if item.low is None else item.low
    high = NO_HIGH if item.high is None else item.high
    start = high if low == NO_LOW else low
    end = low if high == NO_HIGH else high
    if at < 0 or item.lane >= len(items.lanes) or not items.base < start <= end < items.base + items.width - 1:
        return None
    old_segment, segment = int(items.segment[at]), item.lane * SEGMENTS + item.tint
    key = segment * items.width + start - items.base
    to = int(np.searchsorted(items.keys, key))
    new = to - 1 if to > at else to
    _move_sums(items, at, new, segment, (start, end))
    flags = item.flags | (OPEN_LOW if low == NO_LOW else 0) | (OPEN_HIGH if high == NO_HIGH else 0)
    _count_lanes(items, int(items.lane[at]), item.lane)
    for column, value in (
        (items.ids, item.id), (items.low, low), (items.high, high), (items.flags, flags), (items.tint, item.tint),
        (items.lane, item.lane), (items.segment, segment), (items.keys, key),
    ):  # fmt: skip
        shift(column, at, new, value)
    shift(items.reach, at, new, 0)
    for changed in {old_segment, segment}:
        _update_reach(items, changed)
    for ends in (items.first, items.last):
        _move_positions(ends, at, new)
    return at, new


def shift(column: NDArray[Any], old: int, new: int, value: int) -> None:
    """Remove the entry at `old` and insert a value so that it is at `new`."""
    if new > old:
        column[old:new] = column[old + 1 : new + 1]
    else:
        column[new + 1 : old + 1] = column[new:old]
    column[new] = value


def _move_sums(items: Items, at: int, new: int, segment: int, days: tuple[int, int]) -> None:
    """Update the sorted ends and the running sums after the item at `at` moved to `new` with other days."""
    base, width = items.base, items.width
    (was_start,), (was_end,) = known_ends(items.low[at : at + 1], items.high[at : at + 1])
    old_start, old_end = int(was_start), int(was_end)
    start, end = days
    before, after = 1.0 / (old_end - old_start + 1), 1.0 / (end - start + 1)
    end_key = segment * width + end - base
    gone = _ended_at(items, int(items.segment[at]) * width + old_end - base, before)
    there = int(np.searchsorted(items.ends, end_key))
    there = there - 1 if there > gone else there
    shift(items.ends, gone, there, end_key)
    begun, ended = (old_start - base, start - base), (old_end - base + 1, end - base + 1)
    for sums, moved, was, now in (
        (items.begun_weights, (at, new), before, after),
        (items.begun_moments, (at, new), before * begun[0], after * begun[1]),
        (items.ended_weights, (gone, there), before, after),
        (items.ended_moments, (gone, there), before * ended[0], after * ended[1]),
    ):  # fmt: skip
        _resum(sums, *moved, was, now)


def _ended_at(items: Items, key: int, weight: float) -> int:
    """The place in `ends` of an item with that key and weight; others may end on the same day."""
    first, stop = (int(np.searchsorted(items.ends, key, side)) for side in ("left", "right"))
    weights = np.diff(items.ended_weights[first : stop + 1])
    return first + int(np.argmin(np.abs(weights - weight)))


def _resum(sums: Sums, old: int, new: int, was: float, now: float) -> None:
    """Update running sums (0 first) after a value was removed at `old` and another inserted at `new`."""
    if new >= old:
        sums[old + 1 : new + 1] = sums[old + 2 : new + 2] - was
        sums[new + 1 :] += now - was
    else:
        sums[new + 1 : old + 1] = sums[new:old] + now
        sums[old + 1 :] += now - was


def _count_lanes(items: Items, old: int, new: int) -> None:
    """Update the pointers after an item moved from one lane to another."""
    if old != new:
        counts = np.diff(items.pointers)
        counts[old] -= 1
        counts[new] += 1
        np.cumsum(counts, out=items.pointers[1:])


def _update_reach(items: Items, segment: int) -> None:
    """Recompute the running maximum of the ends of a segment."""
    begin, stop = np.searchsorted(items.keys, [segment * items.width, (segment + 1) * items.width]).tolist()
    _, known = known_ends(items.low[begin:stop], items.high[begin:stop])
    reaching = segment * items.width + known.astype(np.int64) - items.base
    items.reach[begin:stop] = np.maximum.accumulate(reaching)


def _move_positions(positions: NDArray[np.intp], old: int, new: int) -> None:
    """Update positions of items after one moved from `old` to `new`."""
    same = positions == old
    positions[(positions > old) & (positions <= new)] -= 1
    positions[(positions < old) & (positions >= new)] += 1
    positions[same] = new
