"""How much lies where: counts per colour in columns of equal width, by bounds and not by midpoints.

An item counts in every column that one of its possible days touches, so nothing looks more certain than it is.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.timeline.items import SEGMENTS, Items, Where, known_ends

Counts = NDArray[np.int64]  # SEGMENTS x columns


def one_by_one(items: Items, found: Where, first: float, step: float, count: int) -> Counts:
    """Counts of some items in `count` columns of `step` days from the day `first`."""
    start, end = known_ends(items.low[found], items.high[found])
    begun = np.clip(np.floor((start - first) / step), -1, count).astype(np.int64)
    over = np.clip(np.ceil((end + 1 - first) / step), 0, count).astype(np.int64)
    colour = items.segment[found] % SEGMENTS
    wide = count + 1
    inside = (begun < count) & (over > 0)
    begun, over, colour = np.maximum(begun[inside], 0), over[inside], colour[inside]
    changes = np.bincount(colour * wide + begun, minlength=SEGMENTS * wide)[: SEGMENTS * wide]
    changes = changes - np.bincount(colour * wide + over, minlength=SEGMENTS * wide)[: SEGMENTS * wide]
    counts: Counts = np.cumsum(changes.reshape(SEGMENTS, wide), axis=1)[:, :count]
    return counts


def by_search(items: Items, lane: int, first: float, step: float, count: int) -> Counts:
    """The same for all items of a lane, by search in the sorted keys: the cost does not grow with their number."""
    edges = first + np.arange(count + 1) * step - items.base
    offsets = (lane * SEGMENTS + np.arange(SEGMENTS, dtype=np.int64)[:, None]) * items.width
    begun = np.clip(np.ceil(edges[1:]), 0, items.width - 1).astype(np.int64)
    over = np.clip(np.floor(edges[:-1]), 0, items.width - 1).astype(np.int64)
    started = np.searchsorted(items.keys, offsets + begun[None, :], "left")
    ended = np.searchsorted(items.ends, offsets + over[None, :], "left")
    counts: Counts = started - ended
    return counts


@dataclass(frozen=True, slots=True)
class Sums:
    """All of time in FINE equal parts of `span` (days)."""

    span: tuple[float, float]
    counts: Counts


FINE = 1_440


def sums(items: Items) -> Sums:
    """How much lies where over the whole span; about 40 ms for a million, safe in any thread."""
    return Sums(items.whole, bars(items, *items.whole, FINE))


def bars(items: Items, first: float, last: float, count: int) -> Counts:
    """SEGMENTS x count: the items whose middle falls into each of `count` equal parts of first…last (days)."""
    start, end = known_ends(items.low, items.high)
    step = (last - first) / count if last > first else 1.0
    slot = (((start.astype(np.float64) + end + 1) / 2 - first) / step).astype(np.int64)
    inside = (slot >= 0) & (slot < count)
    colour = items.segment % SEGMENTS
    found = np.bincount(colour[inside].astype(np.int64) * count + slot[inside], minlength=SEGMENTS * count)
    counts: Counts = found.reshape(SEGMENTS, count)
    return counts


def coarser(counts: Counts, columns: int) -> Counts:
    """The same counts in fewer columns."""
    fine = counts.shape[1]
    columns = min(columns, fine)
    edges = (np.arange(columns) * fine) // columns
    return np.add.reduceat(counts, edges, axis=1)


def heights(counts: Counts, most: int) -> NDArray[np.float64]:
    """Upper edges 0…1 of each colour in each column, stacked; a full column (`most` items) is 1 high.

    The whole grows with the logarithm, so that one item can still be seen beside a thousand; colours share it evenly.
    """
    total = counts.sum(axis=0)
    high = np.log1p(total) / np.log1p(max(most, 1))
    least = np.where(total > 0, np.maximum(high, 0.12), 0.0)
    share = np.cumsum(counts, axis=0) / np.maximum(total, 1)
    tops: NDArray[np.float64] = np.minimum(least, 1.0) * share
    return tops
